"""A desk with a second reader: only public texts are sent, a person judges, the entry keeps which reader said it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from chat_server import Behaviour, Heard, answering, chat_server, settings_file, silent
from hypothesis import given
from hypothesis import strategies as st
from second_answers import a_claim, answer, reply

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk, Who, acts, counting
from ashore.desk.commands.acts import AskSecondReader, JudgeClaim, ReceiveReports
from ashore.desk.commands.errors import NotSignedIn, RoleMayNot, UnknownReport
from ashore.desk.commands.judging import NotItsClaim, ReadByTheOther
from ashore.desk.commands.reading_texts import as_line, ask_text
from ashore.desk.commands.second_reading import AnswerNotHeld, ReadTwice, ask_second_reading
from ashore.figures.basis import Basis
from ashore.intake.claims import QuoteNotThere
from ashore.model.bodies import ClaimJudged, SecondReadingMade
from ashore.model.errors import AshoreError
from ashore.reading.claims.second import AnswerUnreadable
from ashore.second_reader.faults import AnsweredByError, NoSecondReader, SettingsUnusable, TextNotPublic
from ashore.testing.surroundings import repeatable

ANALYST = Who(account="a-analyst", role="analyst", person=True)
MACHINE = Who(account="cli", role="machine", person=False)
RELAY = Who(account="a-relay", role="relay", person=True)
KEY = "north-centre/article/paper"
TEXT = (
    "The harbour office said that 44 people were rescued on Monday. "
    "Then 27 others reached the shore. And 33 castaways came home by themselves. "
    "Call the press office at 01 34 56 78 90."
)
SECRET = "Karim says engine dead, we are 40, call my brother"
CLAIMS = (
    a_claim("44 people were rescued", 44, source="The harbour office", source_standing="official"),
    a_claim("27 others reached the shore", 27, outcome="landed", outcomes=["landed"]),
    a_claim(
        "33 castaways came home", 33, outcome="returned", outcomes=["returned"], kind="subset", subset_of=0
    ),
    a_claim("500 people drowned", 500, outcome="dead", outcomes=["dead"]),
)


def line(id_: str, channel: str, text: str, **more: Any) -> bytes:
    plain = {"format": "ashore.report/1", "id": id_, "channel": channel, "received_by": "north-centre"}
    return json.dumps(plain | {"received_at": "2031-02-04T10:00:00+00:00", "text": text} | more).encode()


@contextmanager
def a_desk(folder: Path, settings: Path | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk that holds one public text and a call, with a second reader or none."""
    monkeypatch.delenv("ASHORE_SECOND_READER", raising=False)
    if settings is not None:
        monkeypatch.setenv("ASHORE_SECOND_READER", str(settings))
    made = create_desk(folder / "desk", name="north-centre", kind="live", surroundings=repeatable("second"))
    sender = {"role": "aboard", "phone": "+33600000000"}
    lines = [line("paper", "article", TEXT), line("call", "phone", SECRET, sender=sender)]
    made.do(ReceiveReports(content=b"\n".join(lines)), MACHINE)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def served(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *behaviours: Behaviour
) -> Iterator[tuple[Desk, Heard]]:
    with (
        chat_server(*behaviours) as heard,
        a_desk(folder, settings_file(folder, heard), monkeypatch) as desk,
    ):
        yield desk, heard


def asked(desk: Desk, who: Who = ANALYST) -> str:
    """Ask about the article, and return the entry."""
    [entry] = desk.do(AskSecondReader(report=KEY), who).entries
    return entry.id


def shown(desk: Desk) -> ReadTwice:
    twice = ask_second_reading(desk, ask_text(desk, KEY))
    assert twice is not None
    return twice


def counted(desk: Desk, name: str = "arrived", period: str = "2031-02-03") -> list[tuple[str, int]]:
    found = counting.count(desk, counting.Cut(names=(name,), period=period))
    return [(each.scope, each.low) for each in found if each.scope != "cases"]


GOOD = answering(answer(*CLAIMS))


def test_both_readings_stand_beside_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, heard):
        entry = asked(desk)
        twice = shown(desk)
        assert twice.entry == entry
        assert [(each.first, each.second, each.differs) for each in twice.beside] == [
            (0, 0, ()),
            (1, 1, ("outcome",)),
            (None, 2, ()),
        ]
        assert [each.second.claim.quote for each in twice.alone] == ["33 castaways came home"]
        assert twice.alone[0].second.claim.subset_of == 0
        assert [(each.quote, each.why) for each in twice.aside] == [("500 people drowned", "quote_not_there")]
        made = twice.made
        assert (made.model, made.answered_as, made.sent_to) == (
            "tern-7b",
            "tern-7b",
            f"127.0.0.1:{heard.port}",
        )
        assert len(made.prompt) == 64


