"""Judging what was read from a text: only what a person accepted is counted, and undoing takes it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from desks import MACHINE, OFFICER, a_desk, line, receive
from hypothesis import given
from hypothesis import strategies as st

from ashore.bootstrap import create_desk, verbs
from ashore.desk.commands import Desk, Who, acts, counting
from ashore.desk.commands.errors import BadValue, NotSignedIn, RoleMayNot, UnknownReport, WordsSealed
from ashore.figures.basis import Basis
from ashore.figures.claims_said import judged_alike, judgements, quoted, unsettled
from ashore.intake.claims import QuoteNotThere, claim_of
from ashore.model.bodies import ClaimJudged, EntryRetracted, ReportReceived
from ashore.model.claims import Claim
from ashore.model.errors import BadInput
from ashore.model.report import Report
from ashore.model.times import moment
from ashore.picture.fold import Held, Picture

ANALYST = Who(account="a-analyst", role="analyst", person=True)
RELAY = Who(account="a-relay", role="relay", person=True)
TEXT = "The harbour office says that 44 people were taken off two boats on Monday."
KEY = "north-centre/article/paper"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that holds one public text, and a call."""
    made = a_desk(tmp_path)
    receive(made, line("paper", channel="article", text=TEXT, sender=None), line("call"))
    yield made
    made.close()


def claim(**more: Any) -> str:
    """Return one line of what was read from the text."""
    quote = "44 people were taken off"
    plain = {
        "quote": quote,
        "start": TEXT.index(quote),
        "end": TEXT.index(quote) + len(quote),
        "value": 44,
        "qualifier": "exact",
        "low": 44,
        "high": 44,
        "unit": "person",
        "outcome": "rescued",
        "kind": "count",
        "source": "the harbour office",
        "when_start": "2031-02-03",
        "when_end": "2031-02-03",
    }
    return json.dumps(plain | more)


def judge(desk: Desk, verdict: str, who: Who = ANALYST, **more: str) -> str:
    """Judge the first claim read from the text, and return the entry."""
    fields = {"report": KEY, "claim": "0", "read": claim()} | more
    [entry] = desk.do(acts.JudgeClaim(verdict=verdict, **fields), who).entries
    return entry.id


def said(desk: Desk) -> list[tuple[str, int]]:
    """Return who says how many were rescued on the day, as a figure has it."""
    found = counting.count(desk, counting.Cut(names=("rescued",), period="2031-02-03"))
    return [(each.scope, each.low) for each in found if each.scope != "cases"]


def test_nothing_read_is_counted_before_a_person_accepts_it(desk: Desk) -> None:
    """Before: nothing. Accepted: a line of its own, whose entries are the report and the judgement."""
    assert said(desk) == []
    entry = judge(desk, "accepted")
    assert said(desk) == [("claim:the harbour office", 44)]
    [_, theirs] = counting.count(desk, counting.Cut(names=("rescued",), period="2031-02-03"))
    assert entry in theirs.sources
    assert len(theirs.sources) == 2
    told = [step.says for step in counting.chain(desk, theirs).leaves()]
    assert any("accepted by a-analyst" in each for each in told)


def test_a_correction_is_counted_and_not_what_was_read(desk: Desk) -> None:
    """The analyst's number stands, the reader's is kept beside it in the entry."""
    entry = judge(
        desk, "corrected", corrected=claim(value=41, low=41, high=41), reason="three were of the crew"
    )
    assert said(desk) == [("claim:the harbour office", 41)]
    with desk.looking() as picture:
        assert picture.entries[entry].body.read.value == 44


def test_what_was_rejected_is_counted_nowhere(desk: Desk) -> None:
    """Accepted, and then rejected by somebody else: the later judgement stands in place of the earlier."""
    judge(desk, "accepted")
    judge(desk, "rejected", OFFICER, reason="it is last year's number")
    assert said(desk) == []


def test_undoing_takes_a_judgement_back(desk: Desk) -> None:
    """An analyst undoes their own last act within the minute, as everybody does."""
    judge(desk, "accepted")
    desk.do(acts.Undo(), ANALYST)
    assert said(desk) == []


def test_undoing_a_rejection_lets_the_acceptance_stand_again(desk: Desk) -> None:
    """What the undone act had replaced stands as it stood."""
    judge(desk, "accepted")
    judge(desk, "rejected", OFFICER, reason="wrong")
    desk.do(acts.Undo(), OFFICER)
    assert said(desk) == [("claim:the harbour office", 44)]


def test_a_judgement_can_be_retracted(desk: Desk) -> None:
    """A decision is taken back by its entry's id."""
    entry = judge(desk, "accepted")
    desk.do(acts.Retract(entry=entry, reason="read again"), OFFICER)
    assert said(desk) == []


