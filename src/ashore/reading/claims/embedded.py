"""Texts inside a text: a post, a message, a mail, a communiqué or a long quotation, each with its own date and author.

What marks one is told in `rules/embedded.toml`. They are numbered from 0 in the order in which their heads or, where
there is none, their words begin; a claim's `inside` is the number of the innermost it stands in. Which of them hold a
claim changes no number. A mail, a chat message or a communiqué that is the whole text stands in nothing: it has no
number, and its date and author are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ashore.reading.claims.days import days_in
from ashore.reading.claims.quotations import Quotation
from ashore.reading.claims.speakers import speaker_in
from ashore.reading.claims.tables import table
from ashore.reading.claims.text import language_of

FORMAL = frozenset({"signed", "above", "framed", "message", "mail", "reply", "heading"})
"""Shapes whose head is all names and dates: nothing is counted in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A text at [start, end) of another, with its head at [head_start, head_end), empty where it has none.

    `who` is its author as the head names it; `day` the date the head says, None where it says none.
    `dated` is False for a quotation, which is of the day of the text it stands in.
    `number` is its own, None for one that is the whole text.
    """

    name: str
    start: int
    end: int
    head_start: int
    head_end: int
    who: str | None
    day: date | None
    dated: bool
    formal: bool
    number: int | None

    def holds(self, at: int) -> bool:
        """Return whether a place of the text is in its words or its head."""
        return self.start <= at < self.end or self.head_start <= at < self.head_end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    name: str
    shape: str
    needs: tuple[str, ...]
    head: re.Pattern[str]
    within: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    rules: tuple[_Rule, ...]
    ends: re.Pattern[str]


@cache
def _marks() -> _Marks:
    told = table("embedded")
    spelled = {
        "who": r"(?P<who>[^\n:;“”«»\"@()<>\[\]|·•]{2,90}?)",
        "handle": r"(?P<handle>@\w{1,30})",
        "date": r"(?P<date>[^\n:;“«\"]{0,40}?\d[^\n;“«\"]{0,40}?)",
        "clock": r"(?:at |à )?\d{1,2}(?:[:.]| ?h ?)\d\d(?::\d\d)?(?: ?[apAP]\.?[mM]\.?)?",
        "any": r"[^\n:“«\"]{0,80}?",
        "medium": "|".join(re.escape(each) for each in told["media"]),
        "clause": r"(?P<clause>(?:[^\n:“«\"]|(?<=\d):(?=\d)){6,200}?) ?",
    }

    def filled(head: str) -> str:
        for name, pattern in spelled.items():
            head = head.replace("{" + name + "}", pattern)
        return head

    def compiled(head: str, shape: str) -> re.Pattern[str]:
        head = filled(head)
        opening = r"^[ \t>*]*" if shape != "announced" else r"(?:^|(?<=[.!?»”\"] ))[ \t]*"
        closing = "" if shape in ("announced", "message") else r"[ \t.*]*$"
        return re.compile(opening + head + closing, re.MULTILINE)

    return _Marks(
        rules=tuple(
            _Rule(
                name=each["name"],
                shape=each["shape"],
                needs=tuple(each["needs"]),
                head=compiled(each["head"], each["shape"]),
                within=re.compile(filled(each["within"])) if "within" in each else None,
            )
            for each in told["rule"]
        ),
        ends=re.compile(
            rf"^[ \t*]*(?:{'|'.join(re.escape(each) for each in told['ends'])})(?!\w).*$", re.MULTILINE | re.I
        ),
    )


def embedded_in(text: str, quoted: Iterable[Quotation], published: date | None) -> tuple[Embedded, ...]:
    """Return the texts inside a text, numbered; never raises on any text.

    `quoted` are its quotations: one over several paragraphs is a text of its own, without a date.
    """
    quoted = tuple(quoted)
    low = text.lower()
    found: list[Embedded] = []
    lines: set[int] = set()
    for rule in _marks().rules:
        if any(need in low for need in rule.needs):
            for head in rule.head.finditer(text):
                line = text.rfind("\n", 0, head.start())
                made = _embedded(text, rule, head, quoted, published) if line not in lines else None
                if made is not None:
                    lines.add(line)
                    found.append(made)
    heads = [(each.start, each.end) for each in found]
    for each in quoted:
        if each.paragraphs > 1 and not any(start <= each.start < end for start, end in heads):
            found.append(_long(each))
    found.sort(key=lambda each: min(each.start, each.head_start))
    return tuple(_numbered(text, _apart(found)))


def _long(each: Quotation) -> Embedded:
    return Embedded(
        name="a quotation over several paragraphs",
        start=each.start,
        end=each.end,
        head_start=each.start,
        head_end=each.start,
        who=None,
        day=None,
        dated=False,
        formal=False,
        number=None,
    )


def _apart(found: list[Embedded]) -> list[Embedded]:
    """Return the texts, each of a formal kind ended where the head of the next of its kind begins."""
    following: dict[str, int] = {}
    apart = []
    for each in reversed(found):
        cut = following.get(each.name, each.end) if each.formal else each.end
        apart.append(replace(each, end=max(each.start, min(each.end, cut))))
        following[each.name] = each.head_start
    return apart[::-1]


def _numbered(text: str, found: Iterable[Embedded]) -> Iterator[Embedded]:
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    number = 0
    for each in found:
        if each.formal and min(each.start, each.head_start) <= first and max(each.end, each.head_end) >= last:
            yield each
        else:
            yield replace(each, number=number)
            number += 1


def _embedded(
    text: str, rule: _Rule, head: re.Match[str], quoted: tuple[Quotation, ...], published: date | None
) -> Embedded | None:
    named = head.groupdict()
    if rule.within is not None and rule.within.search(head[0]) is None:
        return None
    span = _WORDS[rule.shape](text, head, quoted)
    if span is None or not text[span[0] : span[1]].strip():
        return None
    stated = named.get("date")
    head_end = head.end()
    said = text[head.start() : head.end()]
    if rule.shape == "mail":
        fields = _fields(text, head)
        if fields is None:
            return None
        head_end, stated = fields
    if rule.shape == "framed":
        stated = text[span[1] : _line_end(text, span[1] + 1)]
    day = _day(stated if stated is not None else said, published)
    if named.get("date") is not None and not _is_a_date(named["date"]):
        return None
    who = named.get("who")
    if rule.within is not None:
        who = _speaking(head[0])
    if who is None and rule.shape == "heading":
        who = _office(text, span)
    return Embedded(
        name=rule.name,
        start=span[0],
        end=span[1],
        head_start=head.start(),
        head_end=head_end,
        who=who.strip(" ,*\t") if who else named.get("handle"),
        day=day,
        dated=True,
        formal=rule.shape in FORMAL,
        number=None,
    )


_ACCOUNT = re.compile(r"@\w{1,30}")


def _speaking(head: str) -> str | None:
    """Return who is said to speak in the clause that announces a text; the account where nobody is."""
    speaker = speaker_in(head.rstrip(" :"), language_of(head))
    if speaker is not None and not speaker.again:
        return speaker.name
    account = _ACCOUNT.search(head)
    return account[0] if account is not None else None


def _is_a_date(stated: str) -> bool:
    """Whether words are a date and an hour, and hardly anything else."""
    found = next(days_in(stated, None), None)
    if found is None:
        return False
    return sum(each.isalpha() for each in stated[: found.start] + stated[found.end :]) <= OTHER_LETTERS


OTHER_LETTERS = 14
"""Letters that can stand beside a date in a head: a weekday, "at", "PM", a zone."""


def _day(stated: str, published: date | None) -> date | None:
    """Return the day a head says: the last of the first expression of time in it."""
    return next((each.last for each in days_in(stated, published) if each.last is not None), None)


Span = tuple[int, int]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _signed(text: str, head: re.Match[str], _quoted: tuple[Quotation, ...]) -> Span | None:
    """The line before it; where paragraphs are parted by empty lines, all lines back to the last of those."""
    before = text[: head.start()].rstrip("\n")
    if not before.strip() or before.endswith("\n"):
        return None
    block = max(before.rfind("\n\n") + 2, 0) if "\n\n" in before else 0
    line = before.rfind("\n") + 1
    return (block if "\n\n" in text[: head.start()] and block else line), len(before)


def _above(text: str, head: re.Match[str], _quoted: tuple[Quotation, ...]) -> Span:
    """From the line after the head to the next empty one."""
    start = min(len(text), _line_end(text, head.end()) + 1)
    while start < len(text) and text[start] == "\n":
        start += 1
    end = text.find("\n\n", start)
    return start, len(text) if end < 0 else end


def _announced(text: str, head: re.Match[str], quoted: tuple[Quotation, ...]) -> Span | None:
    """The quotation behind the colon or on the next line; an indented block; else nothing."""
    at = head.end()
    following = at + len(text[at : at + 8]) - len(text[at : at + 8].lstrip())
    quote = next((each for each in quoted if each.start == following), None)
    if quote is not None:
        return quote.start, quote.end
    single = re.compile(r"'[^\n]{4,600}?'(?=[\s.,;]|$)").match(text, following)
    if single is not None:
        return single.start(), single.end()
    if text[at : at + 1] not in ("", "\n", "\r", " "):
        return None
    line = _line_end(text, at)
    if text[at:line].strip():
        return None
    block = re.compile(r"(?:[ \t]*\n)?(?:(?:[ \t]{2,}|[ \t]*>).*(?:\n|$))+").match(text, line + 1)
    return (line + 1, block.end()) if block is not None else None


_FOOT = re.compile(r"^[ \t]*\d{1,2}[:h.]\d\d(?: ?[apAP][mM])? ?[·•|,–—-] ?[^\n]{4,40}$", re.MULTILINE)


def _framed(text: str, head: re.Match[str], _quoted: tuple[Quotation, ...]) -> Span | None:
    """From the line after the account to the line with the hour and the date, no empty line between."""
    start = min(len(text), _line_end(text, head.end()) + 1)
    foot = _FOOT.search(text, start, start + 2_000)
    if foot is None or "\n\n" in text[start : foot.start()] or not text[start : foot.start()].strip():
        return None
    return start, foot.start() - 1


_MESSAGE = re.compile(
    r"^[ \t]*(?:\[[^\]\n]{8,30}\]|\d{1,4}[./-]\d\d?[./-]\d{2,4},? [^\n]{4,12} - )", re.MULTILINE
)


def _message(text: str, head: re.Match[str], _quoted: tuple[Quotation, ...]) -> Span:
    """The rest of its line, and the lines up to the next message where one follows before an empty line."""
    line = _line_end(text, head.end())
    following = _MESSAGE.search(text, line)
    if following is not None and "\n\n" not in text[line : following.start()]:
        return head.end(), max(line, following.start() - 1)
    return head.end(), line


def _reply(text: str, head: re.Match[str], _quoted: tuple[Quotation, ...]) -> Span:
    """The lines behind ">"; where there are none, all that follows."""
    start = min(len(text), _line_end(text, head.end()) + 1)
    block = re.compile(r"\n*(?:[ \t]*>.*(?:\n|$))+").match(text, start)
    return (start, block.end()) if block is not None else (start, len(text))


_FIELD = re.compile(
    r"[ \t>*]*(?P<name>From|De|Expéditeur|Sent|Date|Envoyé|To|À|A|Cc|Cci|Bcc|Subject|Objet|Sujet|Reply-To)"
    r"\*? ?: ?(?P<value>.*)$",
    re.MULTILINE,
)
_DATED = frozenset({"Sent", "Date", "Envoyé"})


def _fields(text: str, head: re.Match[str]) -> tuple[int, str] | None:
    """Return where the fields of a mail end and what its date says; None where there is one field only."""
    at, count, stated = head.start(), 0, ""
    while (field := _FIELD.match(text, at)) is not None:
        count += 1
        if field["name"] in _DATED:
            stated = field["value"]
        at = min(len(text), field.end() + 1)
    return (at, stated) if count > 1 else None


def _mail(text: str, head: re.Match[str], _quoted: tuple[Quotation, ...]) -> Span | None:
    """From the fields to the end of the text: nothing says where a mail that was pasted ends."""
    fields = _fields(text, head)
    return (fields[0], len(text)) if fields is not None else None


def _heading(text: str, head: re.Match[str], _quoted: tuple[Quotation, ...]) -> Span:
    """To the words that end a communiqué; all, where it opens the text; else to the next empty line."""
    start, end = _above(text, head, _quoted)
    closed = _marks().ends.search(text, start)
    if closed is not None:
        return start, closed.start()
    return start, len(text) if not text[: head.start()].strip() else end


def _office(text: str, span: Span) -> str | None:
    """Return the short first line of a communiqué that names who issues it."""
    line = text[span[0] : _line_end(text, span[0])].strip()
    return line if 2 < len(line) <= 70 and line[-1] not in ".!?:;," and line[:1].isupper() else None


_WORDS = {
    "signed": _signed,
    "above": _above,
    "framed": _framed,
    "announced": _announced,
    "message": _message,
    "reply": _reply,
    "mail": _mail,
    "heading": _heading,
}
