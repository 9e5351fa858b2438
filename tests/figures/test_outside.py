"""What others say: series and claims, each for exactly its period, with its vintage, never added to ours."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from played import Watch, asked, claimed, ends, exactly, one, report

from ashore.bootstrap import example
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.replaying import REPLAYING
from ashore.figures import figures, why
from ashore.model.bodies import ReportReceived
from ashore.model.claims import Series, SeriesColumn, SeriesRow
from ashore.model.report import Report
from ashore.model.times import moment
from ashore.picture.fold import Held, Picture

DAILY = "series:home-office/SB_01"
WEEKLY = "series:home-office/SB_02"


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The night with the Home Office workbook loaded, or a skip that says where it was looked for."""
    shared = Path(os.environ.get("ASHORE_SHARED", "../shared"))
    found = sorted((shared / "data").glob("home_office_small_boats_to_*.ods"))
    if not found:
        pytest.skip(f"no Home Office workbook in {shared / 'data'} (set ASHORE_SHARED)")
    watch = Watch(tmp_path_factory.mktemp("official")).play(example())
    watch.desk.do(ReceiveReports(content=found[-1].read_bytes()), REPLAYING)
    return watch.picture


@pytest.mark.parametrize(
    ("figure", "period", "number"),
    [
        ("arrived", "2020-09", 1946),
        ("arrived", "2020", 8462),
        ("arrived_boats", "2020", 641),
        ("arrived", "2020-01-01/2020-12-09", 8389),
        ("arrived", "2020-12-01/2020-12-09", 136),
        ("arrived", "2020-12-09", 26),
        ("arrived", "2021-11", 6971),
        ("arrived", "2022", 45755),
    ],
)
def test_the_official_series_adds_up(official: Picture, figure: str, period: str, number: int) -> None:
    """The cells of the daily sheet add up to the published sums, as a line of their own."""
    found = one(figures(official, [figure], period), figure, scope=DAILY)
    assert (ends(found), found.best) == ((number, number), number)


@pytest.mark.parametrize(
    ("period", "paper", "series"),
    [("2020-01-01/2020-12-09", 8448, 8389), ("2020-12-01/2020-12-09", 249, 136)],
)
def test_the_papers_number_stands_beside_the_series_unrepaired(
    official: Picture, period: str, paper: int, series: int
) -> None:
    """Both are lines, each names the other, and our own line names both."""
    found = figures(official, ["arrived"], period)
    theirs = claimed(found, "arrived", paper, period)
    assert [other.value for other in theirs.says_otherwise] == [series]
    assert [other.value for other in one(found, "arrived", scope=DAILY).says_otherwise] == [paper]
    assert [other.value for other in one(found, "arrived").says_otherwise] == [series, paper]
    assert {overlap.relation for figure in found for overlap in figure.overlaps} == {"unknown"}


def test_a_series_that_ends_inside_the_period_is_not_passed_over_in_silence(official: Picture) -> None:
    """Asked for a year that the series does not hold to its end, our line says so and how far it goes."""
    for period in ("2026", "2026-08"):
        [ours] = figures(official, ["arrived"], period)
        assert any("Home Office SB_01 has no number for all of" in caveat for caveat in ours.caveats)
    whole = one(figures(official, ["arrived"], "2020"), "arrived")
    assert not [caveat for caveat in whole.caveats if "has no number" in caveat]


def test_a_replay_is_marked_even_as_recorded_before_it_began(official: Picture) -> None:
    """What kind of log it is does not hang on the instant asked about."""
    [figure] = figures(official, ["rescued"], "2020", recorded_at=0)
    assert any(caveat.startswith("REPLAY") for caveat in figure.caveats)


def test_who_disputes_the_day_of_boats_is_quoted_with_boats(official: Picture) -> None:
    """27 people are not the number of a figure of boats."""
    boats = one(figures(official, ["arrived_boats"], "2020-12-08"), "arrived_boats", scope="cases")
    assert {other.value for other in boats.says_otherwise if "newspaper" in other.source} == {None, 2}


def test_about_a_number_is_said_though_it_entails_no_end(tmp_path: Path) -> None:
    """ "About 40" bounds nothing, and whoever said it is still named beside the figure, with the number."""
    watch = Watch(tmp_path)
    claim = {"quote": "about 40", "value": 40, "qualifier": "about", "unit": "person", "outcome": "rescued"}
    watch.desk.do(
        ReceiveReports(
            content=json.dumps(
                {
                    "channel": "article",
                    "received_at": "2031-02-04T10:00:00Z",
                    "text": "about 40 were rescued",
                    "claims": [claim | {"kind": "count", "period": "2031-02-03", "source": "The prefecture"}],
                }
            ).encode()
        ),
        REPLAYING,
    )
    ours, theirs = figures(watch.picture, ["rescued"], "2031-02-03")
    assert [(other.source, other.value) for other in ours.says_otherwise] == [("The prefecture", 40)]
    assert (ends(theirs), theirs.best) == ((0, None), None)


