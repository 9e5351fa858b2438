"""Which acts are one movement, and from whom: mentions taken one way become flows between accounts.

A wrong split of one rescue into two hides people and a wrong merge costs a patrol, so two acts that move the
same boat's people from the same place to the same kind of place are one flow unless the evidence says
otherwise: two named units, two acts in one report, a landing by that unit in between. With people who join a
boat it is the merge that hides people, so there two beaches, or two that nobody named, are two movements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ashore.model.facts import MentionFacts
from ashore.people.acts import Act, Position, Stock
from ashore.people.claims import Statement

Account = tuple[str, str, str]
"""A place for one boat's people: (kind, name of the unit or "", boat)."""

_GETS_OFF = frozenset({"take", "transfer", "land", "arrive", "return"})

_LOST = ("missing", "water", "unknown")
"""Where the dead and the found come from first, in this order, before the boat."""

A_DAY_MS = 86_400_000
"""Two unnamed findings of a body this far apart are two bodies."""


@dataclass(slots=True, eq=False)
class Flow:
    """People of one boat from one account to another, whoever told of it.

    `everything` says that nobody is left in `origin`; `counters` are the mentions that hand-counted it;
    `draws` names the places that its people come from first, before the boat; `unwitnessed` that nobody
    told when they left the boat, only that they had.
    """

    kind: str
    boat: str
    origin: Account
    target: Account
    position: Position
    everything: bool = False
    draws: tuple[str, ...] = ()
    unwitnessed: bool = False
    earliest: int = 0
    known: int = 0
    counters: set[str] = field(default_factory=set)
    counts: list[Statement] = field(default_factory=list)
    places: set[tuple[str, str]] = field(default_factory=set)
    times: set[tuple[int, str]] = field(default_factory=set)

    def most(self) -> int | None:
        """The most that anybody counted in this flow, None if nobody set an upper end."""
        highs = [each.high for each in self.counts if each.part is None and each.high is not None]
        return max(highs) if highs else None

    def least(self) -> int:
        """The least that anybody counted in this flow."""
        return max((each.low for each in self.counts if each.part is None), default=0)


@dataclass(frozen=True, slots=True)
class Told:
    """A count of the sum of some flows; `at_least` where it counts only some of them."""

    statements: tuple[Statement, ...]
    flows: tuple[Flow, ...]
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A count of a stock of some boats just before or just after a flow, or at an instant."""

    stock: Stock
    boats: tuple[str, ...]
    flows: tuple[Flow, ...]
    position: Position
    afterwards: bool


@dataclass(slots=True)
class _Trip:
    """What a unit has of one boat's people."""

    number: int = 0
    aboard: Flow | None = None
    landed: Flow | None = None
    came_by_pass: bool = False
    passing: bool = False
    taken: list[Flow] = field(default_factory=list)

    def took(self, flow: Flow) -> None:
        """People of this flow are aboard, with those of every other flow since the last landing."""
        self.taken = [each for each in self.taken if self.aboard is not None and each is not flow] + [flow]
        self.aboard = flow

    def most(self) -> int | None:
        """The most that anybody counted aboard, None if somebody set no upper end or nobody is aboard."""
        each = [flow.most() for flow in self.taken] if self.aboard is not None else [None]
        return None if None in each else sum(most or 0 for most in each)


