"""What stands in the way of saying that everybody is accounted for (situations C).

A case ends when its people balance, or somebody signs for the difference.
Every reason is one sentence with the words behind it, all are shown at once, and each is answered by a person
who names the basis; it is put again only when a mention that the answer did not know of raises it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ashore.model.counts import exactly
from ashore.model.errors import Refused
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.phrases import Clock, Instant, Phrase, Translate, utc_minute
from ashore.model.report import Movement
from ashore.model.vocabulary import ENDINGS
from ashore.people.account import Bound, CaseBook, PeopleBook
from ashore.people.acts import CARES, GETS_OFF, acts_of
from ashore.people.claims import Statement, read_range
from ashore.people.hypotheses import links_of, mentions_of
from ashore.people.wording import speaker, words_of

BASES = ("survivors", "unit", "quay", "hospital", "centre", "officer")
"""On what an answer may rest."""

_WITNESSES = ("survivors", "unit", "quay", "hospital", "centre")
"""Who can have seen people leave the boat; an officer's own belief is not among them."""

QUESTIONS = (
    "still-out",
    "nobody-said",
    "phone-after-rescue",
    "in-the-water",
    "children",
    "women",
    "men",
    "shared-landing",
    "unsettled-mention",
    "found-boat",
    "unlinked-encounter",
    "hull-adrift",
    "neighbour-open",
)
"""The code of every objection, in the order they are put; `found-boat` is linking's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One reason why a case may not be called accounted for.

    `because` are the statements that force it and `mentions` the mentions that raise it: an answer that knew
    all of them settles it. `bases` are what an answer may rest on; with none, only new evidence settles it.
    """

    code: str
    phrase: Phrase
    because: tuple[Statement, ...] = ()
    mentions: tuple[str, ...] = ()
    bases: tuple[str, ...] = BASES

    def sentence(self, translate: Translate = str, clock: Clock = utc_minute) -> str:
        """Return the reason as one sentence, in English and UTC unless told otherwise."""
        return self.phrase.render(translate, clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something left to do after the people are safe, which stands in no ending's way."""

    code: str
    phrase: Phrase


class NotAccounted(Refused):
    """Reasons stand in the way of *all accounted for*."""

    code = "not-accounted"
    says = "Cannot say all accounted for. {reasons}"
    hint = "Answer each, or choose Suspend."


class NotAccepted(Refused):
    """A handover ends nothing here before the other centre accepts it."""

    code = "handover-not-accepted"
    says = "The people of this case still stand on this desk's book: no other centre has accepted them."
    hint = "Record the other centre's acceptance first, or choose another ending."


class NobodyKeepsIt(Refused):
    """A suspended or unexplained case needs somebody who keeps it and a time to look again."""

    code = "nobody-keeps-it"
    says = "A case whose people are not accounted for needs an owner and a time of review."
    hint = "Name who keeps this case and when it is looked at again."


class NoSuchEnding(Refused):
    """There are four endings."""

    code = "no-such-ending"
    says = "There is no ending called {how}."
    hint = "Choose accounted, handed_over, suspended or unexplained."


def objections(
    case: CaseFacts,
    book: PeopleBook,
    group: Sequence[CaseFacts],
    *,
    unlinked: Sequence[MentionFacts] = (),
    advice: Sequence[Objection] = (),
) -> tuple[Objection, ...]:
    """Return every reason that still stands in the way of *all accounted for*, in the order of situations C.

    `book` is the book of `group`, the tied group that holds the case. `unlinked` are mentions of no case,
    of which those from a phone of this boat are considered. `advice` are reasons that linking found about the
    boat that was met, put among the rest.
    """
    asked = _Asked(case, book.case(case.id), group, unlinked)
    raised = [
        *asked.still_out(),
        *asked.nobody_said(),
        *asked.phone_after_rescue(),
        *asked.in_the_water(),
        *asked.parts(),
        *asked.shared_landing(),
        *asked.unsettled_mentions(),
        *advice,
        *asked.unlinked_encounters(),
        *asked.hull_adrift(),
        *asked.neighbour(),
    ]
    return tuple(objection for objection in raised if not is_answered(objection, case))


def is_answered(objection: Objection, case: CaseFacts) -> bool:
    """Whether a person answered this on a basis it may rest on, knowing every mention that raises it."""
    return any(
        answer.question == objection.code
        and answer.basis in objection.bases
        and set(objection.mentions) <= set(answer.mentions)
        for answer in case.answers
    )


def check_ending(
    how: str,
    case: CaseFacts,
    standing: Sequence[Objection],
    *,
    owner: str = "",
    review_at: int | None = None,
    translate: Translate = str,
    clock: Clock = utc_minute,
) -> None:
    """Raise the reason why a case may not be ended so; return if it may.

    `standing` is what `objections` returned. Raises NotAccounted, NotAccepted, NobodyKeepsIt or NoSuchEnding.
    """
    if how not in ENDINGS:
        raise NoSuchEnding(how=how)
    if how == "accounted" and standing:
        sentences = [objection.sentence(translate, clock) for objection in standing]
        raise NotAccounted(
            reasons=" ".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1))
        )
    if how == "handed_over" and not case.holder:
        raise NotAccepted()
    if how in ("suspended", "unexplained") and not (owner and review_at is not None):
        raise NobodyKeepsIt()


