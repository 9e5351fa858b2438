"""Counts as somebody stated them: what the words entail, and what they rule out.

Nothing is read into a count: "about thirty" has no lower and no upper end here.
"""

from __future__ import annotations

from ashore.intake.fields import Fields, OutOfRange
from ashore.model.counts import PARTS, Count, Part, Range, entailed
from ashore.model.errors import BadInput
from ashore.model.vocabulary import QUALIFIERS, SAYS_WHO

NEEDS = {
    "exact": ("exact",),
    "at_least": ("low",),
    "more_than": ("low",),
    "at_most": ("high",),
    "almost": ("high",),
}
"""Qualifiers that say nothing without a value or the end they bound."""


class EndsCrossed(BadInput):
    code = "ends-crossed"
    says = "{where} has low {low} above high {high}."
    hint = "Write the smaller number as low; leave out the end that the words do not give."


class EndContradicted(BadInput):
    code = "end-contradicted"
    says = "{where} is {stated}, and {words} entails {entailed}."
    hint = (
        "Leave low and high out and they follow from value and qualifier, or name the words' own qualifier."
    )


class ValueOutside(BadInput):
    code = "value-outside"
    says = "{where} has value {value}, outside its own low and high."
    hint = "Keep the numbers of one statement in one count; a second statement is a second count."


class NoNumber(BadInput):
    code = "no-number"
    says = "{where} says {qualifier} without a number."
    hint = "Add value, or leave the qualifier out."


class PartsExceedTotal(BadInput):
    code = "parts-exceed-total"
    says = "{where}: {parts} make at least {least} together, and the total is at most {most}."
    hint = "Children, women and men share nobody; check whether one number already holds another."


def read_count(fields: Fields | None) -> Count | None:
    """Return a count with its parts, or None where nothing is stated."""
    if fields is None:
        return None
    whole = _read_part(fields)
    count = Count(
        low=whole.low,
        high=whole.high,
        value=whole.value,
        qualifier=whole.qualifier,
        as_said=fields.text("as_said"),
        says_who=fields.code("says_who", SAYS_WHO),
        children=_read_stated_part(fields.object("children")),
        women=_read_stated_part(fields.object("women")),
        men=_read_stated_part(fields.object("men")),
    )
    if count == Count():
        return None
    least = sum(part.low or 0 for _, part in count.parts())
    if count.high is not None and least > count.high:
        names = " and ".join(name for name in PARTS if getattr(count, name) is not None)
        fields.refuse(PartsExceedTotal, parts=names, least=least, most=count.high)
    return count


def read_range(fields: Fields | None) -> Range | None:
    """Return a number of things as a range, or None where nothing is stated."""
    stated = _read_stated_part(fields)
    return None if stated is None else Range(low=stated.low or 0, high=stated.high)


def read_ends(fields: Fields, value: int | None, qualifier: str | None) -> tuple[int | None, int | None]:
    """Return the low and high end of a whole number: as stated, else as its words entail.

    An end that contradicts the words is a fault.
    """
    stated = {"low": fields.whole("low"), "high": fields.whole("high")}
    if qualifier == "almost" and value == 0:
        fields.refuse(OutOfRange, "value", range="1 or more after almost")
        return None, None
    if qualifier == "exact" and value is None and stated["low"] == stated["high"]:
        value = stated["low"]
    needed = NEEDS.get(qualifier or "", ())
    if value is None and needed and all(stated.get(end) is None for end in needed):
        fields.refuse(NoNumber, qualifier=qualifier)
        return None, None
    low, high = entailed(value, qualifier)
    ends = {"low": low, "high": high}
    for end, number in stated.items():
        if number is None:
            continue
        if qualifier == "about" or (ends[end] is not None and number != ends[end]):
            words = str(qualifier) if value is None else f"{qualifier} {value}"
            shown = "no end" if ends[end] is None else ends[end]
            fields.refuse(EndContradicted, end, stated=number, words=words, entailed=shown)
            return None, None
        ends[end] = number
    low, high = ends["low"], ends["high"]
    if low is not None and high is not None and low > high:
        fields.refuse(EndsCrossed, low=low, high=high)
        return None, None
    outside = value is not None and value not in Range(low=low or 0, high=high)
    if outside and qualifier in (None, "none"):
        fields.refuse(ValueOutside, value=value)
        return None, None
    return low, high


def _read_part(fields: Fields) -> Part:
    value, qualifier = fields.whole("value"), fields.code("qualifier", QUALIFIERS)
    no_ends = "low" not in fields.values and "high" not in fields.values
    if qualifier is None and value is not None and no_ends:
        # A bare number is that number; with low and high written out as null its ends are not known.
        qualifier = "exact"
    low, high = read_ends(fields, value, qualifier)
    if qualifier is None and low is not None and low == high:
        qualifier = "exact"
    return Part(low=low, high=high, value=value, qualifier=qualifier)


def _read_stated_part(fields: Fields | None) -> Part | None:
    if fields is None:
        return None
    part = _read_part(fields)
    return None if part == Part() else part
