"""A mention as linking takes it: what of it bears on which boat it is about, and out of whose mouth it came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ashore.forecast.fixes import Fix, fixes_of, number, set_aside
from ashore.forecast.said import FILLED, IN_WATER, NO_WAY, RUNNING, STOPPED, TAKING
from ashore.forecast.scenarios import Plan, plan_alone
from ashore.linking.beacons import GIVEN_TWICE, sent_by
from ashore.model.counts import Count
from ashore.model.facts import MentionFacts
from ashore.model.report import Craft, index_of, report_of

PASSED_ON = frozenset({"hotline", "centre", "police", "public", "unit"})
"""Roles whose number says nothing of the boat: many boats come through one telephone."""

LOOKING = frozenset({"unit", "public"})
"""Roles that tell of a boat they see, and not of their own or of those who called them."""

BETWEEN_CLOCKS = frozenset({"centre"})
"""Roles that pass on what another post heard, at a time by that post's clock."""

OUR_LANGUAGES = frozenset({"en", "fr"})
"""What posts and hotlines write in themselves: where they pass a message on, these say nothing of whose it was."""

TAKEN_OFF = frozenset(
    "recovered transferred winched towed landed arrived detained handed_over hospital returned_self".split()
)
"""What is told of a boat's people after which they are no longer on it, if nobody says that some stayed."""

FROM_AFAR = frozenset({"sighted", "lost_sight", "nothing_found"})
"""What a unit reports without having come to the boat."""

DRY = frozenset({"dry", "sound", "seaworthy", "intact"})

HOUR, MINUTE = 3_600_000, 60_000

MANY_LETTERS = 20
"""Two messages of so many letters, the same in all of them and of one minute, are one."""

ROUND = 10
"""“We are forty” is said of thirty-three and of forty-six (assumption)."""

