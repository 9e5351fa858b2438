"""What nobody has settled, and every way of taking it.

A case is a hypothesis that some mentions are one boat. Where a mention is only proposed, is about *one of*
several cases, is linked in ways that disagree, where two cases are perhaps one boat, or where somebody only
says that people moved, each way is solved and the bounds cover all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ashore.model.facts import CaseFacts, MentionFacts
from ashore.people.account import Choice
from ashore.people.acts import Act, acts_of, place_of
from ashore.people.claims import parts_stated

ELSEWHERE = "?"
"""A boat that a movement names and nobody here knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Everything unsettled taken one way.

    `boats` gives each case its boat, `acts` the acts that count with the boats they are about, `names` the
    boat each name in a movement means, `choices` what was taken. `apart` says that no two cases that are
    only perhaps one boat were taken as one.
    """

    boats: dict[str, str]
    acts: tuple[tuple[Act, tuple[str, ...]], ...]
    names: dict[str, str]
    choices: tuple[Choice, ...]
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unsettled:
    about: str
    subject: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]

    def choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(about=self.about, subject=self.subject, taken=option) for option in self.options)


class Hypotheses:
    """A group of cases, and all ways of taking what is unsettled in it."""

    def __init__(self, group: Sequence[CaseFacts]) -> None:
        self.cases = sorted(group, key=lambda case: case.id)
        self.mentions = mentions_of(group)
        self._acts = {mention.id: acts_of(mention) for mention in self.mentions}
        self._named = boats_by_name(group)
        self._same, self._apart, perhaps = _comparisons(group)
        self._settled: dict[str, tuple[str, ...]] = {}
        self._moves: dict[int, int] = {}
        self._unsettled: list[_Unsettled] = []
        for mention in self.mentions:
            self._settle_mention(mention)
        for pair in perhaps:
            self._unsettled.append(_Unsettled(about="boats", subject=pair, options=(("apart",), ("same",))))
        self._settle_names()
        self._settle_moves()

    @property
    def count(self) -> int:
        """How many ways there are, before those that cannot be."""
        ways = 1
        for unsettled in self._unsettled:
            ways *= len(unsettled.options)
        return ways

    def parts(self) -> tuple[str, ...]:
        """Return the parts that anything here counts."""
        acts = [act for told in self._acts.values() for act in told]
        said = [statement for act in acts for statement in act.statements]
        said += [each for act in acts for stock in (*act.before, *act.after) for each in stock.statements]
        return parts_stated(said)

    def ways(self) -> Iterator[Way]:
        """Yield each way, in one order whatever order the cases and mentions came in."""
        for taken in product(*(unsettled.choices() for unsettled in self._unsettled)):
            boats = self._boats(taken)
            if boats is not None:
                yield self._way(taken, boats)

    def _options(self, mention: MentionFacts) -> tuple[tuple[str, ...], ...]:
        """The ways of taking a mention; about none of these cases is one way, whoever else it may be about."""
        ours = {case.id for case in self.cases}
        return tuple(sorted({option if ours.intersection(option) else () for option in links_of(mention)}))

    def _settle_mention(self, mention: MentionFacts) -> None:
        options = self._options(mention)
        if len(options) == 1:
            self._settled[mention.id] = options[0]
        elif self._acts[mention.id]:
            self._unsettled.append(_Unsettled(about="mention", subject=(mention.id,), options=options))

    def _settle_names(self) -> None:
        used = {
            name
            for acts in self._acts.values()
            for act in acts
            for kind, name in (act.origin, act.target)
            if kind == "boat" and name
        }
        for name in sorted(used):
            meant = self._named.get(name, ())
            if len(meant) > 1:
                options = tuple((case,) for case in meant)
                self._unsettled.append(_Unsettled(about="name", subject=(name,), options=options))

    def _settle_moves(self) -> None:
        """One question for each move, however many tell of it."""
        told: dict[tuple[object, ...], list[Act]] = {}
        for mention in self.mentions:
            for act in self._acts[mention.id]:
                if act.unseen:
                    cases = tuple(sorted({case for option in self._options(mention) for case in option}))
                    target = act.target if act.kind == "board" else ()
                    told.setdefault((cases, act.origin, target), []).append(act)
        for acts in told.values():
            subject = tuple(sorted({act.facts.id for act in acts}))
            for act in acts:
                self._moves[id(act)] = len(self._unsettled)
            self._unsettled.append(_Unsettled(about="move", subject=subject, options=((), ("happened",))))

    def _boats(self, taken: Sequence[Choice]) -> dict[str, str] | None:
        """Give each case its boat; None if two cases held apart would be one."""
        joined = [*self._same]
        for choice in taken:
            if choice.about == "boats" and choice.taken == ("same",):
                one, other = choice.subject
                joined.append((one, other))
        boats = _joined(self._all_cases(), joined)
        if any(boats[one] == boats[other] for one, other in self._apart):
            return None
        return boats

    def _all_cases(self) -> list[str]:
        linked = {case for mention in self.mentions for option in self._options(mention) for case in option}
        compared = {case for pair in (*self._same, *self._apart) for case in pair}
        unsettled = {case for each in self._unsettled if each.about == "boats" for case in each.subject}
        return sorted(linked | compared | unsettled | {case.id for case in self.cases})

    def _way(self, taken: tuple[Choice, ...], boats: dict[str, str]) -> Way:
        about = dict(self._settled)
        names = {name: boats[meant[0]] for name, meant in self._named.items() if len(meant) == 1}
        for choice in taken:
            if choice.about == "mention":
                about[choice.subject[0]] = choice.taken
            elif choice.about == "name":
                names[choice.subject[0]] = boats[choice.taken[0]]
        acts = []
        for mention in self.mentions:
            meant = tuple(dict.fromkeys(boats[case] for case in about.get(mention.id, ())))
            for act in self._acts[mention.id] if meant else ():
                move = self._moves.get(id(act))
                if move is None or taken[move].taken:
                    acts.append((act, meant))
        apart = all(choice.taken == ("apart",) for choice in taken if choice.about == "boats")
        return Way(boats=boats, acts=tuple(acts), names=names, choices=taken, apart=apart)


def mentions_of(group: Iterable[CaseFacts]) -> tuple[MentionFacts, ...]:
    """Return every mention of a group once, in the order of their ids."""
    mentions = {mention.id: mention for case in group for mention in case.mentions}
    return tuple(mentions[key] for key in sorted(mentions))


def links_of(mention: MentionFacts) -> tuple[tuple[str, ...], ...]:
    """Return every set of cases that a mention may be about, as far as anybody linked or proposed it.

    A proposal counts only while no link stands. A link to a case that another entry holds apart from it is
    a conflict, and then it may be about none of them. What was done with people lowers no bound before a person
    linked it: until then a program's link of it is a proposal.
    """
    linked = [link for link in mention.links if link.standing == "linked"]
    apart = {case for link in mention.links if link.standing == "apart" for case in link.cases}
    options: set[tuple[str, ...]] = set()
    for link in linked:
        cases = tuple(sorted(set(link.cases)))
        options.update([cases] if link.covers == "all" else [(case,) for case in cases])
        if apart.intersection(cases):
            options.add(())
    told = mention.mention
    if (told.encounter is not None or told.movements) and not any(link.by_person for link in linked):
        options.add(())
    if not linked:
        options.add(())
        for link in mention.links:
            if link.standing == "proposed":
                cases = tuple(sorted(set(link.cases) - apart))
                options.update([cases] if link.covers == "all" else [(case,) for case in cases])
    return tuple(sorted(options))


def boats_by_name(group: Iterable[CaseFacts]) -> dict[str, tuple[str, ...]]:
    """Return which cases a name in a movement can mean: a case's id, a label, or the name of its craft."""
    named: dict[str, set[str]] = {}
    for case in group:
        crafts = [mention.mention.craft for mention in case.mentions if (case.id,) in links_of(mention)]
        names = [case.id, *(label.label for label in case.labels)]
        names += [craft.name for craft in crafts if craft is not None and craft.name]
        for name in names:
            named.setdefault(name, set()).add(case.id)
    return {name: tuple(sorted(cases)) for name, cases in named.items()}


