"""What people do on the pages: ending the wrong boat, answering, ending, reopening, and taking back."""

from __future__ import annotations

import re
from typing import Any

from scenes import CALL, HOST, LATER_CALL, NAME, PASSWORD, case_of, client_of, line, signed_in
from starlette.testclient import TestClient
from test_web_pages import MACHINE, text_of

from ashore.desk.commands import Desk, person
from ashore.desk.commands.acts import OpenCase, ReceiveReports
from ashore.desk.commands.asking import ask_mention

UNIT = {"basis": "unit", "answer": ["Settled on this basis.", "nobody was left aboard or in the water"]}


def post(client: TestClient, path: str, **fields: Any) -> Any:
    """Post a form as the page itself does."""
    return client.post(path, data=fields, headers={"origin": HOST}, follow_redirects=False)


def test_ending_the_wrong_boat_is_refused_with_every_reason(on_watch: tuple[Desk, str]) -> None:
    """Plain reasons, the case still open, and what was typed still there."""
    desk, case = on_watch
    client = signed_in(desk)
    answer = post(client, f"/cases/{case}/do/end-case", how="accounted", reason="all thirty-three are safe")
    assert answer.status_code == 409
    page = text_of(answer.text)
    assert (
        "Cannot say all accounted for. 1. 7 may still be out: the caller at 3 Feb 20:12 UTC said 40" in page
    )
    assert 'value="all thirty-three are safe"' in answer.text
    assert desk.ledger.latest() == max(entry.arrival for entry in desk.ledger.read())
    assert client.get(f"/api/cases/{case}").json()["ended"] is None


def test_the_refusal_is_french_to_a_french_officer(on_watch: tuple[Desk, str]) -> None:
    """The reasons too, not only their frame."""
    desk, case = on_watch
    client = signed_in(desk)
    client.headers["accept-language"] = "fr"
    page = text_of(post(client, f"/cases/{case}/do/end-case", how="accounted").text)
    assert "Impossible de dire « tous retrouvés »." in page
    assert "7 personnes sont peut-être encore en mer : l'appelant le 3 févr. 20:12 UTC a dit 40" in page


def test_a_reason_answered_with_its_basis_lets_the_case_end(on_watch: tuple[Desk, str]) -> None:
    """One key names the basis; the case then ends, and is marked as ended by one person alone."""
    desk, case = on_watch
    client = signed_in(desk)
    question = re.findall(r'name="question" value="([^"]+)"', client.get(f"/cases/{case}").text)
    assert question == ["still-out"]
    assert post(client, f"/cases/{case}/do/answer-question", question="still-out", **UNIT).status_code == 303
    page = text_of(client.get(f"/cases/{case}").text)
    assert "nobody was left aboard or in the water The unit says so, Marie" in page
    assert post(client, f"/cases/{case}/do/end-case", how="accounted").status_code == 303
    page = text_of(client.get("/").text)
    assert "Open cases 0" in page
    assert "all accounted for" in page


def test_an_answer_needs_no_words_of_its_own(on_watch: tuple[Desk, str]) -> None:
    """The button alone is an answer."""
    desk, case = on_watch
    client = signed_in(desk)
    answer = post(
        client,
        f"/cases/{case}/do/answer-question",
        question="still-out",
        basis="quay",
        answer=["Settled on this basis.", ""],
    )
    assert answer.status_code == 303
    assert "Settled on this basis. Head count at the quay" in text_of(client.get(f"/cases/{case}").text)


def test_a_suspended_case_stands_in_the_list_with_its_owner(on_watch: tuple[Desk, str]) -> None:
    """Somebody keeps it and looks again; without a time it is not suspended, and nothing typed is lost."""
    desk, case = on_watch
    client = signed_in(desk)
    form = {"how": "suspended", "reason": "seven not found by daylight", "owner": "Marie"}
    refused = post(client, f"/cases/{case}/do/end-case", **form, review_at="tomorrow")
    assert refused.status_code == 422
    assert 'value="seven not found by daylight"' in refused.text
    done = post(client, f"/cases/{case}/do/end-case", **form, review_at="2031-02-04T08:00:00+01:00")
    assert done.status_code == 303
    page = text_of(client.get("/").text)
    assert "To be looked at again 1" in page
    assert "review 4 Feb 2031 07:00 UTC" in page


def test_an_ended_case_reopens_by_one_key(on_watch: tuple[Desk, str]) -> None:
    """No reason is asked."""
    desk, case = on_watch
    client = signed_in(desk)
    post(
        client,
        f"/cases/{case}/do/end-case",
        how="unexplained",
        reason="r",
        owner="Marie",
        review_at="2031-02-04T08:00:00Z",
    )
    assert post(client, f"/cases/{case}/do/reopen-case").status_code == 303
    assert "Open cases 1" in text_of(client.get("/").text)


def test_a_call_after_an_ending_sounds_and_reopens_by_one_key(on_watch: tuple[Desk, str]) -> None:
    """From the same phone, linked by nobody yet: the ended case says so, and one button opens it again."""
    desk, case = on_watch
    client = signed_in(desk)
    review = "2031-02-04T08:00:00Z"
    post(client, f"/cases/{case}/do/end-case", how="unexplained", reason="r", owner="Marie", review_at=review)
    desk.do(ReceiveReports(content=line(LATER_CALL | {"sender": CALL["sender"]})), MACHINE)
    assert "Called after the rescue" in text_of(client.get("/").text)
    page = client.get(f"/cases/{case}").text
    assert "Reopen because of this call" in page
    assert "Link it to this case" in page
    call = "north-centre/phone/n-3#0"
    assert post(client, f"/cases/{case}/do/link-mention", mention=call, cases=case).status_code == 303
    assert post(client, f"/cases/{case}/do/reopen-case", mention=call).status_code == 303
    assert "Open cases 1" in text_of(client.get("/").text)


