"""A question is answered at once from what is kept warm, and asking leaves no trace in what the night comes to."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_sea import ONE, OTHER, mention, north, opened, received, told
from desks import OFFICER, a_desk

from ashore.desk.commands import Desk, linking
from ashore.desk.commands.acts import LinkMention

NIGHT = (
    told("n-1", 0, where=north(0), phone=ONE, on_board={"value": 30}),
    told("n-2", 20, where=north(0.8), phone=ONE),
    told("n-3", 25, where=north(9), phone=OTHER, on_board={"value": 44}),
    told("n-4", 50, where=north(9.5), phone=OTHER),
)
LATE = told("n-5", 60, said_at=10, where=north(0.4), on_board={"value": 31})


def a_night(folder: Path) -> Desk:
    """Return a desk with two boats, warm, to which a call comes late that was said before others."""
    folder.mkdir()
    desk = a_desk(folder)
    received(desk, *NIGHT)
    opened(desk, "A", "n-1", "n-2")
    opened(desk, "B", "n-3", "n-4")
    desk.linker().warm(linking.everything(desk).told)
    received(desk, LATE)
    return desk


def test_a_late_call_is_answered_before_its_own_cloud_is_there_as_after(tmp_path: Path) -> None:
    """Held to the clouds of those after it, run backwards, the likeliest boat is the same, and about as likely."""
    desk = a_night(tmp_path / "a")
    before = linking.proposals(desk, mention("n-5"))
    desk.linker().warm(linking.everything(desk).told)
    after = linking.proposals(desk, mention("n-5"))

    assert before[0].case == after[0].case
    assert before[0].p == pytest.approx(after[0].p, abs=0.15)


def test_asking_leaves_no_trace_in_the_night(tmp_path: Path) -> None:
    """A night of which somebody asked early is linked as one of which nobody did."""
    asked, quiet = a_night(tmp_path / "a"), a_night(tmp_path / "b")
    linking.proposals(asked, mention("n-5"))

    def told_of(desk: Desk) -> list[tuple[str, float, str | None]]:
        return [
            (each.mention, pytest.approx(each.p_same, abs=0.02), each.held_in and each.held_in[:1])
            for each in linking.night_links(desk).linked
        ]

    assert told_of(asked) == told_of(quiet)


def test_what_is_kept_of_a_case_is_its_newest(tmp_path: Path) -> None:
    """A mention moved to another case is weighed there, and in the old one no more."""
    desk = a_night(tmp_path / "a")
    with desk.looking() as picture:
        [a, b] = [case.id for case in picture.all_cases()]
    assert mention("n-2") in linking.everything(desk).cases[a]
    desk.do(LinkMention(mention=mention("n-2"), cases=(b,)), OFFICER)

    cases = linking.everything(desk).cases
    assert mention("n-2") in cases[b]
    assert mention("n-2") not in cases[a]