def ended_alone(case: CaseFacts, by: str, seconded: Collection[str] = ()) -> bool:
    """Whether ending this case now would be one person ending distress by themselves."""
    return case.phase == "distress" and not (set(seconded) - {by})


def afterwards(case: CaseFacts, book: CaseBook) -> tuple[ToDo, ...]:
    """Return what is left to do once the people are safe; none of it stands in the way of an ending."""
    account = book.account
    acted = {mention.mention.encounter.action for mention in case.mentions if mention.mention.encounter}
    to_do = []
    if account.not_yet_ashore.total.high != 0:
        to_do.append(
            ToDo(code="landing", phrase=Phrase(template="Ask when and where those aboard a unit land."))
        )
    if account.rescued.total.high != 0 and not acted & CARES:
        to_do.append(ToDo(code="care", phrase=Phrase(template="Tell the police and the doctors ashore.")))
    to_do.append(ToDo(code="relay", phrase=Phrase(template="Cancel the relay.")))
    to_do.append(
        ToDo(code="alerted", phrase=Phrase(template="Tell those who were alerted, and stand units down."))
    )
    return tuple(to_do)


class _Asked:
    """One case, and each question that its evidence puts."""

    def __init__(
        self, case: CaseFacts, book: CaseBook, group: Sequence[CaseFacts], unlinked: Sequence[MentionFacts]
    ) -> None:
        self._case = case
        self._book = book
        self._names = {each.id: each.labels[0].label for each in group if each.labels}
        self._all = {mention.id: mention for mention in (*mentions_of([*group, case]), *unlinked)}
        self._mine = [
            mention for mention in case.mentions if any((case.id in way) for way in links_of(mention))
        ]
        self._linked = [mention for mention in self._mine if _linked(mention)]
        reports = {mention.report for mention in self._mine if _from_aboard(mention)}
        self._same_phone = [
            mention
            for mention in self._all.values()
            if (mention in self._mine and _from_aboard(mention)) or reports.intersection(mention.same_phone)
        ]

    def still_out(self) -> Iterable[Objection]:
        bound = self._book.still_out
        if bound.high == 0:
            return
        if bound.high is None and bound.low == 0:
            # Where nobody said how many set out, that is the question to put, and `nobody_said` puts it.
            if not list(self.nobody_said()):
                yield Objection(
                    code="still-out",
                    phrase=Phrase(
                        template="How many may still be out is not known: what was said disagrees."
                    ),
                    mentions=self._counting(),
                    bases=_WITNESSES,
                )
            return
        bases = _WITNESSES if bound.low == 0 else ()
        if bound.high is None:
            yield self._forced(
                "still-out", "At least {count} are still out: {because}.", bound.low, bound, bases
            )
        elif bound.low:
            template = "At least {low} and at most {count} are still out: {because}."
            if bound.low == bound.high:
                template = "{count} are still out: {because}."
            yield self._forced("still-out", template, bound.high, bound, bases)
        else:
            yield self._forced("still-out", "{count} may still be out: {because}.", bound.high, bound, bases)

    def nobody_said(self) -> Iterable[Objection]:
        if any(_says_how_many_set_out(mention) for mention in self._linked):
            return
        yield Objection(
            code="nobody-said",
            phrase=Phrase(
                template="Nobody has said how many set out: neither someone who was aboard nor "
                "the unit's answer to “anyone left?”. Ask now."
            ),
            mentions=tuple(sorted(mention.id for mention in self._mine if acts_of(mention))),
        )

    def phone_after_rescue(self) -> Iterable[Objection]:
        rescue = _rescue(self._linked)
        if rescue is None:
            return
        for mention in sorted(self._same_phone, key=lambda each: each.said):
            if mention.happened.latest > rescue and not _takes_off(mention):
                template = "A phone of this boat called at {time}, after the rescue at {rescue}."
                if mention.channel != "phone":
                    template = "A phone of this boat wrote at {time}, after the rescue at {rescue}."
                yield Objection(
                    code="phone-after-rescue",
                    phrase=Phrase(
                        template=template,
                        fields=(("time", Instant(ms=mention.at)), ("rescue", Instant(ms=rescue))),
                    ),
                    mentions=(mention.id,),
                )

    def in_the_water(self) -> Iterable[Objection]:
        told = [mention for mention in self._mine if _tells_of_water(mention)]
        counted = any(_counts_water(mention) for mention in told)
        bound = self._book.account.in_water.total
        if not told or (counted and bound.high == 0):
            return
        template = "People were in the water, told by {speaker} at {time}, and are not accounted for."
        first = min(told, key=lambda mention: mention.said)
        yield Objection(
            code="in-the-water",
            phrase=Phrase(
                template=template, fields=(("speaker", speaker(first)), ("time", Instant(ms=first.at)))
            ),
            because=bound.high_because,
            mentions=tuple(sorted(mention.id for mention in told)),
            bases=_WITNESSES if bound.low == 0 else (),
        )

    def parts(self) -> Iterable[Objection]:
        for each in self._book.account.still_out.parts:
            bound = each.bound
            if bound.high == 0:
                continue
            bases = _WITNESSES if bound.low == 0 else ()
            if bound.high is None:
                yield Objection(
                    code=each.part,
                    phrase=Phrase(template=_PART_UNKNOWN[each.part]),
                    because=bound.low_because,
                    mentions=_tellers(bound.low_because) or self._counting(),
                    bases=bases,
                )
            else:
                yield self._forced(each.part, _PART_OUT[each.part], bound.high, bound, bases)

    def shared_landing(self) -> Iterable[Objection]:
        told: dict[tuple[Phrase | str, str], list[str]] = {}
        for mention in self._mine:
            shared = {
                case for way in links_of(mention) if len(way) > 1 and self._case.id in way for case in way
            }
            others = sorted(shared - {self._case.id} - set(self._book.same_as))
            if others and _takes_off(mention):
                names = ", ".join(self._names.get(other, other) for other in others)
                told.setdefault((speaker(mention), names), []).append(mention.id)
        for (unit, names), mentions in told.items():
            yield Objection(
                code="shared-landing",
                phrase=Phrase(
                    template="The number {unit} counted is shared with another case: {cases}.",
                    fields=(("unit", unit), ("cases", names)),
                ),
                mentions=tuple(sorted(mentions)),
            )

    def unsettled_mentions(self) -> Iterable[Objection]:
        for mention in self._mine:
            if not _linked(mention) and not _tells_of_people(mention):
                yield Objection(
                    code="unsettled-mention",
                    phrase=Phrase(
                        template="Nobody has settled whether what {speaker} said at {time} is about this boat.",
                        fields=(("speaker", speaker(mention)), ("time", Instant(ms=mention.at))),
                    ),
                    mentions=(mention.id,),
                )
        linked = {mention.id for mention in self._mine}
        for mention in self._same_phone:
            if mention.id not in linked and not mention.links:
                yield Objection(
                    code="unsettled-mention",
                    phrase=Phrase(
                        template="A report from a phone of this boat at {time} is linked to no case.",
                        fields=(("time", Instant(ms=mention.at)),),
                    ),
                    mentions=(mention.id,),
                )

    def unlinked_encounters(self) -> Iterable[Objection]:
        for mention in self._mine:
            by_person = any(link.standing == "linked" and link.by_person for link in mention.links)
            if _tells_of_people(mention) and not by_person:
                yield Objection(
                    code="unlinked-encounter",
                    phrase=Phrase(
                        template="No person has linked what {speaker} did at {time} to this boat.",
                        fields=(("speaker", speaker(mention)), ("time", Instant(ms=mention.at))),
                    ),
                    mentions=(mention.id,),
                    bases=(),
                )

    def hull_adrift(self) -> Iterable[Objection]:
        told = [(mention, hull) for mention in self._linked if (hull := _hull(mention)) is not None]
        if not told:
            return
        last, hull = max(told, key=lambda each: each[0].said)
        if hull == "adrift":
            yield Objection(
                code="hull-adrift",
                phrase=Phrase(
                    template="The hull was left adrift and unmarked at {time}, and will be reported again.",
                    fields=(("time", Instant(ms=last.at)),),
                ),
                mentions=(last.id,),
            )

    def neighbour(self) -> Iterable[Objection]:
        latest: dict[str, MentionFacts] = {}
        for mention in sorted(self._linked, key=lambda each: each.said):
            sender = mention.sender
            if (
                sender is not None
                and sender.role == "centre"
                and sender.unit not in (None, mention.received_by)
            ):
                latest[sender.unit or ""] = mention
        for centre, mention in sorted(latest.items()):
            if not _closes(mention):
                yield Objection(
                    code="neighbour-open",
                    phrase=Phrase(
                        template="{centre} still holds this boat open, by its report at {time}.",
                        fields=(("centre", centre), ("time", Instant(ms=mention.at))),
                    ),
                    mentions=(mention.id,),
                )

    def _forced(
        self, code: str, template: str, count: int, bound: Bound, bases: tuple[str, ...]
    ) -> Objection:
        because = bound.low_because if bound.high is None else bound.high_because
        clauses = tuple(words_of(each, self._all) for each in sorted(because, key=self._told_at))
        return Objection(
            code=code,
            phrase=Phrase(
                template=template, fields=(("count", count), ("low", bound.low), ("because", clauses))
            ),
            because=because,
            mentions=_tellers(because) or self._counting(),
            bases=bases,
        )

    def _told_at(self, statement: Statement) -> tuple[int, int, str]:
        return self._all[statement.mention].said

    def _counting(self) -> tuple[str, ...]:
        return tuple(sorted(mention.id for mention in self._mine if acts_of(mention)))


