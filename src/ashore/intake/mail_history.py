"""What of a mail's words its sender wrote now: quoted history and signature cut off, a forwarded mail told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WROTE = re.compile(
    r"^[ \t>]*(?:on\b(?=[^:]{0,300}\d)[^\n]{0,250}(?:\n[^\n]{0,250}){0,2}?\bwrote|"
    r"le\b(?=[^:]{0,300}\d)[^\n]{0,250}(?:\n[^\n]{0,250}){0,2}?\ba [ée]crit)\s*:[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ORIGINAL = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:original message|message d['’]origine|message original|reply message)[ \t]*-{2,}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:forwarded message|message transf[ée]r[ée]|message r[ée]exp[ée]di[ée])"
    r"(?:[ \t]+(?:from|de)[^\n]*)?[ \t]*-*"
    r"|begin forwarded message[ \t]*:|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])[ \t]*:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NAMES = {
    "from": "from",
    "de": "from",
    "expéditeur": "from",
    "date": "date",
    "sent": "date",
    "envoyé": "date",
    "envoye": "date",
    "envoyé le": "date",
    "to": "to",
    "à": "to",
    "a": "to",
    "cc": "cc",
    "subject": "subject",
    "objet": "subject",
    "sujet": "subject",
    "reply-to": "reply-to",
    "répondre à": "reply-to",
}
_FIELD = re.compile(
    r"[ \t>*]*(" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")\*?[ \t\u00a0]*:\*?[ \t]*(.*)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^[ \t*]*(?:from|de|expéditeur)\*?[ \t\u00a0]*:[^\n]*\n"
    r"(?:[ \t*]*(?:sent|date|envoyé|envoye|envoyé le|to|à)\*?[ \t\u00a0]*:)",
    re.IGNORECASE | re.MULTILINE,
)
_RULE = re.compile(r"(?<![_\s])\s*+_{5,}+\s*+\Z")
_QUOTED = re.compile(r"^[ \t]*>.*$\n?", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_FORWARDING = re.compile(r"\s*(?:fwd?|tr|wg|i)\s*:", re.IGNORECASE)
_REPLYING = re.compile(r"\s*(?:re|ré|rép|aw|r)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a mail's sender wrote now, without signature, and the mail that they passed on with it.

    `forwarded` is the words of that mail, None where none was passed on; `sent_by` and `sent_at` are its own
    header as it was written, "" where it does not say.
    """

    text: str
    forwarded: str | None = None
    sent_by: str = ""
    sent_at: str = ""

    @property
    def words(self) -> str:
        """All that is to be read: what was written now, and what was passed on."""
        return "\n\n".join(each for each in (self.text, self.forwarded or "") if each)


def is_reply(subject: str) -> bool:
    """Return whether a subject repeats that of the mail answered."""
    return _REPLYING.match(subject) is not None


def written_now(text: str, subject: str = "") -> Written:
    """Return what of a mail's text is new; a mail that is nothing but history is read whole."""
    marker = _FORWARDED.search(text)
    head = _HEAD.search(text)
    if marker is None and head is not None and _FORWARDING.match(subject):
        marker = re.compile("").match(text, head.start())
    if marker is not None and not _history_before(text, marker.start()):
        fields, inner = _header_block(text[marker.end() :])
        return Written(
            text=_without_signature(_without_history(text[: marker.start()])),
            forwarded=_without_signature(
                _unquoted(inner) if fields.pop("quoted", "") else _without_history(inner)
            ),
            sent_by=fields.get("from", ""),
            sent_at=fields.get("date", ""),
        )
    return Written(text=_without_signature(_without_history(text)) or text.strip())


def _history_before(text: str, at: int) -> bool:
    found = _history_start(text)
    return found is not None and found < at


def _history_start(text: str) -> int | None:
    starts = [found.start() for each in (_WROTE, _ORIGINAL, _HEAD) if (found := each.search(text))]
    return min(starts, default=None)


def _without_history(text: str) -> str:
    start = _history_start(text)
    kept = text if start is None else _RULE.sub("", text[:start])
    # Whoever answers between the lines leaves the lines answered: only those go.
    kept = _QUOTED.sub("", kept)
    if start is not None and _WROTE.match(text, start):
        answered = _QUOTED.sub("", text[_end_of(text, start) :])
        if _QUOTED.search(text, start) and answered.strip():
            kept = f"{kept.rstrip()}\n{answered}"
    return kept.strip()


def _end_of(text: str, start: int) -> int:
    found = _WROTE.match(text, start)
    return start if found is None else found.end()


def _unquoted(text: str) -> str:
    return re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)


def _header_block(text: str) -> tuple[dict[str, str], str]:
    """Return the fields that stand at the top of a forwarded mail, and the words under them."""
    fields: dict[str, str] = {}
    lines = text.split("\n")
    at = 0
    while at < len(lines) and at < 20:
        said = _FIELD.fullmatch(lines[at])
        if said is not None:
            fields.setdefault(_NAMES[said[1].lower()], said[2].strip())
            if lines[at].lstrip().startswith(">"):
                fields["quoted"] = "yes"
        elif lines[at].strip(" >\t") or (fields and not _more_fields(lines, at)):
            break
        at += 1
    return fields, "\n".join(lines[at:]).strip()


def _more_fields(lines: list[str], at: int) -> bool:
    return at + 1 < len(lines) and _FIELD.fullmatch(lines[at + 1]) is not None


def _without_signature(text: str) -> str:
    signature = _SIGNATURE.search(text)
    return (text if signature is None else text[: signature.start()]).strip()