def tied_groups(cases: Iterable[CaseFacts]) -> tuple[tuple[CaseFacts, ...], ...]:
    """Return the cases in groups whose people cannot be counted one without another.

    Two cases are tied by a mention linked or proposed to both, by being held the same or perhaps the same,
    and by a movement of one that names the other.
    """
    every = list(cases)
    shared = [
        (case.id, other)
        for case in every
        for mention in case.mentions
        for option in links_of(mention)
        for other in option
        if other != case.id
    ]
    return _grouped(every, [*shared, *_perhaps_one_boat(every), *_moved_between(every)])


def inseparable(group: Iterable[CaseFacts]) -> tuple[tuple[CaseFacts, ...], ...]:
    """Return a group in pieces that share no count and no movement in any way of taking it.

    Each mention is taken its own way whatever the others are, so the ways of a piece are those of the group.
    """
    every = list(group)
    counted = [
        (case.id, other)
        for case in every
        for mention in case.mentions
        for option in links_of(mention)
        if case.id in option
        for other in option
    ]
    return _grouped(every, [*counted, *_perhaps_one_boat(every), *_moved_between(every)])


def _perhaps_one_boat(cases: Iterable[CaseFacts]) -> Iterator[tuple[str, str]]:
    for case in cases:
        for comparison in case.comparisons:
            if comparison.standing in ("same", "perhaps"):
                yield comparison.cases