def _tells_of_people(mention: MentionFacts) -> bool:
    """Whether a mention tells what was done with people: an encounter, or the movements it is short for."""
    return mention.mention.encounter is not None or bool(mention.mention.movements)


def _tellers(because: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(sorted({statement.mention for statement in because}))


def _linked(mention: MentionFacts) -> bool:
    return any(link.standing == "linked" for link in mention.links)


def _from_aboard(mention: MentionFacts) -> bool:
    return mention.sender is not None and mention.sender.role == "aboard"


def _takes_off(mention: MentionFacts) -> bool:
    """Whether a mention tells that people of the boat got off it."""
    return any(act.kind in GETS_OFF for act in acts_of(mention))


def _rescue(mentions: Sequence[MentionFacts]) -> int | None:
    """When the last unit took people off (UTC ms), by the first report of it; None if nobody did.

    A landing, or what a paper tells the day after, dates the rescue only where nothing else does.
    """
    off = [mention for mention in mentions if _takes_off(mention)]
    at_sea = [mention for mention in off if not mention.public and not _is_ashore(mention)]
    first: dict[str, int] = {}
    for mention in at_sea or [each for each in off if not each.public] or off:
        met = mention.mention.encounter
        unit = (met.unit if met is not None else None) or mention.speaker
        first[unit] = min(mention.happened.latest, first.get(unit, mention.happened.latest))
    return max(first.values(), default=None)


def _is_ashore(mention: MentionFacts) -> bool:
    return all(act.kind not in ("take", "transfer", "pass") for act in acts_of(mention))


def _says_how_many_set_out(mention: MentionFacts) -> bool:
    """Whether somebody who was aboard gave a number, or a unit answered whether anybody was left."""
    told, met = mention.mention, mention.mention.encounter
    role = mention.sender.role if mention.sender is not None else None
    voices = [told.on_board.says_who] if told.on_board is not None else []
    if met is not None:
        if met.all_off in ("yes", "no") or met.left_aboard is not None:
            return True
        if met.set_out is not None:
            voices += ["survivors" if met.says_who == "survivors" else met.set_out.says_who]
    if role in ("aboard", "survivor") and voices:
        return True
    return bool({"caller", "survivors"}.intersection(voice for voice in voices if voice))


def _tells_of_water(mention: MentionFacts) -> bool:
    told, met = mention.mention, mention.mention.encounter
    named = "people_in_water" in told.danger or told.about == "person_in_water"
    counted = met is not None and met.in_water is not None and read_range(met.in_water) != (exactly(0), False)
    return named or counted or any(map(_falls, told.movements))


def _counts_water(mention: MentionFacts) -> bool:
    """Whether it says how many were in the water, so that the book can tell whether they are out of it."""
    told, met = mention.mention, mention.mention.encounter
    counts = [move.count for move in told.movements if _falls(move)]
    counts += [met.in_water] if met is not None else []
    return any(count is not None and read_range(count) is not None for count in counts)


def _falls(move: Movement) -> bool:
    return move.destination.partition(":")[0] == "water"


def _hull(mention: MentionFacts) -> str | None:
    met = mention.mention.encounter
    if met is None:
        return None
    return met.craft_after or ("adrift" if met.action == "empty_hull" else None)


def _closes(mention: MentionFacts) -> bool:
    """Whether a centre's report says that, for it, this boat's people are off or gone."""
    met = mention.mention.encounter
    return _takes_off(mention) or (met is not None and met.all_off == "yes")


_PART_OUT = {
    "children": "{count} children may still be out, whatever the total: {because}.",
    "women": "{count} women may still be out, whatever the total: {because}.",
    "men": "{count} men may still be out, whatever the total: {because}.",
}
_PART_UNKNOWN = {
    "children": "How many children may still be out is not known.",
    "women": "How many women may still be out is not known.",
    "men": "How many men may still be out is not known.",
}
