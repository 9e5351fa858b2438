"""Who is said to say something: the source a sentence names, and in what standing it speaks."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A source as the text names it, and its standing as in format 8.3."""

    name: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speech:
    named: tuple[re.Pattern[str], ...]
    standings: tuple[tuple[str, re.Pattern[str]], ...]


_PART = r"[^\s,.;:«»“”\"()]+"
_NAME = (
    r"(?P<who>(?:[Tt]he |[Ll]a |[Ll]e |[Ll]es |[Ll]['’]|[Aa]n? |[Uu]ne? |[Dd]es )?"
    rf"{_PART}(?:[ '’-]{_PART}){{0,5}}?)"
)


@cache
def _speech(language: str) -> _Speech:
    told = tomllib.loads(
        (files("ashore.reading.claims") / "rules" / f"speakers_{language}.toml").read_text("utf-8")
    )
    verbs, after = "|".join(told["says"]), "|".join(told["according"])
    return _Speech(
        named=(
            re.compile(rf"(?:{after}) ?{_NAME}(?=[,.;:)»”\"]|$| (?:{verbs})\b| [a-zé]+ed\b)", re.IGNORECASE),
            re.compile(rf"(?:^|[,.;»”\"–—-] ?){_NAME} (?:{verbs})\b"),
            re.compile(rf"[,»”\"] ?(?:{verbs}) {_NAME}(?=[,.;:)]|$)"),
        ),
        standings=tuple(
            (standing, re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE))
            for standing, words in told["standing"].items()
        ),
    )


def speaker_in(text: str, language: str) -> Speaker | None:
    """Return the source that a sentence names for what it says; None where it names none."""
    speech = _speech(language)
    for pattern in speech.named:
        found = pattern.search(text)
        if found is not None:
            name = found["who"].strip()
            standing = next((kind for kind, words in speech.standings if words.search(name)), None)
            if standing is not None or name[:1].isupper():
                return Speaker(name=name, standing=standing or "unknown")
    return None
