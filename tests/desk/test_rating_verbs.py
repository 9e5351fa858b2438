"""Rates, series, revisions, the toll and the hurdle model from the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ashore.bootstrap import verbs

INCIDENTS = (
    "Main ID,Incident ID,Incident date,No. dead,No. missing,No. dead/missing,No. survivors,"
    "Cause of death (category),Route\n"
    "a,a,2031-02-01,4,3,7,14,Drowning,Mainland Europe to the UK\n"
    "b,b,2031-02-20,1,0,1,,Violence,Mainland Europe to the UK\n"
)


def run(folder: Path, *words: str) -> Result:
    """Ask a desk of this folder."""
    return CliRunner().invoke(verbs(), ["--data", str(folder / "desk"), *words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A replay desk with nothing in it."""
    assert run(tmp_path, "init", "--desk", "north", "--kind", "replay").exit_code == 0
    return tmp_path


def load(folder: Path, name: str, content: str) -> Result:
    """Write a file and take it in."""
    (folder / name).write_text(content, "utf-8")
    done = run(folder, "import", str(folder / name))
    assert done.exit_code == 0, done.output
    return done


def test_without_anything_held_rates_say_so(folder: Path) -> None:
    """No number, and what is missing."""
    found = run(folder, "rates", "2031-02", "2031-03")
    assert found.exit_code == 0
    assert "people / day: Not computable from held sources. No series held counts this." in found.stdout
    assert run(folder, "series").stdout == "No series is held: ashore import FILE\n"


def test_a_long_table_is_one_report(folder: Path) -> None:
    """A file of lines is taken in by pieces, a table whole: a thousand hours are one series of their days."""
    hours = [
        f"{date(2031, 2, 1) + timedelta(hours=number // 24 * 24)}T{number % 24:02}:00Z,0.5"
        for number in range(1008)
    ]
    done = load(folder, "waves.csv", "\n".join(["# synthetic: yes", "time,wave_height_m", *hours, ""]))
    assert "1 accepted, 0 duplicate, 0 rejected" in done.stdout
    [held] = [json.loads(line) for line in run(folder, "series", "--json").stdout.splitlines()]
    assert (held["rows"], held["source"]) == (42, "SYNTHETIC, source not stated")
    again = run(folder, "import", str(folder / "waves.csv"))
    assert "0 accepted, 1 duplicate, 0 rejected" in again.stdout


def test_the_toll_and_the_figures_take_the_missing_migrants_table(folder: Path) -> None:
    """Dead and missing apart, by all causes and by drowning; and figures open to their cells."""
    load(folder, "iom.csv", INCIDENTS)
    table = run(folder, "toll", "2031-02-01").stdout
    assert "IOM Missing Migrants Project drowning" in table
    found = [
        json.loads(line)
        for line in run(folder, "toll", "2031-02-01/2031-02-20", "--json").stdout.splitlines()
    ]
    assert [(each["dead"]["value"], each["missing"]["low"], each["missing"]["high"]) for each in found] == [
        (5, 3, None),
        (4, 3, None),
    ]
    figures = run(folder, "figures", "dead", "--period", "2031-02-01/2031-02-20", "--json").stdout
    assert {json.loads(line)["scope"] for line in figures.splitlines()} == {
        "cases",
        "series:iom-missing-migrants-project/all causes",
        "series:iom-missing-migrants-project/drowning",
    }
    assert run(folder, "why", "dead").exit_code == 0


def test_incidents_are_listed_with_place_cause_and_grade(folder: Path) -> None:
    """Each once, by the widest list of its source, dead and missing apart, and sums by cause."""
    assert run(folder, "incidents", "2031-02").stdout == "No list of incidents is held: ashore import FILE\n"
    load(folder, "iom.csv", INCIDENTS)
    found = [json.loads(line) for line in run(folder, "incidents", "2031-02", "--json").stdout.splitlines()]
    assert [(each["incident"], each["cause"], each["counts"]["Number dead"]) for each in found] == [
        ("a", "Drowning", 4),
        ("b", "Violence", 1),
    ]
    table = run(folder, "incidents", "2031-02").stdout
    assert "Drowning: 1 incidents, 4 dead, at least 3 missing" in table
    assert "2 incidents" in table.splitlines()[0]
    load(folder, "newer.csv", INCIDENTS.replace("a,a,2031-02-01,4,3", "a,a,2031-02-01,5,2"))
    assert "Drowning: 1 incidents, 5 dead, at least 2 missing" in run(folder, "incidents", "2031-02").stdout


def test_a_newer_table_shows_what_changed(folder: Path) -> None:
    """An incident whose missing one was found dead: both vintages, the entry, the reason."""
    load(folder, "iom.csv", INCIDENTS)
    load(folder, "newer.csv", INCIDENTS.replace("4,3,7,14", "5,2,7,14"))
    found = [
        json.loads(line)
        for line in run(folder, "revisions", "--series", "drowning", "--json").stdout.splitlines()
    ]
    moved = {each["column"]: [(one["before"], one["after"]) for one in each["changes"]] for each in found}
    assert moved["Number dead"] == [(4, 5)]
    assert moved["Minimum estimated number of missing"] == [(3, 2)]
    shown = run(folder, "revisions", "2031-02", "--series", "drowning").stdout
    sums = run(folder, "revisions", "--series", "drowning", "--by", "month", "--json").stdout
    assert [json.loads(each)["rows"] for each in sums.splitlines()] == [[]] * 6
    assert "a: 4 to 5 in 2031-02-20, changed without a mark or a reason by the publisher (entry " in shown


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("rates", "2031-13"), "not-a-period"),
        (("rates", "all"), "not-days-of-a-rate"),
        (("rates", "2031-02", "2031"), "periods-overlap"),
        (("rates", "2031-02", "--calm", "low tide"), "not-a-criterion"),
        (("rates", "2031-02", "--known-at", "noon"), "bad-value"),
        (("toll", "all"), "not-days-of-a-rate"),
        (("hurdle", "2031"), "no-such-series"),
        (("revisions", "long ago"), "not-a-period"),
    ],
)
def test_a_question_that_cannot_be_answered_gets_a_sentence(
    folder: Path, words: tuple[str, ...], code: str
) -> None:
    """What is wrong, what to do, and a code; no traceback."""
    found = run(folder, *words)
    assert found.exit_code != 0
    assert f"[{code}]" in found.stderr


def test_rates_as_json_carry_what_they_rest_on(folder: Path) -> None:
    """Format, level, seed, and the series, vintage and entry of every line."""
    load(folder, "effort.csv", "date,patrol_hours\n2031-02-01,8\n2031-02-02,4\n")
    answer = json.loads(run(folder, "rates", "2031-02-01/2031-02-02", "--of", "sightings", "--json").stdout)
    assert (answer["format"], answer["level"], answer["periods"]) == (
        "ashore.rates/1",
        0.95,
        ["2031-02-01/2031-02-02"],
    )
    assert [each["computable"] for each in answer["lines"]] == [False]
    assert (
        run(folder, "rates", "2031-02-01/2031-02-02", "--of", "sightings", "--json").stdout
        == run(folder, "rates", "2031-02-01/2031-02-02", "--of", "sightings", "--json").stdout
    )
