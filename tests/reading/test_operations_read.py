"""Communiqués are read to the reports they tell of: every rule, whole texts with a score, changed texts, any text."""

from __future__ import annotations

import json
import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from operation_examples import Example, as_labelled, examples, labelled, read_as, score

from ashore.intake.report_lines import read_line
from ashore.model.report import Report
from ashore.reading.operations.clauses import clauses_of
from ashore.reading.operations.lexicon import LANGUAGES, Rule, rules
from ashore.reading.operations.reader import LONGEST, Operations, Proposed, read_operations
from ashore.reading.operations.steps import said_beside, steps_in

FILES = ("operations_en", "operations_fr", "operations_aside_en", "operations_aside_fr")
ALL = [each for name in FILES for each in examples(name)]
RULES = [
    pytest.param(language, rule, kind, id=f"{language}-{kind}-{rule.name}-{number}")
    for language in LANGUAGES
    for kind in ("steps", "after")
    for number, rule in enumerate(getattr(rules(language), kind))
]
DAY = date(2031, 2, 4)

STORY = (
    "On Tuesday 4 February at 04:02 a boat was reported off Deal. At 04:37 the lifeboat Grey Heron took fifteen "
    "people off. They were landed at Ramsgate at 05:44. They were handed over to the police at 06:10."
)


def steps(told: Operations) -> list[str]:
    return [each.step for each in told.reports]


def only(told: Operations, step: str) -> Proposed:
    [found] = [each for each in told.reports if each.step == step]
    return found


@pytest.mark.parametrize(("language", "rule", "kind"), RULES)
def test_each_rule_reads_the_sentence_that_stands_with_it(language: str, rule: Rule, kind: str) -> None:
    """A rule's own sentence holds the step, or what is said beside it, that the rule is for."""
    [clause] = clauses_of(rule.test)
    found = steps_in(clause, language) if kind == "steps" else said_beside(clause, language)
    assert rule.name in [each.name for each in found]


