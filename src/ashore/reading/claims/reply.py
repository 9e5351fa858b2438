"""What a model behind a chat-completions address said: the words of its reply, or why there are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from ashore.model.errors import BadInput

LONGEST_NAME = 200
"""Letters of a model's name that are kept: the reply is a stranger's."""

_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE = "```"


class ReplyUnreadable(BadInput):
    """A reply that is none of the chat-completions form."""

    code = "second-reply-unreadable"
    says = "What came back is no reply of the chat-completions form."
    hint = "Check that the address is that of a chat-completions server, up to and with its /v1."


class ReplyCutOff(BadInput):
    """A reply that ends before its end."""

    code = "second-reply-cut-off"
    says = "The second reader's reply broke off before its end, so none of it was taken."
    hint = "Raise most_tokens in its settings, or read a shorter text."


class ReplyRefused(BadInput):
    """A model that would not read the text."""

    code = "second-reply-refused"
    says = "The second reader would not read this text."
    hint = "What the rules read stands. Another model may read it."


class ReplyEmpty(BadInput):
    """A reply without words."""

    code = "second-reply-empty"
    says = "The second reader's reply has no words in it."
    hint = "What the rules read stands. Ask again, or try another model."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The words of a reply, and the model that the server says wrote them, None where it does not say."""

    words: str
    model: str | None


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    model: str | None = None


def reply_of(raw: bytes) -> Reply:
    """Return the words in the body of a reply, without what the model thought aloud and without a code fence.

    Raises ReplyUnreadable, ReplyCutOff, ReplyRefused and ReplyEmpty.
    """
    try:
        told = msgspec.json.decode(raw, type=_Completion)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ReplyUnreadable from error
    if not told.choices:
        raise ReplyEmpty
    choice = told.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ReplyRefused
    if choice.finish_reason == "length":
        raise ReplyCutOff
    words = _unfenced(_THOUGHT.sub("", choice.message.content or "", count=1).strip())
    if not words:
        raise ReplyEmpty
    return Reply(words=words, model=_name(told.model))


def _unfenced(words: str) -> str:
    """Return what stands in a fence, where all of it stands in one."""
    opening, line, inside = words.partition("\n")
    if not line or not opening.startswith(_FENCE) or not inside.endswith(_FENCE):
        return words
    return inside.removesuffix(_FENCE).strip()


def _name(model: str | None) -> str | None:
    printed = "".join(letter for letter in model or "" if letter.isprintable())
    return printed[:LONGEST_NAME] or None