SEEN = frozenset("sighting radar ais".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A mention as the picture holds it, and what stands for its sender's telephone, "" where it is not known."""

    facts: MentionFacts
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HowMany:
    """A number of people as somebody gave it: `by` is said, seen (from outside) or counted (by a unit).

    `low` and `high` are the number itself, both, where it was one; `about` marks a guess.
    """

    low: int
    high: int
    about: bool
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one mention says that can tell boats apart. Instants UTC milliseconds; lengths metres.

    `phone` is what stands for the sender's number where it is one of the boat's people or of theirs, or for the
    identity of a beacon, else ""; `beacon` is then one of `beacons.KINDS`, "" for a telephone.
    `mouth` is whoever speaks: evidence out of one mouth counts once. `copy` is the same for one message sent twice.
    `again` is the mention that this says it repeats or passes on, "" where it says so of none or of several.
    `fix` is where the boat was and `plan` what it may have done since; without one of them neither is held.
    `clocks` marks what one post passed on to another, whose clock may be an hour off.
    `engine` is running, stopped or ""; `plight` is well, adrift, filling, overboard or "", in the words of whoever was
    not alongside. `language` is that of the boat's people or theirs, "" where nobody says.
    `call` marks the word of somebody aboard, or of who speaks for them, and no sighting.
    `met` marks the word of whoever came to the boat; `water` is in or dry, `swimming` some or none, "" where nobody
    says.
    `gone_from` is when a unit says its people left it, None where none does.
    """

    id: str
    at: int
    known: int
    phone: str
    mouth: str
    copy: str
    fix: Fix | None
    plan: Plan | None
    clocks: bool
    how_many: HowMany | None
    children: int | None
    kind: str
    colour: str
    length_m: float | None
    departed: str
    engine: str
    danger: frozenset[str]
    gone_from: int | None
    empty_hull: bool
    met: bool = False
    water: str = ""
    swimming: str = ""
    again: str = ""
    plight: str = ""
    language: str = ""
    call: bool = False
    beacon: str = ""

    @property
    def said(self) -> tuple[int, int, str]:
        """The order of mentions everywhere: by happened, then known, then id."""
        return (self.at, self.known, self.id)

    @property
    def own(self) -> str:
        """What stands for the sender's number or beacon and for no other's, "" where numbers are given twice."""
        return "" if self.beacon in GIVEN_TWICE else self.phone

    @property
    def asks(self) -> str:
        """How it asks for help, where somebody aboard does, or somebody for them: a word of `states.ASKS`."""
        if not self.call:
            return ""
        if self.plight not in ("", "well") or self.engine == "stopped":
            return "pressed"
        return "calm" if self.plight or self.engine else "unsaid"

    @property
    def report(self) -> str:
        """The report it is of."""
        return _report(self.id)


def heard(told_of: Told) -> Heard:
    """Return a mention as linking takes it; what an officer set aside is not heard."""
    mention, phone = told_of.facts, told_of.phone
    role = mention.sender.role if mention.sender is not None else None
    told = mention.mention
    craft = told.craft or Craft()
    fixes = fixes_of(mention)
    planned = plan_alone(mention) if fixes and not fixes[0].rival else None
    held = isinstance(planned, Plan)
    encounter = told.encounter
    beacon, identity = sent_by(mention)
    theirs = identity or (phone if role not in PASSED_ON else "")
    return Heard(
        id=mention.id,
        at=mention.at,
        known=mention.known,
        phone=theirs,
        mouth=theirs
        or (mention.sender.unit if mention.sender is not None and mention.sender.unit else mention.report),
        copy=_copy(mention),
        fix=fixes[0] if held else None,
        plan=planned if isinstance(planned, Plan) else None,
        clocks=role in BETWEEN_CLOCKS,
        how_many=_how_many(mention),
        children=_children(mention),
        kind="" if set_aside(mention, "craft.kind") else craft.kind or "",
        colour="" if set_aside(mention, "craft.colour") else craft.colour or "",
        length_m=None if set_aside(mention, "craft.length_m") else number(craft.length_m),
        departed=craft.departed_from or "",
        engine=_engine(craft.engine),
        danger=frozenset() if set_aside(mention, "danger") else frozenset(told.danger) - {"none_stated"},
        gone_from=mention.at if _left_it(mention) else None,
        empty_hull=encounter is not None and encounter.action == "empty_hull",
        met=encounter is not None and encounter.action not in FROM_AFAR,
        water=_water(mention),
        swimming=_swimming(mention),
        again=f"{mention.repeats[0]}#{_index(mention.id)}" if len(mention.repeats) == 1 else "",
        plight=_plight(mention),
        language="" if role in PASSED_ON and mention.language in OUR_LANGUAGES else mention.language,
        call=role not in LOOKING,
        beacon=beacon if theirs else "",
    )


def with_copies(mentions: Sequence[Heard]) -> list[Heard]:
    """Return mentions, those that are one message by their own word or to the last decimal with one `copy`.

    A hotline telephones and then writes, a service passes on a call: two reports and one source. Whose report tells of
    more boats, or fewer, than the one it passes on is left alone: nobody says which of them is which.
    """
    mentions = _of_one_boat_each(mentions)
    if not any(each.again for each in mentions):
        return mentions
    boats = Counter(_report(each.id) for each in mentions)
    first: dict[str, str] = {}

    def source(name: str) -> str:
        while (before := first.get(name, name)) != name:
            name = before
        return name

    def one(name: str, other: str) -> None:
        least, most = sorted((source(name), source(other)))
        first[most] = least

    ids = {_name(each.id): each.id for each in mentions}
    told_again = set()
    for each in mentions:
        if each.copy:
            one(each.id, f"position {each.copy}")
        original = ids.get(each.again)
        if original is not None and boats[_report(each.id)] == boats[_report(original)]:
            one(each.id, original)
            told_again |= {each.id, original}
    sources = {source(each) for each in told_again}
    return [replace(each, copy=source(each.id)) if source(each.id) in sources else each for each in mentions]


def _of_one_boat_each(mentions: Sequence[Heard]) -> list[Heard]:
    """Return mentions; two of one report are of two boats, and no copies of each other for having one position."""
    copied = Counter([each.copy for each in mentions if each.copy])
    if len(copied) == copied.total():
        return list(mentions)
    times = Counter((each.report, each.copy) for each in mentions if copied[each.copy] > 1)
    return [
        replace(each, copy="") if copied[each.copy] > 1 and times[each.report, each.copy] > 1 else each
        for each in mentions
    ]


def in_order(mentions: Iterable[Heard]) -> tuple[Heard, ...]:
    """Return mentions in the order of what they say, whichever way they came."""
    return tuple(sorted(mentions, key=lambda each: each.said))


def _copy(mention: MentionFacts) -> str:
    """Return what is the same for one message sent twice: an exact position, or all its words, of one instant.

    The position to the last decimal, the words to the second, or many of them to the minute; the hour is left out,
    since who passes a message on may do so by another clock.
    """
    for position in mention.mention.positions:
        if position.how in ("gnss", "wifi") and position.lat and position.lon and position.at is not None:
            return f"{position.lat} {position.lon} {position.at.ms % HOUR}"
    exact = mention.happened.earliest == mention.happened.latest
    if not exact or not mention.text or (mention.at % MINUTE == 0 and len(mention.text) < MANY_LETTERS):
        return ""
    return f"{_index(mention.id)} {mention.at % HOUR} {mention.text}"


def _left_it(mention: MentionFacts) -> bool:
    """Return whether this tells that a boat's people are off it: all of them, as far as anybody says."""
    met = mention.mention.encounter
    if met is None or met.action not in TAKEN_OFF or met.all_off == "no":
        return False
    stayed = met.left_aboard
    return stayed is None or set_aside(mention, "encounter.left_aboard") or not (stayed.low or stayed.value)


def _name(mention: str) -> str:
    """Return a mention's id without the version that a correction gives it."""
    return mention.partition("~")[0]


def _report(mention: str) -> str:
    return report_of(_name(mention))


def _index(mention: str) -> int:
    return index_of(_name(mention))


def _how_many(mention: MentionFacts) -> HowMany | None:
    told = mention.mention
    if told.encounter is not None:
        for name in ("set_out", "taken_off", "seen"):
            count: Count | None = getattr(told.encounter, name)
            if count is not None and not set_aside(mention, f"encounter.{name}"):
                return _number(count, "counted")
    if told.on_board is None or set_aside(mention, "on_board"):
        return None
    outside = mention.channel in SEEN or told.on_board.says_who in ("unit", "aircraft")
    return _number(told.on_board, "seen" if outside else "said")


def _number(count: Count, by: str) -> HowMany | None:
    low = count.low if count.low is not None else count.value
    high = count.high if count.high is not None else count.value
    if low is None and high is None:
        return None
    least = low if low is not None else high or 0
    most = high if high is not None else least
    # A bare or a round number that somebody says is as often a guess as a count; one that a unit gives was counted.
    bare = count.qualifier is None and count.low is None
    guessed = by == "said" and (bare or (least == most and least % ROUND == 0))
    about = guessed or count.qualifier not in (None, "exact")
    return HowMany(low=min(least, most), high=max(least, most), about=about, by=by)


def _children(mention: MentionFacts) -> int | None:
    count = mention.mention.on_board
    if count is None or count.children is None or set_aside(mention, "on_board"):
        return None
    part = count.children
    return part.low if part.low is not None and part.low == part.high else part.value


def _water(mention: MentionFacts) -> str:
    """Return whether there is water in the boat; a unit that was asked and saw no danger says there is none."""
    told = mention.mention
    state = (told.craft or Craft()).state or ""
    if not set_aside(mention, "danger") and TAKING & set(told.danger):
        return "in"
    if state in FILLED:
        return "in"
    asked = told.encounter is not None and "none_stated" in told.danger
    return "dry" if state in DRY or asked else ""


def _swimming(mention: MentionFacts) -> str:
    """Return whether people are in the water; a unit's number there, or none where it was asked, is its word."""
    told = mention.mention
    met = told.encounter
    if not set_aside(mention, "danger") and "people_in_water" in told.danger:
        return "some"
    if met is None:
        return "some" if told.about == "person_in_water" else ""
    if met.in_water is not None and not set_aside(mention, "encounter.in_water"):
        return "none" if (met.in_water.high or met.in_water.value) == 0 else "some"
    return "none" if "none_stated" in told.danger else ""


def _plight(mention: MentionFacts) -> str:
    """Return how the boat does, by the worst that is said of it; what a unit alongside saw is weighed by itself."""
    told = mention.mention
    if told.encounter is not None or set_aside(mention, "danger"):
        return ""
    danger, state = set(told.danger), (told.craft or Craft()).state or ""
    if IN_WATER & danger:
        return "overboard"
    if TAKING & danger or state in FILLED:
        return "filling"
    if NO_WAY & danger:
        return "adrift"
    return "well" if danger == {"none_stated"} else ""


def _engine(word: str | None) -> str:
    return "running" if word in RUNNING else "stopped" if word in STOPPED else ""
