"""A situation report as the text that goes out: read on the telephone, pasted into a message, or printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.reporting import LETTERS, TITLES, Sitrep
from ashore.desk.language import Tongue
from ashore.desk.language.words import word_for
from ashore.model.bodies import TYPE_OF, SitrepIssued
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.times import iso
from ashore.picture import Held


def utc(ms: int) -> str:
    """Write an instant as a report does, the same in both languages: the day, the minute and UTC."""
    return f"{iso(ms)[:16].replace('T', ' ')} UTC"


def fields_of(shown: Sitrep, tongue: Tongue) -> dict[str, str]:
    """Return what the log says under each letter, a line for each sentence; "" where it says nothing."""
    return {
        line.letter: "\n".join(
            _begun_large(said, said.render(tongue.catalogue.gettext, utc)) for said in line.says
        )
        for line in shown.lines
    }


def head_of(shown: Sitrep, tongue: Tongue) -> str:
    """Return what stands above the fields, but for whom it goes to."""
    phase = Phrase(template=word_for("phase", shown.phase) or shown.phase)
    lines = (
        say("SITREP {number}, {phase}", number=shown.number, phase=phase),
        say("At: {at}", at=Instant(ms=shown.at)),
        say("From: {sender}", sender=shown.sender),
    )
    return "\n".join(line.render(tongue.catalogue.gettext, utc) for line in lines)


def to_of(to: Iterable[str], tongue: Tongue) -> str:
    """Return the line that says to whom a report goes."""
    return say("To: {to}", to=", ".join(to)).render(tongue.catalogue.gettext, utc).rstrip()


def as_text(shown: Sitrep, fields: Mapping[str, str], tongue: Tongue) -> str:
    """Return the whole report; a letter under which nothing stands is left out."""
    body = [
        f"{letter}. {tongue.catalogue.gettext(TITLES[letter])}: {inset(fields[letter])}"
        for letter in LETTERS
        if fields.get(letter, "").strip()
    ]
    return "\n".join([head_of(shown, tongue), "", *body])


def inset(text: str) -> str:
    """Return a text whose further lines stand under its first."""
    return "\n   ".join(line.strip() for line in text.strip().splitlines())


def issued(desk: Desk, case: str) -> tuple[Held, ...]:
    """Return the reports of a case that went out, the newest first."""
    with desk.looking() as picture:
        return tuple(
            reversed(
                [
                    held
                    for held in picture.said(picture.by_type.get(TYPE_OF[SitrepIssued][0], ()))
                    if isinstance(held.body, SitrepIssued)
                    and held.body.case == case
                    and picture.is_ours(held)
                    and not picture.undone(held.id)
                ]
            )
        )


def _begun_large(said: Phrase, sentence: str) -> str:
    """Return a sentence with a large first letter, unless it begins with a name, which is written as it is."""
    if said.template.startswith("{") and isinstance(said.fields[0][1], str):
        return sentence
    return sentence[:1].upper() + sentence[1:]
