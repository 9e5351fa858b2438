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


NOT_SO = [
    ("Loss of power left 40 people adrift.", "dead"),
    ("After the loss of its engine the boat with 40 people aboard drifted.", "dead"),
    ("Les secours le disent : la SNSM a sauvé 60 vies cette année.", "body_recovered"),
    ("Les secours le disent : huit victimes ont été évacuées par les secours.", "body_recovered"),
    ("Les secours le disent : les 40 victimes ont été ramenées saines et sauves au port.", "body_recovered"),
    ("Sixty people are waiting to be rescued.", "rescued"),
    ("Sixty people have yet to be rescued.", "rescued"),
    ("Les secours le disent : soixante personnes attendent d'être secourues.", "rescued"),
    ("Les secours le disent : soixante personnes demandent à être secourues.", "rescued"),
    ("Crews were prevented from rescuing 60 people.", "rescued"),
    ("Deaths in the Channel rose even as the number of boats dropped to 600.", "dead"),
    ("Les secours le disent : malgré les décès, le nombre de bateaux recule à 300.", "dead"),
    ("None of the 53 people died.", "dead"),
    ("None of the 27 people survived.", "rescued"),
    ("None of the 53 was injured.", "medical"),
    ("Police claim 40 people were prevented from leaving.", "dead"),
    ("Ministers claim 4,000 people were deported.", "dead"),
    ("Asylum claims reached 84,000.", "dead"),
    ("Les secours le disent : l'un des 45 rescapés est décédé.", "dead"),
    ("Fourteen people nearly drowned.", "dead"),
    ("Fourteen people almost died.", "dead"),
    ("Fourteen people would have died but for the crew.", "dead"),
    ("Police denied that 20 people had drowned.", "dead"),
    ("Les secours le disent : la préfecture dément que 20 personnes aient péri.", "dead"),
    ("During an exercise, 40 people were rescued.", "rescued"),
    ("In the film, 14 people drown.", "dead"),
    ("Les secours le disent : lors d'un exercice, 40 personnes ont été secourues.", "rescued"),
    ("Hopes of finding 14 people alive have faded.", "rescued"),
    ("Two people were recovered dead from the sea.", "rescued"),
    ("Two people were pulled lifeless from the water.", "rescued"),
    ("Les secours le disent : près de 200 exilés manquent d'eau potable.", "missing"),
    ("Les secours le disent : plus de 200 migrants manquent de tout.", "missing"),
    ("Ten people disappeared into the crowd.", "missing"),
    ("Police held a vigil for 27 people.", "detained"),
    ("Spain received 1,200 people under the relocation scheme.", "arrived"),
    ("Les secours le disent : le nombre de migrants dans le camp est passé de 800 à 1 200.", "arrived"),
    ("Three boats sank with the loss of 40 lives.", "camp"),
    ("Les secours le disent : trois gendarmes sont morts en percutant un canot de 40 migrants.", "dead"),
    ("Fourteen people crossed their fingers.", "arrived"),
    ("Fourteen people arrived in court.", "arrived"),
    ("Fourteen people arrived at a verdict.", "arrived"),
    ("Fourteen people jumped the queue.", "overboard"),
    ("Fourteen people jumped for joy.", "overboard"),
    ("Fourteen people fell into debt.", "overboard"),
    ("Fourteen people landed a job.", "arrived"),
    ("Les secours le disent : quatorze personnes ont atteint la majorité.", "arrived"),
    ("Les secours le disent : quatorze personnes ont gagné leur vie.", "arrived"),
    ("Les secours le disent : quatorze personnes ont franchi un cap.", "arrived"),
    ("Les secours le disent : quatorze personnes sont descendues dans la rue.", "arrived"),
    ("Les secours le disent : quatorze personnes sont parties à la retraite.", "attempted"),
]
"""What was denied, awaited, hoped for or made up, what befell others, and idioms: the outcome that must not be read."""


@pytest.mark.parametrize(("sentence", "outcome"), NOT_SO)
def test_what_did_not_happen_to_them_is_not_read_of_them(sentence: str, outcome: str) -> None:
    read = [each.claim for each in read_claims(sentence) if each.claim.value]
    assert outcome not in [each.outcome for each in read]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("After the death of a woman, 40 people were rescued.", [(40, "rescued")]),
        ("Après la mort d'un enfant, 40 personnes ont été secourues.", [(40, "rescued")]),
        ("The sea claimed 27 lives.", [(27, "dead")]),
        ("Two of the 45 survivors died.", [(2, "dead"), (45, "rescued")]),
        ("Only two of the 30 were rescued.", [(2, "rescued")]),
        ("Sixty people had to be rescued.", [(60, "rescued")]),
        ("Only three of the 60 aboard survived.", [(3, "rescued"), (60, "aboard")]),
        ("We lost contact with a boat carrying 60 people.", [(60, "missing")]),
        ("The number of drownings rose and the number of arrivals fell to 20,000.", [(20000, "arrived")]),
        ("Dead 4, missing 12, rescued 40.", [(4, "dead"), (12, "missing"), (40, "rescued")]),
        ("Two people were recovered dead from the sea.", [(2, "body_recovered")]),
        ("Three people went missing.", [(3, "missing")]),
    ],
)
def test_each_number_has_its_own_end(sentence: str, expected: list[tuple[int, str]]) -> None:
    assert [(each.claim.value, each.claim.outcome) for each in read_claims(sentence)] == expected
