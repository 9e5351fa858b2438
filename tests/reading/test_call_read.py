"""A call read as a whole: what is said of where, when, how many and what is wrong, and what a report holds of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from call_phrases import NOW, ZONE, calls, wrong
from hypothesis import given
from hypothesis import strategies as st

from ashore.intake.report_lines import read_line
from ashore.model.report import Report
from ashore.model.times import iso
from ashore.model.vocabulary import DANGERS
from ashore.reading.call import CallReading, as_mention, read_call

EVERY = [*calls("calls_before.toml"), *calls("calls_after.toml")]
PIECES = st.lists(
    st.one_of(
        st.sampled_from(EVERY).map(lambda call: call["text"]),
        st.sampled_from(
            "2234B|0034 FR|10 min ago|position|51.03 1.75|about 30|2 kids|not|pas d'eau|sinking|battery 5"
            "|, |. |said|left"
            " from Wissant|no|engine|8 m|12 %|3 people in the water|nobody|une trentaine"
            "|https://maps.google.com/?q=51,2".split("|")
        ),
        st.text(max_size=12),
    ),
    max_size=6,
).map(" ".join)


def read(text: str) -> CallReading:
    """Read a call at the tests' hour."""
    return read_call(text, now=NOW, zone=ZONE)


def as_report(reading: CallReading) -> Report:
    """Return the report that a call's reading makes, through the intake's own reader."""
    line: dict[str, Any] = {
        "format": "ashore.report/1",
        "id": "n-1",
        "channel": "phone",
        "received_at": iso(NOW),
        "text": reading.text if reading.text.strip() else "…",
        **as_mention(reading),
    }
    report = read_line(json.dumps(line).encode(), received_by="here")
    assert isinstance(report, Report), getattr(report, "errors", None)
    return report


@pytest.mark.parametrize("call", EVERY, ids=lambda call: call["text"][:60])
def test_a_call_is_read_as_it_is_meant(call: dict[str, Any]) -> None:
    """Each call of both files, every key that the file tells."""
    assert wrong(call) == {}


def test_the_location_and_the_sentence_of_the_first_ten_minutes() -> None:
    """A pasted location and "about 30, two kids, engine dead, said 5 min ago": place, range, engine and time."""
    reading = read("https://maps.google.com/?q=51.03,2.06\nabout 30, two kids, engine dead, said 5 min ago")
    report = as_report(reading)
    (mention,) = report.mentions
    assert (mention.positions[0].lat, mention.positions[0].lon) == ("51.03", "2.06")
    assert mention.on_board is not None
    count = mention.on_board
    assert (count.low, count.high, count.value, count.qualifier) == (None, None, 30, "about")
    assert count.children is not None
    assert (count.children.low, count.children.high) == (2, 2)
    assert mention.craft is not None
    assert mention.craft.engine == "stopped"
    assert report.said_at is not None
    assert report.said_at.stated == "2022-12-14T03:55:00+01:00"
    assert reading.not_understood == ()


def test_a_denied_danger_is_no_danger() -> None:
    """What a caller says is not happening is not put on the form, in either language."""
    for text in (
        "no water coming in",
        "not sinking",
        "we are not taking water",
        "nobody is in the water",
        "no fire, no injuries",
        "pas d'eau dans le bateau",
        "on ne coule pas",
        "on ne prend pas l'eau",
        "personne à l'eau",
        "pas de blessés",
        "we are not out of fuel",
    ):
        assert read(text).dangers == (), text


def test_a_danger_after_a_denied_one_is_still_read() -> None:
    """A no holds for its own clause only."""
    assert read("no water coming in but we are sinking").dangers == ("sinking",)
    assert read("pas froid, mais on prend l'eau").dangers == ("taking_water",)


def test_a_no_about_something_else_denies_no_danger() -> None:
    """Typed without a comma, a no still goes with its own word: a danger missed costs more than one too many."""
    for text, dangers in {
        "no life jackets sinking": ("sinking",),
        "no engine no fuel": ("no_fuel",),
        "sans gilets on coule": ("sinking",),
        "pas de gilets il y a le feu a bord": ("fire",),
        "not moving water coming in": ("taking_water",),
        "nobody speaks english boat capsized": ("capsized",),
        "plus d'essence plus de batterie on dérive": ("drifting", "no_fuel"),
    }.items():
        assert read(text).dangers == dangers, text


def test_people_in_the_water_are_a_danger_by_their_number_too() -> None:
    """Two in the water is the danger, whichever words say it."""
    assert read("40 on board, 2 in the water").dangers == ("people_in_water",)


def test_a_total_said_again_takes_no_children_away() -> None:
    """The parts said with the same number stay with it."""
    on_board = read("20 men 10 women 5 children total 35").on_board
    assert on_board is not None
    assert on_board.children is not None
    assert (on_board.value, on_board.children.value) == (35, 5)


