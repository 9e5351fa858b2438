"""The waterfall is kept: a decision upon what was shown leaves what was shown, and what nobody saw is not made up."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from at_sea import OFF_GRAVELINES, ONE, case_of, cases, facts, mention, north, opened, received, told
from click.testing import CliRunner
from desks import MACHINE, OFFICER, a_desk
from starlette.testclient import TestClient

from ashore.bootstrap import create_desk, open_desk, verbs
from ashore.desk.commands import Desk, linking, placing
from ashore.desk.commands.acts import LinkMention, OpenCase, PlaceMention
from ashore.desk.commands.errors import PlacedMeanwhile, RoleMayNot
from ashore.desk.web.app import make_app
from ashore.ledger.codec import decode
from ashore.model.bodies import LinkAdvice, LinkProposal, LinkReason
from ashore.picture.fingerprint import book_bytes


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A live desk with case A and a second call of no case."""
    desk = a_desk(tmp_path)
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    opened(desk, "A", "n-1")
    received(desk, told("n-2", 30, where=north(0.6), phone=ONE))
    return desk


def advice_of(desk: Desk, entry: str) -> LinkAdvice:
    """Return the advice that a decision cites first."""
    cause = desk.ledger.get(desk.ledger.get(entry).header.causes[0])
    assert cause.header.type == "advice.link"
    body = decode("advice.link", 1, cause.body or b"")
    assert isinstance(body, LinkAdvice)
    return body


def test_an_officers_link_keeps_what_was_shown(desk: Desk) -> None:
    """Proposals with their shares and reasons, the weights and what the clouds drifted on: whole numbers and words."""
    shown = linking.proposals(desk, mention("n-2"))
    case = case_of(desk, "n-1")
    desk.do(LinkMention(mention=mention("n-2"), cases=(case,)), OFFICER)
    kept = advice_of(desk, facts(desk, "n-2").links[0].entry)

    assert [each.case for each in kept.proposals] == [each.case or "" for each in shown]
    assert [each.per_mille for each in kept.proposals] == [round(1_000 * each.p) for each in shown]
    top = kept.proposals[0]
    assert {each.evidence for each in top.reasons} >= {"phone", "position"}
    assert any(each.says.startswith("The same telephone as 1 of its calls") for each in top.reasons)
    assert kept.weights
    assert {each.kind for each in kept.forcing} == {"current", "wind"}


def test_a_refusal_keeps_it_as_well(desk: Desk) -> None:
    """Held apart from the case that was proposed first: the entry shows what spoke for it."""
    linking.proposals(desk, mention("n-2"))
    desk.do(LinkMention(mention=mention("n-2"), cases=(case_of(desk, "n-1"),), standing="apart"), OFFICER)

    assert advice_of(desk, facts(desk, "n-2").links[0].entry).mention == mention("n-2")


def test_a_case_opened_for_it_keeps_it(desk: Desk) -> None:
    """Accepting “a boat nobody reported yet” is a decision on the same proposals."""
    linking.proposals(desk, mention("n-2"))
    desk.do(OpenCase(mention=mention("n-2")), OFFICER)

    assert "" in [each.case for each in advice_of(desk, facts(desk, "n-2").links[0].entry).proposals]


def test_what_nobody_was_shown_is_not_made_up(desk: Desk) -> None:
    """A link typed without looking has no waterfall behind it."""
    done = desk.do(LinkMention(mention=mention("n-2"), cases=(case_of(desk, "n-1"),)), OFFICER)

    assert [entry.header.type for entry in done.entries] == ["mention.linked"]


def test_no_number_and_no_words_stand_in_the_advice(tmp_path: Path) -> None:
    """The waterfall is open for ever, so nothing that is sealed goes into it."""
    desk = a_desk(tmp_path)
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE) | {"text": "we are near the red buoy"})
    received(desk, told("n-2", 9, where=OFF_GRAVELINES, phone=ONE) | {"text": "please hurry"})
    placing.place_waiting(desk)
    kept = [entry.body or b"" for entry in desk.ledger.read() if entry.header.type == "advice.link"]

    assert len(kept) == 2
    assert not [body for body in kept if b"600000001" in body or b"buoy" in body or b"hurry" in body]


def test_advice_changes_nothing_in_the_book(desk: Desk) -> None:
    """The same decisions with and without a waterfall give the same people, byte for byte."""
    with desk.looking() as picture:
        before = book_bytes(picture)
    linking.proposals(desk, mention("n-2"))
    with desk.looking() as picture:
        assert book_bytes(picture) == before


