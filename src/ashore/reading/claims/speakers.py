"""Who is said to say something: the source a sentence names, and in what standing it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ashore.reading.claims.tables import table

FAR = 300
"""Letters from a verb of saying within which who says it is sought."""

LONGEST = 12
"""Words that the name of a source can have; more of them are a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A source as the text names it, and its standing as in format 8.3.

    `again` says that the name only points back: a pronoun, or a title and a surname.
    """

    name: str
    standing: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speech:
    says: re.Pattern[str]
    inverted: re.Pattern[str]
    according: re.Pattern[str]
    citing: re.Pattern[str]
    sources: tuple[str, ...]
    provided: re.Pattern[str]
    figures: re.Pattern[str]
    pronouns: frozenset[str]
    titles: frozenset[str]
    before: re.Pattern[str]
    between: re.Pattern[str]
    relatives: frozenset[str]
    no_name: frozenset[str]
    standings: tuple[tuple[str, re.Pattern[str]], ...]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))


@cache
def _speech(language: str) -> _Speech:
    told = table(f"speakers_{language}")
    return _Speech(
        says=re.compile(rf"(?<![\w'’-])(?:{_either(told['says'])})(?![\w'’])(?!-t-)(?! of\b)"),
        inverted=re.compile(
            r"\b(?:a|ont|avait)-(?:t-)?(?P<who>il|elle|ils|elles|on)\b|\b\w+e-t-(?P<too>il|elle|on)\b|\b\w+ent-(?P<they>ils|elles)\b"
        ),
        according=re.compile(rf"(?<!\w)(?:{_either(told['according'])}) ?", re.IGNORECASE),
        citing=re.compile(rf"(?<!\w)(?:{_either(told['citing'])}) ", re.IGNORECASE),
        # their first words without the letter that may be a capital
        sources=tuple({each.split()[0][1:] for each in told["according"] + told["citing"]}),
        provided=re.compile(rf"(?<!\w)(?:{_either(told['provided'])}) ?(?:l['’]|la |le |les )?"),
        figures=re.compile(rf"(?<!\w)(?:{told['figures']})(?!\w)", re.IGNORECASE),
        pronouns=frozenset(told["pronouns"]),
        titles=frozenset(told["titles"]),
        before=re.compile(rf"^(?:(?:{_either(told['before'])})[ ,]+)+", re.IGNORECASE),
        between=re.compile(rf"(?:(?:^| )(?:{_either(told['between'])}))+ ?$"),
        relatives=frozenset(told["relatives"]),
        no_name=frozenset(told["no_name"]),
        standings=tuple(
            (standing, re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE))
            for standing, words in told["standing"].items()
        ),
    )


def standing_of(name: str) -> str:
    """Return the standing that the words of a name tell in either language, "unknown" where they tell none."""
    return next(
        (found for each in ("en", "fr") if (found := _standing(name, _speech(each))) is not None), "unknown"
    )


def _standing(name: str, speech: _Speech) -> str | None:
    return next((kind for kind, words in speech.standings if words.search(name)), None)


def speaker_in(text: str, language: str) -> Speaker | None:
    """Return the source that a sentence names for what it says; None where it names none.

    Whom an outlet cites comes before the outlet, and a source it accords with before whoever speaks.
    """
    speech = _speech(language)
    if any(each in text for each in speech.sources):
        for opening in (speech.citing, speech.according):
            for found in opening.finditer(text):
                named = _named(_behind(text[found.end() : found.end() + FAR], speech), speech)
                if named is not None:
                    return named
    for verb in speech.says.finditer(text):
        before, after = text[max(0, verb.start() - FAR) : verb.start()], text[verb.end() : verb.end() + FAR]
        inverted = _may_invert(before) and verb[0] not in _NEVER_INVERTED
        named = _named(_ahead(before, speech), speech) or _named(
            _behind(after, speech) if inverted else "", speech
        )
        if named is not None:
            return named
    labelled = _LABEL.match(text)
    if labelled is not None and _standing(labelled["who"], speech) is not None:
        return _named(labelled["who"], speech)
    behind = _BEHIND_A_QUOTATION.search(text) if language == "fr" and "»" in text else None
    if behind is not None and _standing(behind["who"], speech) is not None:
        return _named(behind["who"], speech)
    pronoun = speech.inverted.search(text) if language == "fr" and "-" in text else None
    if pronoun is not None:
        return Speaker(
            name=pronoun["who"] or pronoun["too"] or pronoun["they"], standing="unknown", again=True
        )
    by = _PROVIDED.search(text) if " by " in text or " par " in text else None
    if by is not None and speech.figures.search(text, max(0, by.start() - 60), by.start()) is not None:
        return _named(_behind(text[by.end() :], speech), speech)
    return None


_BOUNDARY = re.compile(
    r"[;:»”\"–—()\n«“!?]|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\bMme)(?<!\bM)\. |(?<=[a-zé])’ "
)
_PROVIDED = re.compile(
    r"\b(?:provided by|released by|issued by|supplied by|fourni\w* par|publié\w* par|transmis\w* par) "
    r"(?:l['’]|la |le |les )?"
)

_OPENING_TIME = re.compile(
    r"^(?:(?:on|le|ce|this|last|late|early|in|en) )?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|yesterday|today|hier|aujourd['’]hui)"
    r"(?: (?:morning|afternoon|evening|night|matin|soir|après-midi))?,? ",
    re.IGNORECASE,
)
"""A time that opens a sentence before its subject: "On Monday the coastguard"."""

_LABEL = re.compile(
    r"[ \t–—-]*(?P<who>(?!RESCUED|BODIES)[A-ZÀ-Ý][^\s.:;,!?]*(?: [^\s.:;,!?]+){0,4}) ?: (?=\S{2})"
)
"""A name before a colon that opens a paragraph: "Home Secretary: we have ..."."""

_BEHIND_A_QUOTATION = re.compile(
    r"»,? (?:s['’]est )?[a-zéèê]+(?:e|t|nt|é) (?P<who>(?:le|la|l['’]|les|une?|des) ?[^,.;:«»\n]{3,60})(?=[,.;]|$)"
)

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_WHEN = re.compile(
    rf",? \(?(?:in|on|en|le|ce|this|last|dans|au|à|hier|yesterday|today|late|early|{_DAYS})\b"
    rf"(?: (?:le |the )?(?:\d|{_MONTHS}|{_DAYS}|week|month|year|matin|soir|a (?:statement|report|tweet|post)|its|their"
    r"|un communiqué|son|leur)\b.*)?$",
    re.IGNORECASE,
)
"""What is said of when or in what behind a name, and is not of it: "the police on Tuesday", "in a statement"."""


def owned(name: str) -> bool:
    """Return whether a name is that of somebody's: "its spokesman", whose standing is that of the one before."""
    return _OWNED.match(name) is not None


