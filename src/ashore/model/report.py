"""A report: one message as evidence, with the mentions it holds (format ashore.report/1).

Numbers that are not whole (coordinates, metres, knots) stay the decimal text as sent:
nothing in the book computes with them, so nothing may round them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from ashore.model.claims import Claim, Series
from ashore.model.counts import Count, Range
from ashore.model.numbers import without_numbers
from ashore.model.times import Moment
from ashore.model.vocabulary import PUBLIC_CHANNELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sent a report; the number, address, device and words of it are sealed, role and unit are not.

    `device` is what a transmitter says it is, such as the identity of a beacon: the same for all that it sends.
    """

    role: str | None = None
    phone: str | None = None
    email: str | None = None
    unit: str | None = None
    battery_pct: int | None = None
    relayed_for: str | None = None
    device: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How this report stands to another, named by that report's id as its source wrote it."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where something was: WGS 84 decimal degrees as sent, with the radius that holds the truth at 0.95.

    `error_m` is metres; `at_error_s` seconds; `area` GeoJSON text;
    `alternative_of` the index of the position this one competes with.
    """

    lat: str | None = None
    lon: str | None = None
    error_m: str | None = None
    at: Moment | None = None
    at_error_s: int | None = None
    how: str = "unknown"
    of: str = "craft"
    place: str | None = None
    area: str | None = None
    alternative_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft:
    """What the craft is like and how it moves: length in metres, course in degrees true, speed in knots."""

    kind: str | None = None
    name: str | None = None
    colour: str | None = None
    length_m: str | None = None
    engine: str | None = None
    fuel: str | None = None
    state: str | None = None
    course_deg: str | None = None
    speed_kn: str | None = None
    lifejackets: str | None = None
    departed_from: str | None = None
    departed_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """What a unit did with a craft or people, and what it counted; each count is a claim of its own."""

    unit: str | None = None
    action: str | None = None
    set_out: Count | None = None
    seen: Count | None = None
    taken_off: Count | None = None
    left_aboard: Count | None = None
    in_water: Count | None = None
    injured: Count | None = None
    dead: Count | None = None
    all_off: str = "not_asked"
    says_who: str | None = None
    craft_after: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """People from one place to another; a place is `kind` or `kind:name`."""

    origin: str
    destination: str
    count: Count | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something counted that is no boat: a lorry broken into, people prevented on a beach."""

    kind: str
    count: Count | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What a report says of one thing."""

    about: str = "craft"
    boats: Range | None = None
    positions: tuple[Position, ...] = ()
    on_board: Count | None = None
    craft: Craft | None = None
    danger: tuple[str, ...] = ()
    encounter: Encounter | None = None
    movements: tuple[Movement, ...] = ()
    event: Event | None = None

    def rivals(self, index: int) -> tuple[int, ...]:
        """Return the positions of which only one can be true, the one at `index` among them; none where it has none."""
        first = self.positions[index].alternative_of
        first = index if first is None else first
        group = tuple(
            at for at, each in enumerate(self.positions) if at == first or each.alternative_of == first
        )
        return group if len(group) > 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWord:
    """A word outside the published codes, kept as it was written, with its JSON path."""

    path: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One message, immutable: when said, when received, by whom, through what, and its mentions.

    `source` names the intake module that read it and can read its raw bytes again.
    `assumed` are the JSON paths of values that no source gives, `machine_read` those that a machine read out of a
    picture or a link and nobody said.
    """

    id: str
    channel: str
    received_by: str
    received_at: Moment
    source: str
    received_zone: str | None = None
    zone_assumed: bool = False
    said_at: Moment | None = None
    sender: Sender | None = None
    language: str | None = None
    interpreter: str | None = None
    text: str | None = None
    relates: tuple[Relation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    series: tuple[Series, ...] = ()
    attachments: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    machine_read: tuple[str, ...] = ()
    other_words: tuple[OtherWord, ...] = ()

    @property
    def key(self) -> str:
        """The report's name everywhere: `received_by/channel/id`.

        A channel outside the codes goes by its own word, so that two such channels never share a name.
        """
        return f"{self.received_by}/{self.channel_word}/{self.id}"

    @property
    def channel_word(self) -> str:
        """The channel's code, or for `other` the word that was written."""
        if self.channel != "other":
            return self.channel
        words = (other.word for other in self.other_words if other.path == "channel")
        return next(words, "other").replace("/", "_").replace("#", "_")

    @property
    def public(self) -> bool:
        """Whether anybody may read this report's words."""
        return self.channel in PUBLIC_CHANNELS

    @property
    def has_address(self) -> bool:
        """Whether the report carries its sender's number or address, which is sealed whatever the channel."""
        sender = self.sender
        return sender is not None and any((sender.phone, sender.email, sender.relayed_for, sender.device))

    def mention_id(self, index: int) -> str:
        """Return the id of the mention at `index`."""
        return f"{self.key}#{index}"


def is_mention_id(text: str) -> bool:
    """Return whether a text is written as a mention's id: a report's key, #, and a number of at most six digits."""
    key, mark, index = text.rpartition("#")
    return bool(key and mark) and index.isascii() and index.isdecimal() and len(index) <= 6


def report_of(mention_id: str) -> str:
    """Return the key of the report that holds a mention."""
    return mention_id.rpartition("#")[0]


def index_of(mention_id: str) -> int:
    """Return a mention's index within its report."""
    return int(mention_id.rpartition("#")[2])


def open_part(report: Report) -> Report:
    """Return the report as its entry's open body holds it.

    A public report keeps its words.
    Of any other, the text, the sender's number and address, the words of each count and claim and
    the words outside the codes are left to the sealed raw bytes, and a number in any other text as well.
    """
    sender = report.sender
    if report.public:
        if sender is None or not report.has_address:
            return report
        other_words = tuple(other for other in report.other_words if not other.path.startswith("sender."))
        bare = _without_address(sender)
        return replace(report, sender=bare, other_words=other_words)
    private: Report = _without_numbers(_without_words(report))
    return private


def _without_words(report: Report) -> Report:
    sender = report.sender
    return replace(
        report,
        text=None,
        sender=None if sender is None else _without_address(sender),
        interpreter=None,
        attachments=(),
        other_words=tuple(other for other in report.other_words if other.path == "channel"),
        mentions=tuple(_mention_without_words(mention) for mention in report.mentions),
        claims=tuple(replace(claim, quote="", counted=None) for claim in report.claims),
    )


def _without_address(sender: Sender) -> Sender:
    return replace(sender, phone=None, email=None, relayed_for=None, device=None)


_KEPT = frozenset(
    "id received_by channel source area lat lon error_m length_m course_deg speed_kn assumed machine_read path "
    "value low high".split()
)
"""Fields that are names, codes or decimals, in which digits are only digits."""


def _without_numbers(value: Any) -> Any:
    """Return a part of a report with an ellipsis for each telephone number or address in its free text."""
    if isinstance(value, str):
        return without_numbers(value)
    if isinstance(value, tuple):
        return tuple(_without_numbers(item) for item in value)
    if not is_dataclass(value) or isinstance(value, Moment | type):
        return value
    held = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in _KEPT}
    changed = {name: new for name, old in held.items() if (new := _without_numbers(old)) != old}
    return replace(value, **changed) if changed else value


def _mention_without_words(mention: Mention) -> Mention:
    encounter, event = mention.encounter, mention.event
    return replace(
        mention,
        on_board=_count_without_words(mention.on_board),
        encounter=None
        if encounter is None
        else replace(
            encounter,
            set_out=_count_without_words(encounter.set_out),
            seen=_count_without_words(encounter.seen),
            taken_off=_count_without_words(encounter.taken_off),
            left_aboard=_count_without_words(encounter.left_aboard),
            in_water=_count_without_words(encounter.in_water),
            injured=_count_without_words(encounter.injured),
            dead=_count_without_words(encounter.dead),
        ),
        movements=tuple(replace(move, count=_count_without_words(move.count)) for move in mention.movements),
        event=None if event is None else replace(event, count=_count_without_words(event.count)),
    )


def _count_without_words(count: Count | None) -> Count | None:
    return None if count is None else replace(count, as_said=None)
