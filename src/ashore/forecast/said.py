"""What was last said of how a boat moves and floats, each with who said it and when."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.forecast.fixes import heard, number, set_aside, speaker
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.report import Craft

STOPPED = frozenset("stopped dead failed broken off out_of_fuel".split())
RUNNING = frozenset("running working on".split())
NO_WAY = frozenset({"drifting", "no_fuel"})
IN_WATER = frozenset({"capsized", "people_in_water"})
TAKING = frozenset({"taking_water", "sinking"})
FILLED = frozenset({"capsized", "swamped", "sunk", "sinking"})
UNDER_WAY = frozenset({"under_way", "moving"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One thing that was said: the mention, when it was true (UTC milliseconds), and the sentence."""

    mention: str
    at: int
    says: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A course and a speed as said: degrees true, knots; either may be missing."""

    course_deg: float | None
    speed_kn: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the case's own mentions last said; None where nobody said it.

    `stopped` and `running` exclude each other: the later one stands.
    `aboard` is how many were said to be aboard, the most recent number; `lifejackets` all, none or another word.
    """

    stopped: Heard | None = None
    running: Heard | None = None
    taking_water: Heard | None = None
    in_water: Heard | None = None
    way: Way | None = None
    way_said: Heard | None = None
    aboard: int | None = None
    lifejackets: str | None = None


def said(case: CaseFacts) -> Said:
    """Return what was last said in a case. Dangers stay said: nobody who is silent has taken them back."""
    stopped = running = taking = in_water = way_said = None
    way: Way | None = None
    aboard: int | None = None
    lifejackets: str | None = None
    for facts in heard(case):
        craft = _craft(facts)
        dangers = set() if set_aside(facts, "danger") else set(facts.mention.danger)
        if craft.engine in STOPPED:
            stopped, running = (
                _heard(facts, say("the engine was said to be stopped by {who} at {time}", **_by(facts))),
                None,
            )
        elif dangers & NO_WAY or craft.state in ("adrift", "drifting") or craft.fuel in ("none", "empty"):
            stopped, running = (
                _heard(facts, say("{who} said at {time} that it was adrift or out of fuel", **_by(facts))),
                None,
            )
        elif craft.engine in RUNNING or craft.state in UNDER_WAY:
            running, stopped = (
                _heard(facts, say("the engine was said to be running by {who} at {time}", **_by(facts))),
                None,
            )
        course, speed = number(craft.course_deg), number(craft.speed_kn)
        if course is not None or speed is not None:
            way = Way(course_deg=course, speed_kn=speed)
            way_said = _heard(facts, say("its course or speed was told by {who} at {time}", **_by(facts)))
            if speed is not None and speed >= 1 and craft.engine not in STOPPED:
                running, stopped = way_said, None
        if (
            dangers & IN_WATER
            or craft.state in FILLED - {"sinking"}
            or facts.mention.about == "person_in_water"
        ):
            in_water = _heard(
                facts,
                say(
                    "{who} said at {time} that people were in the water or the boat had gone over",
                    **_by(facts),
                ),
            )
        elif dangers & TAKING or craft.state in FILLED:
            taking = _heard(facts, say("{who} said at {time} that it was taking water", **_by(facts)))
        count = facts.mention.on_board
        if count is not None and not set_aside(facts, "on_board"):
            aboard = next((each for each in (count.value, count.high, count.low) if each is not None), aboard)
        lifejackets = craft.lifejackets or lifejackets
    return Said(
        stopped=stopped,
        running=running,
        taking_water=taking,
        in_water=in_water,
        way=way,
        way_said=way_said,
        aboard=aboard,
        lifejackets=lifejackets,
    )


def _heard(facts: MentionFacts, says: Phrase) -> Heard:
    return Heard(mention=facts.id, at=facts.at, says=says)


def _by(facts: MentionFacts) -> dict[str, Phrase | str | Instant]:
    return {"who": speaker(facts), "time": Instant(ms=facts.at)}


def _craft(facts: MentionFacts) -> Craft:
    """Return what a mention says of the craft, without the fields that an officer set aside."""
    craft = facts.mention.craft or Craft()
    names = ("engine", "state", "fuel", "course_deg", "speed_kn", "lifejackets")
    kept = {name: getattr(craft, name) for name in names if not set_aside(facts, f"craft.{name}")}
    return Craft(**kept)
