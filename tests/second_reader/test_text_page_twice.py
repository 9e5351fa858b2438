"""The text's page with a second reader: what leaves is said, both readings stand, and a person judges."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_server import Heard, answering, chat_server, settings_file
from second_answers import a_claim, answer
from starlette.testclient import TestClient

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk
from ashore.desk.web.app import make_app
from ashore.testing.surroundings import repeatable

HOST = "http://127.0.0.1"
PASSWORD = "four unrelated words"
KEY = "north-centre/article/paper"
TEXT = (
    "The harbour office said that 44 people were rescued on Monday.\n"
    "Then 27 others reached the shore. And 33 castaways came home by themselves. Nine men drowned."
)
ANSWER = answer(
    a_claim("44 people were rescued", 44),
    a_claim("27 others reached the shore", 27, outcome="landed", outcomes=["landed"]),
    a_claim("33 castaways came home", 33, outcome="returned", outcomes=["returned"], place="Dover"),
    a_claim("<script>alert(500)</script>", 500, outcome="dead", outcomes=["dead"]),
)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, TestClient, Heard]]:
    """A desk with an article, somebody signed in at it, and a server that answers."""
    with chat_server(answering(b"", 500), answering(ANSWER)) as heard:
        monkeypatch.setenv("ASHORE_SECOND_READER", str(settings_file(tmp_path, heard)))
        desk = create_desk(
            tmp_path / "desk", name="north-centre", kind="live", surroundings=repeatable("page", step_ms=1)
        )
        desk.accounts.create("Marie", PASSWORD, "analyst")
        desk.accounts.create("Jo", PASSWORD, "observer")
        client = signed_in(desk, "Marie")
        yield desk, client, heard
        desk.close()


def signed_in(desk: Desk, name: str) -> TestClient:
    client = TestClient(make_app(desk), base_url=HOST, client=("127.0.0.1", 50_000))
    fields = {"name": name, "password": PASSWORD}
    client.post("/sign-in", data=fields, headers={"origin": HOST})
    return client


@pytest.fixture
def client(served: tuple[Desk, TestClient, Heard]) -> TestClient:
    """The analyst's browser; the text is held, and the first question would fail."""
    desk, client, _ = served
    from ashore.desk.commands import Who
    from ashore.desk.commands.acts import ReceiveReports

    line = {"id": "paper", "channel": "article", "received_by": "north-centre", "text": TEXT}
    line |= {"received_at": "2031-02-04T10:00:00+00:00"}
    machine = Who(account="cli", role="machine", person=False)
    desk.do(ReceiveReports(content=json.dumps(line).encode()), machine)
    return client


def seen(client: TestClient, **query: str) -> str:
    return client.get("/texts/read", params={"report": KEY, **query}).text


def sent(client: TestClient, **fields: str) -> tuple[int, str]:
    answered = client.post("/texts/read", params={"report": KEY}, data=fields, headers={"origin": HOST})
    return answered.status_code, answered.text


def hidden(page: str, button: str) -> dict[str, str]:
    """Return the hidden fields of the form that has this button."""
    form = next(each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if button in each)
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_before_it_is_asked_the_page_says_what_would_leave_and_where_to(
    served: tuple[Desk, TestClient, Heard], client: TestClient
) -> None:
    page = seen(client)
    assert f"are sent to tern-7b at 127.0.0.1:{served[2].port}" in page
    assert "Ask the second reader" in page
    assert served[2].bodies == []


def test_a_question_that_fails_is_said_on_the_page_and_the_rules_claims_stand(client: TestClient) -> None:
    status, page = sent(client, second="ask")
    assert status == 422
    assert "answered with the error 500" in page
    assert len(re.findall(r'<article class="claim"', page)) == 3


def test_both_readings_stand_on_the_page_with_what_was_put_aside_and_why(client: TestClient) -> None:
    sent(client, second="ask")
    status, page = sent(client, second="ask")
    assert status == 200
    assert page.count("The second reader read it alike.") == 1
    assert page.count("The second reader has it otherwise") == 1
    assert page.count("Only the rules read it.") == 1
    assert "What only the second reader read" in page
    assert "33 castaways came home" in html.unescape(page)
    assert "1 of its claims was put aside" in page
    assert "its quote does not stand in the text" in page
    assert "<script>alert" not in page
    assert "A machine read this" in page
    assert "tern-7b" in page
    assert "the place it gave does not stand in the text" in page
    assert "read alike 1 · otherwise 1 · by the rules alone 1 · by it alone 1 · put aside 1" in page
    marked = re.findall(r'<a class="claimed of-second" href="#(second-\d+)"[^>]*><mark>([^<]*)</mark>', page)
    assert [words for _, words in marked] == ["33 castaways came home"]
    assert f'id="{marked[0][0]}"' in page
    entry = re.search(r'href="(/entries/[a-z2-7]{32})"><code>[a-z2-7]{8}</code>', page)
    assert entry is not None
    assert "Read by a second reader" in client.get(entry[1]).text


