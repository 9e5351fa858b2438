"""A second reader's answer: no claim stands whose quote or number is not in the text, whatever bytes come back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from claim_examples import load
from hypothesis import given
from hypothesis import strategies as st
from second_answers import a_claim, answer, reply

from ashore.model.claims import Claim
from ashore.model.counts import entailed
from ashore.model.errors import AshoreError, BadInput
from ashore.model.vocabulary import OUTCOMES, QUALIFIERS
from ashore.reading.claims.agreement import readings_beside
from ashore.reading.claims.reader import read_claims
from ashore.reading.claims.reply import ReplyCutOff, ReplyEmpty, ReplyRefused, ReplyUnreadable, reply_of
from ashore.reading.claims.second import (
    LONGEST_QUOTE,
    MOST_CLAIMS,
    WHY_ASIDE,
    AnswerBrokenOff,
    AnswerUnreadable,
    SecondReading,
    read_answer,
)
from ashore.reading.claims.spots import spots

TEXT = (
    "Forty-one people were taken off two dinghies off Sallow Point on Tuesday, the harbour office said. "
    "At least six of them were children. A third boat with between 20 and 25 aboard turned back.\n"
    "Au large de Sallow, une trentaine de personnes ont été secourues à 4 h 37 ; 41 sont à l'abri.\n"
    "Arrivals rose by 60 per cent."
)


def read(*claims: object, text: str = TEXT) -> SecondReading:
    return read_answer(answer(*claims), text, published=date(2031, 2, 6))


def why(*claims: object, text: str = TEXT) -> list[str]:
    return [each.why for each in read(*claims, text=text).aside]


def one(*claims: object, text: str = TEXT) -> Claim:
    """Return the only claim that stands."""
    reading = read(*claims, text=text)
    assert reading.aside == ()
    (only,) = reading.claims
    return only.claim


def test_a_claim_that_the_words_bear_stands_with_its_place_in_the_text() -> None:
    claim = one(
        a_claim(
            "Forty-one people were taken off",
            41,
            place="off Sallow Point",
            source="the harbour office",
            source_standing="official",
        )
    )
    assert (claim.start, claim.end) == (0, 31)
    assert (claim.value, claim.low, claim.high, claim.unit, claim.outcome) == (
        41,
        41,
        41,
        "person",
        "rescued",
    )
    assert (claim.place, claim.source, claim.source_standing) == (
        "off Sallow Point",
        "the harbour office",
        "official",
    )


def test_days_are_the_rules_own_and_no_model_is_asked_for_them() -> None:
    claim = one(a_claim("Forty-one people were taken off", 41, when_start="1999-01-01"))
    assert (claim.when_start, claim.when_end) == ("2031-02-04", "2031-02-04")


@pytest.mark.parametrize(
    ("quote", "value", "more", "expected"),
    [
        ("At least six of them", 6, {"qualifier": "at_least"}, (6, "at_least", 6, None)),
        ("At least six of them", 6, {"qualifier": None}, (6, "at_least", 6, None)),
        ("At least six of them", 6, {"qualifier": "at_least", "low": 6}, (6, "at_least", 6, None)),
        ("six of them were children", 6, {"qualifier": "at_least"}, (6, "at_least", 6, None)),
        (
            "between 20 and 25 aboard",
            None,
            {"qualifier": None, "low": 20, "high": 25},
            (None, None, 20, 25),
        ),
        ("une trentaine de personnes", 30, {"qualifier": "about"}, (30, "about", None, None)),
        (
            "rose by 60 per cent",
            60,
            {"unit": "per_cent", "outcome": "arrived", "outcomes": ["arrived"]},
            (60, "exact", 60, 60),
        ),
    ],
)
def test_the_ends_are_what_the_words_entail(
    quote: str, value: int | None, more: dict[str, Any], expected: tuple[object, ...]
) -> None:
    claim = one(a_claim(quote, value, **more))
    assert (claim.value, claim.qualifier, claim.low, claim.high) == expected


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "low", "high"),
    [
        ("Several people were rescued.", None, "several", 3, None),
        ("Dozens of people were rescued.", None, "dozens", 24, None),
        ("Fewer than 40 people were rescued.", 40, "almost", None, 39),
        ("Fewer than 40 people were rescued.", None, "at_most", None, 39),
        ("Des dizaines de personnes ont été secourues.", None, "at_least", 20, None),
        ("Dix-huit personnes au moins ont été secourues.", 18, "at_least", 18, None),
        ("Soixante et onze personnes ont été secourues.", 71, "exact", 71, 71),
        ("Almost 7,000 people were rescued.", 7000, "almost", None, 6999),
        ("A man was rescued.", 1, "indefinite", 1, None),
    ],
)
def test_words_that_are_numbers_count_as_our_own_reader_reads_them(
    text: str, value: int | None, qualifier: str, low: int | None, high: int | None
) -> None:
    given = a_claim(text, value, qualifier=qualifier, **({"low": low, "high": high} if value is None else {}))
    claim = one(given, text=text)
    assert (claim.low, claim.high) == (low, high)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (a_claim("Forty people were rescued", 40), "quote_not_there"),
        (a_claim("forty-one people were taken off", 41), "quote_not_there"),
        (a_claim("", 41), "quote_not_there"),
        (a_claim(" ", 41), "quote_not_there"),
        (a_claim("people", 41), "number_elsewhere"),
        (a_claim("people were taken off two dinghies", 41), "number_elsewhere"),
        (a_claim("Forty-one people were taken off", 43), "number_nowhere"),
        (a_claim("Forty-one people were taken off", 40), "number_nowhere"),
        (a_claim("Arrivals rose by 60 per cent", 60), "number_nowhere"),
        (a_claim("Forty-one people were taken off", None, qualifier="dozens"), "number_nowhere"),
        (a_claim("At least six of them", 6), "other_qualifier"),
        (a_claim("At least six of them", 6, qualifier="at_most"), "other_qualifier"),
        (a_claim("Forty-one people were taken off", 41, qualifier="dozens"), "other_qualifier"),
        (a_claim("Forty-one people were taken off", 41, low=41, high=50), "other_ends"),
        (a_claim("between 20 and 25 aboard", 20, qualifier="several"), "number_nowhere"),
        (a_claim("At least six of them", 6, qualifier="at_least", low=6, high=6), "other_ends"),
        (a_claim("between 20 and 25", None, qualifier=None, low=20, high=30), "number_nowhere"),
        (a_claim("Forty-one people were taken off", 41, qualifier="roughly"), "no_such_code"),
        (a_claim("Forty-one people were taken off", 41, outcome="saved"), "no_such_code"),
        (a_claim("Forty-one people were taken off", 41, outcomes=["rescued", "saved"]), "no_such_code"),
        (a_claim("Forty-one people were taken off", 41, unit="people"), "no_such_code"),
        (a_claim("Forty-one people were taken off", 41, kind="headcount"), "no_such_code"),
        (a_claim("Forty-one people were taken off", 41, source_standing="good"), "no_such_code"),
        (a_claim("Forty-one people were taken off", "41"), "not_the_form"),  # type: ignore[arg-type]
        (a_claim("Forty-one people were taken off", -41), "not_the_form"),
        (a_claim("Forty-one people were taken off", 10**40), "not_the_form"),
        ({"value": 41}, "not_the_form"),
        ("forty-one", "not_the_form"),
        (None, "not_the_form"),
        ([[]], "not_the_form"),
    ],
)
def test_a_claim_that_the_words_do_not_bear_is_put_aside_and_said_why(given: object, reason: str) -> None:
    assert why(given) == [reason]
    assert read(given).claims == ()


@pytest.mark.parametrize("value", [500, 3, None])
def test_a_number_that_nobody_said_does_not_stand_for_several(value: int | None) -> None:
    text = "Several people were rescued."
    given = a_claim(text, value, qualifier="several")
    assert why(given, text=text) == ([] if value is None else ["number_nowhere"])


def test_a_qualifier_for_which_the_rules_have_no_word_is_taken_and_doubted() -> None:
    (second,) = read(a_claim("41 sont à l'abri", 41, qualifier="about")).claims
    assert (second.claim.qualifier, second.claim.low, second.claim.high) == ("about", None, None)
    assert "qualifier_unknown" in second.doubts


def test_a_quote_that_stands_twice_needs_its_place() -> None:
    text = "Then 14 people were rescued. Later 14 people were rescued."
    assert why(a_claim("14 people were rescued", 14), text=text) == ["quote_not_one"]
    second = text.rindex("14 people")
    claim = one(a_claim("14 people were rescued", 14, start=second, end=second + 22), text=text)
    assert claim.start == second
    assert why(a_claim("14 people were rescued", 14, start=second + 1), text=text) == ["quote_not_one"]
    assert why(a_claim("14 people were rescued", 14, start=second, end=second), text=text) == [
        "quote_not_one"
    ]
    assert why(a_claim("aa 2", 2), text="aaa 2 aa 2") == ["quote_not_one"]


def test_a_straightened_quote_is_found_and_the_texts_own_words_are_quoted() -> None:
    """An apostrophe, a no-break space, a line end; never a letter or a digit, and never where both kinds stand."""
    text = "L’équipage a secouru\u00a014 personnes\nqu’il a déposées."
    claim = one(a_claim("L'équipage a secouru 14 personnes qu'il a", 14), text=text)
    assert claim.quote == text[: text.index(" déposées")]
    assert why(a_claim("L'equipage a secouru 14 personnes", 14), text=text) == ["quote_not_there"]
    both = "l’un des 14. l'un des 14."
    assert one(a_claim("l'un des 14", 14), text=both).start == both.index("l'un")
    assert why(a_claim("d'un des 14", 14), text="d’un des 14, d’un des 14") == ["quote_not_one"]


def test_a_quote_of_half_the_text_is_none() -> None:
    text = "14 people were rescued " + "and so on " * 100
    assert why(a_claim(text[: LONGEST_QUOTE + 1], 14), text=text) == ["quote_too_long"]


def test_one_number_bears_one_claim() -> None:
    """The same people under two names would be counted twice."""
    quote = "Forty-one people were taken off"
    reading = read(a_claim(quote, 41), a_claim(quote, 41, outcome="landed", outcomes=["landed"]))
    assert len(reading.claims) == 1
    assert [each.why for each in reading.aside] == ["number_taken"]


def test_what_the_words_do_not_show_beside_the_number_is_left_out_and_said() -> None:
    (second,) = read(
        a_claim("Forty-one people were taken off", 41, place="Calais", source="the minister", unit="boat")
    ).claims
    assert (second.claim.place, second.claim.source, second.claim.source_standing) == (None, None, "unknown")
    assert second.doubts == ("other_noun", "place_not_there", "source_not_there")


def test_an_hour_is_no_count_and_is_said_to_be_none() -> None:
    (second,) = read(a_claim("à 4 h", 4)).claims
    assert "no_count" in second.doubts


def test_a_part_is_tied_to_its_whole_and_rings_are_not() -> None:
    whole, part = (
        a_claim("Forty-one people", 41),
        a_claim("At least six of them", 6, qualifier="at_least", kind="subset", subset_of=1),
    )
    invented = a_claim("a hundred drowned", 100)
    reading = read(invented, whole, part)
    assert [each.claim.subset_of for each in reading.claims] == [None, 0]
    ring = read(whole | {"subset_of": 1}, part | {"subset_of": 0})
    assert [each.claim.subset_of for each in ring.claims] == [None, None]
    gone = read(whole, part | {"subset_of": 7})
    assert [each.claim.subset_of for each in gone.claims] == [None, None]


def test_no_more_claims_are_taken_than_any_text_has() -> None:
    reading = read(*[None] * (MOST_CLAIMS + 2))
    assert [each.why for each in reading.aside].count("too_many") == 2


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", ReplyUnreadable),
        (b"<html>", ReplyUnreadable),
        (b"{}", ReplyUnreadable),
        (b'{"choices": 3}', ReplyUnreadable),
        (b'{"choices": []}', ReplyEmpty),
        (b"\xff\xfe", ReplyUnreadable),
        (b"[" * 100_000, ReplyUnreadable),
        (reply(None), ReplyEmpty),
        (reply("  "), ReplyEmpty),
        (reply("<think>so</think>"), ReplyEmpty),
        (reply("{}", message={"content": None, "refusal": "I cannot"}), ReplyRefused),
        (reply("{}", finish_reason="content_filter"), ReplyRefused),
        (reply('{"claims": []}', finish_reason="length"), ReplyCutOff),
        (reply("{}"), AnswerUnreadable),
        (reply("I found two claims."), AnswerUnreadable),
        (reply('{"claims": {}}'), AnswerUnreadable),
        (reply("[]"), AnswerUnreadable),
        (reply("```json\n" + "\t" * 500_000), AnswerUnreadable),
        (reply("`" * 500_000), AnswerUnreadable),
        (reply("<think>" * 50_000), AnswerUnreadable),
        (reply('{"claims": [' + "[" * 100_000 + "]}"), AnswerUnreadable),
        (reply('{"claims": []} and more'), AnswerUnreadable),
        (reply('{"claims": [{"quote": "Forty'), AnswerBrokenOff),
    ],
)
def test_an_answer_that_is_none_is_a_sentence_and_never_half_taken(
    raw: bytes, error: type[AshoreError]
) -> None:
    with pytest.raises(error) as refused:
        read_answer(raw, TEXT)
    assert isinstance(refused.value, BadInput)
    assert refused.value.sentence().endswith(".")


@pytest.mark.parametrize(
    "around",
    ["{}", "```json\n{}\n```", "```\n{}\n```\n", "<think>Let me count: {{</think>\n\n{}", "  {}  "],
)
def test_a_fence_or_thoughts_around_the_answer_are_taken_off(around: str) -> None:
    told = json.dumps({"claims": [a_claim("Forty-one people were taken off", 41)]})
    assert len(read_answer(reply(around.replace("{}", told)), TEXT).claims) == 1


def test_the_model_that_answered_is_kept_by_a_name_that_prints() -> None:
    raw = json.loads(reply({"claims": []}))
    raw["model"] = "x\u202ey\n" + "z" * 1000
    named = reply_of(json.dumps(raw).encode()).model
    assert named is not None
    assert named.startswith("xyz")
    assert len(named) == 200


@given(st.binary(max_size=400))
def test_no_bytes_raise_but_what_is_of_the_tree(raw: bytes) -> None:
    try:
        reading = read_answer(raw, TEXT)
    except AshoreError:
        return
    assert reading.claims == ()


LETTERS = st.text(max_size=40) | st.sampled_from(
    [TEXT[start:end] for start in range(0, len(TEXT), 7) for end in range(start + 5, start + 60, 11)]
)
WHOLES = st.none() | st.sampled_from([0, 1, 4, 6, 20, 25, 30, 41, 60]) | st.integers(-5, 10**10)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"quote": LETTERS, "unit": st.sampled_from(["person", "boat", "per_cent", "people"])},
            optional={
                "value": WHOLES,
                "low": WHOLES,
                "high": WHOLES,
                "start": WHOLES,
                "end": WHOLES,
                "subset_of": WHOLES,
                "qualifier": st.none() | st.sampled_from([*sorted(QUALIFIERS), "few"]),
                "outcome": st.none() | st.sampled_from([*sorted(OUTCOMES), "saved"]),
                "place": st.none() | LETTERS,
                "source": st.none() | LETTERS,
            },
        ),
        max_size=6,
    )
)
def test_whatever_is_answered_what_stands_is_borne_by_the_words(claims: list[dict[str, Any]]) -> None:
    """Quote in the text, number in the quote, each number once, ends as entailed, nothing lost."""
    reading = read(*claims)
    assert len(reading.claims) + len(reading.aside) == len(claims)
    assert all(each.why in WHY_ASIDE for each in reading.aside)
    inside = {each.start: each for each in spots(TEXT)}
    assert len({each.at for each in reading.claims}) == len(reading.claims)
    for each in reading.claims:
        claim, spot = each.claim, inside[each.at]
        assert claim.quote
        assert TEXT[claim.start : claim.end] == claim.quote
        assert claim.start is not None
        assert claim.end is not None
        assert claim.start <= spot.start < spot.end <= claim.end
        assert claim.value == spot.value
        if claim.qualifier == spot.qualifier:
            assert (claim.low, claim.high) == (spot.low, spot.high)
        else:
            assert (claim.low, claim.high) == entailed(spot.value, claim.qualifier)
        assert claim.place is None or claim.place in TEXT
        assert claim.source is None or claim.source in TEXT
        assert claim.subset_of is None or claim.subset_of < len(reading.claims)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(ANY_TEXT, st.integers(0, 50), st.integers(1, 60))
def test_any_text_is_held_against_any_quote(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    for second in read(a_claim(quote, 4), a_claim(quote + "x", 4), text=text).claims:
        assert text[second.claim.start : second.claim.end] == second.claim.quote


@given(ANY_TEXT)
def test_numbers_of_a_text_stand_in_it_in_order(text: str) -> None:
    found = spots(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted({each.start for each in found})


@pytest.mark.parametrize(("name", "least"), [("claims_en", 0.97), ("claims_fr", 0.95)])
def test_a_reader_without_fault_is_hardly_ever_put_aside(name: str, least: float) -> None:
    """The labels of our own passages as a second reader's answer: what must be read stands (tier 1)."""
    stood = asked = 0
    for passage in load(name):
        given = [
            {key: value for key, value in asdict(label).items() if key not in ENDS or label.value is None}
            for label in passage.claims
        ]
        aside = {each.index for each in read_answer(answer(*given), passage.text).aside}
        needed = [index for index, label in enumerate(passage.claims) if label.tier == 1]
        asked += len(needed)
        stood += sum(index not in aside for index in needed)
    assert stood / asked > least


