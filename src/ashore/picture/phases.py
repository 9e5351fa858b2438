"""Emergency phases: set from facts, raised by silence, lowered only by an officer.

The rules are data (`rules/phases.toml`, `rules/silence.toml`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ashore.model.facts import MentionFacts
from ashore.model.vocabulary import PHASES

MINUTE = 60_000


def _rules(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("ashore.picture").joinpath("rules", name).read_text("utf-8"))


_PHASE_RULES = _rules("phases.toml")
_SILENCE_MINUTES: dict[str, int] = _rules("silence.toml")["minutes"]


def phase_of(mention: MentionFacts) -> tuple[str, str]:
    """Return the least phase a mention calls for, and the word in it that does."""
    for phase in ("distress", "alert"):
        rule = _PHASE_RULES[phase]
        for danger in mention.mention.danger:
            if danger in rule.get("danger", ()):
                return phase, danger
        if mention.mention.about in rule.get("about", ()):
            return phase, mention.mention.about
        craft = mention.mention.craft
        if craft is not None:
            for field in ("state", "engine"):
                word = getattr(craft, field)
                if word is not None and word in rule.get(field, ()):
                    return phase, word
        if phase == "distress" and of_beacon(mention):
            return phase, mention.channel
        if mention.sender is not None and mention.sender.role in rule.get("roles", ()):
            return phase, mention.sender.role or ""
        if mention.channel in rule.get("channels", ()) and "none_stated" not in mention.mention.danger:
            return phase, mention.channel
    return "uncertainty", mention.mention.about


def of_beacon(mention: MentionFacts) -> bool:
    """Return whether a distress beacon, or a ship's own AIS by words of distress, speaks for itself.

    Nobody else saw it: it is no sighting, although its channel is one of those on which boats are seen.
    """
    return mention.channel == "ais" and mention.speaker.startswith(tuple(_PHASE_RULES["distress"]["ais"]))


def higher(one: str, other: str) -> str:
    """Return the more serious of two phases."""
    return max(one, other, key=PHASES.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """How a case stands at an instant: its phase with silence counted in, and a priority to sort by.

    `silent_min` is whole minutes since the last sign of life, None if there never was one;
    `silent_from` the instant silence is counted from, UTC milliseconds, and `raised` how many steps it has added.
    """

    phase: str
    priority: int
    silent_min: int | None
    silent_from: int
    raised: int


def urgency(phase: str, last_sign_of_life: int | None, since: int, now: int, *, awaited: bool) -> Urgency:
    """Return how a case stands at `now`.

    Silence is counted from the last sign of life, or from `since` where there was none,
    and only while somebody is `awaited`: silence after everybody is accounted for is normal.
    """
    silent_from = since if last_sign_of_life is None else last_sign_of_life
    silent_min = None if last_sign_of_life is None else max(0, now - last_sign_of_life) // MINUTE
    raised = 0
    left = max(0, now - silent_from) // MINUTE
    while awaited and left >= _SILENCE_MINUTES[phase]:
        left -= _SILENCE_MINUTES[phase]
        raised += 1
        if phase == PHASES[-1]:
            raised += left // _SILENCE_MINUTES[phase]
            break
        phase = PHASES[PHASES.index(phase) + 1]
    return Urgency(
        phase=phase,
        priority=PHASES.index(phase) * 1_000 + min(raised, 999),
        silent_min=silent_min,
        silent_from=silent_from,
        raised=raised,
    )