def test_a_claim_of_the_second_reader_is_accepted_rejected_or_taken_instead(client: TestClient) -> None:
    sent(client, second="ask")
    _, page = sent(client, second="ask")
    instead = hidden(page, "Take this instead")
    assert instead["claim"] == "1"
    status, page = sent(client, **instead | {"verdict": "corrected", "reason": "they were brought in"})
    assert status == 200
    assert re.search(r"corrected</b>: <b>27</b> persons: brought ashore", page)
    alone = next(
        each for each in re.findall(r"<article class=\"claim by-second.*?</article>", page, re.DOTALL)
    )
    status, page = sent(client, **hidden(alone, "Accept") | {"verdict": "accepted"})
    assert status == 200
    alone = next(
        each for each in re.findall(r"<article class=\"claim by-second.*?</article>", page, re.DOTALL)
    )
    assert "<b>accepted</b>" in alone
    status, page = sent(client, **hidden(alone, "Accept") | {"verdict": "rejected"})
    assert status == 422
    assert 'id="refused"' in page


def test_what_was_accepted_of_an_earlier_answer_can_be_rejected(
    served: tuple[Desk, TestClient, Heard], client: TestClient
) -> None:
    """The newest answer has nothing of it, and it still counts: it is shown, with a way out."""
    served[2].next.append(answering(answer()))
    sent(client, second="ask")
    _, page = sent(client, second="ask")
    alone = next(
        each for each in re.findall(r"<article class=\"claim by-second.*?</article>", page, re.DOTALL)
    )
    sent(client, **hidden(alone, "Accept") | {"verdict": "accepted"})
    _, page = sent(client, second="ask")
    assert "by-second" not in page
    earlier = re.findall(r'<div class="earlier">.*?</div>', page, re.DOTALL)
    assert len(earlier) == 1
    assert "<b>accepted</b>" in earlier[0]
    status, page = sent(
        client, **hidden(earlier[0], "Reject") | {"verdict": "rejected", "reason": "another day"}
    )
    assert status == 200
    (earlier,) = re.findall(r'<div class="earlier">.*?</div>', page, re.DOTALL)
    assert "<b>rejected</b>" in earlier
    assert "<form" not in earlier


@pytest.mark.parametrize(
    "fields",
    [
        {"second": "nonsense", "claim": "0", "verdict": "accepted"},
        {"second": "", "claim": "0", "verdict": "accepted"},
        {"second": "ENTRY", "claim": "99", "verdict": "accepted"},
        {"second": "ENTRY", "claim": "0", "verdict": "corrected"},
        {"second": "ENTRY", "claim": "2", "verdict": "corrected", "reason": "x"},
        {"second": "ENTRY"},
    ],
)
def test_a_form_that_names_no_claim_of_the_second_reader_is_refused(
    client: TestClient, fields: dict[str, str]
) -> None:
    sent(client, second="ask")
    _, page = sent(client, second="ask")
    entry = hidden(page, "Take this instead")["second"]
    status, page = sent(client, **{name: value.replace("ENTRY", entry) for name, value in fields.items()})
    assert status == 422
    assert 'id="refused"' in page


def test_the_page_speaks_french(client: TestClient) -> None:
    sent(client, second="ask")
    sent(client, second="ask")
    page = html.unescape(seen(client, lang="fr"))
    for said in (
        "Le second lecteur l'a lu de même.",
        "Le second lecteur le lit autrement",
        "Ce que seul le second lecteur a lu",
        "1 de ses affirmations a été mise de côté",
        "sa citation n'est pas dans le texte",
        "Redemander au second lecteur",
    ):
        assert said in page
    for unsaid in ("second reader", "put aside"):
        assert unsaid not in page


def test_who_only_looks_on_sees_both_and_may_not_ask(
    served: tuple[Desk, TestClient, Heard], client: TestClient
) -> None:
    sent(client, second="ask")
    sent(client, second="ask")
    heard = len(served[2].bodies)
    other = signed_in(served[0], "Jo")
    page = seen(other)
    assert "What only the second reader read" in page
    assert "Ask the second reader" not in page
    assert "Take this instead" not in page
    status, _ = sent(other, second="ask")
    assert status in (403, 409, 422)
    assert len(served[2].bodies) == heard


def test_without_a_second_reader_the_page_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TestClient
) -> None:
    monkeypatch.delenv("ASHORE_SECOND_READER")
    page = seen(client)
    assert "second reader" not in page
