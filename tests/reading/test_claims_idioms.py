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
        ("After the death of a woman, 40 people were rescued.", [(1, "dead"), (40, "rescued")]),
        ("Après la mort d'un enfant, 40 personnes ont été secourues.", [(1, "dead"), (40, "rescued")]),
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


SAID_OTHERWISE = [
    ("A man of about 30 was dead.", 30, "dead"),
    ("Nobody among the 62 on board is believed to have died.", 62, "dead"),
    ("No one among the 62 aboard drowned.", 62, "dead"),
    ("None of the 62 is believed to have drowned.", 62, "dead_or_missing"),
    ("There is no evidence that 15 people drowned.", None, "dead"),
    ("There was no indication that any of the 48 passengers had drowned.", None, "dead"),
    ("Reports that 15 people had drowned turned out to be false.", None, "dead"),
    ("It is not true that 15 people drowned.", None, "dead"),
    ("The rumour that 15 people had died was unfounded.", None, "dead"),
    ("A toll of 15 dead was denied by the coastguard.", None, "dead"),
    (
        "Les secours le disent : l'information selon laquelle 15 personnes se seraient noyées est fausse.",
        None,
        "dead",
    ),
    ("Les secours le disent : il est faux que 15 personnes se soient noyées.", None, "dead"),
    ("Les secours le disent : la nouvelle de la mort de 15 personnes a été démentie.", None, "dead"),
    ("The coastguard could not confirm reports of 15 dead.", None, "dead"),
    ("Les secours le disent : le parquet n'a pas confirmé le chiffre de 12 morts.", None, "dead"),
    ("Twelve people reported missing were safe ashore.", None, "missing"),
    (
        "Les secours le disent : les deux hommes signalés disparus avaient en fait regagné la plage.",
        None,
        "missing",
    ),
    ("Les secours le disent : un père de quatre enfants s'est noyé.", 4, "dead"),
    ("Les secours le disent : un homme, père de deux enfants, est décédé.", 2, "dead"),
    ("Les secours le disent : une mère de deux enfants est portée disparue.", 2, "missing"),
    ("Les secours le disent : un homme qui avait perdu ses deux frères en 2021 a été secouru.", 2, "rescued"),
    ("Les secours le disent : le corps d'un des 40 passagers a été repêché.", 40, "body_recovered"),
    ("Les secours le disent : le corps d'un des trois disparus a été identifié.", 3, "body_recovered"),
    ("All but three of the 40 on board drowned.", 3, "dead"),
    ("Les secours le disent : tous les passagers sauf trois ont péri.", 3, "dead"),
    ("All but two of the 60 were saved.", 2, "rescued"),
    ("Les secours le disent : tous sauf deux des 60 passagers ont été sauvés.", 2, "rescued"),
    ("Les secours le disent : à l'exception de deux personnes, les 60 ont survécu.", 2, "rescued"),
    ("Les secours le disent : les sauveteurs n'ont pas réussi à sauver deux des 50 passagers.", 2, "rescued"),
    ("Sixty people could have died, the judge said.", None, "dead"),
    ("Sixty people risked drowning.", None, "dead"),
    ("Sixty people were at risk of drowning.", None, "dead"),
    ("Sixty people were in danger of drowning.", None, "dead"),
    ("Les secours le disent : si le bateau avait coulé, 60 personnes seraient mortes.", None, "dead"),
    ("Les secours le disent : sans l'intervention de la SNSM, 60 personnes seraient mortes.", None, "dead"),
    ("The toll could rise to 20.", None, "dead"),
    ("Les secours le disent : le bilan pourrait atteindre 20 morts.", None, "dead"),
    ("Les secours le disent : un migrant a été percuté par une voiture et légèrement blessé.", None, "dead"),
    ("Les secours le disent : deux migrants percutés par un camion ont été blessés.", None, "dead"),
    ("Two babies were born in the camp.", None, "camp"),
    ("Les secours le disent : les 60 passagers n'ont pas souhaité être secourus.", None, "rescued"),
    ("The rescue of 60 people failed.", None, "rescued"),
    ("Les secours le disent : la tentative de sauvetage de 60 personnes a échoué.", None, "rescued"),
    (
        "Les secours le disent : une embarcation de 40 migrants a atteint Douvres et une autre de 53 a coulé.",
        53,
        "arrived",
    ),
    ("Twenty were taken off and the remaining 40 went on towards England.", 40, "rescued"),
    ("Les secours le disent : quarante migrants sont parvenus à embarquer.", None, "arrived"),
    ("Nobody of the 62 on board is thought to have died.", 62, "dead"),
    ("It is not thought that any of the 48 people aboard drowned.", None, "dead"),
    ("Claims that 12 migrants were left to drown were dismissed by the coastguard.", None, "dead"),
    ("The prefecture did not confirm reports that 20 people were missing.", None, "missing"),
    ("Officials ruled out that 20 people were missing.", None, "missing"),
    ("Fears that 20 had drowned proved unfounded.", None, "dead_or_missing"),
    ("Three fishermen who had been missing since Monday returned to port.", None, "missing"),
    ("Sixty people escaped death.", None, "dead"),
    ("Sixty people came close to drowning.", None, "dead"),
    ("Had the ferry not stopped, 60 people would be dead.", None, "dead"),
    ("All of the passengers bar two were rescued.", 2, "rescued"),
    ("Everyone except four people made it to the beach.", 4, "arrived"),
    ("Only one of the 60 aboard survived.", 60, "rescued"),
    ("Crews were unable to save three of the 20 aboard.", 3, "rescued"),
    ("Crews failed to save three people.", 3, "rescued"),
    ("They could not rescue 12 people.", 12, "rescued"),
    ("Rescuers were too late to save 12 people.", 12, "rescued"),
    ("A man whose four children drowned in 2021 was rescued.", 4, "rescued"),
    ("Her uncle, a father of six, is missing.", 6, "missing"),
    ("The rescue of 60 people is under way.", None, "rescued"),
    ("A plan to rescue 60 people was drawn up.", None, "rescued"),
    ("Les secours le disent : aucun des 62 passagers ne se serait noyé.", 62, "dead"),
    ("Les secours le disent : personne, parmi les 62 passagers, n'a péri.", 62, "dead"),
    ("Les secours le disent : les autorités ont démenti la mort de 12 personnes.", None, "dead"),
    (
        "Les secours le disent : selon la préfecture, la rumeur d'un naufrage ayant fait 15 morts est infondée.",
        None,
        "dead",
    ),
    ("Les secours le disent : le préfet a exclu que 15 personnes aient péri.", None, "dead"),
    (
        "Les secours le disent : les quatre pêcheurs portés disparus depuis lundi sont rentrés au port.",
        None,
        "missing",
    ),
    ("Les secours le disent : les trois disparus ont finalement été localisés à terre.", None, "missing"),
    ("Les secours le disent : soixante personnes ont échappé à la mort.", None, "dead"),
    ("Les secours le disent : soixante personnes ont frôlé la noyade.", None, "dead"),
    ("Les secours le disent : soixante personnes ont failli se noyer.", None, "dead"),
    ("Les secours le disent : soixante personnes auraient pu mourir.", None, "dead"),
    ("Les secours le disent : sans le ferry, 60 personnes auraient péri.", None, "dead"),
    ("Les secours le disent : tous les occupants, à l'exception d'un enfant, ont été sauvés.", 1, "rescued"),
    ("Les secours le disent : les 40 passagers, hormis deux enfants, sont sains et saufs.", 2, "rescued"),
    ("Les secours le disent : les secours n'ont pas pu sauver trois personnes.", 3, "rescued"),
    ("Les secours le disent : les secours sont arrivés trop tard pour sauver trois personnes.", 3, "rescued"),
    (
        "Les secours le disent : un homme dont les deux enfants sont morts en 2021 a été secouru.",
        2,
        "rescued",
    ),
    ("Les secours le disent : son oncle, père de six enfants, a disparu.", 6, "missing"),
    ("Les secours le disent : le sauvetage de 60 personnes est toujours en cours.", None, "rescued"),
    ("Les secours le disent : deux enfants sont nés dans le campement.", None, "camp"),
    ("Les secours le disent : quatre hommes ont été poignardés dans le camp.", None, "camp"),
    ("Les secours le disent : les 60 passagers ont refusé d'être secourus.", None, "rescued"),
    ("Les secours le disent : les 60 passagers refusent toute assistance.", None, "rescued"),
    ("Les secours le disent : quarante migrants ont réussi à embarquer.", None, "arrived"),
    (
        "Les secours le disent : quarante migrants ont tenté de rejoindre l'Angleterre, vingt y sont parvenus.",
        40,
        "arrived",
    ),
    ("Two men were stabbed in the camp.", None, "camp"),
    ("Forty people got away in a second boat.", None, "arrived"),
    ("Forty people tried to cross and twenty made it.", 40, "arrived"),
    (
        "A boat with 61 people aboard capsized; 40 were pulled alive from the water and 21 never surfaced.",
        21,
        "rescued",
    ),
    ("Thirty people nearly drowned before help arrived.", 30, "arrived"),
    ("The search for seven people was called off after all were found safe.", 7, "missing"),
    (
        "Un canot de 61 personnes a chaviré ; 40 ont été repêchées vivantes et 21 n'ont jamais refait surface.",
        21,
        "rescued",
    ),
    ("Tous les 57 passagers sauf deux ont été sauvés.", 57, "rescued"),
    ("Tous les 57 passagers sauf deux se sont noyés.", 57, "dead"),
    ("Les sauveteurs ont évité la mort de 25 personnes.", 25, "dead"),
    ("Le nombre de disparus a été ramené à trois.", 3, "dead"),
    (
        "Un homme présumé noyé a été retrouvé accroché à une bouée après 14 heures en mer.",
        1,
        "dead_or_missing",
    ),
    ("Le navire s'est vu refuser le débarquement de ses 45 rescapés.", 45, "landed"),
    ("Paramedics were unable to revive two of the nine people taken from the sea.", 2, "rescued"),
    ("Thirty-nine people attended a memorial for those who drowned in the Channel.", 39, "dead"),
    ("A swimmer was reported missing but later turned up at home.", 1, "missing"),
    ("We demand the rescue of the 55 people now.", 55, "rescued"),
    (
        "Les pêcheurs, qui ont repêché 11 corps, disent que des dizaines d'autres flottaient encore.",
        20,
        "body_recovered",
    ),
    ("Les autorités grecques nient avoir refoulé 32 personnes.", 32, "returned"),
    ("On ne sait pas combien des 50 personnes ont survécu.", 50, "rescued"),
    (
        "Douze personnes sont restées bloquées cinq heures sur un banc de sable avant d'être hélitreuillées.",
        12,
        "prevented",
    ),
    ("Secourus 42 | Décédés 3 | Disparus 7", 3, "missing"),
    ("Sur les 55 personnes, 12 ont été placées en rétention et 43 libérées.", 55, "detained"),
    ("The government plans to detain 100 people arriving by small boat each week.", 100, "arrived"),
    ("Italian authorities detained the rescue ship after it saved 64 people.", 64, "detained"),
    (
        "Sea-Watch 5 rescued 52 people on Friday and another 46 on Saturday, bringing the total on board to 98.",
        5,
        "rescued",
    ),
    (
        "Trente-neuf personnes avaient été retrouvées mortes dans un camion dans l'Essex en 2019.",
        39,
        "lorry_incursion",
    ),
    ("L'avion a décollé sans un seul migrant à bord.", 1, "aboard"),
    ("L'Humanity 1 peut accueillir 200 rescapés.", 200, "rescued"),
    ("Selon la Croix-Rouge, 180 autres personnes seront transférées samedi.", 180, "rescued"),
    ("Sea-Eye 4 rescued 114 people from a wooden boat in the Maltese search zone.", 4, "rescued"),
    ("Humanity 1 rescued 77 people in two operations last night.", 1, "rescued"),
    ("SOS Humanity called for the immediate evacuation of 27 people.", 27, "rescued"),
    ("Italy agreed to let 336 people disembark.", 336, "arrived"),
    ("The coastguard said there had been no deaths, contradicting reports that five had drowned.", 5, "dead"),
    ("L'équipage du Sea-Watch 3 a trouvé deux corps dans un canot pneumatique.", 3, "aboard"),
    (
        "Les familles ont appris la mort de 13 personnes, mais six seulement ont été identifiées.",
        6,
        "more dead",
    ),
    ("Une fillette de 11 ans est la seule des 45 personnes à avoir survécu.", 45, "rescued"),
    ("12 vivants, 17 corps, 5 personnes manquantes.", 5, "body_recovered"),
    ("Nobody came to the aid of the 23 people, who all drowned.", 23, "rescued"),
    ("That is 18 more deaths than last year.", 18, "dead"),
    ("The 2024 toll of 82 made it the deadliest year so far.", 82, "arrived"),
    ("Quinze personnes ont été sorties sans vie de la mer.", 15, "rescued"),
    ("Quinze personnes ont été retrouvées inanimées sur la plage.", 15, "arrived"),
    ("Le bilan pourrait atteindre 30 morts si les disparus ne sont pas retrouvés.", 30, "missing"),
    ("Le bilan devrait dépasser 30 morts.", 30, "dead"),
    ("C'est 18 morts de plus que l'an dernier.", 18, "dead"),
    ("En 2018, 299 personnes avaient traversé ; en 2022, elles étaient 45 774.", 45774, "aboard"),
    (
        "Main courante 02h14 : l'appelant parle de 48 personnes, 3 inconscientes, de l'eau dans le bateau.",
        48,
        "medical",
    ),
    ("Five people arrived dead at the hospital.", 5, "arrived"),
    ("Rescuers recovered 14 people, two of them dead.", 14, "body_recovered"),
    ("Of the 14 people recovered, two were already dead.", 14, "body_recovered"),
    ("Fishermen found 12 people, only three of whom were alive.", 12, "rescued"),
    ("They found 12 people in the boat, nine of them dead.", 12, "body_recovered"),
    ("The smugglers promised that 30 people would be on board, but there were 65.", 30, "aboard"),
    ("It was not 19 people who died but nine.", 19, "dead"),
    (
        "The ferry Pride of Kent with 1,200 passengers on board stopped to help 12 people in a dinghy.",
        1200,
        "prevented",
    ),
    ("A cruise ship with 2,500 passengers rescued 68 people off the Canary Islands.", 2500, "rescued"),
    ("Cinq personnes sont arrivées mortes à l'hôpital.", 5, "arrived"),
    ("Les secours ont sorti de l'eau 14 personnes, toutes décédées.", 14, "rescued"),
    ("Sa femme et ses deux fils font partie des disparus.", 2, "attempted"),
    ("Le bateau a coulé avant que les 45 personnes aient pu être évacuées.", 45, "rescued"),
    ("Le bateau a coulé avant que dix des 45 personnes aient pu être évacuées.", 10, "rescued"),
    ("Les passeurs avaient promis qu'il y aurait 30 personnes à bord, mais elles étaient 65.", 30, "aboard"),
    ("Ce ne sont pas 19 personnes qui sont mortes mais neuf.", 19, "dead"),
    ("Selon le CROSS : 45 naufragés, 43 pris en charge, 2 DCD.", 45, "rescued"),
    ("Un paquebot avec 2 500 passagers a secouru 68 personnes au large des Canaries.", 2500, "aboard"),
    ("Trois enfants ont été sortis de l'eau sans vie par les sauveteurs.", 3, "rescued"),
    ("Les sauveteurs ont ramené à bord deux personnes inanimées qui n'ont pu être ranimées.", 2, "landed"),
    ("Ocean Viking and Sea-Watch 5 rescued 140 people on Tuesday.", 5, "rescued"),
    ("No one rescued the 40 people, who drowned.", 40, "rescued"),
    ("No ship rescued the 40 people.", 40, "rescued"),
    ("A vigil was held by 60 people for the drowned.", 60, "dead"),
    ("Sixty people gathered on the beach to remember those who died.", 60, "dead"),
    ("Doctors were unable to save two of the five people brought ashore.", 2, "landed"),
    ("The search for the four ended when they were found on a ferry.", 4, "missing"),
    ("Les plongeurs ont remonté sans vie quatre personnes.", 4, "rescued"),
    ("Quatre personnes ont été remontées sans vie à bord de la vedette.", 4, "rescued"),
    ("Deux personnes ont été récupérées inconscientes et n'ont pas pu être ranimées.", 2, "rescued"),
    ("La mort de 25 personnes a été évitée de justesse.", 25, "dead"),
    ("L'Aita Mari peut transporter 120 personnes secourues.", 120, "rescued"),
    ("Une seule des 45 personnes a survécu.", 45, "rescued"),
    ("Un seul des 45 passagers a été retrouvé vivant.", 45, "rescued"),
    ("Le ministère rejette les accusations de refoulement de 32 personnes.", 32, "returned"),
    ("Une veillée a réuni 60 personnes en hommage aux noyés.", 60, "dead"),
    ("31 secourus, 4 morts, 2 personnes manquantes.", 2, "dead"),
]
"""What is denied, refuted, feared only, or told of all but these, the missing who were found, and the children of one:

the number and the outcome that must not be read together, any number where None is said."""


