"""A second reader's answer as a file: with it the same text is read again without the network."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

import msgspec

from ashore.model.errors import BadInput
from ashore.model.numbers import blanked
from ashore.second_reader.asked import Asked

FORMAT = "ashore.second-answer/1"


class NotAnAnswer(BadInput):
    """A file that is no answer of a second reader."""

    code = "not-a-second-answer"
    says = "This is no answer of a second reader that was kept."
    hint = "Give the file that `ashore read FILE --second --keep-answer` wrote."


class AnswerToOtherWords(BadInput):
    """An answer that was given to another text."""

    code = "answer-to-other-words"
    says = "This answer was given to another text, or to this one before it was changed."
    hint = "Give the text that was read then, or ask again with --second."


class _File(msgspec.Struct):
    format: str
    model: str
    sent_to: str
    prompt: str
    words: str
    asked_at_ms: int
    raw: str


def hash_of_words(text: str) -> str:
    """Return the SHA-256, hex, of a text's words as they are sent to a second reader: numbers and addresses blanked."""
    return hashlib.sha256(blanked(text).encode("utf-8", "surrogatepass")).hexdigest()


def as_file(asked: Asked) -> bytes:
    """Return an answer as JSON; bytes of it that are no UTF-8 are kept as well."""
    told = asdict(asked) | {"format": FORMAT, "raw": asked.raw.decode("utf-8", "surrogateescape")}
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def read_file(content: bytes, text: str) -> Asked:
    """Return an answer that was kept, if it was given to this text. Raises NotAnAnswer and AnswerToOtherWords."""
    try:
        told = msgspec.convert(json.loads(content), _File)
        raw = told.raw.encode("utf-8", "surrogateescape")
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotAnAnswer from error
    if told.format != FORMAT:
        raise NotAnAnswer
    if told.words != hash_of_words(text):
        raise AnswerToOtherWords
    return Asked(
        raw=raw,
        model=told.model,
        sent_to=told.sent_to,
        prompt=told.prompt,
        words=told.words,
        asked_at_ms=told.asked_at_ms,
    )
