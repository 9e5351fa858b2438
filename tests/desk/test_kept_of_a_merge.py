"""Joining two cases and holding them apart leave what spoke for and against it, however it was done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from at_sea import OFF_GRAVELINES, ONE, OTHER, case_of, mention, met, north, opened, received, told
from click.testing import CliRunner
from desks import OFFICER, a_desk
from starlette.testclient import TestClient

from ashore.bootstrap import create_desk, open_desk, verbs
from ashore.desk.commands import Desk, linking, meeting
from ashore.desk.commands.acts import CompareCases, LinkMention, LogCall, OpenCase
from ashore.desk.web.app import make_app
from ashore.forecast.faults import NoDrift
from ashore.ledger.codec import decode
from ashore.ledger.entry import Entry
from ashore.model.bodies import LinkAdvice
from ashore.picture.cases import mention_facts

FIRST = told(
    "n-1",
    0,
    where=OFF_GRAVELINES,
    phone=ONE,
    on_board={"value": 40, "low": 40, "high": 40, "says_who": "caller"},
)
AGAIN = told("n-2", 20, where=north(0.4), phone=ONE, on_board={"value": 28, "low": 28, "high": 28})
THEN = told("n-3", 25, where=north(0.5), phone=OTHER)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A live desk whose cases A and B have a telephone in common, B one of its own too."""
    desk = a_desk(tmp_path)
    received(desk, FIRST, AGAIN, THEN)
    opened(desk, "A", "n-1")
    opened(desk, "B", "n-2", "n-3")
    return desk


def advice_behind(desk: Desk, entry: Entry) -> LinkAdvice:
    """Return the advice that an entry cites."""
    [cause] = [desk.ledger.get(each) for each in entry.header.causes]
    assert cause.header.type == "advice.link"
    body = decode("advice.link", 1, cause.body or b"")
    assert isinstance(body, LinkAdvice)
    return body


def the_comparison(desk: Desk) -> Entry:
    """Return the one entry in which two cases were compared."""
    [entry] = [each for each in desk.ledger.read() if each.header.type == "cases.compared"]
    return entry


def is_whole(kept: LinkAdvice, first: str, second: str) -> None:
    """Hold that an advice weighs all of one case against all of another, and says what speaks for and against."""
    assert (kept.case, kept.mention) == (min(first, second), "")
    assert {each.case for each in kept.proposals} == {max(first, second), ""}
    assert sum(each.per_mille for each in kept.proposals) in (999, 1_000, 1_001)
    [one_boat] = [each for each in kept.proposals if each.case]
    said = {each.evidence: each for each in one_boat.reasons}
    assert said["phone"].hundredths > 0
    assert said["how_many"].hundredths < 0
    assert all(each in said["how_many"].says for each in ("40", "28", first, second))
    assert kept.weights
    assert {each.kind for each in kept.forcing} == {"current", "wind"}


@pytest.mark.parametrize("standing", ["same", "apart", "perhaps"])
def test_a_comparison_that_nobody_was_shown_is_weighed_as_it_is_made(desk: Desk, standing: str) -> None:
    """One case's reports taken together against the other's, whatever is then said of the two."""
    first, second = case_of(desk, "n-1"), case_of(desk, "n-2")
    desk.do(CompareCases(cases=("b", "A"), standing=standing, reason="asked aboard"), OFFICER)

    is_whole(advice_behind(desk, the_comparison(desk)), first, second)


def test_what_was_shown_of_the_two_is_what_is_kept(desk: Desk) -> None:
    """An officer decides on what they saw, even where something came in since; it says when it was worked out."""
    first, second = case_of(desk, "n-1"), case_of(desk, "n-2")
    shown = linking.weigh_cases(desk, second, first)
    seen = desk.now()
    received(desk, told("n-4", 30, where=north(0.6), phone=ONE))
    desk.do(LinkMention(mention=mention("n-4"), cases=(first,)), OFFICER)
    desk.do(CompareCases(cases=(first, second), standing="same", reason="one boat"), OFFICER)
    kept = advice_behind(desk, the_comparison(desk))

    assert [each.per_mille for each in kept.proposals] == [round(1_000 * each.p) for each in shown]
    assert kept.made_at.ms <= seen


def test_the_book_is_the_same_with_and_without_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be weighed the two are joined all the same, and nothing is made up."""

    def missing() -> None:
        raise NoDrift

    monkeypatch.setattr(desk, "linker", missing)
    done = desk.do(CompareCases(cases=("A", "B"), standing="same", reason="one boat"), OFFICER)

    assert [each.header.type for each in done.entries] == ["cases.compared"]


def test_a_fault_in_the_weighing_stands_in_no_officers_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two boats must be held apart even by a desk that cannot say why; the fault is told of in its own log."""

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(desk, "linker", broken)
    done = desk.do(CompareCases(cases=("A", "B"), standing="apart", reason="two boats"), OFFICER)
    parted = desk.do(LinkMention(mention=mention("n-3"), cases=("B",), standing="apart"), OFFICER)

    assert [each.header.type for each in (*done.entries, *parted.entries)] == [
        "cases.compared",
        "mention.linked",
    ]
    assert caplog.text.count("could not be weighed") == 2


def test_a_case_without_a_report_of_its_own_is_weighed_with_none(desk: Desk) -> None:
    """Nothing was said of it that could speak for or against."""
    desk.do(OpenCase(label="Z"), OFFICER)
    done = desk.do(CompareCases(cases=("A", "Z"), standing="same", reason="his own note"), OFFICER)

    assert [each.header.type for each in done.entries] == ["cases.compared"]


