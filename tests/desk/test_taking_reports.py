"""Taking a report that a text makes: by a person, as it was shown, once; the people taken off are then in the book."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from desks import MACHINE, OFFICER, a_desk, line, receive

from ashore.bootstrap import verbs
from ashore.desk.commands import Desk, Who, acts
from ashore.desk.commands.asking import ask_case
from ashore.desk.commands.errors import NotSignedIn, RoleMayNot, UnknownReport
from ashore.desk.commands.reading_operations import (
    NothingOffered,
    Offered,
    ReadOtherwise,
    ask_operations,
    lines_of_file,
)
from ashore.intake.report_lines import read_line
from ashore.model.report import Report

ANALYST = Who(account="a-analyst", role="analyst", person=True)
TEXT = (
    "On 3 February at 04:02 a boat with 15 people on board was reported off Deal. At 04:37 the lifeboat Grey Heron "
    "rescued 15 people. Nobody was left on board. The lifeboat landed the 15 at Ramsgate at 05:44. They were handed "
    "over to the police at 06:10."
)
KEY = "north-centre/official/notice"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that holds one communiqué, known that evening."""
    made = a_desk(tmp_path)
    receive(
        made,
        line("notice", channel="official", text=TEXT, sender=None, received_at="2031-02-03T19:00:00+00:00"),
    )
    yield made
    made.close()


def offered(desk: Desk) -> tuple[Offered, ...]:
    return ask_operations(desk, KEY).offered


def take(desk: Desk, each: Offered, who: Who = OFFICER) -> str:
    done = desk.do(acts.TakeReport(report=KEY, line=each.line), who)
    return done.outcome.report


def test_all_that_a_text_tells_of_one_boat_balances_in_its_book(desk: Desk) -> None:
    """Four reports taken and linked by a person: fifteen landed, nobody more may still be out than the words allow."""
    keys = [take(desk, each) for each in offered(desk)]
    assert len(keys) == 4
    opened = desk.do(
        acts.OpenCase(label="A", mention=f"{keys[0]}#0", reason="told of by the notice"), OFFICER
    )
    case = next(name for entry in opened.entries for name in entry.header.subjects if name.startswith("c-"))
    for key in keys[1:]:
        desk.do(acts.LinkMention(mention=f"{key}#0", cases=(case,), reason="the same boat"), OFFICER)
    out = ask_case(desk, case).row.still_out
    assert (out.low, out.high) == (0, 0)


def test_what_was_taken_is_not_offered_twice(desk: Desk) -> None:
    """Every report that was taken names its entry, and asked once more it is the same report."""
    first = offered(desk)[0]
    take(desk, first)
    again = offered(desk)[0]
    assert again.line == first.line
    assert again.entry
    done = desk.do(acts.TakeReport(report=KEY, line=first.line), OFFICER)
    assert done.outcome.status == "duplicate"


def test_only_a_person_who_documents_takes(desk: Desk) -> None:
    """No program, and nobody who only reads figures."""
    for who in (MACHINE, ANALYST):
        with pytest.raises((RoleMayNot, NotSignedIn)):
            take(desk, offered(desk)[0], who)


def test_a_line_of_ones_own_is_refused(desk: Desk) -> None:
    """What is taken is what the text makes: no number may be changed on the way."""
    line_of_ones_own = offered(desk)[1].line.replace('"value":15', '"value":51')
    with pytest.raises(ReadOtherwise):
        desk.do(acts.TakeReport(report=KEY, line=line_of_ones_own), OFFICER)


def test_a_text_nobody_holds_and_one_that_says_its_mentions_offer_nothing(desk: Desk) -> None:
    """An unknown text is refused by its own sentence; so is one whose report already tells of boats."""
    with pytest.raises(UnknownReport):
        desk.do(acts.TakeReport(report="north-centre/official/none", line="{}"), OFFICER)
    mention = {"about": "craft", "encounter": {"action": "recovered", "taken_off": {"value": 15}}}
    receive(desk, line("told", channel="official", text=TEXT, sender=None, mentions=[mention]))
    key = "north-centre/official/told"
    assert ask_operations(desk, key).said_already
    with pytest.raises(NothingOffered):
        desk.do(acts.TakeReport(report=key, line=offered(desk)[0].line), OFFICER)


def test_a_text_put_right_offers_what_it_says_now_and_names_what_was_taken_before(desk: Desk) -> None:
    """The correction says sixteen: the fifteen that were taken stay in view, and are not taken again in silence."""
    taken = take(desk, offered(desk)[1])
    receive(
        desk,
        line(
            "notice",
            channel="official",
            text="Correction. " + TEXT.replace("rescued 15", "rescued 16"),
            sender=None,
            received_at="2031-02-03T20:00:00+00:00",
        ),
    )
    told = ask_operations(desk, KEY)
    assert not [each for each in told.offered if each.entry]
    assert [report.key for _, report in told.taken_before] == [taken]


def test_who_says_the_numbers_follows_from_the_channel_and_the_sender(desk: Desk) -> None:
    """An official notice's numbers are an official's, a paper's the press's, a hotline's log the hotline's."""
    for name, channel, sender, wanted in (
        ("paper", "article", None, "press"),
        ("log", "statement", {"role": "hotline"}, "hotline"),
    ):
        receive(
            desk,
            line(name, channel=channel, text=TEXT, sender=sender, received_at="2031-02-03T19:00:00+00:00"),
        )
        [_, second, *_] = ask_operations(desk, f"north-centre/{channel}/{name}").offered
        assert second.report.mentions[0].encounter.taken_off.says_who == wanted
    assert offered(desk)[1].report.mentions[0].encounter.taken_off.says_who == "official"


def test_the_command_line_prints_reports_and_posts_none(tmp_path: Path) -> None:
    """`ashore read --reports` prints lines that intake takes, with what is assumed of them; no desk is needed."""
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(
        verbs(), ["read", str(path), "--published", "2031-02-03", "--reports", "--json"]
    )
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert lines == [each for _, each in lines_of_file(TEXT, date(2031, 2, 3))]
    reports = [read_line(each.encode(), received_by="desk") for each in lines]
    assert all(
        isinstance(each, Report) and {"channel", "received_at"} <= set(each.assumed) for each in reports
    )
    for each in lines:
        for quote in json.loads(each)["proposed"]["quotes"]:
            assert TEXT[quote["start"] : quote["end"]] == quote["quote"]
    shown = CliRunner().invoke(verbs(), ["read", str(path), "--published", "2031-02-03", "--reports"])
    assert "boat 1, recovered, 2031-02-03T04:37:00+00:00" in shown.stdout
    assert "“15 people”" in shown.stdout


def test_without_a_day_of_publication_no_report_is_made(tmp_path: Path) -> None:
    """Reports have days: the answer is a sentence that says what to add."""
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(verbs(), ["read", str(path), "--reports"])
    assert told.exit_code != 0
    assert "--published" in told.output