class Flows:
    """The flows, stocks and sums that some acts make once it is settled which boats each is about."""

    def __init__(
        self, acts: Iterable[tuple[Act, tuple[str, ...]]], names: Mapping[str, str], boats: Iterable[str]
    ) -> None:
        """`acts` come with the boats they are about; `names` resolves what a movement calls a boat."""
        self.flows: list[Flow] = []
        self.told: list[Told] = []
        self.seen: list[Seen] = []
        self.boats = set(boats)
        self._names = names
        self._by_key: dict[tuple[object, ...], Flow] = {}
        self._trips: dict[tuple[str, str], _Trip] = {}
        self._in_report: dict[tuple[object, ...], list[tuple[str, int]]] = {}
        self._sums: list[tuple[Act, tuple[Statement, ...], tuple[str, ...], str]] = []
        ordered = sorted(acts, key=lambda each: each[0].position)
        self._acts = ordered
        self._leaves: list[tuple[Position, tuple[str, ...]]] = [
            (act.position, boats) for act, boats in ordered if act.leaves_some
        ]
        for act, boats in ordered:
            self.boats.update(boats)
            flows = self._flows_of(act, boats)
            passed = bool(flows) and all(flow.kind == "pass" for flow in flows)
            for stock in (*act.before, *act.after):
                if passed and stock.place == "boat":
                    continue  # those seen and left were aboard the unit that passed them on
                if stock.place == "water":
                    told = act if stock in act.after else _just_before(act)
                    self._explain_water(told, stock, boats)
                self.seen.append(Seen(stock, boats, flows, act.position, stock in act.after))
        for act, said, boats, kind in self._sums:
            self.told.append(Told(said, self._all(kind, boats, act.facts), kind == "care"))
        self.seen = [self._around_all(seen) for seen in self.seen]

    # -- one act -------------------------------------------------------------------------------------------

    def _flows_of(self, act: Act, boats: tuple[str, ...]) -> tuple[Flow, ...]:
        if act.kind == "count":
            return ()
        if act.kind == "dead":
            for boat in boats:
                flow = self._flow(
                    ("dead", boat), "dead", boat, ("boat", "", boat), ("dead", "", boat), act, _LOST
                )
                flow.unwitnessed = True
            self.seen.append(
                Seen(Stock(place="dead", statements=act.statements), boats, (), act.position, True)
            )
            return ()
        if act.kind == "care" and not self._care_moves(act, boats):
            if act.statements:
                self._sums.append((act, act.statements, boats, "care"))
            for boat in boats:
                if act.unit:
                    self._trip(boat, act.unit).passing = True
            return tuple(self._land(act, boat, unit) for boat in boats for unit in self._emptied(act, boat))
        if (
            act.kind == "land"
            and act.unit is None
            and all(self._went_on_to_land(act, each) for each in boats)
        ):
            act = replace(act, kind="arrive", origin=("boat", ""))
        flows = list(dict.fromkeys(flow for boat in boats for flow in self._of_one_boat(act, boat)))
        for flow in flows:
            if len(boats) == 1:
                flow.counts.extend(act.statements)
        if act.kind == "missing":
            self.seen.append(
                Seen(Stock(place="missing", statements=act.statements), boats, (), act.position, True)
            )
            return ()
        if act.each_boat and len(boats) > 1:
            self.told.extend(Told((_each_boat(act),), (flow,)) for flow in flows)
        unnamed = act.unit is None and act.kind in ("take", "transfer", "land")
        if act.statements and unnamed:
            self._sums.append((act, act.statements, boats, "land" if act.kind == "land" else "take"))
        elif act.statements and flows:
            self.told.append(Told(act.statements, tuple(flows)))
        return tuple(flows)

    def _of_one_boat(self, act: Act, boat: str) -> list[Flow]:
        if act.kind in ("take", "transfer"):
            return self._take_or_receive(act, boat)
        if act.kind == "board" and self._from_boat(act, boat) == self._to_boat(act, boat):
            return []
        if act.kind == "pass":
            return [self._pass_on(act, boat, act.origin[1])]
        if act.kind == "land":
            units = [act.unit] if act.unit else self._aboard(boat) or self._landed(boat) or [""]
            return [self._land(act, boat, unit) for unit in units]
        if act.kind in ("arrive", "care"):
            named = act.unit or ""
            if named and self._trip(boat, named).aboard is not None:
                return [self._land(act, boat, named)]
            others = self._holders(boat, act)
            if others and act.kind == "arrive":
                return [self._land(act, boat, unit) for unit in others]
        return [self._plain(act, boat)]

    def _take_or_receive(self, act: Act, boat: str) -> list[Flow]:
        """People a unit got from the boat, or from units that have them and are known to be passing them on."""
        unit = act.unit or ""
        trip = self._trip(boat, unit)
        if unit and trip.aboard is None:
            givers = [
                giver
                for giver in self._holders(boat, act)
                if act.kind == "transfer" or self._trip(boat, giver).passing
            ]
            if givers:
                return [self._pass_on(act, boat, giver) for giver in givers]
        trip.passing = trip.passing or (act.kind == "transfer" and trip.aboard is not None)
        return [self._take(act, boat, unit)]

    def _care_moves(self, act: Act, boats: tuple[str, ...]) -> bool:
        """Whether those cared for or detained got off the boat in no other way that anybody told."""
        told = [(other, set(about) & set(boats)) for other, about in self._acts if other.kind in _GETS_OFF]
        others = [other for other, about in told if about]
        if not others:
            return True
        if any(other.kind in ("arrive", "return") for other in others):
            return False
        highs = [
            max((each.high for each in other.statements if each.part is None and each.high), default=None)
            for other in others
        ]
        least = max((each.low for each in act.statements if each.part is None), default=0)
        more = None not in highs and least > sum(high or 0 for high in highs)
        return more or any(self._left_some(boat, act.position) for boat in boats)

    def _emptied(self, act: Act, boat: str) -> list[str]:
        """The unit, if named, whose every person this act puts into care at a place on land."""
        if act.place is None:
            return []
        unit = act.origin[1] if act.origin[0] == "unit" else act.unit
        if not unit or self._trip(boat, unit).aboard is None:
            return []
        most, least = (
            self._trip(boat, unit).most(),
            max((each.low for each in act.statements if each.part is None), default=0),
        )
        return [unit] if not act.statements or (most is not None and least >= most) else []

    def _left_some(self, boat: str, position: Position) -> bool:
        return any(when <= position and boat in boats for when, boats in self._leaves)

    def _aboard(self, boat: str) -> list[str]:
        return sorted(
            unit for (of, unit), trip in self._trips.items() if of == boat and trip.aboard is not None
        )

    def _landed(self, boat: str) -> list[str]:
        return sorted(
            unit
            for (of, unit), trip in self._trips.items()
            if of == boat and trip.landed is not None and trip.landed.kind == "land"
        )

    def _went_on_to_land(self, act: Act, boat: str) -> bool:
        """Whether a landing by nobody named is of those who had gone on: of more than any unit has of them."""
        if not self._left_some(boat, act.position):
            return False
        most = [self._trip(boat, unit).most() for unit in self._aboard(boat)]
        least = max((each.low for each in act.statements if each.part is None), default=0)
        return None not in most and least > sum(each or 0 for each in most)

    def _holders(self, boat: str, act: Act) -> list[str]:
        """Units that the people of this act can have come from, rather than from the boat itself."""
        units = [unit for unit in self._aboard(boat) if unit != act.unit]
        if self._left_some(boat, act.position):
            return []
        least = max((each.low for each in act.statements if each.part is None), default=0)
        most = [self._trip(boat, unit).most() for unit in units]
        if units and None not in most and least > sum(each or 0 for each in most):
            return []
        return units

    def _trip(self, boat: str, unit: str) -> _Trip:
        return self._trips.setdefault((boat, unit), _Trip())

    def _nth(self, act: Act, key: tuple[object, ...]) -> int:
        """How many earlier acts of one report, told in the same form, are the same kind of movement."""
        mine = (act.facts.id, id(act))
        earlier = self._in_report.setdefault((act.facts.report, act.form, key), [])
        if mine not in earlier:
            earlier.append(mine)
        return earlier.index(mine)

    def _take(self, act: Act, boat: str, unit: str) -> Flow:
        trip = self._trip(boat, unit)
        if trip.aboard is not None and trip.came_by_pass:
            return trip.aboard
        out_of_water = bool(unit) and act.origin[0] == "water" and self._anybody_fell(boat, act.position)
        form = "take out of the water" if out_of_water else "take"
        if unit and trip.landed is not None and trip.aboard is None:
            before = self._by_key.get((form, boat, unit, trip.number, 0))
            if before is not None and act.facts.happened.earliest <= trip.landed.position[0]:
                return self._retold(before, act)
            trip.number, trip.landed = trip.number + 1, None
        key = (form, boat, unit, trip.number)
        nth = self._nth(act, key) if unit else 0
        off_boat = act.origin[0] != "boat" or self._is_empty(boat, act.position)
        flow = self._flow(
            (*key, nth),
            "take",
            boat,
            ("boat", "", boat),
            ("unit", unit, boat),
            act,
            ("water", "missing", "unknown") if off_boat else (),
        )
        flow.unwitnessed = act.origin[0] != "boat"
        trip.took(flow)
        return flow

    def _anybody_fell(self, boat: str, position: Position) -> bool:
        """Whether somebody told of people of this boat in the water: taking them out is not taking off the boat."""
        return any(
            flow.kind == "fall" and flow.boat == boat and flow.position < position for flow in self.flows
        )

    def _is_empty(self, boat: str, position: Position) -> bool:
        """Whether somebody already told that nobody was left on the boat."""
        return any(
            seen.stock.place == "all_off" and boat in seen.boats and seen.position < position
            for seen in self.seen
        ) or any(
            flow.kind == "empty" and flow.boat == boat and flow.position < position for flow in self.flows
        )

    def _land(self, act: Act, boat: str, unit: str) -> Flow:
        trip = self._trip(boat, unit)
        again = trip.landed is not None and trip.aboard is None
        if again and self._nth(act, ("land", boat, unit)) == 0 and trip.landed is not None:
            return self._retold(trip.landed, act)
        if again:
            trip.number, trip.landed = trip.number + 1, None
        if trip.aboard is None:
            self._take(act, boat, unit).counts.extend(act.statements)
        self._nth(act, ("land", boat, unit))
        flow = self._flow(
            ("land", boat, unit, trip.number),
            "land",
            boat,
            ("unit", unit, boat),
            ("ashore", "", boat),
            act,
            (),
        )
        flow.everything = True
        trip.landed, trip.aboard, trip.came_by_pass = flow, None, False
        return flow

    def _pass_on(self, act: Act, boat: str, unit: str) -> Flow:
        receiver = act.target[1]
        key = ("pass", boat, unit, self._trip(boat, unit).number, receiver)
        if key in self._by_key:
            return self._retold(self._by_key[key], act)
        giver = self._trip(boat, unit)
        if giver.aboard is None:
            self._take(act, boat, unit)
        flow = self._flow(key, "pass", boat, ("unit", unit, boat), ("unit", receiver, boat), act, ())
        flow.everything = True
        giver.landed, giver.aboard, giver.came_by_pass = flow, None, False
        taker = self._trip(boat, receiver)
        taker.took(flow)
        taker.came_by_pass = True
        return flow

    def _plain(self, act: Act, boat: str) -> Flow:
        """Every other movement: told again it is the same one, unless one report tells of two."""
        kind = act.kind
        draws: tuple[str, ...] = ()
        origin: Account = (act.origin[0], act.origin[1], boat)
        target: Account = (act.target[0], act.target[1], boat)
        which: object = ""
        if kind == "join":
            origin, target = ("source", "", boat), ("boat", "", boat)
            which = (
                act.origin
                if act.origin[1]
                else (act.stated_at, act.facts.report if act.stated_at is None else "")
            )
        elif kind == "board":
            other = self._to_boat(act, boat)
            start = self._from_boat(act, boat)
            origin = ("boat", "", start)
            target = ("boat", "", other) if other else ("unknown", "", start)
            self.boats.update(account[2] for account in (origin, target))
            boat, which = start, target
        elif kind in ("arrive", "return", "care"):
            kind, origin, target = "arrive", (_out(act.origin[0]), "", boat), ("ashore", "", boat)
            which = origin[0]
        elif kind == "body":
            origin, target, draws = ("boat", "", boat), ("dead", "", boat), _LOST
            which = (act.target[1], self._finding(act, boat)) if act.form == "encounter" else act.origin[0]
        elif kind == "missing":
            origin, target, draws = ("boat", "", boat), ("missing", "", boat), ("water", "unknown")
        elif kind == "birth":
            origin = ("birth", "", boat)
            target = (_kept(act.target[0]), act.target[1] if act.target[0] == "unit" else "", boat)
            which = act.target
        elif kind == "died":
            origin = (_kept(act.origin[0]), act.origin[1] if act.origin[0] == "unit" else "", boat)
            target, which = ("dead", "", boat), act.origin
        elif kind == "empty":
            origin, target = ("boat", "", boat), ("unknown", "", boat)
        else:
            origin, target = (_kept(origin[0]), origin[1], boat), (_kept(target[0]), target[1], boat)
            origin, target = _named_units_only(origin), _named_units_only(target)
            which = (origin, target)
        key = (kind, boat, which)
        flow = self._flow((*key, self._nth(act, key)), kind, boat, origin, target, act, draws)
        flow.everything = flow.everything or kind == "empty"
        flow.unwitnessed = kind in ("body", "missing")
        return flow

    def _from_boat(self, act: Act, boat: str) -> str:
        return self._names.get(act.origin[1], boat)

    def _to_boat(self, act: Act, boat: str) -> str:
        """The boat that people moved to: without a name the one spoken of; "" if nobody knows the name."""
        return self._names.get(act.target[1], "") if act.target[1] else boat

    def _around_all(self, seen: Seen) -> Seen:
        """A teller who named no unit spoke of before and after everybody's taking off, not of their own."""
        if not any(flow.kind == "take" and not flow.target[1] for flow in seen.flows):
            return seen
        known = max(flow.known for flow in seen.flows)
        taken = [
            flow
            for flow in self.flows
            if flow.kind == "take" and flow.boat in seen.boats and flow.earliest <= known
        ]
        return replace(seen, flows=tuple(dict.fromkeys((*seen.flows, *taken))))

    def _explain_water(self, act: Act, stock: Stock, boats: tuple[str, ...]) -> None:
        """People counted in the water whom nobody saw fall left the boat some time before."""
        for boat in boats:
            if not any(flow.boat == boat and flow.kind == "fall" for flow in self.flows):
                flow = self._flow(
                    ("fall", boat), "fall", boat, ("boat", "", boat), ("water", "", boat), act, ()
                )
                flow.unwitnessed = True
                flow.counts.extend(stock.statements if len(boats) == 1 else ())

    def _finding(self, act: Act, boat: str) -> int:
        """Which finding of a body by a unit nobody named: findings over a day apart are different ones."""
        if act.target[1]:
            return 0
        found = [flow for flow in self.flows if flow.kind == "body" and flow.boat == boat]
        last = max((flow.position[0] for flow in found), default=None)
        near = last is None or act.facts.happened.earliest <= last + A_DAY_MS
        return len(found) if not near or last is None else len(found) - 1

    def _flow(
        self,
        key: tuple[object, ...],
        kind: str,
        boat: str,
        origin: Account,
        target: Account,
        act: Act,
        draws: tuple[str, ...],
    ) -> Flow:
        flow = self._by_key.get(key)
        if flow is None:
            flow = Flow(
                kind, boat, origin, target, act.position, draws=draws, earliest=act.facts.happened.earliest
            )
            self._by_key[key] = flow
            self.flows.append(flow)
        return self._retold(flow, act)

    def _retold(self, flow: Flow, act: Act) -> Flow:
        flow.position = min(flow.position, act.position)
        flow.earliest = min(flow.earliest, act.facts.happened.earliest)
        flow.known = max(flow.known, act.facts.known)
        if any(each.hand for each in act.statements):
            flow.counters.add(act.facts.id)
        if flow.kind in ("land", "arrive") and act.place:
            flow.places.add((act.place, act.facts.id))
        if act.stated_at is not None:
            flow.times.add((act.stated_at, act.facts.id))
        return flow

    def _all(self, kind: str, boats: tuple[str, ...], teller: MentionFacts) -> tuple[Flow, ...]:
        """Every flow of a kind that a teller who named no unit can have meant."""
        kinds = {"take": ("take",), "land": ("land",), "care": ("take", "arrive")}[kind]
        return tuple(
            flow
            for flow in self.flows
            if flow.kind in kinds
            and flow.boat in boats
            and (flow.earliest <= teller.known or flow.target[1] == "")
        )


def _each_boat(act: Act) -> Statement:
    """Whoever tells that each of several boats was there tells of at least one person from each."""
    return Statement(
        mention=act.facts.id, field="boats", part=None, low=1, high=None, read_as=None, hand=False
    )


def _just_before(act: Act) -> Act:
    """Those counted in the water are there when the count is made."""
    *instant, step = act.position
    return replace(act, position=(instant[0], instant[1], instant[2], step - 1))


def _out(kind: str) -> str:
    return kind if kind in ("boat", "water", "missing", "unknown") else "boat"


def _kept(kind: str) -> str:
    """Places on land are one account: nobody there is still out."""
    return kind if kind in ("boat", "water", "missing", "unknown", "unit", "dead") else "ashore"


def _named_units_only(account: Account) -> Account:
    return account if account[0] == "unit" else (account[0], "", account[2])
