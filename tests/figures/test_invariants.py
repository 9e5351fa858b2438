"""What holds of every figure: the order of arrival, later knowledge, and how parts of a period stand to the whole."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from played import Watch, asked, call, ends, exactly, filed, linked, met, opened

from ashore.bootstrap import example
from ashore.figures import as_csv, as_json_lines, as_table, figures, night_figures
from ashore.figures.basis import Basis
from ashore.figures.counting import Question, count
from ashore.figures.definitions import DEFINITIONS
from ashore.figures.period import period
from ashore.model.bodies import CaseOpened, CasesCompared, MentionLinked, ReportReceived
from ashore.model.counts import Count
from ashore.model.report import Encounter, Mention, Report, Sender
from ashore.model.times import Moment, iso, moment
from ashore.picture.books import Books
from ashore.picture.fold import Held, Picture

DAY = 86_400_000
START = moment("2031-02-03T00:00:00+01:00").ms


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The picture of the whole night."""
    return Watch(tmp_path_factory.mktemp("night")).play(example()).picture


class _Log:
    def __init__(self) -> None:
        self.entries: list[Held] = []

    def write(self, type_: str, body: Any, wall: int) -> None:
        number = len(self.entries)
        order = (number, 0, "log", number)
        self.entries.append(Held(order, f"e{number:03}", type_, "officer", "officer", wall, (), body))


_ACTIONS = st.sampled_from(
    ["recovered", "landed", "arrived", "returned_self", "detained", "sighted", "body_found"]
)
_HOURS = st.integers(0, 71)


@st.composite
def logs(draw: st.DrawFn) -> list[Held]:
    """Up to three boats over three days, what units and papers say of them, and links settled or not."""
    log = _Log()
    boats = [f"case-{number}" for number in range(draw(st.integers(1, 3)))]
    for number, boat in enumerate(boats):
        wall = START + draw(_HOURS) * DAY // 24
        _report(log, f"call-{number}", wall, draw(st.sampled_from([None, 4, 9])), None, "phone")
        log.write("case.opened", CaseOpened(case=boat, kind="boat"), wall)
        _link(log, f"north/phone/call-{number}#0", (boat,), "linked", "one", wall)
    for number in range(draw(st.integers(0, 4))):
        channel = draw(st.sampled_from(["vhf", "article"]))
        wall = START + draw(_HOURS) * DAY // 24
        unit = draw(st.sampled_from([None, "lifeboat", "patrol"]))
        count = draw(st.integers(1, 9))
        _report(log, f"said-{number}", wall, count, (draw(_ACTIONS), unit), channel)
        about = tuple(draw(st.lists(st.sampled_from(boats), min_size=1, max_size=2, unique=True)))
        standing = draw(st.sampled_from(["linked", "linked", "proposed"]))
        covers = draw(st.sampled_from(["one", "all"]))
        _link(log, f"north/{channel}/said-{number}#0", about, standing, covers, wall)
    if len(boats) > 1 and draw(st.booleans()):
        body = CasesCompared(
            cases=(boats[0], boats[1]), standing=draw(st.sampled_from(["same", "perhaps", "apart"]))
        )
        log.write("cases.compared", body, START + 3 * DAY)
    return log.entries


def _report(
    log: _Log, id_: str, wall: int, number: int | None, done: tuple[str, str | None] | None, channel: str
) -> None:
    count = None if number is None else Count(low=number, high=number, value=number, qualifier="exact")
    mention = Mention(on_board=count)
    if done is not None:
        mention = Mention(encounter=Encounter(action=done[0], unit=done[1], taken_off=count))
    sender = (
        Sender(role="aboard") if done is None else Sender(role="unit" if done[1] else "public", unit=done[1])
    )
    log.write(
        "report.received",
        ReportReceived(
            report=Report(
                id=id_,
                channel=channel,
                received_by="north",
                received_at=Moment(ms=wall, stated=iso(wall)),
                source="test",
                sender=sender,
                mentions=(mention,),
            )
        ),
        wall,
    )


def _link(log: _Log, mention: str, cases: tuple[str, ...], standing: str, covers: str, wall: int) -> None:
    body = MentionLinked(mention=mention, cases=cases, standing=standing, covers=covers)
    log.write("mention.linked", body, wall)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shuffle=st.randoms(use_true_random=False))
