"""The languages of the desk: every sentence a person reads comes through here.

Sentences are written in English where they are used; `fr.po` beside this file holds the French,
and is read when a language is first asked for. Nothing compiled is kept.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ashore.desk.language.words import word_for
from ashore.model.errors import AshoreError

__all__ = ["LANGUAGES", "Tongue", "chosen_language", "speaking"]

LANGUAGES = {"en": "English", "fr": "Français"}
"""Every language there is a catalogue for, by its own name; the first is the one sentences are written in."""

_SENTENCES_IN_FIELDS = frozenset({"why", "hint"})
"""Fields of errors that hold words of ours, not of the person's."""


class Tongue:
    """One language: what turns our sentences and code words into it."""

    def __init__(self, language: str, catalogue: NullTranslations) -> None:
        self.language = language
        self.catalogue = catalogue

    def says(self, message: str, **fields: object) -> str:
        """Return a sentence in this language with its `{fields}` filled in."""
        return self.catalogue.gettext(message).format(**fields) if message else ""

    def counts(self, one: str, several: str, number: int, **fields: object) -> str:
        """Return the form of a sentence that goes with `number`, its `{fields}` filled in."""
        return self.catalogue.ngettext(one, several, number).format(number=number, **fields)

    def word(self, kind: str, code: str) -> str:
        """Return a code of ours in words; a code nobody has words for stays as it is."""
        message = word_for(kind, code)
        return code if message is None else self.catalogue.gettext(message)

    def error(self, error: AshoreError) -> tuple[str, str]:
        """Return what an error says and hints, translated before its fields are filled in."""
        translated = type(error)(
            **{
                name: self.catalogue.gettext(value)
                if name in _SENTENCES_IN_FIELDS and isinstance(value, str) and value
                else value
                for name, value in error.fields.items()
            }
        )
        translated.says = self.catalogue.gettext(error.says)  # type: ignore[misc]
        translated.hint = self.catalogue.gettext(error.hint) if error.hint else ""  # type: ignore[misc]
        return translated.sentence(), translated.advice()


@cache
def speaking(language: str) -> Tongue:
    """Return the tongue of one of `LANGUAGES`."""
    source = resources.files(__package__).joinpath(f"{language}.po")
    if not source.is_file():
        return Tongue(language, NullTranslations())
    with source.open("rb") as po:
        catalogue = read_po(po, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Tongue(language, GNUTranslations(compiled))


def chosen_language(asked: str | None, kept: str | None, accepted: str) -> str:
    """Return the language asked for, else the one kept from before, else the best the browser accepts."""
    for choice in (asked, kept):
        if choice in LANGUAGES:
            return choice
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, parameter = part.strip().partition(";")
        weight = parameter.strip().removeprefix("q=") or "1"
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES and weight.replace(".", "", 1).isdecimal():
            weighed.append((-float(weight), place, language))
    return min(weighed)[2] if weighed else next(iter(LANGUAGES))
