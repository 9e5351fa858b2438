"""Situation reports: the fields of the IMO's standard form, filled from the log, so that nothing is typed twice.

The letters and what stands under them are those of the standard SITREP (IAMSAR Manual, volume II, appendix I):
A to F the short form, G to N, without I, the long one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ashore.desk.commands.acting import Acting, one_of, reason_text
from ashore.desk.commands.acts import IssueSitrep
from ashore.desk.commands.asking import CaseView, ask_case, name_of
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.desk.language.words import word_for
from ashore.forecast.fixes import fixes, set_aside
from ashore.model.bodies import SitrepField, SitrepIssued
from ashore.model.facts import MentionFacts
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.times import Moment, iso
from ashore.picture import Picture
from ashore.picture.cases import is_linked

LETTERS = "ABCDEFGHJKLMN"
BY_HAND = "EHKLM"
"""Fields of which the log holds little: what is asked for, the weather, search areas, instructions and plans."""

TITLES = {
    "A": "Identity of casualty",
    "B": "Position",
    "C": "Situation",
    "D": "Number of persons at risk",
    "E": "Assistance required",
    "F": "Coordinating centre",
    "G": "Description of casualty",
    "H": "Weather on scene",
    "J": "Initial actions taken",
    "K": "Search area",
    "L": "Coordinating instructions",
    "M": "Future plans",
    "N": "Additional information, conclusion",
}
LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SitrepLine:
    """One field: its letter, its title, and what the log says under it, a sentence each."""

    letter: str
    title: str
    says: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitrep:
    """A situation report as the log has it now: its number within the case, and its fields in order."""

    case: str
    number: int
    at: int
    phase: str
    sender: str
    lines: tuple[SitrepLine, ...]


def ask_sitrep(desk: Desk, case: str) -> Sitrep:
    """Return the next situation report of a case, from the log. Raises UnknownCase."""
    view = ask_case(desk, case)
    with desk.looking() as picture:
        number = len(_issued(picture, case)) + 1
    return Sitrep(
        case=case,
        number=number,
        at=view.now,
        phase=view.row.urgency.phase,
        sender=desk.name,
        lines=tuple(
            SitrepLine(letter=letter, title=TITLES[letter], says=tuple(_says(letter, view, desk.name)))
            for letter in LETTERS
        ),
    )


@command("issue-sitrep", IssueSitrep, roles=DOCUMENTING, person=True)
def issue_sitrep(acting: Acting, act: IssueSitrep) -> int:
    """Write down a situation report as it went out; return its number."""
    one_of("language", act.language, ("en", "fr"))
    case = acting.case(act.case)
    to = tuple(dict.fromkeys(reason_text("to", each) for each in act.to if each.strip()))
    if not to:
        raise BadValue(field="to", why="nobody is named", hint="Name the centres it goes to")
    fields = tuple(sorted(map(_field, act.fields), key=lambda field: LETTERS.index(field.letter)))
    if len({field.letter for field in fields}) < len(fields):
        raise BadValue(field="fields", why="a letter stands twice", hint="Put both texts under one")
    if not fields:
        raise BadValue(field="fields", why="the report is empty", hint="Send at least A to D")
    number = len(_issued(acting.picture, case)) + 1
    if act.number not in ("", str(number)):
        raise BadValue(
            field="number",
            why="another report of this case went out under it",
            hint="Read what that one says, and tell whoever heard this one its new number",
        )
    now = acting.now
    acting.append(
        SitrepIssued(
            case=case,
            number=number,
            to=to,
            at=Moment(ms=now, stated=iso(now)),
            language=act.language,
            fields=fields,
        ),
        subjects=[case],
        class_="operational",
    )
    return number


def _issued(picture: Picture, case: str) -> list[str]:
    """Return the reports of a case that this desk ever issued: a number is used once, whatever was undone."""
    return [
        held.id
        for held in picture.said(picture.keeping.get(case, ()))
        if isinstance(held.body, SitrepIssued) and picture.is_ours(held)
    ]


def _field(text: str) -> SitrepField:
    letter, parted, said = text.partition(":")
    letter = letter.strip().upper()
    if not parted or len(letter) != 1 or letter not in LETTERS:
        raise BadValue(field="fields", why="a field has no letter of the form", hint="Write A: and the text")
    if len(said) > LONGEST:
        raise BadValue(field="fields", why="a field is too long", hint="At most 2,000 characters")
    return SitrepField(letter=letter, text=reason_text("fields", said, least=1))


def _says(letter: str, view: CaseView, desk: str) -> Iterable[Phrase]:
    match letter:
        case "A":
            return _identity(view)
        case "B":
            return _position(view)
        case "C":
            return _situation(view)
        case "D":
            return _at_risk(view)
        case "F":
            return (say("{desk}", desk=desk),)
        case "G":
            return _description(view)
        case "J":
            return _actions(view)
        case _:
            return ()


def _identity(view: CaseView) -> Iterable[Phrase]:
    yield say("{case} ({id})", case=name_of(view.row.case), id=view.row.case.id)


def _position(view: CaseView) -> Iterable[Phrase]:
    held = fixes(view.row.case)
    if not held:
        yield say("no position is held")
    for fix in held[-1:]:
        yield fix.sentence


def _situation(view: CaseView) -> Iterable[Phrase]:
    said = {
        danger
        for mention in _linked(view)
        if not set_aside(mention, "danger")
        for danger in mention.mention.danger
    } - {"none_stated"}
    yield say("{phase}", phase=_word("phase", view.row.urgency.phase))
    for danger in sorted(said):
        yield say("said: {danger}", danger=_word("danger", danger))
    if view.row.urgency.silent_min is not None:
        yield say("last sign of life {minutes} min ago", minutes=view.row.urgency.silent_min)
    if not said:
        yield say("no danger was stated")


def _at_risk(view: CaseView) -> Iterable[Phrase]:
    out = view.row.still_out
    if not view.row.at_sea:
        yield say("not at sea")
    elif out.high is None:
        yield say("may still be out: at least {low}, at most not known", low=out.low)
    else:
        yield say("may still be out: at least {low}, at most {high}", low=out.low, high=out.high)


def _description(view: CaseView) -> Iterable[Phrase]:
    for mention in _linked(view):
        craft = mention.mention.craft
        if craft is None:
            continue
        told = [
            seen
            for name, seen in (
                ("kind", craft.kind and _word("boat", craft.kind)),
                ("colour", craft.colour and _word("colour", craft.colour)),
                ("length_m", craft.length_m and say("{length} m", length=str(craft.length_m))),
                ("name", craft.name and say("{name}", name=craft.name)),
            )
            if seen and not set_aside(mention, f"craft.{name}")
        ]
        if told:
            yield say("{what} (said at {at})", what=tuple(told), at=Instant(ms=mention.at))


def _actions(view: CaseView) -> Iterable[Phrase]:
    for unit in view.row.units:
        arrives = unit.says.arrives_at
        name = f"{unit.says.unit} ({unit.desk})" if unit.desk else unit.says.unit
        if arrives is None:
            yield say("{unit}: {doing}", unit=name, doing=_word("doing", unit.says.doing))
        else:
            yield say(
                "{unit}: {doing}, promised for {at}",
                unit=name,
                doing=_word("doing", unit.says.doing),
                at=Instant(ms=arrives.ms),
            )
    for mention in _linked(view):
        met = mention.mention.encounter
        if met is not None and met.action and not set_aside(mention, "encounter.action"):
            yield say(
                "{unit}: {doing} (said at {at})",
                unit=met.unit or "–",
                doing=_word("action", met.action),
                at=Instant(ms=mention.at),
            )
    for due in view.row.due:
        if due.what == "answer":
            yield say("{to} was asked: {asks}", to=due.who, asks=due.says)


def _linked(view: CaseView) -> Iterable[MentionFacts]:
    """Return what a standing link, and no mere proposal, holds to be about the boat."""
    return (mention for mention in view.row.case.mentions if is_linked(mention, view.row.case.id))


def _word(kind: str, code: str) -> Phrase:
    """Return the words for a code, which a page translates, or the word as it came."""
    known = word_for(kind, code)
    return Phrase(template=known) if known else say("{word}", word=code.replace("_", " "))
