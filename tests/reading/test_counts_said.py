"""Counts as people say them: phrase files in both languages, and what must hold of any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from count_phrases import Line, as_meant, lines
from hypothesis import given
from hypothesis import strategies as st

from ashore.model.phrases import utc_minute
from ashore.reading.counts import ReadCount, read_counts
from ashore.reading.numerals import numeral_at
from ashore.reading.positions import format_position

BEFORE = ("phrases_counts_before_en.tsv", "phrases_counts_before_fr.tsv")
AFTER = ("phrases_counts_after_en.tsv", "phrases_counts_after_fr.tsv")
NOT_AS_MEANT = {
    # Said twice, read twice: "30 plus people" and "more than 30".
    "30 plus people on board, more than 30",
    # Meant as dozens, at least 24; but des dizaines are tens, so at least 20 is all that the words entail.
    "des dizaines de personnes",
}
"""The phrases written before the code that are read otherwise than they were meant."""

WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            "about environ at least au moins more than plus de 30 12 13 0 1,000 trente une trentaine douzaine dozen"
            " or ou - / + , . and et with dont children enfants bébé women femmes men people personnes on board à bord"
            " in the water à l'eau nobody personne no pas de we are nous sommes of us me moi my brother some several"
            " a un des boats max ish dead left missing rescued : ( ) % m km".split()
        ),
        st.integers(0, 10**12).map(str),
        st.text(max_size=6),
    ),
    max_size=14,
).map(" ".join)


def english(number: int) -> str:
    """Return a number in English words."""
    small = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    if number >= 1000:
        rest = number % 1000
        return f"{english(number // 1000)} thousand" + (f" {english(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{small[number // 100]} hundred" + (f" and {english(rest)}" if rest else "")
    if number < 20:
        return small[number]
    return tens[number // 10 - 2] + (f"-{small[number % 10]}" if number % 10 else "")


def french(number: int) -> str:
    """Return a number in French words, by the spelling before 1990."""
    small = (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
        "dix-huit dix-neuf".split()
    )
    tens = "vingt trente quarante cinquante soixante".split()
    if number >= 1000:
        thousands = "mille" if number < 2000 else f"{french(number // 1000)} mille"
        return thousands + (f" {french(number % 1000)}" if number % 1000 else "")
    if number >= 100:
        many, rest = number // 100, number % 100
        hundreds = "cent" if many == 1 else f"{small[many]} cent" + ("s" if not rest else "")
        return hundreds + (f" {french(rest)}" if rest else "")
    if number < 20:
        return small[number]
    if number < 70:
        ten, unit = tens[number // 10 - 2], number % 10
        return ten if not unit else f"{ten} et un" if unit == 1 else f"{ten}-{small[unit]}"
    if number < 80:
        return "soixante et onze" if number == 71 else f"soixante-{small[number - 60]}"
    return "quatre-vingts" if number == 80 else f"quatre-vingt-{small[number - 80]}"


@pytest.mark.parametrize(
    "line", [line for name in AFTER for line in lines(name)], ids=lambda line: line.phrase
)
def test_a_phrase_is_read_as_it_is_meant(line: Line) -> None:
    """What callers and officers say of how many they are, and what is about something else."""
    assert as_meant(line)


def test_phrases_written_before_the_code_are_read_as_meant_but_for_two() -> None:
    """The two that are not are named with the reason, so that the score is not better than it is."""
    wrong = {line.phrase for name in BEFORE for line in lines(name) if not as_meant(line)}
    assert wrong == NOT_AS_MEANT


def only(text: str) -> ReadCount:
    """Return the one count in a text."""
    (read,) = read_counts(text)
    return read


def test_about_sets_no_limit() -> None:
    """About twelve is the number 12 with neither a lower nor an upper end."""
    count = only("about 12").count
    assert (count.low, count.high, count.value, count.qualifier) == (None, None, 12, "about")


def test_close_to_a_number_sets_no_limit_either() -> None:
    """Près de 50 may be 52: only presque and almost say that it is fewer."""
    assert only("près de 50").count.high is None
    assert only("presque 50").count.high == 49


def test_added_children_are_said_to_be_added() -> None:
    """12 + 1 child is 13 people of whom one is a child, and the reading says so."""
    read = only("12 + 1 child")
    assert (read.count.low, read.count.high) == (13, 13)
    assert read.count.children is not None
    assert read.count.children.high == 1
    assert "added" in read.how[0].template


def test_and_children_may_be_among_them_or_besides() -> None:
    """30 people and 2 children are 30 to 32 people; nothing in the words decides."""
    count = only("30 people and 2 children").count
    assert (count.low, count.high, count.value) == (30, 32, None)


def test_a_number_that_stands_alone_is_marked_as_such() -> None:
    """A bare 30 is read as people, and marked, so that the desk can ask."""
    assert only("30").bare
    assert not only("30 people").bare


@given(st.integers(0, 99_999))
def test_a_number_in_words_is_that_number(number: int) -> None:
    """Every number below a hundred thousand, spelled in either language."""
    for words in (english(number), french(number).replace("é", "e")):
        read = numeral_at(words, 0)
        assert read is not None, words
        assert (read.value, read.end) == (number, len(words)), words


@given(st.integers(1, 999), st.integers(1, 60))
def test_what_is_written_out_is_read_back(number: int, more: int) -> None:
    """A number with each qualifier has the ends that its words entail, in both languages."""
    cases = {
        ("{} people", "{} personnes"): (number, number),
        ("at least {} people", "au moins {} personnes"): (number, None),
        ("more than {} people", "plus de {} personnes"): (number + 1, None),
        ("no more than {} people", "pas plus de {} personnes"): (None, number),
        ("almost {} people", "presque {} personnes"): (None, number - 1),
        ("about {} people", "environ {} personnes"): (None, None),
        (f"{{}} to {number + more} people", f"{{}} à {number + more} personnes"): (number, number + more),
    }
    for templates, ends in cases.items():
        for template in templates:
            count = only(template.format(number)).count
            assert (count.low, count.high) == ends, template.format(number)


@given(st.one_of(st.text(), WORDS))
def test_any_text_is_read_and_each_quote_is_its_own_words(text: str) -> None:
    """Nothing raises; quotes stand where they say they do, in order, and never overlap."""
    read = read_counts(text)
    assert all(text[each.start : each.end] == each.quote for each in read)
    assert all(one.end <= other.start for one, other in pairwise(read))


@given(WORDS)
def test_the_ends_of_a_count_hold_its_value_and_its_parts(text: str) -> None:
    """Low is not above high; an exact or at-least value lies within; exact parts fit into the total."""
    for read in read_counts(text):
        count = read.count
        for part in (count, *(part for _, part in count.parts())):
            low, high, value = part.low, part.high, part.value
            assert low is None or high is None or low <= high
            if value is not None and part.qualifier in ("exact", "at_least", "at_most"):
                assert (low or 0) <= value
                assert high is None or value <= high
            if part.qualifier == "about":
                assert (low, high) == (None, None)
        least = sum(part.low or 0 for _, part in count.parts())
        assert count.high is None or least <= count.high


@given(
    st.integers(0, 2_000_000_000_000),
    st.floats(48, 53),
    st.floats(-2, 5),
    st.integers(600_000_000, 799_999_999),
)
def test_a_time_a_position_or_a_telephone_number_is_no_number_of_people(
    ms: int, lat: float, lon: float, phone: int
) -> None:
    """Digits that say when, where or whom to call back count nobody."""
    minute = utc_minute(ms)
    for text in (
        minute,
        f"at {minute}",
        f"{minute.replace(':', '')}Z",
        f"{minute.replace(':', 'h')}",
        f"à {minute.replace(':', 'h')}",
        f"{ms % 50 + 1} min ago",
        f"il y a {ms % 50 + 2} minutes",
        format_position(lat, lon),
        f"{lat:.4f} {lon:.4f}",
        f"{lat:.4f}, {lon:.4f}",
        f"https://maps.google.com/?q={lat:.5f},{lon:.5f}",
        f"0{phone}",
        f"+33{phone}",
        f"+33 {phone // 10**8} {phone // 10**6 % 100:02} {phone // 10**4 % 100:02} {phone % 10**4}",
    ):
        assert read_counts(text) == (), text
