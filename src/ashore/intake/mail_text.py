"""The words of an e-mail: the text among its alternatives, decoded as it was meant, and what came with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from html import unescape

DEEPEST = 12
"""Levels of parts within parts that are looked into."""

MOST_PARTS = 200
LONGEST_BODY = 100_000
"""Letters of a mail's words, some forty pages; what is longer stays whole in the raw bytes."""

LONGEST_HTML = 2_000_000
"""Letters of a page, its marks among them."""

OFTEN_WRONG = frozenset(
    {
        "",
        "us-ascii",
        "ascii",
        "iso-8859-1",
        "latin-1",
        "latin1",
        "iso-8859-15",
        "windows-1252",
        "cp1252",
        "unknown-8bit",
    }
)
"""Character sets that programs name without looking; what reads as UTF-8 beyond ASCII is UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """Something that came with a mail: its name, "" for none, its media type, and its bytes."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MailParts:
    """The words of a mail and what came with it."""

    text: str
    enclosed: tuple[Enclosed, ...]


def parts_of(message: Message) -> MailParts:
    """Return a mail's words and enclosures; never raises on what a parsed message can hold."""
    texts: list[str] = []
    enclosed: list[Enclosed] = []
    for each in _parts(message, DEEPEST):
        if isinstance(each, str):
            texts.append(each)
        else:
            enclosed.append(each)
    text = "\n\n".join(each.strip("\n") for each in texts if each.strip())
    return MailParts(text=text[:LONGEST_BODY], enclosed=tuple(enclosed[:MOST_PARTS]))


def decoded(content: bytes, charset: str) -> str:
    """Return text from bytes whose character set is said, wrongly said, or not said."""
    first = (charset, "utf-8") if charset.lower() not in OFTEN_WRONG else ("utf-8", charset)
    for name in (*first, "cp1252"):
        try:
            return content.decode(name or "utf-8")
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def html_text(html: str) -> str:
    """Return the words of an HTML page, a line for each block; what is quoted in it has > before each line.

    Read in one pass whose time grows with the length alone: the standard library's parser takes minutes over
    some pages of a hundred thousand letters, and anybody can send one.
    """
    html = _without_comments(html[:LONGEST_HTML])
    page = _Page()
    at = 0
    for mark in _MARK.finditer(html):
        page.say(html[at : mark.start()])
        at = mark.end()
        if mark["name"]:
            page.tag(mark["name"].lower(), mark["rest"], closes=bool(mark["close"]))
    page.say(html[at:])
    return page.text()


def _without_comments(html: str) -> str:
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return "".join((*kept, html[at:]))


def _parts(part: Message, deepest: int) -> Iterator[str | Enclosed]:
    media = part.get_content_type()
    inner = part.get_payload() if part.is_multipart() else None
    if media == "message/rfc822" and isinstance(inner, list):
        yield from (_enclosed_mail(each) for each in inner if isinstance(each, Message))
    elif isinstance(inner, list):
        if deepest == 0:
            return
        within = [each for each in inner if isinstance(each, Message)]
        below = [list(_parts(each, deepest - 1)) for each in within]
        if media == "multipart/alternative":
            below = [_chosen(below, within)]
        for each in below:
            yield from each
    elif media in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        text = decoded(_bytes(part), part.get_content_charset() or "")
        yield html_text(text) if media == "text/html" else text.replace("\r\n", "\n")
    else:
        yield Enclosed(name=_name(part), media=media, content=_bytes(part))


def _chosen(below: list[list[str | Enclosed]], inner: list[Message]) -> list[str | Enclosed]:
    """Return one text among alternatives, the plain one if it says anything, and every enclosure of them all."""
    enclosed = [each for one in below for each in one if isinstance(each, Enclosed)]
    for wanted in ("text/plain", ""):
        for one, part in zip(below, inner, strict=False):
            texts = [each for each in one if isinstance(each, str) and each.strip()]
            if texts and part.get_content_type().startswith(wanted):
                return [*texts, *enclosed]
    return [*enclosed]


def _enclosed_mail(message: Message) -> Enclosed:
    try:
        content = message.as_bytes()
    except Exception:  # The writer raises whatever it trips over in damaged headers.
        content = b""
    return Enclosed(name="", media="message/rfc822", content=content)


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        content = None
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""


_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section table tbody tfoot thead tr ul".split()
)
_UNSEEN = frozenset("script style title template".split())


_MARK = re.compile(
    r"<[!?][^<>]*>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][\w:-]{0,30})(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>"
)
_LINK = re.compile(r"(?<![\w-])href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


class _Page:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._unseen = ""
        self._quoted = 0
        self._link = ""

    def say(self, words: str) -> None:
        if not self._unseen and words:
            self._line.append(re.sub(r"\s+", " ", unescape(words)))

    def tag(self, name: str, rest: str, *, closes: bool) -> None:
        if self._unseen:
            # A body shows its words even where nobody closed what stands before it.
            if name == "body" or (closes and name == self._unseen):
                self._unseen = ""
            return
        if name in _UNSEEN and not closes and not rest.endswith("/"):
            self._unseen = name
        elif name in _BLOCKS:
            self._break()
            if name == "blockquote":
                self._quoted = max(0, self._quoted + (-1 if closes else 1))
        elif name in ("td", "th"):
            self._line.append(" ")
        elif name == "a":
            self._anchor(rest, closes=closes)

    def _anchor(self, rest: str, *, closes: bool) -> None:
        """Write a link's address behind its words: a place is often sent behind the word "here"."""
        if (
            closes
            and self._link.startswith(("http", "geo:"))
            and self._link != "".join(self._line[-1:]).strip()
        ):
            self._line.append(f" {self._link} ")
        link = None if closes else _LINK.search(rest)
        self._link = "" if link is None else unescape(link[1] or link[2] or link[3] or "")

    def _break(self) -> None:
        line = " ".join("".join(self._line).split())
        self._lines.append(f"> {line}" if self._quoted and line else line)
        self._line = []

    def text(self) -> str:
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()