def subject_in(text: str, language: str) -> Speaker | None:
    """Return the subject that opens a sentence where its words have a standing: "Greek officials lowered the count"."""
    words = text.split(" ")
    for length in range(1, min(6, len(words))):
        name = " ".join(words[:length]).strip(' ,:;.«“"')
        standing = _standing(name, _speech(language))
        if standing is not None and _may_be_named(name, _speech(language)):
            return Speaker(name=name, standing=standing)
    return None


def _may_invert(before: str) -> bool:
    """Whether a name may follow its verb: behind a quotation or a comma."""
    return not before.strip() or before.rstrip()[-1:] in ',»”"’–—-'


def _ahead(before: str, speech: _Speech) -> str:
    """Return the words before a verb of saying that can be its subject, with what is set behind them in commas."""
    ends = [mark.end() for mark in _BOUNDARY.finditer(before)]
    chunks = [each.strip() for each in (before[ends[-1] :] if ends else before).split(", ")]
    closed = not chunks[-1] or chunks[-1].endswith(",")
    chunks = [each.strip(" ,") for each in chunks if each.strip(" ,")]
    if not chunks:
        return ""
    last = speech.between.sub("", speech.before.sub("", _OPENING_TIME.sub("", chunks[-1]))).strip()
    if last.lower() in speech.relatives or not last:
        return speech.before.sub("", chunks[-2]) if len(chunks) > 1 else ""
    first = speech.before.sub("", chunks[-2]).strip() if len(chunks) > 1 else ""
    if (
        first
        and first.split()[0].lower() not in speech.no_name
        and _may_be_named(first, speech)
        and (closed or (last[:1].isupper() and _standing(first, speech) is not None))
    ):
        return f"{first}, {last}"
    return last