def test_the_answer_is_kept_as_it_came_and_read_again_without_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, heard):
        entry = asked(desk)
        before = shown(desk)
        assert desk.ledger.blob(desk.ledger.get(entry), 0) == answer(*CLAIMS)
        assert len(heard.bodies) == 1
    # The server is gone.
    assert desk is not None
    monkeypatch.delenv("ASHORE_SECOND_READER")
    from ashore.bootstrap import open_desk

    again = open_desk(tmp_path / "desk", surroundings=repeatable("again"))
    try:
        assert shown(again) == before
        with pytest.raises(NoSecondReader):
            asked(again)
    finally:
        again.close()


def test_only_the_words_of_a_public_text_are_ever_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a call, not a number, no key of a report, nothing that is sealed: all that came is looked through."""
    with served(tmp_path, monkeypatch, GOOD) as (desk, heard):
        for channel in ("phone", "sms", "whatsapp", "email", "vhf", "note", "sighting", "aml", "somebody"):
            more = line(f"x-{channel}", channel, SECRET)
            desk.do(ReceiveReports(content=more), MACHINE)
            with pytest.raises(TextNotPublic):
                desk.do(AskSecondReader(report=f"north-centre/{channel}/x-{channel}"), ANALYST)
        with pytest.raises(TextNotPublic):
            desk.do(AskSecondReader(report="north-centre/phone/call"), ANALYST)
        with pytest.raises(UnknownReport):
            desk.do(AskSecondReader(report="north-centre/article/none"), ANALYST)
        assert heard.bodies == []
        asked(desk)
        (words,) = heard.words
        assert words == TEXT.replace("01 34 56 78 90", "•" * 14)
        everything = heard.bodies[0] + json.dumps(heard.headers[0]).encode()
        for private in (SECRET, "Karim", "33600000000", "north-centre", "paper", "a-analyst"):
            assert private.encode() not in everything


def test_a_public_report_without_words_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, heard):
        desk.do(ReceiveReports(content=line("late", "article", "")), MACHINE)
        with pytest.raises((TextNotPublic, UnknownReport)):
            desk.do(AskSecondReader(report="north-centre/article/late"), ANALYST)
        assert heard.bodies == []


def test_nobody_elses_command_waits_for_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the second reader thinks, a call comes in and is acknowledged."""
    stop = threading.Event()
    with served(tmp_path, monkeypatch, silent(stop)) as (desk, heard):
        failed: list[AshoreError] = []

        def ask() -> None:
            try:
                asked(desk)
            except AshoreError as error:
                failed.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        while not heard.bodies:
            asking.join(0.01)
        done = desk.do(ReceiveReports(content=line("second", "phone", SECRET)), MACHINE)
        assert done.entries
        assert asking.is_alive()
        stop.set()
        asking.join()
        assert len(failed) == 1


def test_a_person_asks_and_no_program_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, heard):
        for who in (MACHINE, RELAY):
            with pytest.raises((RoleMayNot, NotSignedIn)):
                asked(desk, who)
        assert heard.bodies == []


def test_without_a_second_reader_nothing_is_asked_and_the_rules_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(tmp_path, None, monkeypatch) as desk:
        with pytest.raises(NoSecondReader):
            asked(desk)
        assert len(ask_text(desk, KEY).claims) == 2
        assert ask_second_reading(desk, ask_text(desk, KEY)) is None


def test_a_desk_opens_with_settings_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(tmp_path, tmp_path / "none.toml", monkeypatch) as desk:
        with pytest.raises(SettingsUnusable):
            asked(desk)
        assert len(ask_text(desk, KEY).claims) == 2


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (answering(b"", 500), AnsweredByError),
        (answering(reply("I would rather not list any.")), AnswerUnreadable),
    ],
)
def test_a_failed_reading_writes_nothing_and_the_rules_claims_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour, error: type[AshoreError]
) -> None:
    with served(tmp_path, monkeypatch, behaviour) as (desk, _):
        with pytest.raises(error):
            asked(desk)
        assert ask_second_reading(desk, ask_text(desk, KEY)) is None
        assert [each.read.claim.value for each in ask_text(desk, KEY).claims] == [44, 27]


