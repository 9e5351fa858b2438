"""What is a number and no count: an age, an hour, a distance, a trend, a demand is that, and never enters a figure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.figures.claims_said import COUNTS, no_count
from ashore.model.claims import Claim
from ashore.model.vocabulary import CLAIM_KINDS
from ashore.reading.claims.lexicon import LANGUAGES
from ashore.reading.claims.reader import NO_COUNTS, read_claims
from ashore.reading.claims.tables import table

PUBLISHED = date(2031, 2, 6)


def claims(text: str) -> list[Claim]:
    return [each.claim for each in read_claims(text, published=PUBLISHED)]


def _measures() -> list[tuple[str, str]]:
    return [
        (unit.replace("_", " "), test)
        for language in LANGUAGES
        for unit, test in table(f"uncounted_{language}")["tests"].items()
        if isinstance(test, str)
    ]


@pytest.mark.parametrize(("unit", "sentence"), _measures())
def test_every_measure_reads_its_own_sentence(unit: str, sentence: str) -> None:
    (only,) = claims(sentence)
    assert (only.kind, only.unit, only.value, only.outcome) == ("measure", unit, 14, None)


@pytest.mark.parametrize(
    "sentence", [test for language in LANGUAGES for test in table(f"uncounted_{language}")["tests"]["age"]]
)
def test_an_age_is_an_attribute(sentence: str) -> None:
    (age,) = [each for each in claims(sentence) if each.value == 14]
    assert (age.kind, age.unit) == ("attribute", "year")


@pytest.mark.parametrize(
    "sentence", [test for language in LANGUAGES for test in table(f"uncounted_{language}")["tests"]["clock"]]
)
def test_an_hour_is_a_time_with_the_words_of_its_day(sentence: str) -> None:
    (only,) = claims(sentence)
    assert (only.kind, only.unit, only.value, only.qualifier) == ("time", "clock time", None, "none")
    assert "14" in only.quote


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [(each["kind"], each["test"]) for language in LANGUAGES for each in table(f"kinds_{language}")["kind"]]
    + [("demand", table(f"kinds_{language}")["demand"]["test"]) for language in LANGUAGES],
)
def test_the_words_of_every_kind_read_their_own_sentence(kind: str, sentence: str) -> None:
    assert kind in [each.kind for each in claims(sentence) if each.value == 14]


@pytest.mark.parametrize(
    ("unit", "outcome", "sentence"),
    [
        (each["unit"], each.get("outcome"), each["test"])
        for language in LANGUAGES
        for each in table(f"trends_{language}")["subject"]
    ],
)
def test_every_trend_reads_its_own_sentence(unit: str, outcome: str | None, sentence: str) -> None:
    (only,) = claims(sentence)
    assert (only.kind, only.unit, only.outcome, only.value) == ("trend", unit, outcome, None)
    assert only.direction in ("up", "down")


@pytest.mark.parametrize(
    ("unit", "outcome", "sentence"),
    [
        (each["unit"], each["outcome"], each["test"])
        for language in LANGUAGES
        for each in table(f"ordinals_{language}")["kind"]
    ],
)
def test_the_place_of_the_last_counts_all_before_it(unit: str, outcome: str, sentence: str) -> None:
    (only,) = claims(sentence)
    assert (only.kind, only.unit, only.outcome, only.value) == ("cumulative", unit, outcome, 14)


@pytest.mark.parametrize(
    "sentence",
    [
        "On the 14th a death was recorded.",
        "A fifth of deaths were in winter.",
        "The body was found on the third beach.",
        "Au 14e jour, la mort a été confirmée.",
        "A second death followed.",
    ],
)
def test_a_place_of_something_else_counts_nobody(sentence: str) -> None:
    assert [each for each in claims(sentence) if each.kind == "cumulative"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Crossings rose by 12 per cent.",
        "The number of deaths has risen to 14.",
        "Le nombre de morts a augmenté de moitié.",
        "The crossing was calm and the price of petrol rose.",
    ],
)
def test_what_says_by_how_much_or_of_something_else_is_no_trend(sentence: str) -> None:
    assert "trend" not in [each.kind for each in claims(sentence)]


def test_a_hedged_higher_number_is_an_estimate_above_the_one_that_was_said() -> None:
    text = "This year 310 people reached the island.\nPolice say that a much higher number of people could have come."
    said, higher = claims(text)
    assert (said.value, higher.kind, higher.qualifier, higher.low, higher.value) == (
        310,
        "estimate",
        "more_than",
        311,
        None,
    )


def test_the_bodies_of_people_by_name_are_as_many_as_the_names_and_their_ages_count_nobody() -> None:
    read = claims("The bodies of Ana Reed, 31, Tom Reed, nine, and Ida, six, were recovered.")
    assert [(each.kind, each.value) for each in read if each.kind == "derived"] == [("derived", 3)]
    assert sorted(each.value or 0 for each in read if each.kind == "attribute") == [6, 9, 31]
    assert all(no_count(each) is not None for each in read if each.kind == "attribute")


@pytest.mark.parametrize(
    "sentence",
    [
        "The body of their youngest child has still not been found.",
        "Le corps de leur plus jeune fils n'a toujours pas été retrouvé.",
    ],
)
def test_a_body_that_was_not_found_is_one_missing_as_of_publication(sentence: str) -> None:
    (only,) = [each for each in claims(sentence) if each.kind == "state"]
    assert (only.value, only.outcome, only.when_start) == (1, "missing", "2031-02-06")


def test_a_rate_excludes_its_bound_and_has_a_direction_and_no_outcome() -> None:
    rate = next(each for each in claims("Arrivals are down by more than 60 per cent.") if each.kind == "rate")
    assert (rate.value, rate.qualifier, rate.low, rate.high) == (60, "more_than", 60, None)
    assert (rate.direction, rate.outcome) == ("down", None)


@pytest.mark.parametrize("kind", sorted(CLAIM_KINDS - COUNTS))
def test_no_kind_but_those_that_count_enters_a_figure(kind: str) -> None:
    """Whatever number and unit such a claim has."""
    claim = Claim(quote="14 people", value=14, low=14, high=14, unit="person", outcome="rescued", kind=kind)
    assert no_count(claim) is not None


def test_what_the_reader_calls_no_count_is_none() -> None:
    assert not NO_COUNTS & COUNTS
    assert NO_COUNTS < CLAIM_KINDS


SENTENCES = st.sampled_from(
    [
        *(test for _, test in _measures()),
        *(test for each in LANGUAGES for test in table(f"uncounted_{each}")["tests"]["age"]),
        *(test for each in LANGUAGES for test in table(f"uncounted_{each}")["tests"]["clock"]),
        *(each["test"] for language in LANGUAGES for each in table(f"trends_{language}")["subject"]),
    ]
)


@given(st.lists(SENTENCES, min_size=1, max_size=5), st.sampled_from([" ", "\n"]))
def test_ages_hours_measures_and_trends_together_count_nobody(sentences: list[str], between: str) -> None:
    assert [each for each in claims(between.join(sentences)) if no_count(each) is None] == []


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("31 people, including two boys aged four and seven, were rescued.", [4, 7]),
        ("31 personnes, dont deux enfants de 4 et 7 ans, ont été secourues.", [4, 7]),
    ],
)
def test_ages_said_together_are_all_ages_and_the_number_before_them_stands(
    text: str, ages: list[int]
) -> None:
    read = claims(text)
    assert [each.value for each in read if each.kind == "attribute"] == ages
    assert [(each.value, each.kind) for each in read if no_count(each) is None] == [
        (31, "count"),
        (2, "subset"),
    ]


def test_the_cent_of_per_cent_is_no_hundred() -> None:
    read = claims("This year 1,204 people have been rescued, up 12 per cent on last year.")
    assert [(each.value, each.kind) for each in read] == [(1204, "cumulative"), (12, "rate")]