def test_a_program_that_joins_two_cases_leaves_it_too(desk: Desk) -> None:
    """Over HTTP, in an officer's name, by the labels they know."""
    account = desk.accounts.create("marie", "four unrelated words", "officer")
    token = {"authorization": f"Bearer {desk.accounts.open_session(account)}"}
    with TestClient(make_app(desk), base_url="http://127.0.0.1") as client:
        answer = client.post(
            "/api/commands/compare-cases",
            json={"cases": ["A", "B"], "standing": "same", "reason": "one boat"},
            headers=token,
        )

    assert [each["type"] for each in answer.json()["entries"]] == ["advice.link", "cases.compared"]
    is_whole(advice_behind(desk, the_comparison(desk)), case_of(desk, "n-1"), case_of(desk, "n-2"))


def test_the_command_line_leaves_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases of a desk joined by a verb; what is printed names the advice before the decision."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    data = tmp_path / "desk"
    create_desk(data, name="north-centre", kind="live").close()
    desk = open_desk(data)
    desk.accounts.create("marie", "four unrelated words", "officer")
    received(desk, FIRST, AGAIN, THEN)
    opened(desk, "A", "n-1")
    opened(desk, "B", "n-2", "n-3")
    desk.close()

    def ashore(*words: str) -> str:
        result = CliRunner().invoke(verbs(), ["--data", str(data), *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    ashore("sign-in", "marie", "--password", "four unrelated words")
    printed = ashore(
        "compare-cases", "--cases", "A", "--cases", "B", "--standing", "same", "--reason", "one boat"
    )
    assert [line.split("\t")[0] for line in printed.splitlines()] == ["advice.link", "cases.compared"]
    desk = open_desk(data)
    is_whole(advice_behind(desk, the_comparison(desk)), case_of(desk, "n-1"), case_of(desk, "n-2"))
    desk.close()


def test_a_report_parted_from_its_case_leaves_why_it_fits_worst(desk: Desk) -> None:
    """The page of a case shows which report fits the others worst: parting it there is a decision on that."""
    case = case_of(desk, "n-2")
    [(worst, _), *_] = linking.weigh_members(desk, case)
    desk.do(LinkMention(mention=worst, cases=("B",), standing="apart"), OFFICER)
    with desk.looking() as picture:
        [link] = mention_facts(picture, worst)[0].links
    kept = advice_behind(desk, desk.ledger.get(link.entry))

    assert link.standing == "apart"
    assert (kept.mention, kept.case) == (worst, case)
    assert [each.case for each in kept.proposals if each.case] == [case]


def test_a_report_parted_without_looking_is_weighed_as_it_is_done(desk: Desk) -> None:
    """By a program over HTTP: what spoke for its case stands before the parting, and for the other one as well."""
    account = desk.accounts.create("marie", "four unrelated words", "officer")
    token = {"authorization": f"Bearer {desk.accounts.open_session(account)}"}
    with TestClient(make_app(desk), base_url="http://127.0.0.1") as client:
        answer = client.post(
            "/api/commands/link-mention",
            json={"mention": mention("n-2"), "cases": ["B"], "standing": "apart"},
            headers=token,
        )
    assert [each["type"] for each in answer.json()["entries"]] == ["advice.link", "mention.linked"]
    kept = advice_behind(desk, desk.ledger.get(answer.json()["entries"][-1]["entry"]))
    assert kept.mention == mention("n-2")
    assert {each.case for each in kept.proposals} == {case_of(desk, "n-1"), case_of(desk, "n-3"), ""}


def test_a_proposal_of_the_rule_that_is_refused_unseen_is_weighed_as_it_is_done(desk: Desk) -> None:
    """Held apart from a case it was never linked to."""
    received(desk, told("n-5", 30, where=north(0.6), phone=ONE))
    done = desk.do(LinkMention(mention=mention("n-5"), cases=("A",), standing="apart"), OFFICER)
    kept = advice_behind(desk, done.entries[-1])
    assert (kept.mention, kept.case) == (mention("n-5"), case_of(desk, "n-1"))


def test_an_encounter_given_to_a_case_leaves_the_encounter_test(desk: Desk) -> None:
    """What was shown of a boat that a unit met is kept as of any other report."""
    received(desk, met("u-1", 40, "recovered", where=north(0.5), encounter={"taken_off": {"value": 28}}))
    shown = meeting.met_boats(desk, mention("u-1", "vhf"))
    done = desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=("B",)), OFFICER)
    kept = advice_behind(desk, done.entries[-1])

    assert [each.per_mille for each in kept.proposals] == [round(1_000 * each.p) for each in shown]


@pytest.mark.parametrize("to", [{"case": "A"}, {"open": "boat"}])
def test_a_call_logged_to_a_case_leaves_what_was_shown_while_it_was_typed(
    desk: Desk, to: dict[str, str]
) -> None:
    """The likelihoods beside the choices are a waterfall too, whichever boat is then chosen."""
    call = json.dumps(told("typed", 40, where=north(0.7), phone=ONE))
    before = desk.ledger.latest()
    linking.weigh_call(desk, call.encode(), frozenset())
    assert desk.ledger.latest() == before
    done = desk.do(LogCall(report=call, **to), OFFICER)
    kept = advice_behind(desk, done.entries[-1])

    assert kept.mention == mention("typed")
    assert {each.case for each in kept.proposals} >= {"", case_of(desk, "n-1")}
    assert kept.case == ("" if "open" in to else case_of(desk, "n-1"))


def test_a_call_typed_without_advice_has_none(desk: Desk) -> None:
    """What nobody was shown is not made up."""
    done = desk.do(LogCall(report=json.dumps(told("typed", 40, phone=ONE)), case="A"), OFFICER)

    assert "advice.link" not in [each.header.type for each in done.entries]