def test_weeks_are_given_only_for_whole_weeks(official: Picture) -> None:
    """People prevented in a week are said for that week, and for no run of days that cuts it."""
    week = one(figures(official, ["prevented"], "2024-05-06/2024-05-12"), "prevented", scope=WEEKLY)
    assert week.clock == "week_ending"
    assert not [
        each for each in figures(official, ["prevented"], "2024-05-06/2024-05-11") if each.scope == WEEKLY
    ]


def test_a_period_the_series_does_not_reach_gets_no_sum(official: Picture) -> None:
    """A year that is not over has no official number, and neither has one before the series began."""
    for period in ("2026", "2017", "2020-12-09/2030-01-01"):
        assert all(each.scope == "cases" for each in figures(official, ["arrived"], period))


def test_a_cell_marked_revised_makes_the_figure_revised(official: Picture) -> None:
    """The publisher marks days it has revised; a sum that holds one says so."""
    assert one(figures(official, ["arrived"], "2024-06-07"), "arrived", scope=DAILY).status == "revised"
    assert one(figures(official, ["arrived"], "2024-06-08"), "arrived", scope=DAILY).status == "provisional"


def test_the_official_number_is_best_where_ours_is_a_range(official: Picture) -> None:
    """26 stands as the one number for a day on which our own cases have 0 to 27, and its owner is named."""
    figure = asked(official, "arrived", "2020-12-09")
    assert (ends(figure), figure.best) == ((0, 27), 26)
    assert any("“best” is Home Office SB_01's number" in caveat for caveat in figure.caveats)


def test_a_series_opens_to_its_cells(official: Picture) -> None:
    """The chain of a series' sum names the days that make it."""
    figure = one(figures(official, ["arrived"], "2020-12-01/2020-12-09"), "arrived", scope=DAILY)
    cells = [step.says for step in why(official, figure).leaves()]
    assert cells == ["2020-12-07: 110", "2020-12-09: 26", "7 cells of 0"]


def _series(vintage: str, values: list[int | None], first: str = "2031-02-01") -> Series:
    start = date.fromisoformat(first)
    days = [(start + timedelta(days=number)).isoformat() for number in range(len(values))]
    return Series(
        name="D",
        source="Coast Office",
        source_standing="official",
        vintage=vintage,
        clock="arrived",
        definition="people who arrived",
        does_not_count="others",
        columns=(SeriesColumn(name="People", unit="person", outcome="arrived", counted="people"),),
        rows=tuple(
            SeriesRow(start=day, end=day, values=(value,)) for day, value in zip(days, values, strict=True)
        ),
    )


def _received(number: int, series: Series, known: str) -> Held:
    body = ReportReceived(
        report=Report(
            id=f"release-{number}",
            channel="official",
            received_by="north",
            received_at=moment(known),
            source="test",
            series=(series,),
        )
    )
    return Held((number, 0, "log", number), f"e{number}", "report.received", "a", "import", number, (), body)


def test_vintages_are_not_added_and_the_newest_known_counts() -> None:
    """The first release says 10, the second 12: as known between them it is 10, later 12, and never 22."""
    picture = Picture()
    picture.add(_received(1, _series("2031-02-03", [4, 6]), "2031-02-04T00:00:00+00:00"))
    picture.add(_received(2, _series("2031-02-10", [4, 8]), "2031-02-11T00:00:00+00:00"))
    between = moment("2031-02-05T00:00:00+00:00").ms
    scope = "series:coast-office/D"
    then = one(
        figures(picture, ["arrived"], "2031-02-01/2031-02-02", known_at=between), "arrived", scope=scope
    )
    now = one(figures(picture, ["arrived"], "2031-02-01/2031-02-02"), "arrived", scope=scope)
    assert (ends(then), then.status) == ((10, 10), "provisional")
    assert (ends(now), now.status) == ((12, 12), "revised")
    assert any("Vintage 2031-02-03 had 10" in caveat for caveat in now.caveats)


def test_a_cell_nobody_collected_is_no_nought() -> None:
    """With a dash in it a sum is a lower limit; of dashes alone there is no sum."""
    picture = Picture()
    picture.add(_received(1, _series("2031-02-04", [4, None, 0]), "2031-02-04T00:00:00+00:00"))
    found = one(
        figures(picture, ["arrived"], "2031-02-01/2031-02-03"), "arrived", scope="series:coast-office/D"
    )
    assert (ends(found), found.best) == ((4, None), None)
    assert [each.scope for each in figures(picture, ["arrived"], "2031-02-02")] == ["cases"]


