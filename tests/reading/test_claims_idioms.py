"""Verbs of a crossing that speak of something else count nobody: a wrong claim of missing people costs a search."""

from __future__ import annotations

import pytest

from ashore.reading.claims.reader import read_claims

OF_SOMETHING_ELSE = [
    "Fourteen people entered a guilty plea.",
    "Fourteen people reached an agreement.",
    "Fourteen people crossed the road.",
    "Fourteen people were stopped for speeding.",
    "Fourteen people turned up for the vigil.",
    "Fourteen people fled Sudan in 2023.",
    "Four people have been charged in connection with the crossing.",
    "Les secours le disent : quatorze personnes ont passé la nuit sur la plage.",
    "Les secours le disent : quatorze personnes sont passées devant le tribunal.",
    "Les secours le disent : quatorze personnes ont rejoint l'association cette année.",
    "Les secours le disent : quatorze personnes ont gagné le procès.",
    "Les secours le disent : quatorze personnes ont manqué de nourriture.",
    "Les secours le disent : quatorze personnes ont quitté l'hôpital.",
    "Les secours le disent : quatorze migrants sont entrés en grève de la faim.",
    "Les secours le disent : quatorze migrants ont franchi les grilles du port.",
    "Les secours le disent : quatorze migrants ont lancé des pierres.",
    "Les secours le disent : quatorze personnes ont sauté de joie.",
]


@pytest.mark.parametrize("sentence", OF_SOMETHING_ELSE)
def test_a_verb_of_the_crossing_that_speaks_of_something_else_counts_nobody(sentence: str) -> None:
    assert [each.claim.outcome for each in read_claims(sentence) if each.claim.unit == "person"] == []


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("L'embarcation, avec 68 personnes à bord, est tombée en panne.", "aboard"),
        ("Une trentaine de passagers sont tombés à l'eau.", "overboard"),
        ("Fourteen people crossed the Channel.", "arrived"),
        ("Fourteen people fled into the dunes.", "other"),
        ("Quatorze migrants ont franchi la Manche, disent les secours.", "arrived"),
    ],
)
def test_the_same_verb_of_the_crossing_counts_its_people(sentence: str, outcome: str) -> None:
    assert [each.claim.outcome for each in read_claims(sentence)] == [outcome]


@pytest.mark.parametrize(
    "sentence",
    [
        "Between 2023 and 2027, a total of 4,612 people were returned.",
        "Entre 2023 et 2027, 4 612 personnes ont été renvoyées, disent les services.",
    ],
)
def test_a_range_of_years_counts_nobody(sentence: str) -> None:
    assert [each.claim.value for each in read_claims(sentence)] == [4612]


def test_an_hour_in_words_counts_nobody() -> None:
    assert read_claims("Lifeboats from Dover brought them into the harbour shortly before nine.") == ()
