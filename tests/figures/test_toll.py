"""The dead and the missing by the date known: two columns, every source for itself, nothing added."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from played import Watch, report

from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.replaying import REPLAYING
from ashore.figures import figures
from ashore.figures.series_tables import toll_json, toll_table
from ashore.figures.toll import TollLine, last_word, toll
from ashore.figures.wording import in_english
from ashore.model.times import moment
from ashore.picture.fold import Picture

WRECK = (date(2031, 2, 3), date(2031, 2, 3))

Number = int | tuple[str, int]
"""A number as it is said: exactly, or with its qualifier."""


def said(id_: str, at: str, source: str, **numbers: Number) -> dict[str, Any]:
    """Return a statement of a wreck: for each outcome a number, in words of our own."""
    claims = []
    for outcome, number in numbers.items():
        qualifier, value = ("exact", number) if isinstance(number, int) else number
        claims.append(
            {
                "quote": f"{qualifier} {value} {outcome}",
                "value": value,
                "qualifier": qualifier,
                "unit": "person",
                "outcome": outcome,
                "kind": "count",
                "source": source,
                "when_start": "2031-02-03",
                "when_end": "2031-02-03",
            }
        )
    text = "; ".join(str(claim["quote"]) for claim in claims)
    return report(id_, at, channel="article", text=text, claims=claims)


@pytest.fixture
def wreck(tmp_path: Path) -> Picture:
    """A wreck told as one of October 2020 was: at noon, at night, by a prosecutor, and eight months on."""
    return (
        Watch(tmp_path)
        .tell(
            said("noon", "2031-02-03T12:00:00+00:00", "a radio", dead=1, missing=1, aboard=("about", 20)),
            said("night", "2031-02-03T21:00:00+00:00", "a channel", dead=4, rescued=15, aboard=("about", 20)),
            said(
                "prosecutor",
                "2031-02-05T15:00:00+00:00",
                "the prosecutor",
                dead=4,
                missing=3,
                rescued=15,
                aboard=22,
            ),
            said("group", "2031-02-06T09:00:00+00:00", "a group", dead=4, missing=3, aboard=28),
            said(
                "later",
                "2031-10-08T09:00:00+00:00",
                "the prosecutor",
                dead=5,
                missing=2,
                rescued=15,
                aboard=22,
            ),
        )
        .picture
    )


def numbers(line: TollLine) -> dict[str, int | None]:
    """Return what a line states, by column."""
    return {column: each.value for column, each in line.stated}


def test_each_source_stands_as_it_spoke_by_the_date_known(wreck: Picture) -> None:
    """Five statements in their order; what one does not state is absent and not nought."""
    lines = toll(wreck, WRECK)
    assert [(line.source, numbers(line)) for line in lines] == [
        ("a radio", {"dead": 1, "missing": 1, "aboard": 20}),
        ("a channel", {"dead": 4, "survivors": 15, "aboard": 20}),
        ("the prosecutor", {"dead": 4, "missing": 3, "survivors": 15, "aboard": 22}),
        ("a group", {"dead": 4, "missing": 3, "aboard": 28}),
        ("the prosecutor", {"dead": 5, "missing": 2, "survivors": 15, "aboard": 22}),
    ]
    assert all(line.entry for line in lines)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2031-02-03T13:00:00+00:00", [("a radio", 1, 1)]),
        ("2031-02-04T00:00:00+00:00", [("a radio", 1, 1), ("a channel", 4, None)]),
        (
            "2031-03-01T00:00:00+00:00",
            [("a radio", 1, 1), ("a channel", 4, None), ("the prosecutor", 4, 3), ("a group", 4, 3)],
        ),
        (
            "2031-12-01T00:00:00+00:00",
            [("a radio", 1, 1), ("a channel", 4, None), ("the prosecutor", 5, 2), ("a group", 4, 3)],
        ),
    ],
)
def test_as_known_on_each_date(wreck: Picture, day: str, last: list[tuple[str, int, int | None]]) -> None:
    """The last word of each source by that date."""
    lines = last_word(toll(wreck, WRECK, known_at=moment(day).ms))
    assert [(line.source, numbers(line)["dead"], numbers(line).get("missing")) for line in lines] == last


def test_a_sum_that_can_be_checked_is_checked(wreck: Picture) -> None:
    """22 aboard are 15, 4 and 3; one found dead leaves the sum of dead and missing as it was."""
    by_source = {line.entry: in_english(line.remark) for line in toll(wreck, WRECK)}
    first, *_, last = [
        in_english(line.remark) for line in toll(wreck, WRECK) if line.source == "the prosecutor"
    ]
    assert first == "It adds up: 22 aboard are the survivors, the dead and the missing."
    assert last == f"Since its last word: dead +1, missing -1, together +0. {first}"
    assert sum("cannot be checked" in each for each in by_source.values()) == 3


def test_a_sum_that_is_wrong_is_said_to_be(tmp_path: Path) -> None:
    """And nothing of it is put right."""
    picture = (
        Watch(tmp_path)
        .tell(said("x", "2031-02-03T12:00:00+00:00", "a paper", dead=4, missing=3, rescued=18, aboard=22))
        .picture
    )
    [line] = toll(picture, WRECK)
    assert in_english(line.remark) == "It does not add up: 22 aboard, and 25 survivors, dead and missing."
    assert numbers(line) == {"dead": 4, "missing": 3, "survivors": 18, "aboard": 22}


IOM = (
    "Main ID,Incident ID,Incident date,No. dead,No. missing,No. dead/missing,No. survivors,"
    "Cause of death (category),Route,Location of death\n"
)


def incident(key: str, day: str, dead: int, missing: int, cause: str, survivors: str = "") -> str:
    """Return a made-up row of the missing-migrants table."""
    return f"{key},{key},{day},{dead},{missing},{dead + missing},{survivors},{cause},Mainland Europe to the UK,x\n"


def test_six_counts_of_one_year_are_six_definitions(tmp_path: Path) -> None:
    """Each has its own words for what it counts; none is added, and none stands in for another."""
    watch = Watch(tmp_path)
    table = (
        incident("a", "2030-01-01", 1, 0, "Violence")
        + incident("b", "2031-03-01", 59, 3, "Drowning")
        + incident("c", "2031-04-01", 23, 0, "Vehicle accident")
        + incident("d", "2032-01-01", 1, 0, "Drowning")
    )
    watch.desk.do(ReceiveReports(content=(IOM + table).encode()), REPLAYING)
    claims = {
        "a prefecture": ("sea rescue operations of the French side", {"dead": 72, "missing": 5}),
        "a ministry": ("deaths told of in its releases", {"dead": 73}),
        "a paper": ("deaths the paper had counted", {"dead": 78}),
        "the associations": ("deaths on the whole border, on land too", {"dead": 89}),
    }
    lines = []
    for number, (source, (definition, counted)) in enumerate(claims.items()):
        told = [
            {
                "quote": f"{value} {outcome}",
                "value": value,
                "qualifier": "exact",
                "unit": "person",
                "outcome": outcome,
                "kind": "cumulative",
                "period": "2031",
                "source": source,
                "definition": definition,
            }
            for outcome, value in counted.items()
        ]
        text = "; ".join(str(each["quote"]) for each in told)
        lines.append(
            report(
                f"r{number}",
                f"2032-02-0{number + 1}T09:00:00+00:00",
                channel="article",
                text=text,
                claims=told,
            )
        )
    picture = watch.tell(*lines).picture
    year = (date(2031, 1, 1), date(2031, 12, 31))
    found = last_word(toll(picture, year))
    assert len({line.definition for line in found}) == 6
    stated = {line.source: numbers(line) for line in found}
    assert stated == {
        "a prefecture": {"dead": 72, "missing": 5},
        "a ministry": {"dead": 73},
        "a paper": {"dead": 78},
        "the associations": {"dead": 89},
        "IOM Missing Migrants Project all causes": {"dead": 82, "missing": 3},
        "IOM Missing Migrants Project drowning": {"dead": 59, "missing": 3},
    }
    shown = figures(picture, ["dead", "missing"], "2031")
    theirs = [(each.figure, each.low, each.high) for each in shown if each.scope != "cases"]
    assert sorted(theirs) == [
        ("dead", 59, 59),
        ("dead", 72, 72),
        ("dead", 73, 73),
        ("dead", 78, 78),
        ("dead", 82, 82),
        ("dead", 89, 89),
        # The project's missing are least numbers.
        ("missing", 3, None),
        ("missing", 3, None),
        ("missing", 5, 5),
    ]
    assert {overlap.relation for each in shown if each.scope != "cases" for overlap in each.overlaps} == {
        "unknown"
    }
    assert all(each.best is None or each.scope != "cases" or each.best == each.low for each in shown)


def test_a_list_of_deaths_says_nothing_of_days_after_its_last(tmp_path: Path) -> None:
    """Inside its time a day without a row is nought on that list; outside it there is no number."""
    watch = Watch(tmp_path)
    table = incident("a", "2031-03-01", 1, 0, "Drowning", "6") + incident("b", "2031-04-01", 2, 0, "Drowning")
    watch.desk.do(ReceiveReports(content=(IOM + table).encode()), REPLAYING)

    def dead(period: str) -> list[tuple[int, int | None]]:
        return [
            (each.low, each.high)
            for each in figures(watch.picture, ["dead"], period)
            if each.scope != "cases"
        ]

    assert dead("2031-03-01/2031-04-01") == [(3, 3)] * 2
    assert dead("2031-03-10") == [(0, 0)] * 2
    assert dead("2031-04-02") == []
    assert dead("2031") == []
    [line, _] = toll(watch.picture, (date(2031, 3, 1), date(2031, 4, 1)))
    survivors = line.number("survivors")
    assert survivors is not None
    assert (survivors.low, survivors.high) == (6, None)


def test_the_table_keeps_dead_and_missing_apart(wreck: Picture) -> None:
    """Two columns, and a sentence that forbids the sum."""
    table = toll_table(toll(wreck, WRECK))
    assert table.splitlines()[0].split() == [
        "known",
        "source",
        "dead",
        "missing",
        "dead",
        "or",
        "missing",
        "survivors",
        "aboard",
    ]
    assert "they are not added" in table
    first, *_ = [json.loads(line) for line in toll_json(toll(wreck, WRECK)).splitlines()]
    assert (first["missing"]["value"], first["survivors"], first["aboard"]["value"]) == (1, None, 20)
    assert toll_table(()) == "No source held gives the dead or missing of exactly this period.\n"
