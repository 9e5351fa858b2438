"""Claims as a report carries them: a figure somebody states, with the words that state it."""

from __future__ import annotations

from decimal import Decimal

from ashore.intake.counts import EndsCrossed, read_ends
from ashore.intake.fields import Fields, Found, Missing
from ashore.intake.strict_json import parse_object
from ashore.model.claims import Claim
from ashore.model.errors import BadInput
from ashore.model.vocabulary import CLAIM_KINDS, CLAIM_UNITS, OUTCOMES, QUALIFIERS, SOURCE_STANDINGS

RATES = frozenset({"per_cent", "ratio"})
COUNTED = CLAIM_UNITS - RATES
DIRECTIONS = frozenset({"up", "down"})
MOST_CLAIMS = 1 << 20
"""More than any text holds."""


class QuoteNotThere(BadInput):
    code = "quote-not-there"
    says = "{where} is not in the report's text at that place."
    hint = (
        "Copy the quote letter by letter; start and end count code points, and end is the one after the last."
    )


class NoSuchClaim(BadInput):
    code = "no-such-claim"
    says = "{where} names no other claim of this report."
    hint = "Claims are numbered from 0 in the order in which they stand."


class DatesCrossed(BadInput):
    code = "dates-crossed"
    says = "{where} ends before it starts."
    hint = "Write the first day as when_start and the last as when_end."


def read_claims(fields: Fields, text: str | None) -> tuple[Claim, ...]:
    """Return the claims of a report whose text is `text`."""
    listed = fields.objects("claims")
    return tuple(_read_claim(each, text, len(listed), index) for index, each in enumerate(listed))


def claim_of(raw: bytes, text: str) -> Claim:
    """Return the one claim in a JSON object of format 8.3 that was read from `text`. Raises BadInput.

    What other claims it names by number is not looked at: they stand on lines of their own.
    """
    found = Found()
    claim = _read_claim(Fields(parse_object(raw), found), text, MOST_CLAIMS, MOST_CLAIMS)
    if found.errors:
        raise found.errors[0]
    return claim


def _read_claim(fields: Fields, text: str | None, total: int, index: int) -> Claim:
    quote = fields.text("quote")
    if quote is None:
        fields.refuse(Missing, "quote")
    start, end = fields.whole("start"), fields.whole("end")
    if quote is not None and text is not None and not _quoted(quote, text, start, end):
        fields.refuse(QuoteNotThere, "quote")
    qualifier = fields.code("qualifier", QUALIFIERS)
    unit = fields.code("unit", CLAIM_UNITS)
    value, low, high = _numbers(fields, qualifier, unit in COUNTED)
    when_start, when_end = fields.date("when_start"), fields.date("when_end")
    if when_start is not None and when_end is not None and when_start > when_end:
        fields.refuse(DatesCrossed)
    return Claim(
        quote=quote or "",
        start=start,
        end=end,
        value=value,
        qualifier=qualifier,
        low=low,
        high=high,
        unit=unit,
        counted=fields.text("counted"),
        direction=fields.code("direction", DIRECTIONS),
        outcome=fields.code("outcome", OUTCOMES),
        outcomes=fields.codes("outcomes", OUTCOMES),
        subset_of=_other_claim(fields, "subset_of", total, index),
        repeats=_other_claim(fields, "repeats", total, index),
        inside=fields.whole("inside"),
        place=fields.text("place"),
        when_start=when_start,
        when_end=when_end,
        when_rule=fields.text("when_rule"),
        source=fields.text("source"),
        source_standing=fields.code("source_standing", SOURCE_STANDINGS),
        kind=fields.code("kind", CLAIM_KINDS),
        definition=fields.text("definition"),
        period=fields.text("period"),
    )


def _quoted(quote: str, text: str, start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return quote in text
    return text[start:end] == quote


def _other_claim(fields: Fields, name: str, total: int, index: int) -> int | None:
    other = fields.whole(name)
    if other is not None and (other >= total or other == index):
        fields.refuse(NoSuchClaim, name)
        return None
    return other


Numeral = int | str | None


def _numbers(fields: Fields, qualifier: str | None, counted: bool) -> tuple[Numeral, Numeral, Numeral]:
    if counted:
        value = fields.whole("value")
        return value, *read_ends(fields, value, qualifier)
    # "More than 60 per cent" is above 60 by any fraction, so its bound is 60 itself, excluded by the words.
    measured = fields.decimal("value")
    low, high = fields.decimal("low"), fields.decimal("high")
    if low is None and qualifier in ("exact", "at_least", "more_than"):
        low = measured
    if high is None and qualifier in ("exact", "at_most", "almost"):
        high = measured
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        fields.refuse(EndsCrossed, low=low, high=high)
    return _numeral(measured), _numeral(low), _numeral(high)


def _numeral(text: str | None) -> Numeral:
    """Return decimal text as a whole number where it is one that every JSON reader keeps."""
    if text is None or "." in text or len(text) > 15:
        return text
    return int(text)
