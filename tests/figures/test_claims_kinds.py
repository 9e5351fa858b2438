"""The same kinds of totals, copies and conflicts with other numbers, places and languages, all of them made up."""

from __future__ import annotations

from claimed import claim, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.figures.claims_chains import chains, independent, mutations_between, origin
from ashore.figures.claims_conflicts import Conflict, conflicts, slip
from ashore.figures.claims_said import Said, no_count, said_in
from ashore.figures.claims_totals import totals
from ashore.figures.wording import in_english

DAY = {"when_start": "2031-02-03", "when_end": "2031-02-03"}
NEXT = {"when_start": "2031-02-04", "when_end": "2031-02-04"}
FEBRUARY = {"when_start": "2031-02-01", "when_end": "2031-02-28"}
YEAR = {"when_start": "2031-01-01", "when_end": "2031-02-04"}


def about(said: tuple[Said, ...], name: str) -> list[Conflict]:
    return [each for each in conflicts(said) if each.about == name]


def test_a_french_total_with_four_parts_is_said_once() -> None:
    """Cinquante-deux = 20 + 17 + 9 + 6, dont trois enfants."""
    said = text_of(
        "communiqué",
        "Au total 52 personnes ont été secourues, dont trois enfants. Vingt ont été ramenées à Calais, "
        "dix-sept à Dunkerque, neuf à Dieppe et six au Tréport. Les 52 naufragés sont sains et saufs.",
        claim("52 personnes", 52, **DAY),
        claim("trois enfants", 3, kind="subset", subset_of=0, **DAY),
        claim("Vingt", 20, place="Calais", **DAY),
        claim("dix-sept", 17, place="Dunkerque", **DAY),
        claim("neuf", 9, place="Dieppe", **DAY),
        claim("six", 6, place="Le Tréport", **DAY),
        claim("Les 52 naufragés", 52, **DAY),
    )
    [total] = totals(said)
    assert (total.value, [part.value for part in total.parts]) == (52, [20, 17, 9, 6])
    assert [each.claim.quote for each in total.restated] == ["Les 52 naufragés"]
    assert total.children is not None
    assert total.children.value == 3
    assert len(total.not_stated) == 4, "three children of the 52, and of no boat is it said"


def test_a_total_at_the_end_of_a_text_is_a_total() -> None:
    """The parts come first, the sum last, told in other words."""
    said = text_of(
        "post",
        "A lifeboat took 23 off a dinghy. A cutter picked up 18 more. In all, 41 were brought to safety.",
        claim("took 23", 23, **DAY),
        claim("picked up 18 more", 18, **DAY),
        claim("41 were brought to safety", 41, **DAY),
    )
    assert [(total.value, total.adds_up) for total in totals(said)] == [(41, True)]


def test_two_boats_of_equally_many_are_two() -> None:
    """19 and 19 are the 38: equal numbers are no repetition where the whole needs both."""
    said = text_of(
        "paper",
        "38 people were rescued: 19 off one boat and 19 others off a second.",
        claim("38 people", 38, **DAY),
        claim("19 off one boat", 19, **DAY),
        claim("19 others", 19, **DAY),
    )
    [total] = totals(said)
    assert [part.value for part in total.parts] == [19, 19]
    assert total.restated == ()


def test_a_loose_total_holds_all_its_parts_or_none() -> None:
    """ "More than 30" with 13, 14 and 4 is one number; "more than 60" beside them is not made up of them."""
    for total, made_up in ((30, True), (60, False)):
        said = text_of(
            "paper",
            f"More than {total} people were rescued. 13 off one boat, 14 off another, and 4 off a third.",
            claim(f"More than {total} people", total, qualifier="more_than", low=total + 1, high=None, **DAY),
            *(
                claim(quote, number, **DAY)
                for quote, number in (("13 off", 13), ("14 off", 14), ("4 off", 4))
            ),
        )
        found = totals(said)
        assert found[0].value == total
        if made_up:
            assert ([each.value for each in found[0].parts], found[0].adds_up) == ([13, 14, 4], True)
            assert len(found) == 1
        else:
            assert [each.value for each in found] == [60, 13, 14, 4]


def test_numbers_with_no_whole_stand_apart_and_unadded() -> None:
    """17 here and 5 there, no total told: two numbers, and neither is put inside the other."""
    said = text_of(
        "paper",
        "A tug saved 17 off Hastings. A trawler saved 5 off Fécamp.",
        claim("17", 17, place="off Hastings", **DAY),
        claim("5", 5, place="off Fécamp", **DAY),
    )
    assert [total.value for total in totals(said)] == [17, 5]


