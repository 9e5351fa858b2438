"""The sentences: whose words, when, and how many, each a template that can be translated."""

from __future__ import annotations

from situations import Told, count

from ashore.model.phrases import utc_minute
from ashore.people import people_book
from ashore.people.claims import NOBODY_LOST
from ashore.people.wording import contradiction_words, words_of


def _words(told: Told) -> list[str]:
    mentions = {mention.id: mention for mention in told.mentions}
    found = people_book(told.group()).case("A").contradictions
    return [contradiction_words(each, mentions).render(str, utc_minute) for each in found]


def test_a_contradiction_of_two_numbers_is_in_its_plain_form() -> None:
    """33 exceeds 30, and who said each."""
    told = Told()
    told.mention(10, "A", role="aboard", on_board=(25, 30))
    told.mention(60, "A", encounter={"unit": "cutter", "action": "recovered", "taken_off": 33})
    assert _words(told) == ["33 exceeds 30: the caller at 00:10 said 25–30, the cutter took off 33."]


def test_a_longer_contradiction_lists_its_statements() -> None:
    """Forty aboard, thirty-three off and all off cannot all be true."""
    told = Told()
    told.mention(10, "A", role="relative", on_board=40)
    off = {"unit": "Themis", "action": "recovered", "taken_off": 33, "all_off": "yes"}
    told.mention(60, "A", encounter=off)
    [words] = _words(told)
    assert words.startswith("These cannot all be true: ")
    assert "a relative at 00:10 said 40" in words
    assert "Themis took off 33" in words
    assert "Themis said at 01:00 that all were off" in words


def test_every_kind_of_statement_has_its_words() -> None:
    """Parts, widened numbers, open ends, movements, calls from aboard and what nobody says."""
    told = Told()
    told.mention(10, "A", role="aboard", on_board=count("about 30", children="2 or more"))
    told.mention(20, "A", role="hotline", movements=(("boat", "water", 2),))
    told.mention(60, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 24})
    told.mention(70, "A", encounter={"unit": "cutter", "action": "transferred", "taken_off": 23})
    mentions = {mention.id: mention for mention in told.mentions}
    book = people_book(told.group())
    said = {
        words_of(statement, mentions).render(str, utc_minute)
        for each in book.case("A").contradictions
        for statement in each.statements
    }
    assert "nobody is known to have been lost between one unit and the next" in said
    bound = book.case("A").still_out
    said = {
        words_of(each, mentions).render(str, utc_minute) for each in (*bound.low_because, *bound.high_because)
    }
    assert "the caller at 00:10 said a number read as 25–35" in said
    assert any(each.field == NOBODY_LOST for one in book.case("A").contradictions for each in one.statements)


def test_a_translated_template_keeps_its_fields() -> None:
    """A catalogue may reorder what a sentence says."""
    told = Told()
    told.mention(10, "A", role="aboard", on_board=(25, 30))
    told.mention(60, "A", encounter={"unit": "cutter", "action": "recovered", "taken_off": 33})
    mentions = {mention.id: mention for mention in told.mentions}
    [found] = people_book(told.group()).case("A").contradictions
    french = {
        "{more} exceeds {fewer}: {because}.": "{fewer} < {more} : {because}.",
        "the caller": "l'appelant",
    }
    said = contradiction_words(found, mentions).render(lambda text: french.get(text, text), utc_minute)
    assert said == "30 < 33 : l'appelant at 00:10 said 25–30, the cutter took off 33."