def _moved_between(cases: Sequence[CaseFacts]) -> Iterator[tuple[str, str]]:
    moves = [
        (case.id, name)
        for case in cases
        for mention in case.mentions
        for move in mention.mention.movements
        for kind, name in (place_of(move.origin), place_of(move.destination))
        if kind == "boat"
    ]
    named = boats_by_name(cases) if moves else {}
    for case, name in moves:
        yield from ((case, other) for other in named.get(name, ()))


def _grouped(
    cases: Sequence[CaseFacts], ties: Iterable[tuple[str, str]]
) -> tuple[tuple[CaseFacts, ...], ...]:
    by_id = {case.id: case for case in cases}
    group_of = _joined(sorted(by_id), [pair for pair in ties if by_id.keys() >= set(pair)])
    groups: dict[str, list[CaseFacts]] = {}
    for case_id in sorted(by_id):
        groups.setdefault(group_of[case_id], []).append(by_id[case_id])
    return tuple(tuple(group) for group in groups.values())


def _comparisons(
    group: Iterable[CaseFacts],
) -> tuple[list[tuple[str, str]], set[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs of cases held the same, apart, and perhaps the same.

    Same and apart of one pair is apart until settled. Where a chain of *same* joins two cases held apart,
    each link of the chain is only perhaps.
    """
    standing: dict[tuple[str, str], set[str]] = {}
    for case in group:
        for comparison in case.comparisons:
            one, other = sorted(comparison.cases)
            standing.setdefault((one, other), set()).add(comparison.standing)
    apart = {pair for pair, said in standing.items() if "apart" in said}
    same = [pair for pair, said in sorted(standing.items()) if "same" in said and pair not in apart]
    perhaps = [pair for pair, said in sorted(standing.items()) if said == {"perhaps"} and pair not in apart]
    boats = _joined(sorted({case for pair in standing for case in pair}), same)
    torn = {boats[one] for one, other in apart if boats[one] == boats[other]}
    perhaps += [pair for pair in same if boats[pair[0]] in torn]
    return [pair for pair in same if boats[pair[0]] not in torn], apart, sorted(perhaps)


def _joined(items: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return each item's group, named by its first member."""
    group = {item: item for item in items}

    def root(item: str) -> str:
        while group[item] != item:
            item = group[item]
        return item

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        group[second] = first
    return {item: root(item) for item in group}
