"""The handover of the watch: everything that the next person must know, item by item, each signed for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ashore.desk.commands.acting import Acting, reason_text
from ashore.desk.commands.acts import SignItem, TakeWatch
from ashore.desk.commands.asking import name_of
from ashore.desk.commands.comparing import Compared, compared_lists
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import NotOnHandover, UnsignedItems
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.desk.language.words import word_for
from ashore.model.bodies import AlarmAcknowledged, Forecast, ItemSigned, LinkAdvice, WatchTaken
from ashore.model.facts import CaseFacts
from ashore.model.phrases import Instant, Phrase, say, utc_minute
from ashore.model.vocabulary import AT_SEA
from ashore.picture import Board, Books, Held, Picture, Row, board
from ashore.picture.duties import ever_asked, kept, refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a handover.

    `kind` is alone, case, review, promise, request, reminder, held, worry, loose or list.
    `id` changes when something new comes in about it, so that nobody has signed for what they have not seen.
    `signed` is who signed for it as it stands and when, UTC milliseconds, and `before` whether it was signed
    for in an earlier state.
    """

    id: str
    kind: str
    says: Phrase
    case: str = ""
    signed: tuple[tuple[str, int], ...] = ()
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The items of the watch as it stands, and who took it last and when."""

    now: int
    items: tuple[Item, ...]
    last: Held | None

    def unsigned(self, account: str) -> tuple[Item, ...]:
        """Return the items for which this account has not signed as they stand."""
        return tuple(item for item in self.items if account not in {by for by, _ in item.signed})


def ask_handover(desk: Desk) -> Handover:
    """Return the handover of the watch as it stands now."""
    now = desk.now()
    with desk.looking() as picture:
        return handover(picture, desk.books, now)


def handover(picture: Picture, books: Books, now: int) -> Handover:
    """Return the handover of the watch at an instant, UTC milliseconds."""
    shown = board(picture, books, now)
    taken = picture.kept(WatchTaken)
    last = taken[-1] if taken else None
    signatures: dict[str, list[tuple[str, int]]] = {}
    for held in picture.kept(ItemSigned):
        if last is None or held.order > last.order:
            signatures.setdefault(held.body.item, []).append((held.actor, held.wall_ms))
    roots = {_root(item) for item in signatures}
    return Handover(
        now=now,
        items=tuple(
            Item(
                id=item.id,
                kind=item.kind,
                says=item.says,
                case=item.case,
                signed=tuple(signatures.get(item.id, ())),
                before=item.id not in signatures and _root(item.id) in roots,
            )
            for item in _items(picture, shown, last)
        ),
        last=last,
    )


@command("sign-item", SignItem, roles=DOCUMENTING, person=True)
def sign_item(acting: Acting, act: SignItem) -> None:
    """Sign for one item of the handover, in the sentence in which it stood."""
    item = next((each for each in _now(acting).items if each.id == act.item), None)
    if item is None:
        raise NotOnHandover(item=act.item)
    acting.append(
        ItemSigned(item=item.id, says=item.says.render(str, utc_minute), case=item.case),
        subjects=[item.case] if item.case else [],
        class_="operational",
    )


@command("take-watch", TakeWatch, roles=DOCUMENTING, person=True)
def take_watch(acting: Acting, act: TakeWatch) -> None:
    """Take the watch; what nobody signed for is written down with the reason for taking it all the same."""
    shown = _now(acting)
    unsigned = shown.unsigned(acting.who.account)
    reason = reason_text("reason", act.reason)
    if unsigned and not reason:
        listed = "; ".join(item.says.render(str, utc_minute) for item in unsigned[:5])
        raise UnsignedItems(count=len(unsigned), items=listed)
    acting.append(
        WatchTaken(
            taken_from=reason_text("taken_from", act.taken_from, least=1),
            items=tuple(item.id for item in shown.items),
            unsigned=tuple(item.id for item in unsigned),
            reason=reason,
        ),
        subjects=[],
        class_="operational",
    )


def _now(acting: Acting) -> Handover:
    return handover(acting.picture, acting.books, acting.now)


def _items(picture: Picture, shown: Board, last: Held | None) -> Iterator[Item]:
    """Yield the items in the order in which they are handed over."""
    watch = kept(picture)
    names = {row.case.id: name_of(row.case) for row in (*shown.rows, *shown.reviews, *shown.ended)}
    yield from _ended_alone(picture, (*shown.reviews, *shown.ended), names, last)
    for row in shown.rows:
        says = _open_case(row, names)
        yield Item(
            id=f"case:{row.case.id}@{_state(picture, row.case, says)}",
            kind="case",
            says=says,
            case=row.case.id,
        )
    for row in shown.reviews:
        says = _to_review(row, names)
        yield Item(
            id=f"review:{row.case.id}@{_state(picture, row.case, says)}",
            kind="review",
            says=says,
            case=row.case.id,
        )
    for unit in shown.units:
        case = unit.says.case
        if unit.desk:
            continue
        if unit.says.doing == "held_back":
            says = say("{unit} is held back: {why}", unit=unit.says.unit, why=unit.says.reason or "–")
            yield Item(id=f"held:{unit.entry}", kind="held", says=says, case=case)
        elif unit.says.doing == "on_way" and unit.says.arrives_at is not None:
            at = Instant(ms=unit.says.arrives_at.ms)
            if case in names:
                says = say(
                    "{unit} promised to be with {case} at {at}", unit=unit.says.unit, case=names[case], at=at
                )
            else:
                says = say("{unit} promised to arrive at {at}", unit=unit.says.unit, at=at)
            yield Item(id=f"promise:{unit.entry}", kind="promise", says=says, case=case)
    for kind, by_case, sentence in (
        ("request", watch.requests, _request),
        ("reminder", watch.reminders, _reminder),
        ("worry", watch.worries, _worry),
    ):
        for case, entries in by_case.items():
            for held in entries:
                says = sentence(held)
                if case in names:
                    says = say("{case}: {what}", case=names[case], what=says)
                yield Item(id=f"{kind}:{held.id}", kind=kind, says=says, case=case)
    for held in _refused_since(picture, last):
        says = say("{to} refused: {asks}", to=held.body.to, asks=held.body.asks)
        if held.body.case in names:
            says = say("{case}: {what}", case=names[held.body.case], what=says)
        yield Item(id=f"refused:{held.id}", kind="request", says=says, case=held.body.case)
    for mention in shown.unlinked:
        says = say(
            "A report received at {at} on {channel} belongs to no case",
            at=Instant(ms=mention.known),
            channel=Phrase(template=word_for("channel", mention.channel) or mention.channel),
        )
        yield Item(id=f"loose:{mention.id}@{mention.entry[:12]}", kind="loose", says=says)
    for listed in compared_lists(picture, [row.case for row in shown.rows]):
        yield from _remainders(listed, names)


def _refused_since(picture: Picture, last: Held | None) -> Iterator[Held]:
    """Yield what was refused since the watch was last taken, unless the same was asked of the same again since."""
    asked, refused = ever_asked(picture), refusals(picture)
    newest = {(held.body.case, held.body.to.casefold()): held for held in asked}
    for held in newest.values():
        met = refused.get(held.id)
        if met is not None and (last is None or met.order > last.order):
            yield held


def _ended_alone(
    picture: Picture, rows: Iterable[Row], names: dict[str, str], last: Held | None
) -> Iterator[Item]:
    """Yield what was ended by one person alone and nobody who took the watch since was told of."""
    for row in rows:
        ended = row.case.ended
        if (
            ended is not None
            and ended.alone
            and (last is None or picture.entries[ended.entry].order > last.order)
        ):
            yield Item(
                id=f"alone:{ended.entry}",
                kind="alone",
                says=say(
                    "{case} was ended alone, by one person, at {at}",
                    case=names[row.case.id],
                    at=Instant(ms=ended.at),
                ),
                case=row.case.id,
            )


def _open_case(row: Row, names: dict[str, str]) -> Phrase:
    says = _how_many_out(row, names)
    if not row.case.offered_to:
        return says
    return say("{what}; offered to {to}, which has not accepted", what=says, to=row.case.offered_to)


def _how_many_out(row: Row, names: dict[str, str]) -> Phrase:
    case = names[row.case.id]
    if row.case.kind not in AT_SEA:
        return say("{case} is open, and not at sea", case=case)
    if row.still_out.high is None:
        return say("{case}: how many may still be out is not known", case=case)
    return say("{case}: at most {high} may still be out", case=case, high=row.still_out.high)


def _to_review(row: Row, names: dict[str, str]) -> Phrase:
    ended = row.case.ended
    assert ended is not None
    case = names[row.case.id]
    if ended.how == "unexplained":
        says = say("{case} is ended unexplained, in the hands of {owner}", case=case, owner=ended.owner)
    else:
        says = say("{case} is suspended, in the hands of {owner}", case=case, owner=ended.owner)
    if ended.review_at is None:
        return says
    return say("{what}, to be looked at again at {at}", what=says, at=Instant(ms=ended.review_at))


def _request(held: Held) -> Phrase:
    body = held.body
    return say(
        "{to} has not answered: {asks} (due {at})", to=body.to, asks=body.asks, at=Instant(ms=body.due.ms)
    )


def _reminder(held: Held) -> Phrase:
    return say("to be looked at by {at}: {what}", at=Instant(ms=held.body.due.ms), what=held.body.reason)


def _worry(held: Held) -> Phrase:
    return say("a worry: {worry}", worry=held.body.worry)


def _remainders(listed: Compared, names: dict[str, str]) -> Iterator[Item]:
    for line in listed.remaining:
        label, centre = line.line.label, listed.centre
        if line.standing == "same" and line.case in names:
            says = say(
                "{label} on the list of {centre} is {case}, which is ended here",
                label=label,
                centre=centre,
                case=names[line.case],
            )
        else:
            says = say("{label} on the list of {centre} is no case of ours", label=label, centre=centre)
        yield Item(
            id=f"list:{listed.entry}#{line.number}@{line.standing}", kind="list", says=says, case=line.case
        )
    for lines in listed.doubled:
        labels, numbers = " + ".join(line.line.label for line in lines), [str(line.number) for line in lines]
        says = say(
            "{labels} on the list of {centre} are all held to be {case}",
            labels=labels,
            centre=listed.centre,
            case=names[lines[0].case],
        )
        yield Item(
            id=f"list:{listed.entry}#{'+'.join(numbers)}@{lines[0].case}",
            kind="list",
            says=says,
            case=lines[0].case,
        )
    for case in listed.missing:
        says = say("{case} is not on the list of {centre}", case=names[case], centre=listed.centre)
        yield Item(id=f"list:{listed.entry}:{case}", kind="list", says=says, case=case)


def _state(picture: Picture, case: CaseFacts, says: Phrase) -> str:
    """Return a mark of everything that stands about a case and of its sentence, signatures and hearings apart.

    Whatever comes in, is decided or is taken back gives another.
    """
    ids = picture.of_case.get(case.id, set()) | picture.keeping.get(case.id, set())
    for mention in case.mentions:
        ids |= {mention.entry, *(link.entry for link in mention.links), *(by for _, by in mention.set_aside)}
    told = [
        each
        for each in sorted(ids)
        if picture.stands(each)
        and not isinstance(picture.entries[each].body, ItemSigned | AlarmAcknowledged | Forecast | LinkAdvice)
    ]
    return hashlib.sha256("\n".join([*told, says.render(str, utc_minute)]).encode()).hexdigest()[:12]


def _root(item: str) -> str:
    return item.partition("@")[0]
