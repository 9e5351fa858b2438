"""The sentences of figures as phrases: written in English here, said in the reader's language on a page."""

from __future__ import annotations

from ashore.figures.definitions import DEFINITIONS
from ashore.model.phrases import Phrase, say, utc_minute
from ashore.model.vocabulary import CHANNELS, ENDINGS, LOG_KINDS, OUTCOMES, QUALIFIERS, SENDER_ROLES

CODES = (
    CHANNELS
    | SENDER_ROLES
    | frozenset(ENDINGS)
    | frozenset("linked proposed apart same perhaps accepted corrected rejected".split())
    | OUTCOMES
    | frozenset("other provisional revised final sea shore road".split())
    | frozenset(kind.upper() for kind in LOG_KINDS if kind != "live")
    | frozenset(qualifier.replace("_", " ") for qualifier in QUALIFIERS)
    | frozenset(DEFINITIONS)
    | frozenset(definition.event for definition in DEFINITIONS.values())
)
"""The codes that stand in a sentence as they are in English, and that another language has words for."""


def coded(code: str) -> Phrase | str:
    """Return a code as a phrase, or a name that is no code of ours as it stands."""
    return Phrase(template=code) if code in CODES else code


def ranged(low: int, high: int | None) -> Phrase | str:
    """Return a number as people read it: `31`, `2–6`, `at least 1001`."""
    if low == high:
        return str(low)
    return say("at least {low}", low=low) if high is None else f"{low}–{high}"


def in_english(phrase: Phrase) -> str:
    """Return a phrase as the public formats write it."""
    return phrase.render(str, utc_minute)
