"""A telephone number as somebody wrote it down, in E.164."""

from __future__ import annotations

import re

import phonenumbers

REGIONS = ("FR", "GB")
"""Whose plan of numbers one without a country's code is looked up in; it must be valid in just one of them."""


def e164(written: str) -> str | None:
    """Return the first number in a text in E.164, or None.

    A number without a country's code is one of REGIONS: ten digits of a French mobile are none of a British one.
    """
    for piece in re.split(r"[/;,|\n]|\bor\b|\bou\b|\band\b|\bet\b", written):
        number = _one(piece)
        if number is not None:
            return number
    return None


def _one(written: str) -> str | None:
    figures = re.sub(r"^\s*00(?=[1-9])", "+", written.strip())
    if figures.startswith("+"):
        return _possible(figures)
    valid = [number for region in REGIONS if (number := _valid(figures, region)) is not None]
    if len(valid) == 1:
        return valid[0]
    # A spreadsheet drops the plus of +33…, and the nought of 06….
    bare = re.sub(r"\D", "", figures)
    if valid or len(bare) < 9 or not re.fullmatch(r"[\d\s().\-]+", figures):
        return None
    return _valid("+" + bare, None) or (_valid("0" + bare, "FR") if len(bare) == 9 else None)


def _possible(written: str) -> str | None:
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return None
    return _formatted(number) if phonenumbers.is_possible_number(number) else None


def _valid(written: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    return _formatted(number) if phonenumbers.is_valid_number(number) else None


def _formatted(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
