"""Made-up claims beside a made-up book: our own cases, and a published daily series."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from claimed import claim
from hypothesis import given
from hypothesis import strategies as st
from played import Watch, call, linked, met, opened

from ashore.figures import figures
from ashore.figures.basis import Basis
from ashore.figures.claims_beside import Compared, compare, remainders
from ashore.figures.claims_chains import independent
from ashore.figures.claims_said import said_in, stated_range
from ashore.figures.period import period
from ashore.figures.questions import Asking, question_named
from ashore.figures.wording import in_english
from ashore.model.bodies import ReportReceived
from ashore.model.claims import Claim, Series, SeriesColumn, SeriesRow
from ashore.model.report import Report
from ashore.model.times import moment
from ashore.picture.fold import Held, Picture

DAY = {"when_start": "2031-02-03", "when_end": "2031-02-03"}
WEEK = {"when_start": "2031-02-01", "when_end": "2031-02-07"}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Basis:
    """One day: 22 landed of one boat, 9 of another."""
    watch = Watch(tmp_path_factory.mktemp("cases"))
    for name, number, hour in (("a", 22, 4), ("b", 9, 6)):
        watch.tell(
            call(name, f"2031-02-03T0{hour - 2}:00:00+01:00"),
            opened(name.upper(), f"north/phone/{name}#0"),
            met(f"{name}-off", f"2031-02-03T0{hour}:00:00+01:00", name, "landed", number, all_off="yes"),
            linked(f"north/vhf/{name}-off#0", name.upper()),
        )
    return Basis(watch.picture)


def series(vintage: str, people: list[int | None], boats: list[int | None]) -> Held:
    """Return a release of a made-up daily series that begins on 1 February 2031."""
    days = [(date(2031, 2, 1) + timedelta(days=number)).isoformat() for number in range(len(people))]
    body = ReportReceived(
        report=Report(
            id=f"release-{vintage}",
            channel="official",
            received_by="north",
            received_at=moment(f"{vintage}T09:00:00+00:00"),
            source="test",
            series=(
                Series(
                    name="D",
                    source="Coast Office",
                    source_standing="official",
                    vintage=vintage,
                    clock="arrived",
                    definition="people and boats that arrived",
                    does_not_count="others",
                    columns=(
                        SeriesColumn(name="People", unit="person", outcome="arrived", counted="people"),
                        SeriesColumn(name="Boats", unit="boat", outcome="arrived", counted="boats"),
                    ),
                    rows=tuple(
                        SeriesRow(start=day, end=day, values=values)
                        for day, *values in zip(days, people, boats, strict=True)
                    ),
                ),
            ),
        )
    )
    number = int(vintage.replace("-", ""))
    return Held((number, 0, "log", number), f"e{vintage}", "report.received", "a", "import", number, (), body)


@pytest.fixture
def official() -> Basis:
    """A week of the series, released a day after its end, and again a week later with six more."""
    picture = Picture()
    picture.add(series("2031-02-08", [10, 0, 31, 0, 40, 0, 0], [1, 0, 2, 0, 3, 0, 0]))
    picture.add(series("2031-02-15", [10, 0, 37, 0, 40, 0, 0], [1, 0, 2, 0, 3, 0, 0]))
    return Basis(picture)


def beside(basis: Basis, one: Claim, published: str = "2031-02-09") -> Compared:
    [found] = compare(basis, said_in("text", [one], published=date.fromisoformat(published)))
    return found


def test_the_same_number_agrees_and_another_says_by_how_much(cases: Basis) -> None:
    """31 agree; 35 are four more, 28 three fewer."""
    assert beside(cases, claim("31", 31, **DAY)).verdict == "agrees"
    for number, by in ((35, 4), (28, -3)):
        found = beside(cases, claim(f"{number}", number, **DAY))
        assert found.verdict == "contradicts"
        assert {each.by for each in found.against if each.clock == "reported"} == {by}


def test_more_than_is_agreed_with_by_any_larger_number(cases: Basis) -> None:
    """More than 25: 31 makes it true. More than 31: it is one short, at the least."""
    more: dict[str, Any] = {"qualifier": "more_than", "high": None}
    assert beside(cases, claim("more than 25", 25, **DAY, **(more | {"low": 26}))).verdict == "agrees"
    found = beside(cases, claim("more than 31", 31, **DAY, **(more | {"low": 32})))
    assert (found.verdict, found.against[0].by) == ("contradicts", 1)


def test_about_is_read_as_the_people_book_reads_it(cases: Basis) -> None:
    """About 30 holds 31, and the range it is read as is said."""
    one = claim("about 30", 30, qualifier="about", low=None, high=None, **DAY)
    found = beside(cases, one)
    assert found.verdict == "agrees"
    assert any("is read as" in in_english(each) for each in found.says)
    assert stated_range(found.said)[1]


def test_a_longer_period_than_we_hold_refutes_nobody(cases: Basis) -> None:
    """400 in a week of which we hold a day: our cases hold that day alone. Fewer than we hold contradicts."""
    found = beside(cases, claim("400", 400, **WEEK))
    assert found.verdict == "overlaps"
    assert any("of these days only" in in_english(each.says) for each in found.against)
    assert beside(cases, claim("12", 12, **WEEK)).verdict == "contradicts"


def test_fewer_at_one_place_refute_nothing(cases: Basis) -> None:
    """9 off Dieppe of the 31 everywhere: our cases are of all places."""
    found = beside(cases, claim("9", 9, place="off Dieppe", **DAY))
    assert found.verdict == "overlaps"


def test_another_outcome_is_another_definition(cases: Basis) -> None:
    """Handed over are some of the rescued; lorries are in no figure; people in a camp are a stock."""
    assert beside(cases, claim("20", 20, "handed_over", **DAY)).verdict == "overlaps"
    assert beside(cases, claim("20", 20, "lorry_incursion", **DAY)).verdict == "not_comparable"
    assert beside(cases, claim("20", 20, "camp", kind="stock", **DAY)).verdict == "not_comparable"
    assert beside(cases, claim("20", 20)).verdict == "not_comparable", "it names no period"
    assert beside(cases, claim("20", 20, None, **DAY)).verdict == "not_comparable"


def test_a_part_is_compared_with_its_total_and_not_alone(cases: Basis) -> None:
    """22 and 9 of 31: the 31 agree, and the parts name it."""
    found = compare(
        cases, said_in("text", [claim("31", 31, **DAY), claim("22", 22, **DAY), claim("9", 9, **DAY)])
    )
    assert [each.verdict for each in found] == ["agrees", "not_comparable", "not_comparable"]
    assert [each.part_of for each in found] == [None, found[0].said, found[0].said]


def test_beside_a_series_the_newest_vintage_counts(official: Basis) -> None:
    """87 in the newest release of the week."""
    assert beside(official, claim("87", 87, "arrived", **WEEK)).verdict == "agrees"
    found = beside(official, claim("81", 81, "arrived", **WEEK))
    assert (found.verdict, found.against[0].by) == ("contradicts", -6)


def test_as_known_then_the_first_vintage_counts(official: Basis) -> None:
    """Between the two releases 81 was right."""
    then = Basis(official.picture, known_at=moment("2031-02-10T00:00:00+00:00").ms)
    assert beside(then, claim("81", 81, "arrived", **WEEK)).verdict == "agrees"


def test_boats_that_are_people_are_said_to_be(official: Basis) -> None:
    """87 boats in a week of 6: the number is that of the people."""
    found = beside(official, claim("87 boats", 87, "arrived", unit="boat", **WEEK))
    assert found.verdict == "contradicts"
    assert any("the claim says boats" in in_english(each) for each in found.says)


def test_dead_or_missing_stand_beside_the_two_together(cases: Basis) -> None:
    """Nobody died: nought dead and nought missing agree with none dead or missing."""
    assert beside(cases, claim("nobody", 0, "dead_or_missing", **DAY)).verdict == "agrees"


def test_two_running_sums_leave_a_third() -> None:
    """300 this year and 120 this month: 180 before it; of other outcomes or ends nothing follows."""
    year = {"when_start": "2031-01-01", "when_end": "2031-02-07"}
    said = said_in(
        "text",
        [
            claim("300", 300, "arrived", kind="cumulative", **year),
            claim("120", 120, "arrived", kind="cumulative", **WEEK),
            claim("9", 9, "dead", kind="cumulative", **WEEK),
        ],
    )
    [left] = remainders(said)
    assert (left.value, left.days) == (180, (date(2031, 1, 1), date(2031, 1, 31)))


def bridged(basis: Basis, days: str, *names: str) -> list[dict[str, Any]]:
    answer = question_named("D3")(Asking(basis=basis, names=names, period=period(days, "Europe/Paris")))
    return [dict(row.plain) for row in answer.rows]


def test_the_bridge_tells_a_revision_from_what_nobody_explains(official: Basis) -> None:
    """85 was printed when the series had 81 and now has 87: two fewer, six of it a revision since, four unexplained."""
    picture = official.picture
    body = ReportReceived(
        report=Report(
            id="paper",
            channel="article",
            received_by="north",
            received_at=moment("2031-02-09T09:00:00+00:00"),
            source="test",
            claims=(claim("85", 85, "arrived", source="the paper", **WEEK),),
        )
    )
    picture.add(Held((20310209, 0, "log", 9), "e-paper", "report.received", "a", "import", 9, (), body))
    rows = {row["scope"]: row for row in bridged(Basis(picture), "2031-02-01/2031-02-07")}
    paper = rows["claim:the paper"]
    assert paper["difference"] == {"low": -2, "high": -2}
    assert (paper["revised"], paper["unexplained"]) == (-6, {"low": 4, "high": 4})
    assert paper["same_definition"] is None


def test_the_bridge_counts_what_is_only_here_and_only_there(tmp_path: Path) -> None:
    """12 of ours on a day with none of theirs, none of ours on a day of 40: so many at least on either side."""
    watch = Watch(tmp_path).tell(
        call("a", "2031-02-02T02:00:00+01:00"),
        opened("A", "north/phone/a#0"),
        met("a-in", "2031-02-02T05:00:00+01:00", "patrol", "arrived", 12, all_off="yes"),
        linked("north/vhf/a-in#0", "A"),
    )
    picture = watch.picture
    picture.add(series("2031-02-08", [0, 0, 40], [0, 0, 1]))
    [ours] = bridged(Basis(picture), "2031-02-01/2031-02-03")
    assert (ours["low"], ours["official_value"]) == (12, 40)
    assert (ours["only_here_at_least"], ours["only_there_at_least"]) == (12, 40)
    assert ours["same_definition"] is False


counts = st.integers(0, 60)


@given(counts, counts, counts, counts)
def test_no_verdict_contradicts_a_number_both_allow(a: int, b: int, c: int, d: int) -> None:
    """Ranges that share a number never contradict, and those that share none always do, by the gap between them."""
    mine, theirs = sorted((a, b)), sorted((c, d))
    picture = Picture()
    picture.add(series("2031-02-08", [theirs[0]], [0]))
    one = claim("so many", mine[1], "arrived", low=mine[0], high=mine[1])
    found = beside(
        Basis(picture), Claim(**_plain(one) | {"when_start": "2031-02-01", "when_end": "2031-02-01"})
    )
    [row] = found.against
    if mine[0] <= theirs[0] <= mine[1]:
        assert (row.verdict, row.by) == ("agrees", None)
    else:
        gap = mine[1] - theirs[0] if mine[1] < theirs[0] else mine[0] - theirs[0]
        assert (row.verdict, row.by) == ("contradicts", gap)


def _plain(one: Claim) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Claim.__dataclass_fields__}


def test_a_report_that_repeats_another_is_no_second_source(tmp_path: Path) -> None:
    """Told to be a repetition by whoever logged it: one source, though words and names differ."""
    watch = Watch(tmp_path)
    for name, words in (("first", "31 were saved"), ("second", "thirty-one saved")):
        relates = [{"kind": "repeats", "id": "first"}] if name == "second" else []
        watch.tell(
            {
                "channel": "article",
                "received_by": "north",
                "id": name,
                "received_at": "2031-02-04T10:00:00Z",
                "sender": {"unit": f"the {name} paper"},
                "text": words,
                "relates": relates,
                "claims": [
                    {
                        "quote": words,
                        "value": 31,
                        "unit": "person",
                        "outcome": "rescued",
                        "kind": "count",
                        **DAY,
                    }
                ],
            }
        )
    assert independent(Basis(watch.picture).said) == 1


def test_a_part_is_nobody_saying_otherwise(tmp_path: Path) -> None:
    """31 = 22 + 9 in one text: beside our own figure stands the 31 alone, once, and a line of its own."""
    watch = Watch(tmp_path).tell(
        {
            "channel": "article",
            "received_by": "north",
            "id": "paper",
            "received_at": "2031-02-04T10:00:00Z",
            "sender": {"unit": "the paper"},
            "text": "31 people were rescued. One boat held 22, the other 9. All 31 are well.",
            "claims": [
                {
                    "quote": quote,
                    "value": number,
                    "unit": "person",
                    "outcome": "rescued",
                    "kind": "count",
                    **DAY,
                }
                for quote, number in (("31 people", 31), ("22", 22), ("the other 9", 9), ("All 31", 31))
            ],
        }
    )
    ours, *theirs = figures(watch.picture, ["rescued"], "2031-02-03")
    assert [other.value for other in ours.says_otherwise] == [31]
    assert [each.low for each in theirs] == [31]
    assert len(Basis(watch.picture).said) == 4
