"""Text as it is matched: folded letter for letter, so that every place in it is a place in what was said."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def folded(text: str) -> str:
    """Return the text in small letters without accents, of the same length as the text.

    Apostrophes, dashes and spaces of any kind become the plain ones, and digits of any script 0 to 9;
    a line break stays a line break.
    """
    return "".join([_folded_letter(letter) for letter in text])


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    digit = unicodedata.digit(letter, None)
    if digit is not None and unicodedata.category(letter) == "Nd":
        return str(digit)
    if letter.isspace():
        return " "
    if unicodedata.category(letter) == "Pd":
        return "-"
    return unicodedata.normalize("NFKD", letter)[:1].lower()[:1] or letter


_PLAIN = {"\n": "\n", "\r": "\n", "’": "'", "ʼ": "'", "‘": "'", "´": "'", "`": "'", "−": "-", "º": "°"}