@pytest.mark.parametrize(("sentence", "value", "outcome"), SAID_OTHERWISE)
def test_what_the_rest_of_a_sentence_takes_back_is_not_read(
    sentence: str, value: int | None, outcome: str
) -> None:
    read = [(each.claim.value, each.claim.outcome) for each in read_claims(sentence) if each.claim.value]
    assert not [each for each in read if value in (None, each[0]) and outcome in ("", each[1])]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ten people reported missing were rescued.", [(10, "rescued")]),
        ("The lifeboat found no sign of the ten people reported missing.", [(10, "missing")]),
        ("Les secours le disent : les 12 disparus ont été retrouvés vivants.", [(12, "rescued")]),
        ("Les secours le disent : les 12 disparus ont été retrouvés morts.", [(12, "body_recovered")]),
        ("All were saved except two men who are missing.", [(2, "missing")]),
        ("All but six of the men were arrested.", []),
        ("Every one of the 58 people drowned.", [(58, "dead")]),
        ("Les secours le disent : ils n'ont pu sauver que trois personnes.", [(3, "rescued")]),
        ("Two men were shot dead in the Loon-Plage camp.", [(2, "dead")]),
        ("A child was trampled to death.", [(1, "dead")]),
        ("Two brothers aged 16 and 19 are missing.", [(2, "missing")]),
        ("Two men, 31 and 44, are dead.", [(2, "dead")]),
        (
            "The bodies of two men and a girl have been recovered.",
            [(2, "body_recovered"), (1, "body_recovered")],
        ),
        ("Sans doute, 60 personnes seraient mortes, disent les secours.", [(60, "dead")]),
        (
            "Les secours le disent : 65 personnes ont été repêchées, dont quatre sans vie.",
            [(65, "rescued"), (4, "dead")],
        ),
    ],
)
def test_the_same_words_count_whom_they_are_about(sentence: str, expected: list[tuple[int, str]]) -> None:
    read = [each.claim for each in read_claims(sentence) if each.claim.unit == "person"]
    assert [(each.value, each.outcome) for each in read] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A fourth slipped through and reached Chios with 31 on board.", [(31, "arrived")]),
        ("Fishermen towed a boat with 118 refugees to a beach.", [(118, "landed")]),
        ("We have no news of one boat with 35 people.", [(35, "missing")]),
        (
            "A cayuco carrying 143 people from Senegal and The Gambia was towed into La Restinga.",
            [(143, "landed")],
        ),
        ("Le patrouilleur est sans nouvelles d'un canot parti avec environ 90 personnes.", [(90, "missing")]),
        ("The number of arrivals fell by 32 per cent to 29,437 last year.", [(29437, "arrived")]),
        ("The death toll has risen by four to 19.", [(19, "dead")]),
        ("Les secours le disent : le bilan passe de 12 à 14 morts.", [(14, "dead")]),
        ("Rescuers recovered 14 people, two of them dead.", [(14, "rescued"), (2, "dead")]),
        ("Rescuers were unable to revive two of the nine people taken from the sea.", [(2, "dead")]),
        ("A Sudanese man jumped, and drowned.", [(1, "dead")]),
        ("The prefecture announced the death of a woman.", [(1, "dead")]),
        ("Le parquet confirme l'interpellation, ce mardi, de six individus.", [(6, "detained")]),
        ("The 139 people we rescued are safe.", [(139, "rescued")]),
        ("From 1 January to 15 August 9,604 people arrived.", [(9604, "arrived")]),
        ("Les 18 hommes, tous en vie, sont à terre, disent les secours.", [(18, "rescued")]),
        ("Humanity 1 rescued 77 people.", [(77, "rescued")]),
        ("The helicopter could only take off six people before running out of fuel.", [(6, "rescued")]),
        (
            "48 persons (20 men and 28 women) rescued off Ayvalik.",
            [(48, "rescued"), (20, "rescued"), (28, "rescued")],
        ),
        ("Two brothers thought to have drowned are in prison in Libya.", [(2, "detained")]),
        ("On craint la mort de 20 à 25 personnes, disent les secours.", [(None, "dead_or_missing")]),
        (
            "En 2018, 299 personnes avaient traversé ; en 2022, elles étaient 45 774.",
            [(299, "arrived"), (45774, "arrived")],
        ),
        ("Trente-neuf personnes avaient été retrouvées mortes dans un camion.", [(39, "body_recovered")]),
    ],
)
def test_the_number_of_a_plain_sentence_ends_as_it_says(
    sentence: str, expected: list[tuple[int | None, str]]
) -> None:
    read = [each.claim for each in read_claims(sentence) if each.claim.unit == "person"]
    assert [(each.value, each.outcome) for each in read] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Five boats set out last night. Three reached England.",
            [("boat", "attempted"), ("boat", "arrived")],
        ),
        (
            "The ship disembarked 114 people. They had been taken off two boats.",
            [("person", "landed"), ("boat", "rescued")],
        ),
        (
            "Cinq canots ont pris la mer. Trois sont passés côté anglais.",
            [("boat", "attempted"), ("boat", "arrived")],
        ),
    ],
)
def test_a_sentence_goes_on_with_what_the_one_before_counted(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(each.claim.unit, each.claim.outcome) for each in read_claims(text)] == expected


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("At least 3,041 people died in 2023, against 2,411 a year earlier.", ["cumulative", "cumulative"]),
        ("They rescued 14 people a year.", ["rate"]),
        ("Fifty people are feared dead; eight survivors were picked up.", ["estimate", "count"]),
    ],
)
def test_a_year_earlier_is_no_rate_and_a_fear_is_of_the_dead_alone(sentence: str, kinds: list[str]) -> None:
    assert [each.claim.kind for each in read_claims(sentence)] == kinds


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The crew could not save the boat but rescued 14 people.", [(14, "rescued")]),
        ("The Ocean Viking, with 62 people on board, has had no word from Malta.", [(62, "aboard")]),
        (
            "Selon les secours, sans nouvelles de Rome, l'Ocean Viking attend avec 62 personnes à bord.",
            [(62, "aboard")],
        ),
        ("The letter never arrived but the boat with 30 people did.", [(30, "aboard")]),
        ("The lifeboat landed 14 people, dead tired.", [(14, "landed")]),
        ("Selon les secours, 14 personnes ont été secourues, mortes de peur.", [(14, "rescued")]),
        ("Selon les secours, trois personnes ont été repêchées inanimées puis réanimées.", [(3, "rescued")]),
        ("Fourteen people who hoped to reach Britain drowned.", [(14, "dead")]),
        ("The minister promised an inquiry after 14 people drowned.", [(14, "dead")]),
        ("Families demanded the truth after 27 people drowned.", [(27, "dead")]),
        ("The government plans to change the law after 14 people drowned.", [(14, "dead")]),
        ("Police ruled out foul play after two men died.", [(2, "dead")]),
        ("No evidence of smuggling was found after 14 people drowned.", [(14, "dead")]),
        ("The judge dismissed the case after 14 people drowned.", [(14, "dead")]),
        (
            "Selon les secours, le procureur exclut la piste criminelle après la mort de 14 personnes.",
            [(14, "dead")],
        ),
        ("The toll may rise to 20 after 14 people drowned.", [(14, "dead")]),
        ("Partis sans le moindre gilet, 14 migrants se seraient noyés.", [(14, "dead")]),
        ("A witness shot a video of 14 migrants.", []),
        ("Selon les secours, ces mots ont heurté deux mères.", []),
        ("A ferry caught fire and 120 passengers were rescued.", [(120, "rescued")]),
        ("The death of 14 residents shocked the town.", [(14, "dead")]),
        ("The parents of two boys killed in the sinking spoke.", [(2, "dead")]),
        ("Police seal off the beach after 12 drowned.", [(12, "dead")]),
        ("Near Whale Island, 14 were rescued.", [(14, "rescued")]),
        ("La vedette a ramené 14 personnes dont deux enfants à Calais.", [(14, "landed"), (2, "landed")]),
        ("The ship took 14 migrants including two children to Dover.", [(14, "landed"), (2, "landed")]),
        ("In no time the lifeboat rescued 40 people.", [(40, "rescued")]),
        ("Boulogne-sur-Mer 14 morts.", [(14, "dead")]),
        ("Boulogne-sur-Mer 12 were rescued.", [(12, "rescued")]),
        ("On July 15th rescue teams saved 14 people.", [(14, "rescued")]),
        ("The third rescue ship left port.", []),
        ("The fifth landing craft arrived.", []),
        ("The fifth death threat was sent.", []),
        ("It was the 2nd rescue of the day.", []),
        ("Two poles were recovered from the boat.", []),
        ("A Vietnamese trawler went missing.", [(1, "missing")]),
    ],
)
def test_a_word_that_doubts_or_ends_something_else_leaves_the_number_alone(
    sentence: str, expected: list[tuple[int, str]]
) -> None:
    read = [each.claim for each in read_claims(sentence) if each.claim.unit in ("person", "boat", "incident")]
    assert [(each.value, each.outcome) for each in read] == expected
