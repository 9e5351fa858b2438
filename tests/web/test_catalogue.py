"""Every sentence has its French, with the same fields, and errors are translated before they are filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from messages import Message, every_message, said_in

from ashore.desk.commands import Desk
from ashore.desk.commands.errors import BadValue, UnknownCase
from ashore.desk.language import LANGUAGES, chosen_language, speaking
from ashore.desk.language.words import WORDS
from ashore.figures import Chain, night_figures, why
from ashore.model.phrases import Phrase

FIELD = re.compile(r"\{\w+\}|%\(\w+\)s")


def french() -> dict[Message, Message]:
    """Return the French catalogue."""
    with resources.files("ashore.desk.language").joinpath("fr.po").open("rb") as po:
        return {
            entry.id if isinstance(entry.id, str) else (entry.id[0], entry.id[1]): entry.string
            if isinstance(entry.string, str)
            else (entry.string[0], entry.string[1])
            for entry in read_po(po, locale="fr")
            if entry.id
        }


def test_every_sentence_has_its_french() -> None:
    """A sentence written anywhere on the desk without a line in fr.po fails, ready to be pasted there."""
    held = french()
    missing = [message for message in every_message() if not held.get(message) or not all(held[message])]
    assert not missing, "add to src/ashore/desk/language/fr.po:\n" + "\n".join(
        f'msgid {json.dumps(message, ensure_ascii=False)}\nmsgstr ""' for message in sorted(missing, key=str)
    )


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    """A line left behind when its sentence changed is taken out."""
    assert not set(french()) - every_message()


def test_a_translation_keeps_every_field() -> None:
    """No field is lost or invented, so that no number disappears on the way."""
    for message, said in french().items():
        one = message if isinstance(message, str) else message[1]
        other = said if isinstance(said, str) else said[1]
        assert set(FIELD.findall(one)) == set(FIELD.findall(other)), one


def test_a_sentence_of_figures_is_found_wherever_its_template_stands() -> None:
    """Written out, one of two, or from a table of the module: each is asked for in the catalogue."""
    source = """
_TABLE = {"a": "{n} by table", "b": "by table"}
one = say("written out")
two = say("one" if n else "two", n=n)
three = say(_TABLE[name], n=n), say(_TABLE.get(name, "by default"), n=n)
"""
    assert set(said_in(source)) == {"written out", "one", "two", "{n} by table", "by table", "by default"}


@pytest.mark.parametrize("put_together", ['f"{boat}: late"', '"late: " + boat', "sentence"])
def test_a_template_of_figures_cannot_be_put_together_as_it_is_said(put_together: str) -> None:
    """What no catalogue could hold is refused here rather than shown in English."""
    with pytest.raises(AssertionError, match="no template"):
        list(said_in(f"say({put_together})"))


def templates_of(phrase: Phrase) -> Iterator[str]:
    """Yield a phrase's template and those of the phrases in it."""
    yield phrase.template
    for _, value in phrase.fields:
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Phrase):
                yield from templates_of(each)


def phrases_of(chain: Chain) -> Iterator[Phrase]:
    """Yield what a chain says, from the figure down."""
    yield chain.phrase
    for step in chain.under:
        yield from phrases_of(step)


def test_every_caveat_and_every_step_of_the_night_has_its_french(night: Desk) -> None:
    """What was in fact said beside and under the figures is asked for, however it came to be said."""
    held = french()
    with night.looking() as picture:
        said: set[str] = set()
        for figure in night_figures(picture):
            for phrase in (*figure.cautions, *phrases_of(why(picture, figure))):
                said.update(templates_of(phrase))
    worded = {template for template in said if re.search(r"[^\W\d_]", FIELD.sub("", template))}
    assert len(worded) > 30
    assert not worded - held.keys()


def test_an_error_is_translated_before_its_fields_are_filled_in() -> None:
    """The person's own word stays as typed, and ours around it are French."""
    says, hint = speaking("fr").error(UnknownCase(case="boat"))
    assert says == "Il n'y a pas ici d'affaire appelée « boat »."
    assert hint.startswith("Servez-vous du champ de recherche")


def test_a_reason_of_ours_inside_an_error_is_translated_too() -> None:
    """The `why` and `hint` that a command writes into an error are ours."""
    error = BadValue(field="label", why="a label has 1 to 60 characters", hint="A letter or a short name")
    assert speaking("fr").error(error) == (
        "label: un repère compte de 1 à 60 caractères.",
        "Une lettre ou un nom court",
    )
    assert speaking("en").error(error) == (error.sentence(), error.advice())


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "chosen"),
    [
        ("fr", "en", "en", "fr"),
        (None, "fr", "en", "fr"),
        ("xx", "yy", "de, fr;q=0.7, en;q=0.3", "fr"),
        (None, None, "en;q=0.3,fr-FR", "fr"),
        (None, None, "", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_then_kept_then_accepted(
    asked: str | None, kept: str | None, accepted: str, chosen: str
) -> None:
    """What a person chose stands above what their browser says."""
    assert chosen_language(asked, kept, accepted) == chosen


@given(st.text())
def test_any_accept_language_header_gives_a_language(accepted: str) -> None:
    """Nonsense in a header is no fault."""
    assert chosen_language(None, None, accepted) in LANGUAGES


@given(st.sampled_from(sorted(WORDS)), st.text())
def test_a_code_without_words_stays_as_it_is(kind: str, code: str) -> None:
    """What a newer desk writes is shown rather than lost."""
    if code not in WORDS[kind]:
        assert speaking("fr").word(kind, code) == code