@given(st.lists(st.integers(0, 999), min_size=1, max_size=40), st.data())
def test_any_run_of_days_is_the_sum_of_its_cells(values: list[int], data: st.DataObject) -> None:
    """From and to anywhere inside the series: the plain sum, and outside it nothing."""
    picture = Picture()
    picture.add(_received(1, _series("2031-06-01", list(values)), "2031-06-01T00:00:00+00:00"))
    start = data.draw(st.integers(0, len(values) - 1))
    end = data.draw(st.integers(start, len(values)))
    day = date(2031, 2, 1)
    period = f"{day + timedelta(days=start)}/{day + timedelta(days=end)}"
    official = [each for each in figures(picture, ["arrived"], period) if each.scope != "cases"]
    expected = [sum(values[start : end + 1])] if end < len(values) else []
    assert [each.low for each in official] == expected


def _news(id_: str, received_at: str, *claims: dict[str, object], **more: object) -> dict[str, object]:
    text = "; ".join(str(claim["quote"]) for claim in claims)
    return report(id_, received_at, **{"channel": "article", "text": text, "claims": claims, **more})


def _claim(value: int, outcome: str = "arrived", **more: object) -> dict[str, object]:
    return {
        "quote": f"{value} so far",
        "value": value,
        "low": value,
        "high": value,
        "qualifier": "exact",
        "unit": "person",
        "source": "the gazette",
        "outcome": outcome,
        "kind": "count",
        "when_start": "2031-02-01",
        "when_end": "2031-02-28",
        **more,
    }


def test_a_claim_counts_for_its_own_period_outcome_and_unit_alone(tmp_path: Path) -> None:
    """Of these claims one speaks of people who arrived in February; rates, other months and boats do not."""
    watch = Watch(tmp_path).tell(
        _news(
            "news",
            "2031-03-01T08:00:00+00:00",
            _claim(70),
            _claim(71, outcome="rescued"),
            _claim(72, unit="boat"),
            _claim(73, kind="rate"),
            _claim(74, when_start="2031-01-01"),
            _claim(75, kind="subset", counted="children who arrived"),
            _claim(76, outcome="dead_or_missing"),
        )
    )
    found = figures(watch.picture, ["arrived"], "2031-02")
    assert [other.value for other in one(found, "arrived").says_otherwise] == [70]


def test_a_withdrawn_or_corrected_claim_is_said_no_longer(tmp_path: Path) -> None:
    """A correction takes the place of what it corrects; as known before it, the first still stands."""
    watch = Watch(tmp_path).tell(
        _news("news", "2031-03-01T08:00:00+00:00", _claim(70)),
        _news(
            "news-2",
            "2031-03-02T08:00:00+00:00",
            _claim(68),
            relates=[{"kind": "corrects", "id": "news"}],
        ),
    )
    before = moment("2031-03-01T12:00:00+00:00").ms
    now = asked(watch.picture, "arrived", "2031-02")
    then = asked(watch.picture, "arrived", "2031-02", known_at=before)
    assert [other.value for other in now.says_otherwise] == [68]
    assert [other.value for other in then.says_otherwise] == [70]


def test_one_source_saying_a_number_twice_is_listed_once(tmp_path: Path) -> None:
    """A number copied into a second report of the same source is one voice."""
    watch = Watch(tmp_path).tell(
        _news("news", "2031-03-01T08:00:00+00:00", _claim(70)),
        _news("copy", "2031-03-01T09:00:00+00:00", _claim(70)),
    )
    assert len(asked(watch.picture, "arrived", "2031-02").says_otherwise) == 1


def test_the_words_of_a_private_claim_are_named_and_not_printed(tmp_path: Path) -> None:
    """A claim in a phone call is shown by its report's id; its words stay sealed."""
    watch = Watch(tmp_path).tell(
        _news("call", "2031-03-01T08:00:00+00:00", _claim(70), channel="phone", sender={"role": "hotline"})
    )
    (other,) = asked(watch.picture, "arrived", "2031-02").says_otherwise
    assert (other.value, other.quote) == (70, "report north/phone/call, claim 0")


def test_a_count_of_prevention_at_a_beach_is_our_own(tmp_path: Path) -> None:
    """A police report of 12 kept on a beach, linked to a case, counts; without one the figure is not known."""
    event = {"about": "land", "event": {"kind": "prevented", "count": exactly(12), "place": "Sangatte"}}
    watch = Watch(tmp_path).tell(
        report("beach", "2031-02-03T05:00:00+01:00", sender={"role": "police"}, mentions=[event]),
        {
            "do": "open-case",
            "kind": "land",
            "label": "beach",
            "mention": "north/phone/beach#0",
            "reason": "seen",
        },
    )
    assert ends(asked(watch.picture, "prevented", "2031-02-03")) == (12, 12)
    assert ends(asked(watch.picture, "prevented", "2031-02-04")) == (0, None)
    assert ends(asked(watch.picture, "rescued", "2031-02-03")) == (0, 0)