def test_only_a_program_has_the_rule_asked_and_a_person_decides_otherwise(desk: Desk) -> None:
    """The rule is nobody's key: an officer links, and never in the rule's name."""
    with pytest.raises(RoleMayNot):
        desk.do(PlaceMention(mention=mention("n-2")), OFFICER)


def test_what_was_decided_during_the_weighing_is_weighed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case opened while the mention was weighed is not overlooked: nothing is done, and it is asked again."""
    linker = desk.linker()
    weigh = linker.place

    def decided_meanwhile(*asked: Any) -> Any:
        monkeypatch.undo()
        found = weigh(*asked)
        desk.do(OpenCase(label="Z"), OFFICER)
        return found

    monkeypatch.setattr(linker, "place", decided_meanwhile)
    with pytest.raises(PlacedMeanwhile):
        desk.do(PlaceMention(mention=mention("n-2")), MACHINE)
    assert case_of(desk, "n-2") == ""

    placing.place_waiting(desk)
    assert case_of(desk, "n-2") == case_of(desk, "n-1")


def test_two_programs_at_once_open_one_case(tmp_path: Path) -> None:
    """Two programs on the same files answer the same call: one case, one link."""
    one = a_desk(tmp_path)
    received(one, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    other = open_desk(tmp_path / "desk")
    working = [threading.Thread(target=placing.place_waiting, args=(each,)) for each in (one, other)]
    for each in working:
        each.start()
    for each in working:
        each.join()

    assert len(cases(one)) == 1
    assert len(facts(one, "n-1").links) == 1
    other.close()


def test_the_rule_answers_what_comes_in_over_http(tmp_path: Path) -> None:
    """A report posted by a program to a served desk has its case without anybody asking for it."""
    desk = a_desk(tmp_path)
    account = desk.accounts.create("radio", "four unrelated words", "machine")
    token = {"authorization": f"Bearer {desk.accounts.open_session(account)}"}
    report = json.dumps(told("n-1", 0, where=OFF_GRAVELINES, phone=ONE)).encode()
    with placing.at_work(desk), TestClient(make_app(desk), base_url="http://127.0.0.1") as client:
        answer = client.post("/api/reports", content=report, headers=token)
        for _ in range(240):
            if not cases(desk):
                desk.ledger.wait(desk.ledger.latest(), 0.5)

    assert answer.json()["status"] == "accepted"
    assert case_of(desk, "n-1")
    desk.close()


def test_an_import_at_the_command_line_is_answered(tmp_path: Path) -> None:
    """Two calls of one telephone in a file are one case when the command returns; a replay's stay as they came."""
    lines = [told("n-1", 0, where=OFF_GRAVELINES, phone=ONE), told("n-2", 12, where=north(0.6), phone=ONE)]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    opened_by_kind = {}
    for kind in ("live", "replay"):
        data = tmp_path / kind
        create_desk(data, name="north-centre", kind=kind).close()
        result = CliRunner().invoke(verbs(), ["--data", str(data), "import", str(path)])
        assert "2 accepted" in result.stdout, result.output
        desk = open_desk(data)
        opened_by_kind[kind] = [len(case.mentions) for case in cases(desk)]
        desk.close()

    assert opened_by_kind == {"live": [2], "replay": []}


def test_a_sample_of_the_body_is_read_for_ever() -> None:
    """The first version of the advice as it was written."""
    sample = (
        b'{"case":"c-1","doubted":[],"engine":"ashore.linking","forcing":[{"age_min":null,"fitted":false,'
        b'"issued_at":null,"kind":"current","made_up":true,"name":"SYNTHETIC Channel tide"}],'
        b'"made_at":{"ms":1,"stated":"1970-01-01T00:00:00.001Z"},"mention":"north-centre/phone/n-1#0",'
        b'"proposals":[{"case":"c-1","per_mille":990,"reasons":[{"evidence":"phone","hundredths":628,'
        b'"says":"The same telephone."}]},{"case":"","per_mille":10,"reasons":[]}],"seed":0,'
        b'"version":"0.1.0","weights":"1"}'
    )
    body = decode("advice.link", 1, sample)

    assert isinstance(body, LinkAdvice)
    assert body.proposals == (
        LinkProposal(
            case="c-1",
            per_mille=990,
            reasons=(LinkReason(evidence="phone", hundredths=628, says="The same telephone."),),
        ),
        LinkProposal(case="", per_mille=10),
    )