def test_deaths_of_one_wreck_stand_under_the_years() -> None:
    """Eleven this year, six in one wreck: three bodies, and three missing told twice. Five elsewhere, never 23."""
    said = text_of(
        "journal",
        "Onze personnes sont mortes ou disparues cette année, dont six dans le naufrage de février. "
        "Trois corps ont été repêchés. Trois hommes restent introuvables. Les trois disparus avaient vingt ans.",
        claim("Onze personnes", 11, "dead_or_missing", kind="cumulative", **YEAR),
        claim("six dans le naufrage", 6, "dead_or_missing", when_start="2031-02-01", when_end="2031-02-02"),
        claim("Trois corps", 3, "body_recovered", when_start="2031-02-01", when_end="2031-02-02"),
        claim("Trois hommes", 3, "missing", kind="state", **DAY),
        claim("Les trois disparus", 3, "missing", kind="state", **DAY),
    )
    [total] = totals(said)
    assert (total.value, total.rest) == (11, 5)
    [wreck] = total.inside
    assert (wreck.value, wreck.adds_up, len(wreck.parts)) == (6, True, 2)


def test_a_number_on_two_days_is_one_number() -> None:
    """34 arrived "today" in the text, "yesterday" in the caption."""
    said = text_of(
        "paper",
        "Today 34 people arrived in Kent. Caption: 34 were detained yesterday.",
        claim("34 people arrived", 34, "arrived", **NEXT),
        claim("34 were detained", 34, "detained", **DAY),
    )
    [found] = about(said, "day")
    assert "never 68" in in_english(found.says)
    assert [total.value for total in totals(said)] == [34]


def test_small_equal_numbers_on_two_days_are_no_dispute() -> None:
    """One died on Monday and one on Tuesday: two people."""
    said = text_of(
        "paper",
        "One died on Monday. One died on Tuesday.",
        claim("One died on Monday", 1, "dead", **DAY),
        claim("One died on Tuesday", 1, "dead", **NEXT),
    )
    assert about(said, "day") == []
    assert [total.value for total in totals(said)] == [1, 1]


def test_one_source_with_two_values_is_shown_with_both() -> None:
    """The same office, the same days, 44 and 47: a conflict, and no choice."""
    one = said_in("first", [claim("44 people", 44, source="the harbour office", **DAY)])
    two = said_in("second", [claim("47 people", 47, source="The Harbour Office", **DAY)])
    [found] = about((*one, *two), "number")
    assert {each.value for each in found.said} == {44, 47}
    assert "both" in in_english(found.says)
    assert independent((*one, *two)) == 1, "said twice by one office is said once"


def test_two_ranges_that_share_a_number_are_no_conflict() -> None:
    """More than 40 and 47 may both be so."""
    one = said_in("first", [claim("more than 40", 40, qualifier="more_than", low=41, high=None, **DAY)])
    two = said_in("second", [claim("47", 47, **DAY)])
    assert about((*one, *two), "number") == []


def test_a_copy_with_a_changed_word_is_one_chain() -> None:
    """Word for word but one: one source, and the word is named."""
    sentence = "the smugglers hid nine men in a van that was loaded with {} before the ferry left Dieppe"
    said = [
        said_in(f"paper {goods}", [claim(sentence.format(goods), 9, "lorry_drop", **DAY)])[0]
        for goods in ("timber", "weapons")
    ]
    [chain] = chains(said)
    assert chain.mutations[0].words == ("timber", "weapons")


def test_a_french_copy_is_one_chain_too() -> None:
    """A clause left out and accents lost on the way change nothing in whose words they are."""
    first = "la vedette a recueilli à la tombée du jour vingt-deux personnes transies au large de Fécamp"
    second = "La vedette a recueilli a la tombee du jour vingt-deux personnes transies au large de Fecamp."
    assert mutations_between(first, second) == ()


def test_one_form_of_words_for_two_events_is_no_copy() -> None:
    """A prefecture's sentence filled in with another number is another rescue."""
    first, second = "13 personnes ont été secourues au large de Dieppe ce matin", ""
    second = first.replace("13", "21")
    assert mutations_between(first, second) is None


def test_who_cites_another_is_no_second_source() -> None:
    """A paper that has it from the radio is the radio; the mayor and the coastguard are two."""
    radio = said_in("radio", [claim("26 people", 26, **DAY)], publisher="Radio Falaise")
    paper = said_in("paper", [claim("twenty-six", 26, source="Radio Falaise, per the paper", **DAY)])
    mayor = said_in("mayor", [claim("26", 26, source="the mayor", **DAY)])
    assert independent((*radio, *paper)) == 1
    assert independent((*radio, *paper, *mayor)) == 2
    assert origin(paper[0]) == "radio falaise"


def test_the_words_around_a_quote_cite_as_well() -> None:
    """« selon Radio Falaise » beside the quote, though the claim names no source."""
    radio = said_in("radio", [claim("26 personnes", 26, **DAY)], publisher="Radio Falaise")
    blog = text_of(
        "blog",
        "Hier, 26 personnes ont été ramenées à terre, selon Radio Falaise.",
        claim("26 personnes", 26, **DAY),
    )
    assert independent((*radio, *blog)) == 1


def test_one_agency_printed_by_two_is_one() -> None:
    """Two papers name the same agency."""
    said = [
        said_in(name, [claim("33 people", 33, source="Agence Manche", **DAY)], publisher=name)[0]
        for name in ("one", "two")
    ]
    assert independent(said) == 1


