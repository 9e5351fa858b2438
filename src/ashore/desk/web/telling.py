"""What mentions, bounds and objections say, as sentences in one language; never the words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ashore.desk.commands.asking import name_of
from ashore.desk.language import Tongue
from ashore.desk.web.clocks import hour
from ashore.model.counts import Count, Part
from ashore.model.errors import AshoreError
from ashore.model.facts import CaseFacts, Label, MentionFacts
from ashore.model.phrases import Phrase
from ashore.model.report import Encounter, Movement
from ashore.people.account import Bound, Choice, Contradiction
from ashore.people.claims import Statement
from ashore.people.wording import contradiction_words, speaker, words_of

_WORDED = {"kind": "boat", "colour": "colour", "engine": "engine", "state": "inside"}
"""What is said of a craft by a code that there are words for, and the kind of these words."""

COUNTED = (
    ("set_out", "{number} set out"),
    ("seen", "{number} seen"),
    ("taken_off", "{number} taken off"),
    ("left_aboard", "{number} left aboard"),
    ("in_water", "{number} in the water"),
    ("injured", "{number} injured"),
    ("dead", "{number} dead"),
)
"""The counts of an encounter, in the order in which they are told."""


class Detail(NamedTuple):
    """One thing a mention says: in words, where it stands in the report, whether no source or a machine says it."""

    says: str
    field: str
    assumed: bool
    machine_read: bool


class Teller:
    """Tells what the cases at hand hold, in one language."""

    def __init__(self, tongue: Tongue, cases: Iterable[CaseFacts]) -> None:
        self._tongue = tongue
        held = list(cases)
        self.mentions: Mapping[str, MentionFacts] = {
            mention.id: mention for case in held for mention in case.mentions
        }
        self._labels = {case.id: self.label(case) for case in held}

    def label(self, case: CaseFacts) -> str:
        """Return what a case is called here: its labels, or the start of its id."""
        return name_of(case)

    def ours(self, case: CaseFacts) -> str:
        """Return what this desk itself calls a case; the start of its id where it has given it no name."""
        return (
            " / ".join(dict.fromkeys(label.label for label in case.labels if not label.given_by))
            or case.id[:10]
        )

    def theirs(self, case: CaseFacts) -> tuple[Label, ...]:
        """Return what others call a case: other centres first, then hotlines."""
        hotlines = {
            name.casefold()
            for mention in self.mentions.values()
            if mention.sender is not None and mention.sender.role == "hotline"
            for name in (mention.sender.unit, mention.received_by)
            if name
        }
        given = [label for label in case.labels if label.given_by]
        return tuple(sorted(given, key=lambda label: (label.given_by.casefold() in hotlines, label.given_by)))

    def name(self, case: str) -> str:
        """Return a case's label by its id."""
        return self._labels.get(case, case[:10])

    def who(self, mention: MentionFacts) -> str:
        """Return who speaks in a mention."""
        return self.phrase(speaker(mention))

    def defined(self, definition: str) -> str:
        """Return what a figure counts in this language where the sentence is ours, a source's own as it stands."""
        return self._tongue.catalogue.gettext(definition) if definition else ""

    def phrase(self, phrase: Phrase) -> str:
        """Return a sentence of a book or a figure, every case in it by its label, and its first letter large."""
        said = phrase.render(self._tongue.catalogue.gettext, lambda ms: hour(ms, self._tongue))
        for case, label in self._labels.items():
            said = said.replace(case, label) if case else said
        return said[:1].upper() + said[1:]

    def clause(self, phrase: Phrase) -> str:
        """Return a phrase as it stands within a sentence."""
        return phrase.render(self._tongue.catalogue.gettext, lambda ms: hour(ms, self._tongue))

    def error(self, error: AshoreError) -> tuple[str, str]:
        """Return what an error says and hints in this language."""
        return self._tongue.error(error)

    def tenths(self, per_mille: int) -> str:
        """Return a share in tenths, with a half where it is one, and never nothing for something."""
        halves = max(1, round(per_mille / 50))
        return f"{halves // 2 or ''}{'½' if halves % 2 else ''}"

    def span_ago(self, minutes: int) -> str:
        """Return how long ago something was, in minutes, or past three hours in hours."""
        if minutes < 180:
            return self._tongue.says("{minutes} min ago", minutes=minutes)
        return self._tongue.says("{hours} h ago", hours=round(minutes / 60))

    def statement(self, statement: Statement) -> str:
        """Return one number of one mention as a sentence: who, when, how many."""
        if statement.mention not in self.mentions:
            return statement.id
        mention = self.mentions[statement.mention]
        if self.assumed(statement):
            said = next((each.says for each in self.details(mention) if each.field == statement.field), "")
            part = "" if statement.part is None else f" ({self._tongue.word('part', statement.part)})"
            return self._tongue.says("Supplied here, no source says it: {said}", said=said + part)
        said = self.phrase(words_of(statement, self.mentions))
        if statement.part is not None and statement.field == "encounter.all_off":
            said = f"{said} ({self._tongue.word('part', statement.part)})"
        return f"{said}."

    def assumed(self, statement: Statement) -> bool:
        """Return whether no source says what a statement says."""
        mention = self.mentions.get(statement.mention)
        return mention is not None and mention.assumes(statement.field)

    def rests_on_assumed(self, bound: Bound) -> bool:
        """Return whether either end of a bound rests on something that no source says."""
        return any(self.assumed(statement) for statement in (*bound.low_because, *bound.high_because))

    def contradiction(self, contradiction: Contradiction) -> str:
        """Return statements that cannot all be true as one sentence."""
        if not all(statement.mention in self.mentions for statement in contradiction.statements):
            return " · ".join(statement.id for statement in contradiction.statements)
        return self.phrase(contradiction_words(contradiction, self.mentions))

    def mention_name(self, mention: str) -> str:
        """Return a mention as somebody at the desk would name it: who and when."""
        facts = self.mentions.get(mention)
        return mention if facts is None else f"{self.who(facts)}, {self.when(facts)}"

    def when(self, mention: MentionFacts) -> str:
        """Return when what a mention says was true, in UTC."""
        at, says = mention.happened, self._tongue.says
        if at.earliest == at.latest:
            return hour(at.latest, self._tongue)
        if at.earliest == 0:
            return says("by {time}", time=hour(at.latest, self._tongue))
        start, end = hour(at.earliest, self._tongue), hour(at.latest, self._tongue)
        return says("between {start} and {end}", start=start, end=end)

    def choice(self, choice: Choice) -> str:
        """Return one unsettled thing, taken one way, as a sentence."""
        says = self._tongue.says
        if choice.about == "boats":
            pair = " · ".join(self.name(case) for case in choice.subject)
            if choice.taken == ("same",):
                return says("if {pair} are one boat", pair=pair)
            return says("if {pair} are two boats", pair=pair)
        about = "; ".join(self.mention_name(mention) for mention in choice.subject)
        if choice.about == "mention":
            if not choice.taken:
                return says("if “{mention}” is about none of these boats", mention=about)
            cases = ", ".join(self.name(case) for case in choice.taken)
            return says("if “{mention}” is about {cases}", mention=about, cases=cases)
        if not choice.taken:
            return says("if the move told of by “{mention}” did not happen", mention=about)
        return says("if the move told of by “{mention}” happened", mention=about)

    def number(self, low: int | None, high: int | None) -> str:
        """Return a range: a number, from–to, at least, at most, or not known."""
        if low is not None and low == high:
            return str(low)
        if high is None:
            return self._tongue.says("at least {low}", low=low) if low else self._tongue.says("not known")
        return f"{low}–{high}" if low else self._tongue.says("at most {high}", high=high)

    def details(self, mention: MentionFacts) -> list[Detail]:
        """Return everything the open part of a mention says, in a fixed order."""
        found: list[Detail] = []
        for field, said in self._said(mention):
            found.append(
                Detail(
                    says=said,
                    field=field,
                    # What may have lost a digit on its way is as doubtful as what nobody said.
                    assumed=mention.assumes(field) or mention.assumes(f"{field}.lat"),
                    machine_read=mention.read_by_machine(field),
                )
            )
        return found

    def _said(self, facts: MentionFacts) -> Iterator[tuple[str, str]]:
        mention, word, says = facts.mention, self._tongue.word, self._tongue.says
        if mention.about != "craft":
            yield "about", word("about", mention.about)
        if mention.boats is not None and mention.boats.low != 1:
            number = self.number(mention.boats.low, mention.boats.high)
            yield "boats", says("{number} boats", number=number)
        for index in range(len(mention.positions)):
            yield f"positions[{index}]", self._position(facts, index)
        if mention.on_board is not None:
            yield "on_board", says("{number} on board", number=self._count(mention.on_board))
        if mention.craft is not None:
            for name in ("kind", "name", "colour", "engine", "state", "departed_from"):
                value = getattr(mention.craft, name)
                if value:
                    yield f"craft.{name}", self._craft(name, value)
        for danger in mention.danger:
            yield "danger", word("danger", danger)
        if mention.encounter is not None:
            yield from self._encounter(mention.encounter)
        for index, movement in enumerate(mention.movements):
            yield f"movements[{index}]", self._movement(movement)
        if mention.event is not None:
            event = mention.event
            number = "" if event.count is None else f": {self._count(event.count)}"
            place = f" ({event.place})" if event.place else ""
            yield "event", f"{word('event', event.kind)}{number}{place}"

    def _encounter(self, met: Encounter) -> Iterator[tuple[str, str]]:
        word, says = self._tongue.word, self._tongue.says
        if met.action:
            unit = f"{met.unit}: " if met.unit else ""
            place = f", {met.place}" if met.place else ""
            yield "encounter.action", f"{unit}{word('action', met.action)}{place}"
        for name, template in COUNTED:
            count = getattr(met, name)
            if count is not None:
                yield f"encounter.{name}", says(template, number=self._count(count))
        if met.all_off != "not_asked":
            yield "encounter.all_off", word("all_off", met.all_off)
        if met.craft_after:
            yield "encounter.craft_after", word("craft", met.craft_after)

    def _position(self, facts: MentionFacts, index: int) -> str:
        position, says = facts.mention.positions[index], self._tongue.says
        where = position.place or ""
        if position.lat is not None and position.lon is not None:
            error = f" ± {position.error_m} m" if position.error_m else ""
            if error and facts.assumes(f"positions[{index}].error_m"):
                error += f" ({says('assumed')})"
            where = f"{where} {position.lat}, {position.lon}{error}".strip()
        if facts.mention.rivals(index):
            where = says("{place} (one of several, of which only one is true)", place=where)
        if position.of == "departure":
            return says("from {place}", place=where)
        if position.of == "destination":
            return says("to {place}", place=where)
        return where or says("a position without a place")

    def _craft(self, name: str, value: str) -> str:
        if name == "departed_from":
            return self._tongue.says("left from {place}", place=value)
        said = self._tongue.word(_WORDED[name], value) if name in _WORDED else value
        return said.replace("_", " ")

    def _movement(self, movement: Movement) -> str:
        number = self._tongue.says("people") if movement.count is None else self._count(movement.count)
        ends = {"start": self._place(movement.origin), "end": self._place(movement.destination)}
        return self._tongue.says("{number} from {start} to {end}", number=number, **ends)

    def _place(self, place: str) -> str:
        kind, _, name = place.partition(":")
        return f"{self._tongue.word('place', kind)} {name}".strip()

    def _count(self, count: Count) -> str:
        parts = [f"{self._tongue.word('part', name)}: {self._part(part)}" for name, part in count.parts()]
        total = self._part(count)
        return f"{total} ({', '.join(parts)})" if parts else total

    def _part(self, count: Count | Part) -> str:
        if count.low is not None or count.high is not None:
            return self.number(count.low or 0, count.high)
        if count.value is None:
            return self._tongue.says("a number not stated")
        if count.qualifier == "about":
            return self._tongue.says("about {number}", number=count.value)
        return str(count.value)