def test_the_night_is_byte_equal_in_any_order_of_arrival(night: Picture, shuffle: Any) -> None:
    """The same entries give the same bytes whichever came first."""
    entries = list(night)
    shuffle.shuffle(entries)
    assert as_json_lines(night_figures(filed(entries))) == as_json_lines(night_figures(night))


@settings(max_examples=40, deadline=None)
@given(entries=logs(), shuffle=st.randoms(use_true_random=False))
def test_any_log_is_byte_equal_in_any_order_of_arrival(entries: list[Held], shuffle: Any) -> None:
    """Small logs of every shape, shuffled."""
    expected = as_json_lines(night_figures(filed(entries)))
    shuffled = list(entries)
    shuffle.shuffle(shuffled)
    assert as_json_lines(night_figures(filed(shuffled))) == expected


_OURS = st.sampled_from([name for name in DEFINITIONS if name != "prevented"])


@settings(max_examples=60, deadline=None)
@given(entries=logs(), name=_OURS)
def test_the_days_of_a_period_are_never_narrower_than_the_whole(entries: list[Held], name: str) -> None:
    """Whatever is not settled, the least of the days adds up to no more than the whole's, the most to no less."""
    assert narrower_days(entries, name) == []


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(entries=logs(), name=_OURS)
def test_the_days_of_many_logs_are_never_narrower_than_the_whole(entries: list[Held], name: str) -> None:
    """The same over many more logs."""
    assert narrower_days(entries, name) == []


def narrower_days(entries: list[Held], name: str) -> list[str]:
    """Return the clocks by which the days of a period add up to less room than the whole period has."""
    basis, found = Basis(filed(entries)), []
    definition, whole = DEFINITIONS[name], period("2031-02-02/2031-02-07")
    for clock in definition.clocks:
        if clock == "week_ending":
            continue
        parts = [
            count(basis, Question(definition=definition, period=each, clock=clock)).range
            for each in (whole, *whole.each_day())
        ]
        together, *days = parts
        if sum(day.low for day in days) > together.low:
            found.append(clock)
        highs = [day.high for day in days if day.high is not None]
        if len(highs) == len(days) and (together.high is None or sum(highs) < together.high):
            found.append(clock)
    return found