ENDS = ("low", "high")
"""Ends go with a range alone: of a number they are worked out here."""


@pytest.mark.parametrize("name", ["claims_en", "claims_fr"])
def test_a_number_of_another_claim_is_never_taken_for_a_quotes_own(name: str) -> None:
    """Each label with the number of another one of its passage, which its own quote has not: none stands."""
    for passage in load(name):
        for label in passage.claims:
            own = {each.value for each in spots(label.quote)}
            for other in {each.value for each in passage.claims} - own - {None, label.value}:
                given = asdict(label) | {"value": other, "low": None, "high": None}
                reading = read_answer(answer(given), passage.text)
                assert all(each.claim.value in own | {label.value} for each in reading.claims)


def test_two_readings_stand_beside_each_other_number_by_number() -> None:
    """Both alike, both but otherwise, only the rules, only the second."""
    text = (
        "14 people were rescued. Then 27 others reached the shore. Nine men drowned. "
        "And 33 castaways came home by themselves, somehow."
    )
    first = read_claims(text)
    assert [each.claim.value for each in first] == [14, 27, 9]
    second = read(
        a_claim("33 castaways", 33, outcome="returned", outcomes=["returned"]),
        a_claim("27 others reached the shore", 27, outcome="landed", outcomes=["landed"]),
        a_claim("14 people were rescued", 14),
        text=text,
    ).claims
    beside = readings_beside(text, first, second)
    assert [(each.first, each.second, each.differs) for each in beside] == [
        (0, 2, ()),
        (1, 1, ("outcome",)),
        (2, None, ()),
        (None, 0, ()),
    ]
    assert [each.agrees for each in beside] == [True, False, False, False]


@given(
    st.lists(
        st.sampled_from(["14 people were rescued", "Nine men drowned", "14 men", "rescued 14"]), max_size=5
    )
)
def test_every_claim_of_both_readings_stands_once_beside_the_other(sentences: list[str]) -> None:
    text = ". ".join(sentences)
    first = read_claims(text)
    second = read(*[a_claim(each, 14, start=text.rfind(each)) for each in sentences], text=text).claims
    beside = readings_beside(text, first, second)
    assert [each.first for each in beside if each.first is not None] == list(range(len(first)))
    assert sorted(each.second for each in beside if each.second is not None) == list(range(len(second)))