def test_two_desks_that_differ_leave_the_claim_out(desk: Desk) -> None:
    """Neither replaces the other: what people judge differently waits for one of them, and is shown as such."""
    judge(desk, "accepted")
    with desk.looking() as picture:
        [held] = judgements(picture, KEY)[0]
        other = held._replace(
            id="elsewhere",
            order=(held.order[0] + 1, 0, "other", 1),
            replaces=(),
            body=type(held.body)(report=KEY, claim=0, verdict="rejected", read=held.body.read, reason="no"),
        )
        picture.add(other)
        assert not judged_alike(judgements(picture, KEY)[0])
        basis = Basis(picture)
        assert basis.said == ()
        assert unsettled(picture, basis.reports) == ((KEY, 0, "rules"),)


def test_a_corrected_text_loses_what_was_judged_of_its_old_words(desk: Desk) -> None:
    """The same report with other words: the quote no longer stands there, so nothing rests on it."""
    judge(desk, "accepted")
    again = TEXT.replace("44 people", "45 people")
    receive(desk, line("paper", channel="article", text=again, sender=None))
    assert said(desk) == []


def test_a_quote_must_stand_in_the_words(desk: Desk) -> None:
    """A letter too far and the claim is refused; nothing is written."""
    before = len(list(desk.ledger.read()))
    with pytest.raises(QuoteNotThere):
        judge(desk, "accepted", read=claim(start=3, end=27))
    with pytest.raises(BadInput):
        judge(desk, "accepted", read="{not json")
    with pytest.raises(BadValue):
        judge(desk, "corrected", corrected="", reason="why")
    with pytest.raises(BadValue):
        judge(desk, "rejected")
    with pytest.raises(BadValue):
        judge(desk, "accepted", claim="the first")
    with pytest.raises(BadValue):
        judge(desk, "accepted", corrected=claim())
    with pytest.raises(UnknownReport):
        judge(desk, "accepted", report="north-centre/article/none")
    assert len(list(desk.ledger.read())) == before


def test_private_words_are_not_quoted_in_the_open(desk: Desk) -> None:
    """A call's words are sealed, and no judgement puts them into an entry."""
    with pytest.raises(WordsSealed):
        judge(desk, "accepted", report="north-centre/phone/call")


def test_a_person_judges_and_no_program(desk: Desk) -> None:
    """An analyst, an officer or a supervisor; neither a machine nor a hotline's relay."""
    for who in (MACHINE, RELAY):
        with pytest.raises((RoleMayNot, NotSignedIn)):
            judge(desk, "accepted", who)


def test_the_command_line_judges(tmp_path: Path) -> None:
    """`ashore judge-claim` takes the line that `ashore read --json` printed."""
    path = tmp_path / "replay"
    with_replay = create_desk(path, name="north-centre", kind="replay")
    receive(with_replay, line("paper", channel="article", text=TEXT, sender=None))
    with_replay.close()
    done = CliRunner().invoke(
        verbs(),
        [
            *("--data", str(path), "judge-claim", "--report", KEY, "--claim", "0"),
            *("--verdict", "accepted", "--read", claim()),
        ],
    )
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("claim.judged\t")
    told = CliRunner().invoke(
        verbs(), ["--data", str(path), "figures", "rescued", "--period", "2031-02-03", "--json"]
    )
    assert [json.loads(each)["low"] for each in told.stdout.splitlines()] == [0, 44]


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_a_claim_or_a_refusal(raw: bytes) -> None:
    """Whatever is handed in as a claim, the answer is a sentence."""
    with suppress(BadInput):
        claim_of(raw, TEXT)


FIELDS = sorted(Claim.__dataclass_fields__)
VALUES = (
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats() | st.text(max_size=8) | st.just([1])
)


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5))
def test_any_object_is_a_claim_or_a_refusal(fields: dict[str, Any]) -> None:
    """A right claim with some fields changed, too; what is taken quotes the text."""
    with suppress(BadInput):
        taken = claim_of(json.dumps(json.loads(claim()) | fields).encode(), TEXT)
        assert quoted(taken, TEXT)


@given(st.permutations(range(5)))
def test_the_order_of_arrival_changes_no_judgement(order: list[int]) -> None:
    """Judgements, their report and a retraction in any order: the same claims are counted."""
    read = claim_of(claim().encode(), TEXT)
    report = Report(
        id="paper",
        channel="article",
        received_by="north-centre",
        received_at=moment("2031-02-04T10:00:00+00:00"),
        source="test",
        text=TEXT,
    )

    def held(number: int, type_: str, body: Any, *replaces: str) -> Held:
        return Held(
            (number, 0, "log", number), f"e{number}", type_, "a-analyst", "analyst", number, replaces, body
        )

    entries = [
        held(0, "report.received", ReportReceived(report=report)),
        held(1, "claim.judged", ClaimJudged(report=KEY, claim=0, verdict="rejected", read=read, reason="no")),
        held(2, "claim.judged", ClaimJudged(report=KEY, claim=0, verdict="accepted", read=read), "e1"),
        held(3, "claim.judged", ClaimJudged(report=KEY, claim=1, verdict="accepted", read=read)),
        held(4, "entry.retracted", EntryRetracted(reason="twice"), "e3"),
    ]
    picture = Picture()
    picture.extend(entries[at] for at in order)
    assert [(each.id, each.decided) for each in Basis(picture).said] == [(f"{KEY}:0", "e2")]
