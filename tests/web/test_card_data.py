"""The caller's card as data: every language whole or saying what it lacks, and nothing on it that may cost a life."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.desk.card import (
    COUNTED,
    LOCATION,
    PHRASES,
    QUESTIONS,
    TOLD,
    Card,
    CardUnreadable,
    UnknownCard,
    card,
    cards,
    is_latin,
    read_card,
)
from ashore.desk.language import LANGUAGES
from ashore.desk.language.words import WORDS
from ashore.desk.web.card import warnings

ASKED_FOR = set("ar ckb kmr fa ps vi sq ti am so ur tr en fr".split())
ARABIC = {"ar", "ckb", "fa", "ps", "ur"}
ETHIOPIC = {"am", "ti"}
ENGLISH = (resources.files("ashore.desk.card") / "en.toml").read_text("utf-8")

PROMISES = {
    "en": (
        "rescue",
        "help is",
        "is coming",
        "are coming",
        "on the way",
        "safe",
        "do not call",
        "stop calling",
    ),
    "fr": ("secours arrive", "arrivent", "en route", "sauvé", "hors de danger", "n’appelez", "ne rappelez"),
    "ar": ("قادم", "قادمون", "في الطريق", "النجدة", "الإنقاذ", "لا تتصل"),
    "fa": ("در راه", "می‌آید", "می‌آیند", "زنگ نزنید"),
    "ckb": ("لە ڕێگا", "تەلەفۆن مەکە"),
    "kmr": ("di rê de", "tê alîkariyê", "telefon neke"),
    "ps": ("په لاره", "زنګ مه"),
    "vi": ("đang đến", "cứu hộ", "đừng gọi"),
    "sq": ("po vijnë", "po vjen", "ndihma", "mos telefono"),
    "ti": ("ይመጽ", "ረድኤት", "ኣይትደውሉ"),
    "am": ("እየመጣ", "እርዳታ", "አትደውሉ"),
    "so": ("soo socda", "gargaar", "ha soo wicin"),
    "ur": ("آ رہے", "مدد", "کال نہ"),
    "tr": ("geliyor", "yolda", "yardım", "aramayın"),
}
"""Words of a promise, or of sending somebody away, in each language."""


def every_card() -> list[Card]:
    """Return all of them."""
    return list(cards().values())


def test_the_languages_of_the_callers_are_there_and_have_a_name_on_the_desk() -> None:
    """Fourteen, each with its own name and its name in words."""
    assert set(cards()) == ASKED_FOR == set(WORDS["language"])
    assert len({held.own_name for held in every_card()}) == len(ASKED_FOR)


@pytest.mark.parametrize("held", every_card(), ids=lambda held: held.language)
def test_a_language_has_every_phrase_or_names_it_as_absent(held: Card) -> None:
    """And never lacks what matters first."""
    assert set(held.said) | held.absent == set(PHRASES)
    assert not set(held.said) & held.absent
    assert {"people", "children", "in_water", "hurt", "water_in", "location", "yes", "no"} <= set(held.said)
    assert all(said.text.strip() for said in held.said.values())
    assert len(held.numbers) == len(set(held.numbers)) == len(COUNTED)


def test_the_desks_own_languages_lack_nothing() -> None:
    """They say what every phrase means."""
    for language in LANGUAGES:
        assert card(language).absent == frozenset()


@pytest.mark.parametrize("held", every_card(), ids=lambda held: held.language)
def test_a_language_is_written_in_its_own_script_and_direction(held: Card) -> None:
    """No Latin letter in what a reader of Arabic or Ethiopic letters is shown; right to left where it is."""
    assert held.direction == ("rtl" if held.language in ARABIC else "ltr")
    for said in held.said.values():
        scripts = {unicodedata.name(letter).split()[0] for letter in said.text if letter.isalpha()}
        script = "ARABIC" if held.language in ARABIC else "ETHIOPIC" if held.language in ETHIOPIC else "LATIN"
        assert scripts == {script}, said.text
        assert bool(said.reading) == (script != "LATIN")
        assert all(
            "LATIN" in unicodedata.name(letter) or unicodedata.category(letter) == "Lm"
            for letter in said.reading
            if letter.isalpha()
        )


@pytest.mark.parametrize("held", every_card(), ids=lambda held: held.language)
def test_nothing_promises_a_rescue_or_sends_a_caller_away(held: Card) -> None:
    """A caller was told to stop calling once. The minute to call again stands in the same breath as the battery."""
    everything = " ".join(said.text for said in held.said.values()).lower()
    assert not [words for words in PROMISES[held.language] if words in everything]
    assert not {"hang_up", "coming", "save_battery"} & set(held.said)


def test_what_would_be_a_promise_is_found() -> None:
    """The rule above has teeth."""
    assert "help is" in PROMISES["en"]
    assert [words for words in PROMISES["en"] if words in "hold on, help is coming"] == [
        "help is",
        "is coming",
    ]


@pytest.mark.parametrize("held", every_card(), ids=lambda held: held.language)
def test_a_card_warns_in_both_languages_until_somebody_has_checked_it(held: Card) -> None:
    """The name of who speaks it from birth takes the warning away, and nothing else does."""
    unchecked, checked = replace(held, checked_by=""), replace(held, checked_by="Somebody, Calais, 2031")
    assert [language for language, _ in warnings(unchecked)] == list(LANGUAGES)
    assert len({says for _, says in warnings(unchecked)}) == len(LANGUAGES)
    assert warnings(checked) == ()


def test_every_entry_has_a_picture_of_lines_alone() -> None:
    """Drawn in the colour of the text, with nothing loaded, styled or scripted inside."""
    folder = Path(str(resources.files("ashore.desk.web") / "static" / "card"))
    wanted = {entry.picture for entry in (*QUESTIONS, *LOCATION, *TOLD)}
    assert {drawn.stem for drawn in folder.glob("*.svg")} == wanted
    for drawn in folder.glob("*.svg"):
        text = drawn.read_text("utf-8")
        assert 'viewBox="0 0 64 64"' in text
        assert 'id="picture"' in text
        assert 'stroke="currentColor"' in text
        assert not re.search(r"style|script|href|<text|<image|#[0-9a-f]{3}", text)


def test_the_text_to_paste_is_the_phrases_one_a_line() -> None:
    """Without readings, answers or what is absent."""
    lines = card("ckb").as_text().splitlines()
    assert lines[0] == card("ckb").said["people"].text
    assert len(lines) == len(PHRASES) - 2 - len(card("ckb").absent)
    assert not any(is_latin(line) for line in lines)


def test_numbers_are_written_in_their_own_digits() -> None:
    """Beside ours, with how they sound."""
    assert card("fa").counted()[10] == ("۲۰", "20", "bist")
    assert card("tr").counted()[0] == ("1", "1", "bir")


def test_a_language_nobody_holds_is_a_sentence() -> None:
    """Not a page that fails."""
    with pytest.raises(UnknownCard, match="“xx”"):
        card("xx")


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('people = { text = "How many people are in the boat?" }\n', "", "people"),
        ("absent = []", 'absent = ["people"]', "no use for people"),
        ("absent = []", 'absent = ["horses"]', "no use for horses"),
        ("absent = []", "absent = 3", "`absent`"),
        ('direction = "ltr"', 'direction = "up"', "ltr nor rtl"),
        ('own_name = "English"', 'own_name = " "', "own_name"),
        ('yes = { text = "Yes" }', 'yes = { text = "" }', "yes"),
        ('yes = { text = "Yes" }', 'yes = "Yes"', "yes"),
        ('yes = { text = "Yes" }', 'yes = { text = "Yes", reading = "yes" }', "yes"),
        ('yes = { text = "Yes" }', 'yes = { text = "نعم" }', "yes"),
        ('"one", ', "", "13 of 14"),
        ('checked_by = ""', 'checked_by = ""\ndigits = "012"', "not ten"),
        ("[said]", "[spoken]", "[said]"),
        ("[said]", "[said", "expected"),
    ],
)
def test_a_file_that_lacks_something_is_told_what(was: str, becomes: str, why: str) -> None:
    """Whoever writes a language finds the line."""
    assert was in ENGLISH
    with pytest.raises(CardUnreadable, match=re.compile(re.escape(why), re.IGNORECASE)):
        read_card("en", ENGLISH.replace(was, becomes, 1))


@given(st.text())
def test_any_text_is_a_card_or_a_sentence(text: str) -> None:
    """Nothing else comes out of a file."""
    with pytest.raises(CardUnreadable):
        read_card("xx", text)


@given(name=st.sampled_from(PHRASES), where=st.sampled_from(sorted(ASKED_FOR)))
def test_a_phrase_lost_from_any_language_is_missed(name: str, where: str) -> None:
    """Cut out of its file, it is asked for by name."""
    text = (resources.files("ashore.desk.card") / f"{where}.toml").read_text("utf-8")
    if name not in tomllib.loads(text)["said"]:
        return
    without = "".join(line for line in text.splitlines(True) if not line.startswith(f"{name} = "))
    with pytest.raises(CardUnreadable, match=name):
        read_card(where, without)