def test_those_of_one_nation_are_not_taken_for_all_aboard() -> None:
    """Who names nations one by one puts no total right by the last of them."""
    for text in ("We are 30 people. 12 Sudanese, 8 Eritrean", "30 personnes à bord. 12 Soudanais. 8 Afghans"):
        on_board = read(text).on_board
        assert on_board is not None
        assert (on_board.low, on_board.high) == (30, 30), text
    assert read("12 Sudanese people. 8 Eritrean people").on_board is None
    one_nation = read("12 Soudanais. 3 enfants").on_board
    assert one_nation is not None
    assert one_nation.value == 12


def test_the_french_hail_is_a_person_in_the_water_and_nobody_is_said_to_be_a_guess() -> None:
    """ "Personne à la mer" is called like "homme à la mer"; where it is read as nobody, the form says to ask."""
    assert read("Personne à la mer !").dangers == ("people_in_water",)
    assert read("on a une personne à la mer, 30 à bord").on_board == read("30 à bord").on_board
    assert read("il n'y a personne à la mer").dangers == ()
    (nobody,) = read("personne à l'eau").counts
    assert any("may be one person" in each.template for each in nobody.how)


def test_a_time_goes_with_what_its_clause_speaks_of() -> None:
    """The position's hour, the departure's and that of the call itself are kept apart."""
    reading = read("left from Gravelines at 22:00, position 51.05 N 1.75 E at 02:30, said 5 min ago")
    assert [time.of for time in reading.times] == ["departed", "position", "said"]
    report = as_report(reading)
    fix = next(each for each in report.mentions[0].positions if each.of == "craft")
    assert fix.at is not None
    assert iso(fix.at.ms)[11:16] == "01:30"


def test_an_hour_said_with_the_leaving_is_the_departure() -> None:
    """That "left at" is read as a part of the hour takes nothing from what it is of."""
    for text in ("30 people, left at 22:30", "on est 30, partis à 22h30"):
        (time,) = read(text).times
        assert time.of == "departed", text


def test_figures_in_a_link_or_a_position_are_nothing_else() -> None:
    """A per cent sign of a link is no battery, and an hour before a position begins no telephone number."""
    for text in (
        "https://www.google.com/maps/place/51%C2%B001'52.3%22N+2%C2%B003'40.3%22E/@51.0312,2.0612,17z",
        "0210 51.0312 1.8123",
    ):
        reading = read(text)
        assert len(reading.positions) == 1, text
        assert reading.signs == (), text
    assert [time.read.quote for time in read("0210 51.0312 1.8123").times] == ["0210"]


def test_an_hour_of_tomorrow_is_still_to_come() -> None:
    """A departure planned for the morning is none that was made a day ago."""
    for text in ("they leave tomorrow at 06:00", "départ demain matin à 6h", "will call back at 06:00"):
        (time,) = read(text).times
        assert time.read.at > NOW, text


def test_an_hour_before_a_position_is_an_hour() -> None:
    """A log's line, the hour and then the figures, gives the position and its time, and no degrees of the hour."""
    for text in ("02:10 51.0312 1.8123", "at 02:10 51,0312 1,8123", "02:10 N51.0312 E1.8123"):
        reading = read(text)
        assert [(each.lat, each.lon) for each in reading.positions] == [("51.0312", "1.8123")], text
        time = reading.position_time(0)
        assert time is not None, text
        assert iso(time.at)[11:16] == "01:10", text


def test_what_was_assumed_is_marked_in_the_report() -> None:
    """An hour read on a clock that nobody named is listed among what no source gives."""
    report = as_report(read("said at 02:30, 30 people"))
    assert "said_at" in report.assumed
    assert "said_at" not in as_report(read("said 2022-12-14T02:30:00+01:00, 30 people")).assumed


def test_a_number_in_words_and_half_a_position_are_not_passed_over() -> None:
    """What is dictated and was not read is shown, like figures; one that its own words name is not."""
    for text, missed in {
        "we are thirteen fourteen": ["fourteen"],
        "fifty one zero two north": ["fifty one"],
        "51.03.12N 001.48.22E": ["51.03.12N", "001.48.22E"],
        "twenty minutes, quinze ans, dix litres, un mille": [],
        "VHF 16, canal 72, MMSI 227123456": [],
    }.items():
        assert [each.quote for each in read(text).not_understood] == missed, text


def test_a_number_that_nothing_explains_is_not_passed_over() -> None:
    """What looks like a number and was not read is shown, with what to do."""
    (left,) = read("30 people, ref 4711").not_understood
    assert left.quote == "4711"


def test_a_telephone_number_in_the_words_is_found_and_counts_nobody() -> None:
    """It is offered as the number to call back, never as people."""
    reading = read("call back +33 6 12 34 56 78")
    sign = reading.sign("phone")
    assert sign is not None
    assert sign.quote == "+33 6 12 34 56 78"
    assert reading.counts == ()


@given(st.one_of(st.text(), PIECES))
def test_any_text_is_read_as_a_call_and_makes_a_report(text: str) -> None:
    """Nothing raises; every quote is the text's own words; intake accepts what was read; dangers are codes."""
    reading = read(text)
    for each in reading.understood:
        assert text[each.start : each.end] == each.quote
    assert set(reading.dangers) <= DANGERS
    as_report(reading)