@pytest.mark.parametrize("name", FILES)
def test_communiques_are_read_as_they_are_labelled(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The score is printed; those the rules were written by are read nearly all, those put aside mostly."""
    made = score(examples(name))
    with capsys.disabled():
        print(
            f"\n{name}: {made.labelled} labelled, {made.read} read, {made.right} right: precision "
            f"{made.precision:.2f}, recall {made.recall:.2f}; places, units and the rest "
            f"{made.beside_right} of {made.beside}"
        )
    assert min(made.precision, made.recall) > (0.7 if "aside" in name else 0.95)


@pytest.mark.parametrize("example", ALL, ids=lambda each: each.id)
def test_every_line_of_a_communique_is_one_that_intake_takes(example: Example) -> None:
    """Each proposed report, with a channel and a time of receipt, is a report of the format and loses nothing."""
    for each in read_as(example.text, example.published).reports:
        line = {"channel": "official", "received_at": "2031-12-31T23:59:00Z", **each.fields}
        report = read_line(json.dumps(line).encode(), received_by="desk")
        assert isinstance(report, Report), report.says
        assert not report.other_words
        assert len(report.mentions) == 1


@pytest.mark.parametrize("example", ALL, ids=lambda each: each.id)
def test_every_value_has_its_very_words(example: Example) -> None:
    """Each quote stands in the text where it says; each count, hour and action has one."""
    for each in read_as(example.text, example.published).reports:
        paths = {quote.path for quote in each.quotes}
        for quote in each.quotes:
            assert example.text[quote.start : quote.end] == quote.quote
        [mention] = each.fields["mentions"]
        assert ("said_at" in each.fields) == ("said_at" in paths)
        for name in (
            "taken_off",
            "left_aboard",
            "in_water",
            "injured",
            "dead",
            "unit",
            "all_off",
            "craft_after",
        ):
            assert (name in mention.get("encounter", {})) == (f"mentions[0].encounter.{name}" in paths)
        assert ("on_board" in mention) == ("mentions[0].on_board" in paths)


def test_the_story_of_the_issue_is_four_reports_of_one_boat() -> None:
    """A call, people taken off, landed, handed over: one boat, each at its hour."""
    told = read_operations(STORY, published=DAY, until=2_000_000_000_000)
    assert [(each.step, each.boats, each.fields["said_at"][11:16]) for each in told.reports] == [
        ("told", (1,), "04:02"),
        ("recovered", (1,), "04:37"),
        ("landed", (1,), "05:44"),
        ("handed_over", (1,), "06:10"),
    ]
    assert not told.left


# Change a word, and only what it says changes.


@given(hour=st.integers(0, 3), minute=st.integers(0, 59))
@settings(max_examples=25)
def test_another_hour_moves_its_report_alone(hour: int, minute: int) -> None:
    """The hour of the call is another; everything else stays as it was."""
    changed = read_operations(
        STORY.replace("04:02", f"{hour:02}:{minute:02}"), published=DAY, until=2_000_000_000_000
    )
    before = read_operations(STORY, published=DAY, until=2_000_000_000_000)
    assert only(changed, "told").fields["said_at"] == f"2031-02-04T{hour:02}:{minute:02}:00+00:00"
    hours = [[each.fields["said_at"] for each in told.reports[1:]] for told in (changed, before)]
    assert hours[0] == hours[1]


@given(number=st.integers(2, 99))
@settings(max_examples=25)
def test_another_number_is_the_number_of_the_report(number: int) -> None:
    """Fifteen becomes any other number, and the count follows with its words."""
    told = read_operations(STORY.replace("fifteen", str(number)), published=DAY, until=2_000_000_000_000)
    [mention] = only(told, "recovered").fields["mentions"]
    assert mention["encounter"]["taken_off"]["value"] == number
    assert mention["encounter"]["taken_off"]["as_said"] == f"{number} people"
    assert steps(told) == ["told", "recovered", "landed", "handed_over"]


@pytest.mark.parametrize("place", ["Dover", "Folkestone", "Calais", "Dunkirk", "Ramsgate"])
def test_another_harbour_is_the_place_of_the_landing(place: str) -> None:
    """The harbour is another; the call stays where it was."""
    told = read_operations(STORY.replace("Ramsgate", place), published=DAY, until=2_000_000_000_000)
    assert only(told, "landed").fields["mentions"][0]["encounter"]["place"] == place
    assert only(told, "told").fields["mentions"][0]["positions"][0]["place"] == "off Deal"


@pytest.mark.parametrize("gone", range(4))
def test_a_sentence_taken_out_takes_its_report_with_it(gone: int) -> None:
    """Without its sentence a step is not read, and the other steps stand."""
    sentences = re.findall(r"[^.]+\.", STORY)
    kept = "".join(each for number, each in enumerate(sentences) if number != gone)
    told = read_operations(kept.strip(), published=DAY, until=2_000_000_000_000)
    wanted = ["told", "recovered", "landed", "handed_over"]
    assert steps(told) == [each for number, each in enumerate(wanted) if number != gone]


@pytest.mark.parametrize(
    "denied",
    [
        "The lifeboat could not be launched. Fifteen people could be rescued.",
        "Thirty people were to be landed at Dover.",
        "Les 30 personnes devaient être débarquées à Calais.",
        "Since 1 January, 5,612 people have been rescued.",
        "Depuis le début de l'année, 5 612 personnes ont été secourues.",
    ],
)
def test_what_was_not_or_not_that_night_is_no_report(denied: str) -> None:
    """What could or should be is no step, and a total of the year is of no operation."""
    assert not [each for each in read_as(denied, DAY).reports if each.step in ("recovered", "landed")]


# Which boat, and when.


def test_all_safe_is_not_all_off() -> None:
    """That those taken off are safe says nothing of who is still in the boat."""
    told = read_as("At 04:37 the cutter Sea Wolf took 15 people off. All are safe.", DAY)
    assert "all_off" not in only(told, "recovered").fields["mentions"][0]["encounter"]


def test_a_second_boat_is_another_and_a_number_finds_its_boat() -> None:
    """The landing of 33 is of the boat that 33 were taken off, though another was told of since."""
    told = read_as(
        "At 02:10 the cutter Sea Wolf rescued 33 people. A second boat was met at 03:00 and 12 people were taken "
        "off. The 33 were landed at Dover at 04:00 and the 12 at Ramsgate at 05:00.",
        DAY,
    )
    landed = {
        each.boats: each.fields["mentions"][0]["encounter"]["place"]
        for each in told.reports
        if each.step == "landed"
    }
    assert landed == {(1,): "Dover", (2,): "Ramsgate"}


def test_a_number_of_two_boats_together_is_of_both() -> None:
    """Forty-five landed after 33 and 12: one report of two boats, and it is said that nobody says which."""
    told = read_as(
        "At 02:10 the cutter Sea Wolf rescued 33 people. A second boat was met at 03:00 and 12 people were taken "
        "off. The 45 people were landed at Dover at 04:00.",
        DAY,
    )
    landed = only(told, "landed")
    assert landed.boats == (1, 2)
    assert landed.fields["mentions"][0]["boats"] == {"low": 2, "high": 2}
    assert any("several boats" in note.template for note in landed.notes)


def test_two_boats_with_one_number_are_left_to_the_person() -> None:
    """Fourteen twice: a landing of 14 may be of either, and both are named."""
    told = read_as(
        "At 02:10 the cutter Sea Wolf rescued 14 people. A second boat was met at 03:00 and 14 people were taken "
        "off. The 14 people were landed at Dover at 04:00.",
        DAY,
    )
    landed = only(told, "landed")
    assert {*landed.boats, *landed.perhaps} == {1, 2}
    assert landed.perhaps


def test_a_boat_told_of_again_without_another_word_is_never_joined_in_silence() -> None:
    """A boat met later, called neither another nor the same, is a boat of its own, and perhaps the first."""
    told = read_as("At 02:10 a boat called off Deal. At 04:00 an aircraft located a boat off Dover.", DAY)
    assert [(each.boats, each.perhaps) for each in told.reports] == [((1,), ()), ((2,), (1,))]


@pytest.mark.parametrize(
    "then",
    [
        "At 04:34 the coastguard received another call from people off Deal.",
        "At 06:10 a lifeboat rescued 9 people off Deal.",
        "A small boat was reported off Deal at 06:10.",
    ],
)
def test_who_calls_or_is_met_after_a_story_is_told_is_perhaps_another(then: str) -> None:
    """Another call, or people at sea after those of the boat came ashore: apart, and perhaps the same; never joined."""
    told = read_as(
        "At 02:04 a boat called off Deal. Thirteen people were picked up at 02:50 and landed at Ramsgate at 04:00. "
        + then,
        DAY,
    )
    assert [each.boats for each in told.reports[:3]] == [(1,), (1,), (1,)]
    assert [(each.boats, each.perhaps) for each in told.reports[3:]] == [((2,), (1,))]


def test_an_alarm_told_after_the_rescue_is_of_the_boat_that_was_rescued() -> None:
    """What was earlier is no second boat for being told later."""
    told = read_as("Nine people were rescued off Deal at 06:40. The boat had raised the alarm at 05:55.", DAY)
    assert [(each.boats, each.perhaps) for each in told.reports] == [((1,), ()), ((1,), ())]


def test_people_seen_on_a_road_are_of_no_boat() -> None:
    """A view without a word of a boat, an hour, a unit or a position is no part of an operation."""
    assert not read_as("About a dozen men were seen running across the motorway.", DAY).reports


def test_another_months_disaster_is_no_part_of_the_night() -> None:
    """A sentence of a month is of another operation, whatever it tells."""
    told = read_as(
        "On 4 February at 04:02 a boat called off Deal. In October 2030, seven people were rescued when a boat sank.",
        DAY,
    )
    assert steps(told) == ["told"]


def test_a_total_of_boats_told_of_one_by_one_is_no_report() -> None:
    """31 in three boats, then 13, 14 and 4: three boats, nobody twice, and the total is named as left out."""
    [example] = [each for each in ALL if each.id == "en-16"]
    told = read_as(example.text, example.published)
    assert not [each for each in told.reports if not each.boats]
    assert [each.quote for each in told.left] == ["31 people"]


def test_the_night_goes_on_past_midnight() -> None:
    """23:50 is of the evening before, 00:40 of the day that is named."""
    told = read_as(
        "In the night of 3 to 4 February a boat called at 23:50 off Deal. At 00:40 the tug Long Reach took 9 people "
        "off. They were landed at Ramsgate at 02:15.",
        DAY,
    )
    assert [each.fields["said_at"][:16] for each in told.reports] == [
        "2031-02-03T23:50",
        "2031-02-04T00:40",
        "2031-02-04T02:15",
    ]


@pytest.mark.parametrize(
    ("text", "said_at", "assumed"),
    [
        ("On 4 February at 04:02 a boat was reported off Deal.", "2031-02-04T04:02:00+00:00", True),
        ("On 4 February at 04:02 UTC a boat was reported off Deal.", "2031-02-04T04:02:00+00:00", False),
        ("Le 4 février à 4h02, un bateau est signalé.", "2031-02-04T04:02:00+01:00", True),
        ("Le 4 février à 4h02 (heure locale), un bateau est signalé.", "2031-02-04T04:02:00+01:00", False),
        ("Heures UTC. Le 4 février à 4h02, un bateau est signalé.", "2031-02-04T04:02:00+00:00", False),
        (
            "All times are French time. On 4 February at 04:02 a boat was reported.",
            "2031-02-04T04:02:00+01:00",
            False,
        ),
        ("At 04:02 UTC a boat was reported off Deal.", "2031-02-04T04:02:00+00:00", True),
    ],
)
def test_the_clock_is_the_one_that_is_said_or_the_languages_own_and_then_assumed(
    text: str, said_at: str, assumed: bool
) -> None:
    """What is not said of an hour, its clock or its day, is named as assumed."""
    [report] = read_as(text, DAY).reports
    assert report.fields["said_at"] == said_at
    assert ("said_at" in report.fields.get("assumed", [])) == assumed


def test_nothing_told_is_later_than_it_was_known() -> None:
    """A communiqué known at 03:00 that tells of 23:50 without a day tells of the evening before."""
    until = 1_927_940_400_000  # 2031-02-04T03:00:00Z
    told = read_operations("At 23:50 a boat was reported off Deal.", published=DAY, until=until)
    assert told.reports[0].fields["said_at"] == "2031-02-03T23:50:00+00:00"


def test_eight_more_are_not_the_eight_before() -> None:
    """A number told again without an hour is the same people, unless the words say that they are others."""
    again = read_as("At 02:00 the cutter Sea Wolf rescued 8 people. The 8 people were rescued off Deal.", DAY)
    more = read_as(
        "At 02:00 the cutter Sea Wolf rescued 8 people. Eight more people were rescued off Deal.", DAY
    )
    assert steps(again) == ["recovered"]
    assert steps(more) == ["recovered", "recovered"]


def test_a_clock_once_named_goes_on() -> None:
    """After an hour in UTC the next bare hour is read in UTC too, and that is said to be assumed."""
    _, second = read_as(
        "At 04:02 UTC a boat called off Deal. At 04:37 the cutter Sea Wolf took 9 people off.", DAY
    ).reports
    assert second.fields["said_at"] == "2031-02-04T04:37:00+00:00"
    assert "said_at" in second.fields["assumed"]
    french = read_as("À 4h02 UTC, un bateau est signalé. À 4h37, la vedette récupère 9 personnes.", DAY)
    assert [each.fields["said_at"][11:] for each in french.reports] == ["04:02:00+00:00", "04:37:00+00:00"]


def test_an_hour_that_came_twice_says_so() -> None:
    """In the night in which the clocks go back, half past two in Paris is two instants."""
    [report] = read_as(
        "Le 26 octobre à 2h30, un bateau est signalé au large de Calais.", date(2031, 10, 26)
    ).reports
    assert any("twice" in note.template for note in report.notes)


# Any text.

WORDS = [word for example in ALL for word in re.findall(r"\S+\s*", example.text)]


def sound(text: str, told: Operations) -> None:
    for each in told.reports:
        assert each.boats or each.fields["mentions"][0].get("boats")
        assert not set(each.boats) & set(each.perhaps)
        for quote in each.quotes:
            assert text[quote.start : quote.end] == quote.quote
        line = {"channel": "official", "received_at": "2031-12-31T23:59:00Z", **each.fields}
        report = read_line(json.dumps(line).encode(), received_by="desk")
        assert isinstance(report, Report), (report.says, line)
    for left in told.left:
        assert text[left.start : left.end] == left.quote


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """Whatever letters come, something is answered, and its quotes are the text's."""
    sound(text, read_as(text, DAY))


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_any_words_of_communiques_are_read_without_an_error(words: list[str], published: date) -> None:
    """The words of all the communiqués in any order make reports that intake takes, with quotes of the text."""
    text = "".join(words)
    sound(text, read_as(text, published))


def test_of_a_very_long_text_the_beginning_is_read() -> None:
    """A text of any length costs no more than its first letters."""
    told = read_as("At 04:02 a boat was reported off Deal. " + "x" * LONGEST, DAY)
    assert steps(told) == ["told"]
    assert [each.end for each in told.left] == [LONGEST]


@pytest.mark.parametrize(
    "day", [date.min, date.max, date(1899, 12, 31), date(1900, 1, 1), date(2199, 12, 31)]
)
def test_any_day_of_publication_is_one_that_can_be_read_against(day: date) -> None:
    """The first and the last day there is raise nothing; no report is made of a slip of the hand."""
    for text in (
        STORY,
        "Yesterday at 04:02 a boat was reported off Deal. La veille, à 3h, un bateau est signalé.",
    ):
        told = read_operations(text, published=day, until=2_000_000_000_000)
        assert bool(told.reports) == (1900 <= day.year < 2200)


def test_labels_are_written_as_they_are_read() -> None:
    """A label read back from a report that is right is that label."""
    [example] = [each for each in ALL if each.id == "fr-2"]
    told = read_as(example.text, example.published)
    assert [as_labelled(each) for each in told.reports] == [labelled(each) for each in example.reports]


def test_the_languages_own_clocks_exist() -> None:
    """Every clock that may be assumed is one."""
    from ashore.reading.operations.hours import OWN_CLOCK

    assert all(ZoneInfo(zone) for zone in OWN_CLOCK.values())