def _behind(after: str, speech: _Speech) -> str:
    """Return the name that begins a run of words, with what is set behind it in commas up to a full stop."""
    after = after.lstrip()
    stop = _BOUNDARY.search(after)
    chunks = (after[: stop.start()] if stop else after).rstrip(" .").split(", ")
    name = chunks[0]
    verb = speech.says.search(name)
    if verb is not None:
        name = name[: verb.start()].rstrip()
    if (
        len(chunks) == 2
        and owned(name)
        and re.match(r"(?:[a-zé]+ ){0,2}[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)*$", chunks[1])
    ):
        return f"{name}, {chunks[1]}"
    if (
        len(chunks) == 2
        and name[:1].isupper()
        and speech.says.search(chunks[1]) is None
        and len(chunks[1].split()) <= 8
        and not re.search(r"\d", chunks[1])
        and re.match(
            r"(?:an?|the|une?|l[ae]|l['’]|d[eu']|[a-zéè]+ (?:of|for|at|de|du|des|d['’]|à)\b|[a-z]+$)",
            chunks[1],
        )
    ):
        return f"{name}, {chunks[1]}"
    return name


def _may_be_named(words: str, speech: _Speech) -> bool:
    first = re.split(r"[ '’]", words.strip(), maxsplit=1)[0].lower()
    return (
        bool(first)
        and first not in speech.no_name
        and len(words.split()) <= LONGEST
        and speech.says.search(words) is None
    )


def _named(words: str, speech: _Speech) -> Speaker | None:
    """Return the source of some words, None where they name none."""
    name = _provider(re.sub(r"^[\d.:h –—-]+(?= )", "", words).strip(" ,.\t"), speech)
    name = _WHEN.sub("", name).strip(" ,.")
    if not name or not _may_be_named(name, speech) or len(name) > 120:
        return None
    if name.lower() in speech.pronouns:
        return Speaker(name=name, standing="unknown", again=True)
    standing = _standing(name, speech)
    first = name.split()[0].rstrip(".").lower()
    if standing is None and not _is_name(name, speech):
        return None
    return Speaker(
        name=name, standing=standing or "unknown", again=first in speech.titles and "," not in name
    )


def _provider(name: str, speech: _Speech) -> str:
    """Return who provided the figures that are given for the source: "official figures provided by the prefecture"."""
    figures = speech.figures.search(name)
    by = speech.provided.search(name, figures.end()) if figures is not None else None
    return name[by.end() :] if by is not None and name[by.end() :].strip() else name


_OWNED = re.compile(r"^(?:its|their|his|her|our|son|sa|ses|leurs?|notre) ", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:(?:the|an?|la|le|les|une?|des) |l['’])", re.IGNORECASE)
_NEVER_INVERTED = frozenset({"told", "tells"})
"""Verbs behind which stands who was told, and not who told."""


def _is_name(name: str, speech: _Speech) -> bool:
    """Whether some words can be a name by their capitals."""
    if owned(name):
        return re.search(r", (?:[a-zé]+ )*[A-ZÀ-Ý]", name) is not None
    bare = _ARTICLE.sub("", name)
    return (
        bare[:1].isupper() and not re.search(r"\d", name) and bare.split()[0].lower() not in speech.pronouns
    )