def test_nothing_of_a_second_reading_is_counted_before_a_person_accepts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        asked(desk)
        for name in ("rescued", "arrived", "dead"):
            assert counted(desk, name) == []


def test_the_entry_keeps_which_reader_said_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the second reader's alone is accepted under its own name, and undone like any judgement."""
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        entry = asked(desk)
        (alone,) = shown(desk).alone
        second = alone.second
        act = JudgeClaim(
            report=KEY,
            claim=str(second.at),
            verdict="accepted",
            read=as_line(second.claim),
            read_by=entry,
        )
        [judged] = desk.do(act, ANALYST).entries
        body = next(each for each in shown(desk).alone[0].verdicts)
        assert isinstance(body, ClaimJudged)
        assert (body.read_by, body.corrected_by, body.verdict) == (entry, None, "accepted")
        assert entry in judged.header.causes
        with desk.looking() as picture:
            said = Basis(picture).said
        assert [(each.id, each.value, each.decided) for each in said] == [
            (f"{KEY}:at{second.at}", 33, judged.id)
        ]
        desk.do(acts.Undo(), ANALYST)
        assert shown(desk).alone[0].verdicts == ()


def test_a_figure_says_which_reader_its_number_is_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accepted from the second reader, then rejected, then the rules' claim put right as the second has it."""
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        entry = asked(desk)
        first, second = ask_text(desk, KEY).claims[0].read.claim, shown(desk).claims[0].second
        of_second = JudgeClaim(
            report=KEY,
            claim=str(second.at),
            verdict="accepted",
            read=as_line(second.claim),
            read_by=entry,
        )
        desk.do(of_second, ANALYST)
        assert any("by a second reader, tern-7b, and accepted by a-analyst" in each for each in steps(desk))
        desk.do(acts.Undo(), ANALYST)
        put_right = JudgeClaim(
            report=KEY,
            claim="0",
            verdict="corrected",
            read=as_line(first),
            corrected=as_line(second.claim),
            corrected_by=entry,
            reason="the same",
        )
        desk.do(put_right, ANALYST)
        assert any("as a second reader, tern-7b, has it: the same" in each for each in steps(desk))


def steps(desk: Desk) -> list[str]:
    """Return what stands under the figure of those rescued that the text gives."""
    [_, theirs] = counting.count(desk, counting.Cut(names=("rescued",), period="2031-02-03"))
    return [step.says for step in counting.chain(desk, theirs).leaves()]


def test_the_rules_claim_may_be_put_right_by_the_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        entry = asked(desk)
        first = ask_text(desk, KEY).claims[1].read.claim
        other = shown(desk).claims[1].second.claim
        desk.do(
            JudgeClaim(
                report=KEY,
                claim="1",
                verdict="corrected",
                read=as_line(first),
                corrected=as_line(other),
                reason="they were brought in",
                corrected_by=entry,
            ),
            ANALYST,
        )
        (body,) = ask_text(desk, KEY).claims[1].verdicts
        assert (body.read.outcome, body.corrected and body.corrected.outcome) == ("arrived", "landed")
        assert (body.read_by, body.corrected_by) == (None, entry)


@pytest.mark.parametrize(
    "change",
    [
        {"read_by": "no-such-entry"},
        {"claim": "3"},
        {"value": 34, "low": 34, "high": 34},
        {"outcome": "dead"},
        {"quote": "33 castaways", "end": 102},
    ],
)
def test_nobody_judges_as_the_second_readers_what_it_did_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        entry = asked(desk)
        second = shown(desk).alone[0].second
        told = json.loads(as_line(second.claim)) | {
            name: value for name, value in change.items() if name not in ("read_by", "claim")
        }
        act = JudgeClaim(
            report=KEY,
            claim=str(change.get("claim", second.at)),
            verdict="accepted",
            read=json.dumps(told),
            read_by=str(change.get("read_by", entry)),
        )
        with pytest.raises((NotItsClaim, QuoteNotThere)):
            desk.do(act, ANALYST)
        assert shown(desk).alone[0].verdicts == ()