def test_a_form_drawn_before_somebody_linked_a_report_moves_it_nowhere(on_watch: tuple[Desk, str]) -> None:
    """Two officers take up one loose report: the second is told of the first, and the first one's link stands."""
    desk, case = on_watch
    desk.do(ReceiveReports(content=line(LATER_CALL)), MACHINE)
    client, call = signed_in(desk), "north-centre/phone/n-3#0"
    assert 'name="seen" value="loose"' in client.get("/").text
    other = case_of(desk.do(OpenCase(label="K7"), person(desk.accounts.check(NAME, PASSWORD))))
    assert post(client, "/do/link-mention", mention=call, cases=case, seen="loose").status_code == 303
    late = post(client, "/do/link-mention", mention=call, cases=other, seen="loose")
    assert late.status_code == 409
    assert "meanwhile somebody held this report to be about 2234B" in text_of(late.text)
    assert post(client, "/do/link-mention", mention=call, cases=case, seen="loose").status_code == 303
    [facts] = ask_mention(desk, call)
    assert [each.cases for each in facts.links] == [(case,)]


def test_a_mention_is_linked_and_taken_back(on_watch: tuple[Desk, str]) -> None:
    """By hand, with a reason, and reversible from the case's page."""
    desk, case = on_watch
    desk.do(ReceiveReports(content=line(LATER_CALL)), MACHINE)
    client = signed_in(desk)
    linked = post(
        client,
        "/do/link-mention",
        mention="north-centre/phone/n-3#0",
        cases=case,
        standing="linked",
        reason="voice",
    )
    assert linked.status_code == 303
    page = client.get(f"/cases/{case}").text
    entry = re.findall(r'name="entry" value="([a-z2-7]{32})"', page)
    assert "Called after the rescue" in text_of(client.get("/").text)
    link = next(
        each for each in entry if desk.ledger.get(each).header.subjects[-1] == "north-centre/phone/n-3"
    )
    assert post(client, f"/cases/{case}/do/retract", entry=link, reason="another voice").status_code == 303
    assert "Of no case yet 1" in text_of(client.get("/").text)


def test_two_cases_are_said_to_be_one_boat(on_watch: tuple[Desk, str]) -> None:
    """From one case's page, naming only the other; the list then shows them together."""
    desk, case = on_watch
    desk.do(ReceiveReports(content=line(CALL | {"id": "n-9"})), MACHINE)
    client = signed_in(desk)
    post(client, "/do/open-case", kind="boat", label="B", mention="north-centre/phone/n-9#0")
    other = next(row["case"] for row in client.get("/api/board").json()["rows"] if row["case"] != case)
    done = post(
        client, f"/cases/{case}/do/compare-cases", cases=other, standing="perhaps", reason="same place"
    )
    assert done.status_code == 303
    joint = client.get("/api/board").json()["joint"]
    assert [sorted(group["cases"]) for group in joint] == [sorted([case, other])]
    assert "Together with" in text_of(client.get(f"/cases/{case}").text)


def test_setting_a_claim_aside_leaves_it_listed(on_watch: tuple[Desk, str]) -> None:
    """An officer who sets the forty aside brings the most to nought, signed and with the reason."""
    desk, case = on_watch
    client = signed_in(desk)
    done = post(
        client,
        f"/cases/{case}/do/set-aside",
        mention="north-centre/phone/n-1#0",
        claim="on_board",
        reason="he counted both boats",
    )
    assert done.status_code == 303
    page = text_of(client.get(f"/cases/{case}").text)
    assert "0 at most" in page
    assert "Set aside: on_board" in page


def test_acting_always_needs_somebody_signed_in(night: Desk) -> None:
    """In a replay too: whoever reads it has no hand in it."""
    client = client_of(night)
    before = night.ledger.latest()
    answer = post(client, "/do/open-case", kind="boat", label="mine")
    assert answer.status_code == 401
    assert night.ledger.latest() == before
    assert "<button>Reopen" not in client.get("/").text


def test_a_phone_number_in_a_reason_is_refused_and_kept_in_the_form(on_watch: tuple[Desk, str]) -> None:
    """Reasons are open text for ever; the officer edits instead of typing it again."""
    desk, case = on_watch
    answer = post(
        signed_in(desk), f"/cases/{case}/do/set-phase", phase="alert", reason="call +33 6 00 00 00 00 back"
    )
    assert answer.status_code == 422
    assert "telephone number" in text_of(answer.text)
    assert 'value="call +33 6 00 00 00 00 back"' in answer.text


def test_a_command_without_a_form_is_not_reached_by_one(on_watch: tuple[Desk, str]) -> None:
    """Keys are not destroyed from a page."""
    desk, case = on_watch
    answer = post(
        signed_in(desk), f"/cases/{case}/do/destroy-keys", reason="r", second="a", second_password="b"
    )
    assert answer.status_code == 404


def test_reloading_a_refused_form_leads_back_to_its_page(on_watch: tuple[Desk, str]) -> None:
    """The address of a form is no dead end."""
    desk, case = on_watch
    client = signed_in(desk)
    assert client.get("/do/open-case", follow_redirects=False).headers["location"] == "/"
    answer = client.get(f"/cases/{case}/do/end-case", follow_redirects=False)
    assert answer.headers["location"] == f"/cases/{case}"
