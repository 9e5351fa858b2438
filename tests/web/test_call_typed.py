"""A call's form as one report: only what was shown and not struck claims anything, and nobody's words are lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from ashore.desk.language import speaking
from ashore.desk.web.calls_shown import circle, shown
from ashore.desk.web.calls_typed import (
    ROLES,
    ZONES,
    Typed,
    answer_in_words,
    number_of,
    read,
    report_line,
    things,
    typed,
)
from ashore.intake.report_lines import read_line
from ashore.model.report import Report

BEGUN = 1_927_920_000_000
"""2031-02-03T21:20:00Z."""

WORDS = "about 30, two kids, off Gravelines, engine dead, water coming in, said 5 min ago"


def call_of(text: str, **more: Any) -> Typed:
    """Return a call whose every understood thing was shown."""
    call = Typed(id="a", begun=BEGUN, text=text, **more)
    return Typed(
        id="a", begun=BEGUN, text=text, shown=frozenset(each.name for each in things(read(call))), **more
    )


def report_of(call: Typed) -> Report:
    """Return the report that a call is logged as."""
    read_back = read_line(report_line(call).encode(), received_by="north-centre")
    assert isinstance(read_back, Report)
    return read_back


@given(
    text=st.text(max_size=120)
    | st.sampled_from([WORDS, "13 or 14 near Calais 2234B", "50.1 1.2 / 50.2 1.3 dead 2"]),
    role=st.sampled_from(ROLES),
    zone=st.sampled_from(sorted(ZONES)),
    data=st.data(),
)
def test_whatever_is_typed_shown_and_struck_is_a_report_that_keeps_the_words(
    text: str, role: str, zone: str, data: st.DataObject
) -> None:
    """Any letters, any lines shown, any struck: the line is read again, and its text is what was said."""
    call = call_of(text, role=role, zone=zone)
    names = sorted(call.shown)
    kept = data.draw(st.sets(st.sampled_from(names)) if names else st.just(set()))
    struck = data.draw(st.sets(st.sampled_from(names)) if names else st.just(set()))
    partly = Typed(
        id="a", begun=BEGUN, text=text, role=role, zone=zone, shown=frozenset(kept), struck=frozenset(struck)
    )
    if partly.empty:
        return
    report = report_of(partly)
    assert report.text == text.strip()
    stand = [each for each in things(read(partly)) if each.name in kept - struck]
    assert len(report.mentions[0].positions) == sum(each.kind == "position" for each in stand)
    if not any(each.kind == "aboard" for each in stand):
        assert report.mentions[0].on_board is None
    assert {"aboard": "caller", "survivor": "survivors"}.get(role, role) == (
        report.mentions[0].on_board.says_who if report.mentions[0].on_board else None
    ) or report.mentions[0].on_board is None


def test_what_was_never_shown_claims_nothing() -> None:
    """A call that was logged while the server was lost holds its words, its sender and its time."""
    report = report_of(Typed(id="a", begun=BEGUN, text=WORDS, phone="+33612345678"))
    assert report.mentions[0].positions == ()
    assert (report.mentions[0].on_board, report.mentions[0].danger, report.said_at) == (None, (), None)
    assert report.sender is not None
    assert report.sender.phone == "+33612345678"


def test_striking_one_of_two_places_of_a_name_leaves_the_other_alone() -> None:
    """An alternative without its competitor competes with nothing."""
    text = "51.0331 2.0612, then 50.9012 1.4012 at 2105"
    call = call_of(text)
    places = [each.name for each in things(read(call)) if each.kind == "position"]
    assert len(places) == 2
    left = report_of(Typed(id="a", begun=BEGUN, text=text, shown=call.shown, struck=frozenset(places[:1])))
    (position,) = left.mentions[0].positions
    assert (position.lat, position.alternative_of) == ("50.9012", None)


@pytest.mark.parametrize(
    ("stated", "zone", "e164", "assumed"),
    [
        ("+44 7700 900123", "Europe/Paris", "+447700900123", False),
        ("0033 6 12 34 56 78", "UTC", "+33612345678", False),
        ("06 12 34 56 78", "Europe/Paris", "+33612345678", True),
        ("07700 900123", "Europe/London", "+447700900123", True),
    ],
)
def test_a_number_is_read_and_says_whether_its_country_was_assumed(
    stated: str, zone: str, e164: str, assumed: bool
) -> None:
    """By the clock that was chosen; the report then says that nobody named the country."""
    number = number_of(stated, zone)
    assert number is not None
    assert (number.e164, number.assumed) == (e164, assumed)
    report = report_of(call_of("help", phone=stated, zone=zone))
    assert report.sender is not None
    assert report.sender.phone == e164
    assert ("sender.phone" in report.assumed) is assumed


@pytest.mark.parametrize("stated", ["withheld", "06 12 34 56 78", "channel 16"])
def test_a_number_that_cannot_be_called_is_kept_as_it_was_typed(stated: str) -> None:
    """With no country to take it for, digits are kept as they are."""
    assert number_of(stated, "UTC") is None
    report = report_of(call_of("help", phone=stated, zone="UTC"))
    assert report.sender is not None
    assert report.sender.phone == stated


def test_the_interpreters_words_stand_apart_in_the_text_and_in_the_bytes() -> None:
    """Each voice with when it began; both are read."""
    call = call_of(
        "cannot understand him",
        interpreter="Amal, Arabic",
        joined="2031-02-03T21:24:00Z",
        interpreted="forty people, engine dead",
        answered=(("in_water", "yes"),),
    )
    line = json.loads(report_line(call))
    assert [(each["voice"], each["at"]) for each in line["words"]] == [
        ("caller", "2031-02-03T21:20:00+00:00"),
        ("card", "2031-02-03T21:20:00+00:00"),
        ("interpreter", "2031-02-03T21:24:00Z"),
    ]
    assert line["text"].split("\n\n") == [
        "cannot understand him",
        "[card] people in the water",
        "[interpreter Amal, Arabic] forty people, engine dead",
    ]
    report = report_of(call)
    assert report.mentions[0].on_board is not None
    assert report.mentions[0].on_board.low == 40
    assert report.mentions[0].danger == ("people_in_water",)


CARD = (
    ("people", "about 30", "aboard"),
    ("children", "2", "aboard"),
    ("water_in", "yes", "danger"),
    ("engine", "no", "engine"),
    ("in_water", "yes", "danger"),
    ("hurt", "yes", "danger"),
    ("lifejackets", "no", "lifejackets"),
    ("left_from", "Wissant", "position"),
    ("battery", "12", "battery_pct"),
)


@pytest.mark.parametrize(("question", "answer", "kind"), CARD)
def test_every_answer_to_the_card_is_read_as_what_it_says(question: str, answer: str, kind: str) -> None:
    """The words that are logged for it are words the reader understands."""
    call = Typed(id="a", begun=BEGUN, answered=((question, answer),))
    assert kind in {each.kind for each in things(read(call))}


@pytest.mark.parametrize("question", ["water_in", "engine", "in_water", "hurt", "lifejackets"])
def test_an_answer_that_is_not_known_says_nothing(question: str) -> None:
    """Nor does a question that this desk does not put."""
    assert answer_in_words(question, "not_known") == ""
    assert answer_in_words("name", "somebody") == ""


@given(
    st.lists(
        st.tuples(st.sampled_from("text phone zone begun draft struck shown card.people".split()), st.text())
    )
)
def test_a_form_of_any_fields_is_a_call(fields: list[tuple[str, str]]) -> None:
    """What no page of ours sends is left out; times never count from an instant to come."""
    call = typed(FormData(fields), "a", BEGUN)
    assert call.begun <= BEGUN
    assert call.zone in ZONES
    shown(call, speaking("fr"))


@given(st.text(max_size=200) | st.just(WORDS))
def test_the_marked_words_are_the_words(text: str) -> None:
    """Marking adds and loses no letter."""
    call = call_of(text)
    assert "".join(piece for piece, _ in shown(call, speaking("en")).marked) == call.words


def test_of_several_totals_the_form_says_which_is_taken() -> None:
    """The one that the record will not hold says so, until the one that it would hold is left out."""
    text = "CROSS was told 50 people, now they are 48"
    call = call_of(text)
    (first, last) = shown(call, speaking("en")).lines
    assert first.notes == ("“now they are 48” is taken for all aboard: leave that out if this is right.",)
    assert last.notes == ()
    on_board = report_of(call).mentions[0].on_board
    assert on_board is not None
    assert on_board.value == 48
    (first, _) = shown(call_of(text, struck=frozenset({last.name})), speaking("en")).lines
    assert first.notes == ()


def test_totals_of_two_boats_are_said_not_to_be_taken() -> None:
    """Nothing tells whose total it is, so the record holds none and the form says so."""
    call = call_of("2 boats, 30 people and 40 people")
    notes = [line.notes for line in shown(call, speaking("en")).lines if line.kind == "aboard"]
    assert [len(each) for each in notes] == [1, 1]
    assert report_of(call).mentions[0].on_board is None


def test_an_error_circle_is_said_in_the_units_of_the_sea() -> None:
    """Metres where it is small, miles and kilometres where it is not, with the reader's own comma."""
    assert circle("100", speaking("en")) == "within 100 m"
    assert circle("10688", speaking("fr")) == "à 5,8 milles près (10,7 km)"
