"""The built-in night of 8 to 9 December 2020 without its script: what the rule and the joint links make of its reports.

The script's people are the answer: which call is of which boat, and that one call was only passed on.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from at_sea import cases, comes_in, sounding
from click.testing import CliRunner
from desks import a_desk

from ashore.bootstrap import example, verbs
from ashore.desk.commands import Desk, linking
from ashore.model.facts import MentionFacts

EVENING = "french-coastguard/phone/call-1#0"
SMALL_HOURS = "french-coastguard/phone/call-2#0"
WISSANT = "emergency-services/phone/call-3#0"
PASSED_ON = "french-coastguard/phone/relay-3#0"
BOATS = ({EVENING}, {SMALL_HOURS}, {WISSANT, PASSED_ON})
TWO_VESSELS = "replay-desk/article/paper-england#0"


def reports() -> list[str]:
    """Return the script's reports, without anything that people did."""
    lines = example().decode().splitlines()
    return [line for line in lines if "do" not in json.loads(line)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An exercise desk that took the reports in with the rule at work, and nobody on watch."""
    desk = a_desk(tmp_path_factory.mktemp("night"), "exercise")
    comes_in(desk, *map(json.loads, reports()))
    return desk


def loose(desk: Desk) -> list[MentionFacts]:
    """Return what no case holds."""
    with desk.looking() as picture:
        return list(picture.loose())


def test_the_rule_makes_the_scripts_three_boats(desk: Desk) -> None:
    """Two calls off Gravelines and one from Wissant, which another service passed on: three cases."""
    held = [{each.id for each in case.mentions} for case in cases(desk)]

    assert sorted(map(sorted, held)) == sorted(map(sorted, BOATS))


def test_two_calls_off_gravelines_four_and_a_half_hours_apart_are_not_tied(desk: Desk) -> None:
    """Situation B1: no recovery is known of the first, no telephone of either: apart, and nobody is asked."""
    assert not any(case.comparisons for case in cases(desk))
    [likeliest, *others] = linking.proposals(desk, SMALL_HOURS)
    evening = next(case.id for case in cases(desk) if EVENING in {each.id for each in case.mentions})
    assert likeliest.case is None
    gravelines = next(each for each in others if each.case == evening)
    assert {"time", "position"} <= {each.evidence for each in gravelines.against}


def test_a_call_that_says_it_is_passed_on_is_one_source(desk: Desk) -> None:
    """The relay is linked for what it says itself, beyond the doubt that a beach's name leaves."""
    [likeliest, *_] = linking.proposals(desk, PASSED_ON)

    [reason] = [each for each in likeliest.reasons if each.evidence == "copy"]
    assert reason.says.template == "One says that it passes on the other: one source, and one witness."
    assert likeliest.p > 0.9


def test_what_the_papers_tell_afterwards_waits_for_people(desk: Desk) -> None:
    """No article opens a case or is put in one: 27 who landed in two boats end nobody's search, and sound nothing."""
    waiting = {each.id for each in loose(desk)}

    assert {each.id for each in loose(desk) if each.channel == "article"} == waiting
    assert TWO_VESSELS in waiting
    assert len(waiting) == 9
    assert not any(case.ended for case in cases(desk))
    assert not waiting & {alarm.mention for alarm in sounding(desk)}


def test_the_whole_night_at_once_says_the_same_of_the_calls(tmp_path: Path) -> None:
    """`ashore link` on the reports in two orders: the same lines; the default rule keeps the boats and opens no other.

    A landing of people from two boats is never held to be one of the boats that called.
    """
    answers = []
    for name, lines in (("as-told", reports()), ("backwards", reports()[::-1])):
        file = tmp_path / f"{name}.jsonl"
        file.write_text("\n".join(lines), "utf-8")
        run = CliRunner().invoke(verbs(), ["link", str(file), "--json"])
        assert run.exit_code == 0, run.output
        answers.append([json.loads(line) for line in run.stdout.splitlines()])
    assert answers[0] == answers[1]

    calls = set().union(*BOATS)
    for field in ("case", "held_in"):
        groups: dict[str, set[str]] = {}
        for each in answers[0]:
            groups.setdefault(each[field], set()).add(f"{each['report']}#{each['mention']}")
        assert {frozenset(group & calls) for group in groups.values() if group & calls} == set(
            map(frozenset, BOATS)
        )
        [landing] = [group for group in groups.values() if TWO_VESSELS in group]
        assert landing == {TWO_VESSELS}
    held = {f"{each['report']}#{each['mention']}": each["held_in"] for each in answers[0]}
    assert {mention for mention, case in held.items() if case in calls} == calls