def test_another_reports_reading_vouches_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        desk.do(ReceiveReports(content=line("other", "article", TEXT)), MACHINE)
        entry = asked(desk)
        second = shown(desk).alone[0].second
        act = JudgeClaim(
            report="north-centre/article/other",
            claim=str(second.at),
            verdict="accepted",
            read=as_line(second.claim),
            read_by=entry,
        )
        with pytest.raises(NotItsClaim):
            desk.do(act, ANALYST)


def test_one_number_counts_once_whichever_reader_it_is_accepted_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read the 44: accepted from the rules, it is refused from the second reader, and the other way about."""
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        entry = asked(desk)
        first = ask_text(desk, KEY).claims[0].read.claim
        second = shown(desk).claims[0].second
        of_rules = JudgeClaim(report=KEY, claim="0", verdict="accepted", read=as_line(first))
        of_second = JudgeClaim(
            report=KEY,
            claim=str(second.at),
            verdict="accepted",
            read=as_line(second.claim),
            read_by=entry,
        )
        desk.do(of_rules, ANALYST)
        with pytest.raises(ReadByTheOther):
            desk.do(of_second, ANALYST)
        desk.do(acts.Undo(), ANALYST)
        desk.do(of_second, ANALYST)
        with pytest.raises(ReadByTheOther):
            desk.do(of_rules, ANALYST)


def test_a_reading_of_other_words_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text came again with another number in it: what was read of the first is not its reading."""
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        asked(desk)
        desk.do(ReceiveReports(content=line("paper", "article", TEXT.replace("44", "45"))), MACHINE)
        assert ask_text(desk, KEY).report.text != TEXT
        assert ask_second_reading(desk, ask_text(desk, KEY)) is None


def test_the_newest_answer_is_shown_and_what_was_judged_of_an_earlier_one_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, monkeypatch, GOOD, answering(answer(CLAIMS[0]))) as (desk, _):
        entry = asked(desk)
        second = shown(desk).alone[0].second
        act = JudgeClaim(
            report=KEY,
            claim=str(second.at),
            verdict="rejected",
            read=as_line(second.claim),
            read_by=entry,
            reason="castaways of another day",
        )
        desk.do(act, ANALYST)
        again = asked(desk)
        twice = shown(desk)
        assert twice.entry == again != entry
        assert twice.alone == ()
        assert [each.read.value for each in twice.earlier] == [33]


def test_an_answer_that_is_not_held_is_a_sentence_and_the_rules_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased from this copy, as a peer may be denied it: the page still has the rules' claims."""
    with served(tmp_path, monkeypatch, GOOD) as (desk, _):
        entry = asked(desk)
        monkeypatch.setattr(desk.ledger, "blob", _withheld)
        twice = shown(desk)
        assert twice.entry == entry
        assert isinstance(twice.fault, AnswerNotHeld)
        assert twice.beside == ()


def _withheld(*_: object) -> bytes:
    from ashore.ledger.ledger import ContentWithheld

    raise ContentWithheld(entry="x")


@given(st.permutations(range(3)))
def test_the_order_of_arrival_changes_nothing(order: list[int]) -> None:
    """A reading, a judgement of it and a judgement of the rules' claim of the same index, in any order."""
    from ashore.figures.claims_said import judgements, judgements_of_second
    from ashore.intake.claims import claim_of
    from ashore.model.times import moment
    from ashore.picture.fold import Held, Picture

    read = claim_of(b'{"quote": "44 people were rescued", "value": 44, "unit": "person"}', TEXT)
    made = SecondReadingMade(
        report=KEY,
        model="m",
        sent_to="h:1",
        prompt="p",
        words="w",
        asked_at=moment("2031-02-04T10:00:00+00:00"),
    )
    bodies: list[tuple[str, Any]] = [
        ("advice.second_reading", made),
        ("claim.judged", ClaimJudged(report=KEY, claim=7, verdict="accepted", read=read, read_by="e0")),
        ("claim.judged", ClaimJudged(report=KEY, claim=7, verdict="accepted", read=read)),
    ]
    entries = [
        Held((number, 0, "log", number), f"e{number}", type_, "a", "analyst", number, (), body)
        for number, (type_, body) in enumerate(bodies)
    ]
    picture = Picture()
    picture.extend(entries[at] for at in order)
    assert [each.id for each in picture.standing(picture.read_again[KEY])] == ["e0"]
    assert [each.id for each in judgements_of_second(picture, KEY)[7]] == ["e1"]
    assert [each.id for each in judgements(picture, KEY)[7]] == ["e2"]
    with suppress(KeyError):
        judgements(picture, KEY)[8]