@settings(max_examples=40, deadline=None)
@given(entries=logs(), first=_HOURS, second=_HOURS)
def test_later_knowledge_never_forgets_a_source(entries: list[Held], first: int, second: int) -> None:
    """Nothing here is corrected, so each report under the night as known earlier is under it as known later."""
    picture = filed(entries)
    sooner, later = sorted((START + first * DAY // 24, START + second * DAY // 24))
    then = asked(picture, "still_out", "2031", known_at=sooner)
    now = asked(picture, "still_out", "2031", known_at=later)
    assert set(then.sources) <= set(now.sources)
    assert set(now.sources) <= set(asked(picture, "still_out", "2031").sources)


@settings(max_examples=20, deadline=None)
@given(entries=logs(), asked_before=st.integers(0, 40))
def test_a_desks_own_books_give_the_same_figures(entries: list[Held], asked_before: int) -> None:
    """Books kept from an earlier look, at fewer entries, change nothing."""
    books, picture = Books(), filed(entries[:asked_before])
    night_figures(picture, books=books)
    picture.extend(entries[asked_before:])
    assert night_figures(picture, books=books) == night_figures(filed(entries))


@settings(max_examples=40, deadline=None)
@given(entries=logs())
def test_every_figure_is_whole_numbers_in_order(entries: list[Held]) -> None:
    """Counts are integers, the least no more than the most, and `best` lies between."""
    for figure in figures(filed(entries), list(DEFINITIONS), "2031-02-03/2031-02-05"):
        assert type(figure.low) is int
        assert figure.high is None or (type(figure.high) is int and figure.low <= figure.high)
        if figure.best is not None:
            assert figure.low <= figure.best
        if figure.low == figure.high:
            assert figure.best == figure.low


def test_an_id_is_the_same_for_the_same_and_another_for_another(night: Picture) -> None:
    """Asked twice the id is the same; another period, clock, zone, cut or figure has another."""
    found = {
        asked(night, "rescued", "2020-12-09").id,
        asked(night, "rescued", "2020-12").id,
        asked(night, "rescued", "2020-12-09", clock="night").id,
        asked(night, "rescued", "2020-12-09", zone="UTC").id,
        asked(night, "landed", "2020-12-09").id,
        asked(night, "rescued", "2020-12-09", known_at=moment("2020-12-09T12:00:00+01:00").ms).id,
    }
    assert len(found) == 6
    assert asked(night, "rescued", "2020-12-09").id in found


def test_an_id_follows_the_value(tmp_path: Path) -> None:
    """Another report under a figure gives it another id."""
    watch = Watch(tmp_path).tell(
        call("a", "2031-02-03T22:00:00+01:00"),
        opened("A", "north/phone/a#0"),
        met("off", "2031-02-03T23:00:00+01:00", "lifeboat", "recovered", 13),
        linked("north/vhf/off#0", "A"),
    )
    before = asked(watch.picture, "rescued", "2031")
    watch.tell({"do": "write-note", "case": "A", "text": "quiet"})
    assert asked(watch.picture, "rescued", "2031").heads != before.heads
    assert asked(watch.picture, "rescued", "2031", recorded_at=moment(before.recorded_at).ms).id == before.id


def test_csv_holds_the_values_of_the_json(night: Picture) -> None:
    """One header row, a row a figure, ends in two columns, and what it does not count in one of its own."""
    lines = night_figures(night)
    rows = list(csv.DictReader(io.StringIO(as_csv(lines), newline="")))
    plain = [json.loads(line) for line in as_json_lines(lines).splitlines()]
    assert len(rows) == len(plain)
    for row, figure in zip(rows, plain, strict=True):
        for column in ("id", "figure", "period", "clock", "scope", "low", "does_not_count"):
            assert row[column] == str(figure[column])
        assert row["high"] == ("" if figure["high"] is None else str(figure["high"]))
        assert row["does_not_count"]


def test_a_spreadsheet_takes_no_words_for_a_formula(tmp_path: Path) -> None:
    """A label that begins like a formula is text."""
    watch = Watch(tmp_path).tell(
        {
            **call("a", "2031-02-03T22:00:00+01:00"),
            "channel": "article",
            "text": "=cmd",
            "claims": [
                {
                    "quote": "=cmd",
                    "value": 3,
                    "low": 3,
                    "high": 3,
                    "unit": "person",
                    "outcome": "rescued",
                    "source": "=SUM(A1)",
                    "kind": "count",
                    "period": "2031-02",
                }
            ],
        }
    )
    (row, *_) = list(csv.DictReader(io.StringIO(as_csv(figures(watch.picture, ["rescued"], "2031-02")))))
    assert row["says_otherwise"].startswith("'=SUM(A1)")


def test_the_table_says_the_clock_and_what_is_not_counted(night: Picture) -> None:
    """Nobody reads a number off the table without its clock, its cases without outcome and its definition."""
    table = as_table(figures(night, ["rescued"], "2020-12-09", clock="landed"))
    assert "18–31" in table.splitlines()[1]
    assert "landed" in table.splitlines()[1]
    assert "0 cases, 0 to 0 people" in table.splitlines()[1]
    assert "does not count: People escorted" in table


def test_exact_counts_of_a_child_and_not_stated_parts_are_apart(tmp_path: Path) -> None:
    """A stated child is counted; in a boat whose children nobody stated it is nought to everybody."""
    watch = Watch(tmp_path)
    for number, parts in enumerate(({"children": {"low": 1, "high": 1}}, {})):
        watch.tell(
            call(f"c{number}", f"2031-02-03T2{number}:00:00+01:00"),
            opened(f"C{number}", f"north/phone/c{number}#0"),
            {
                **met(f"m{number}", f"2031-02-03T2{number}:30:00+01:00", "lifeboat", "recovered"),
                "mentions": [
                    {
                        "about": "craft",
                        "encounter": {
                            "unit": "lifeboat",
                            "action": "recovered",
                            "taken_off": exactly(5, **parts),
                        },
                    }
                ],
            },
            linked(f"north/vhf/m{number}#0", f"C{number}"),
        )
    assert ends(asked(watch.picture, "rescued_children", "2031")) == (1, 6)
