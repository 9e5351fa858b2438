"""What changed since last time: every vintage kept, each change with its reason and its entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from loaded import daily, picture_of, series_report

from ashore.figures.revisions import Triangle, series_held, sums_of_releases, triangles
from ashore.figures.revisions import releases as releases_of
from ashore.figures.series_tables import revisions_json, revisions_table, series_table, sums_table
from ashore.figures.wording import in_english
from ashore.model.claims import Series, SeriesColumn, SeriesRow
from ashore.model.report import Relation
from ashore.picture.fold import Picture


def people(picture: Picture, days: tuple[date, date] | None = None) -> Triangle:
    """Return the triangle of the column of people."""
    return next(each for each in triangles(picture, days) if each.column in ("People", "Migrants arrived"))


def releases(*values: list[int | None], notes: dict[str, str] | None = None) -> Picture:
    """Return a picture of releases of one series, each a week after the one before, notes in the last."""
    reports = []
    for number, each in enumerate(values):
        vintage = (date(2031, 3, 1) + timedelta(days=7 * number)).isoformat()
        last = number == len(values) - 1
        series = daily(each, vintage=vintage, notes=notes if last else None)
        reports.append(series_report(series, id_=vintage))
    return picture_of(*reports)


def told(triangle: Triangle) -> list[tuple[str, int | None, int | None, str]]:
    """Return the changes as period, before, after and reason."""
    return [(each.period, each.before, each.after, in_english(each.reason)) for each in triangle.changes]


def test_a_newer_file_stands_beside_the_older_and_each_change_has_its_reason() -> None:
    """Marked by the publisher, or not; collected since; and days that are merely new are no change."""
    found = people(releases([5, 6, None], [5, 7, 3, 9, 4], notes={"2031-02-02": "Revised"}))
    assert told(found) == [
        ("2031-02-02", 6, 7, "revised: the publisher marks the row"),
        ("2031-02-03", None, 3, "collected since"),
    ]
    assert found.rows == (("2031-02-02", (6, 7)), ("2031-02-03", (None, 3)))
    assert (found.new, found.same) == (2, 1)
    assert [(each.vintage, each.entry, each.stands) for each in found.vintages] == [
        ("2031-03-01", "e1", True),
        ("2031-03-08", "e2", True),
    ]
    assert {each.entry for each in found.changes} == {"e2"}


def test_what_was_changed_in_silence_is_said_to_be() -> None:
    """The publisher marks some revisions and not others."""
    found = people(releases([5, 6], [5, 8], [4, 8]))
    assert told(found) == [
        ("2031-02-01", 5, 4, "changed without a mark or a reason by the publisher"),
        ("2031-02-02", 6, 8, "changed without a mark or a reason by the publisher"),
    ]
    assert found.rows == (("2031-02-01", (5, 5, 4)), ("2031-02-02", (6, 8, 8)))


def test_a_day_taken_back_or_lost_is_a_change() -> None:
    """A dash where a number was, and a row that is gone."""
    assert told(people(releases([5, 6], [5, None]))) == [
        ("2031-02-02", 6, None, "taken back: now a cell that was not collected")
    ]
    assert told(people(releases([5, 6], [5]))) == [
        ("2031-02-02", 6, None, "gone: this release no longer holds it")
    ]


def test_only_the_periods_asked_for_are_compared() -> None:
    """Days outside it are neither changed nor the same."""
    found = people(releases([5, 6, 7], [4, 6, 8]), (date(2031, 2, 2), date(2031, 2, 3)))
    assert [each[0] for each in told(found)] == ["2031-02-03"]
    assert found.same == 1


def test_a_month_has_its_sum_in_every_vintage() -> None:
    """And none in one that does not hold it all; a month no vintage holds whole is left out."""
    picture = releases([1] * 27, [1] * 27 + [5], [2] + [1] * 26 + [5, 9])
    found, _ = sums_of_releases(releases_of(picture), "month")
    assert found.rows == (("2031-02", (None, 32, 33)),)
    assert sums_table([found]).splitlines()[2].split() == ["2031-02", "-", "32", "33"]
    assert sums_of_releases(releases_of(picture), "year")[0].rows == ()
    assert sums_of_releases(releases_of(picture), "month", (date(2031, 2, 2), date(2031, 3, 2)))[0].rows == ()


def test_a_list_of_events_has_a_month_of_nought_where_it_lists_none() -> None:
    """Inside the time it covers; the months at its ends are not whole."""
    listed = incidents("2031-05-09", ("a", "2031-01-20", 4), ("b", "2031-04-02", 1), ("c", "2031-05-09", 1))
    [found] = sums_of_releases(releases_of(picture_of(series_report(listed))), "month")
    assert found.rows == (("2031-01", (4,)), ("2031-02", (0,)), ("2031-03", (0,)), ("2031-04", (1,)))


def test_a_withdrawn_release_no_longer_stands() -> None:
    """It keeps its place among the vintages."""
    first = series_report(daily([5], vintage="2031-03-01"), id_="first")
    second = series_report(daily([6], vintage="2031-03-08"), id_="second")
    gone = replace(
        series_report(id_="gone"), text="withdrawn", relates=(Relation(kind="withdraws", id="second"),)
    )
    [(_, newest, vintages)] = series_held(picture_of(first, second, gone))
    assert [each.stands for each in vintages] == [True, False]
    assert newest.vintage == "2031-03-01"


def incidents(vintage: str, *rows: tuple[str, str, int]) -> Series:
    """Return a list of events: id, day and dead."""
    return Series(
        name="list",
        source="A list",
        source_standing="ngo",
        vintage=vintage,
        clock="happened",
        definition="deaths",
        does_not_count="others",
        columns=(SeriesColumn(name="People", unit="person", outcome="dead", counted="dead"),),
        rows=tuple(SeriesRow(start=day, end=day, values=(dead,), labels=(key,)) for key, day, dead in rows),
        covers=("2031-01-01", vintage),
        dimensions=("incident",),
    )


def test_an_incident_is_followed_by_its_id_and_not_by_its_day() -> None:
    """Two on one day are two, one that moved is one, and one added to a time already told is said to be."""
    first = incidents("2031-03-01", ("a", "2031-02-01", 4), ("b", "2031-02-01", 1))
    second = incidents(
        "2031-03-08",
        ("a", "2031-02-01", 5),
        ("b", "2031-02-02", 1),
        ("c", "2031-01-09", 2),
        ("d", "2031-03-05", 1),
    )
    found = people(picture_of(series_report(first, id_="1"), series_report(second, id_="2")))
    assert told(found) == [
        ("c", None, 2, "added: an earlier release passed it over"),
        ("a", 4, 5, "changed without a mark or a reason by the publisher"),
        ("b", 1, 1, "the day was changed from 2031-02-01 to 2031-02-02"),
    ]
    assert (found.new, found.same) == (1, 0)


def test_one_vintage_alone_has_changed_nothing() -> None:
    """And without any series the answer says what to do."""
    assert "1 vintage, 0 periods changed, 0 new, 2 unchanged" in revisions_table(triangles(releases([1, 2])))
    assert revisions_table(triangles(Picture())) == "No series held answers this: ashore import FILE\n"
    assert series_table(series_held(Picture())) == "No series is held: ashore import FILE\n"


@given(st.lists(st.lists(st.integers(0, 9) | st.none(), min_size=1, max_size=8), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_changes_lead_from_the_first_vintage_to_the_last(values: list[list[int | None]]) -> None:
    """Every period is changed, new or the same; played one after another the changes give the last release back."""
    found = people(releases(*values))
    days = max(len(each) for each in values)
    assert len(found.rows) + found.new + found.same == days
    assert len(revisions_json([found]).splitlines()) == 1
    rows = dict(found.rows)
    for change in found.changes:
        column = [each.vintage for each in found.vintages].index(change.vintage)
        assert rows[change.period][column] == change.after
        if change.before is not None:
            assert change.before in rows[change.period][:column]