def test_figures_of_one_source_given_to_another() -> None:
    """« Ces chiffres » after the customs, and then a report of the senate: both are kept."""
    said = text_of(
        "article",
        "Selon les douanes, les passages ont nettement augmenté. Ces chiffres montrent que le nombre des passages a "
        "triplé, d'après un rapport du Sénat.",
        claim("les passages ont nettement augmenté", None, None, kind="trend", source="les douanes"),
        claim(
            "le nombre des passages a triplé",
            3,
            None,
            kind="rate",
            unit="ratio",
            source="un rapport du Sénat",
        ),
    )
    [found] = about(said, "source")
    assert [each.source for each in found.said] == ["les douanes", "un rapport du Sénat"]


def test_two_periods_in_one_sentence_in_french() -> None:
    """« En janvier … cet hiver » may be one stretch or two."""
    said = text_of(
        "article",
        "En janvier, malgré le froid, 88 personnes ont tenté la traversée cet hiver. En février 2031, 12 de plus.",
        claim(
            "En janvier, malgré le froid, 88 personnes ont tenté la traversée cet hiver",
            88,
            "attempted",
            **FEBRUARY,
        ),
        claim("En février 2031, 12 de plus", 12, "attempted", **FEBRUARY),
    )
    [found] = about(said, "period")
    assert found.said == (said[0],)


def test_what_is_no_count_says_why() -> None:
    """Rates, trends, demands, opinions, estimates, times and measures enter no figure, each by its sentence."""
    for kind in ("rate", "trend", "demand", "opinion", "estimate", "time", "attribute", "measure", "process"):
        assert no_count(claim("words", 7, kind=kind)) is not None
    assert no_count(claim("7 per cent", 7, unit="per_cent")) is not None
    assert no_count(claim("many", None, low=None, high=None)) is not None
    assert no_count(claim("7 people", 7)) is None


def test_a_slip_is_one_digit_or_two_that_changed_places() -> None:
    """10188 and 10088, 1023 and 1032; not 12 and 13, nor 1000 and 2345."""
    assert slip(10188, 10088)
    assert slip(1023, 1032)
    assert slip(132, 123)
    assert not slip(12, 13)
    assert not slip(1000, 2345)


numbers = st.lists(st.integers(2, 60), min_size=2, max_size=5)


@settings(max_examples=60, deadline=None)
@given(numbers, st.integers(0, 3))
def test_a_whole_before_its_parts_is_published_alone(parts: list[int], repeated: int) -> None:
    """Whatever the numbers, and however often the whole is said again, one number is published: the whole."""
    whole = sum(parts)
    quotes = [f"whole {whole} a", *(f"part {at} of {number}" for at, number in enumerate(parts))]
    again = [f"again {at} {whole}" for at in range(repeated)]
    said = text_of(
        "text",
        ". ".join([*quotes, *again]),
        *(claim(quote, number, **DAY) for quote, number in zip(quotes, [whole, *parts], strict=True)),
        *(claim(quote, whole, **DAY) for quote in again),
    )
    found = totals(said)
    assert max(total.value for total in found) == whole
    assert [total.value for total in found if total.value == whole] == [whole]
    if len(set(parts)) == len(parts):
        assert sum(total.value for total in found) < 2 * whole


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_claim_is_lost_and_none_stands_twice(data: st.DataObject) -> None:
    """Every count of a text is in exactly one place under what is published, whatever was claimed."""
    outcomes = st.sampled_from(["rescued", "landed", "dead", "missing", "dead_or_missing", "arrived"])
    kinds = st.sampled_from(["count", "count", "cumulative", "derived", "state", "stock"])
    other = st.none() | st.integers(0, 6)
    rows = data.draw(st.lists(st.tuples(st.integers(1, 20), outcomes, kinds, other, other), max_size=7))
    said = said_in(
        "text",
        [
            claim(f"{n} {o} {k}", n, o, kind=k, subset_of=within, repeats=again, **DAY)
            for n, o, k, within, again in rows
        ],
    )
    placed: list[str] = []
    waiting = list(totals(said))
    while waiting:
        total = waiting.pop()
        placed += [total.said.id, *(each.id for each in total.restated)]
        waiting += [*total.parts, *total.inside]
    assert sorted(placed) == sorted(each.id for each in said)


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)), st.text(max_size=40))
def test_chains_do_not_hang_on_the_order(order: list[int], words: str) -> None:
    """Each claim is in one chain, and the chains are the same however the claims are handed in."""
    said = [
        said_in(f"d{at}", [claim(f"{words} {at % 2}", at + 1, source=f"source {at % 3}", **DAY)])[0]
        for at in range(5)
    ]
    found = chains([said[at] for at in order])
    assert found == chains(said)
    assert sorted(each.id for chain in found for each in chain.said) == sorted(each.id for each in said)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_held_against_each_other(one: str, other: str) -> None:
    """Nothing anybody writes is a fault; a text of enough words is a copy of itself with nothing changed."""
    mutations_between(one, other)
    long = f"{one} seven words make a text long enough to tell"
    assert mutations_between(long, long) == ()
