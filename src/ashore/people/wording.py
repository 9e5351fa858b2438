"""Sentences about people, as phrases that a page can translate."""

from __future__ import annotations

from collections.abc import Mapping

from ashore.model.facts import MentionFacts
from ashore.model.phrases import Instant, Phrase
from ashore.people.account import Contradiction
from ashore.people.claims import NOBODY_LOST, Statement


def words_of(statement: Statement, mentions: Mapping[str, MentionFacts]) -> Phrase:
    """Return who said a statement, when, and what, as a clause without a full stop."""
    facts = mentions[statement.mention]
    teller, when = speaker(facts), Instant(ms=facts.at)
    number = _number(statement)
    if statement.field == NOBODY_LOST:
        return Phrase(template="nobody is known to have been lost between one unit and the next")
    if statement.field == "sender.role":
        return Phrase(template="somebody called from aboard at {time}", fields=(("time", when),))
    if facts.assumes(statement.field):
        what = Phrase(template=_SUPPLIED.get(statement.field, "{count}"), fields=(("count", number),))
        return Phrase(template="no source says it, it is supplied here: {what}", fields=(("what", what),))
    met = facts.mention.encounter
    if met is not None and statement.field.startswith("encounter."):
        name = statement.field.removeprefix("encounter.")
        if name == "all_off" and statement.low:
            name = "some_left"
        unit = _unit(met.unit) if met.unit else teller
        if name in ("set_out", "all_off") and met.says_who == "survivors":
            unit = Phrase(template="survivors")
        return Phrase(
            template=_ENCOUNTERED.get(name, "{unit} counted {count}"),
            fields=(("unit", unit), ("count", number), ("time", when)),
        )
    if statement.field.startswith("movements["):
        return Phrase(
            template="{speaker} at {time} told of {count} moved",
            fields=(("speaker", teller), ("time", when), ("count", number)),
        )
    return Phrase(
        template="{speaker} at {time} said {count}",
        fields=(("speaker", teller), ("time", when), ("count", number)),
    )


def contradiction_words(contradiction: Contradiction, mentions: Mapping[str, MentionFacts]) -> Phrase:
    """Return a contradiction in its plain form, "33 exceeds 30" where two numbers are all of it."""
    clauses = tuple(words_of(statement, mentions) for statement in contradiction.statements)
    if contradiction.more is not None and contradiction.fewer is not None:
        return Phrase(
            template="{more} exceeds {fewer}: {because}.",
            fields=(("more", contradiction.more), ("fewer", contradiction.fewer), ("because", clauses)),
        )
    return Phrase(template="These cannot all be true: {because}.", fields=(("because", clauses),))


def speaker(facts: MentionFacts) -> Phrase:
    """Return who speaks in a report, as its open part tells."""
    sender = facts.sender
    if sender is not None and sender.unit:
        return _unit(sender.unit)
    role = sender.role if sender is not None and sender.role else ""
    return Phrase(template=_SPEAKERS.get(role) or _SPEAKERS.get(facts.channel) or "a report")


def _unit(name: str) -> Phrase:
    """Return a unit's name, with its article where it is only a kind of unit ("cutter")."""
    return Phrase(template="the {unit}" if name[0].islower() else "{unit}", fields=(("unit", name),))


def _number(statement: Statement) -> Phrase:
    if statement.high is None:
        number = Phrase(template="at least {low}", fields=(("low", statement.low),))
    elif statement.low == statement.high:
        number = Phrase(template="{low}", fields=(("low", statement.low),))
    else:
        number = Phrase(template="{low}–{high}", fields=(("low", statement.low), ("high", statement.high)))
    if statement.read_as is not None:
        number = Phrase(template="a number read as {range}", fields=(("range", statement.read_as),))
    if statement.part is not None:
        number = Phrase(template=_PARTS[statement.part], fields=(("count", number),))
    return number


_PARTS = {"children": "{count} children", "women": "{count} women", "men": "{count} men"}
_ENCOUNTERED = {
    "set_out": "{unit} said that {count} set out",
    "seen": "{unit} saw {count}",
    "taken_off": "{unit} took off {count}",
    "left_aboard": "{unit} left {count} aboard",
    "in_water": "{unit} told of {count} in the water",
    "dead": "{unit} told of {count} dead",
    "all_off": "{unit} said at {time} that all were off",
    "some_left": "{unit} said at {time} that some were left",
    "action": "{unit} found a body",
}
_SUPPLIED = {"encounter.set_out": "{count} set out", "encounter.all_off": "all were off"}
_SPEAKERS = {
    "aboard": "the caller",
    "relative": "a relative",
    "hotline": "the hotline",
    "police": "the police",
    "unit": "a unit",
    "centre": "a centre",
    "public": "a member of the public",
    "survivor": "a survivor",
    "article": "an article",
    "post": "a post",
    "official": "an official notice",
    "statement": "a statement",
    "note": "an officer's note",
}
