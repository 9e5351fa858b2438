"""The phone's page as the server gives it: who gets it, what it holds, and what a phone may keep of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from scenes import PASSWORD, client_of, new_desk, signed_in

from ashore.desk.commands import Desk
from ashore.desk.language import LANGUAGES
from ashore.desk.web.phone import FILES, kit


def told(worker: str) -> tuple[str, list[str]]:
    """Return the version and the addresses that the worker is told to keep."""
    version, kept = re.search(r'^const VERSION = (".*?");\nconst KEPT = (\[.*?\]);$', worker, re.M).groups()  # type: ignore[union-attr]
    return json.loads(version), json.loads(kept)


def test_the_page_is_the_same_for_everybody_and_holds_nothing_of_a_case(on_watch: tuple[Desk, str]) -> None:
    """It may be kept on a phone that is lost tomorrow."""
    desk, case = on_watch
    shown = {
        client.get("/phone").text
        for client in (client_of(desk), signed_in(desk), client_of(desk, near=False))
    }
    assert len(shown) == 1
    page = shown.pop()
    assert "north-centre" in page
    for held in (case, "2234B", "Marie", "+33600000000", "Gravelines"):
        assert held not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_written_in_the_language_asked_for(empty: Desk, language: str) -> None:
    """And the choice is kept like everywhere else on the desk."""
    client = client_of(empty)
    assert f'<html lang="{language}">' in client.get(f"/phone?lang={language}").text
    assert f'<html lang="{language}">' in client.get("/phone").text


def test_only_the_phones_page_may_ask_where_somebody_is(on_watch: tuple[Desk, str]) -> None:
    """The page as it is kept says so too, since a kept page brings its headers with it."""
    client = signed_in(on_watch[0])
    _, kept = told(client.get("/phone/worker.js").text)
    for path in ("/phone", *kept):
        assert "geolocation=(self)" in client.get(path).headers["permissions-policy"], path
    for path in ("/", "/phones", "/sign-in", "/api/board", "/static/phone.js"):
        assert "geolocation=()" in client.get(path).headers["permissions-policy"], path


def test_everything_the_worker_keeps_is_there_and_nothing_else_of_the_desk(empty: Desk) -> None:
    """The page in each language and its own files, all of them under the version."""
    client = client_of(empty)
    worker = client.get("/phone/worker.js")
    version, kept = told(worker.text)
    assert worker.headers["service-worker-allowed"] == "/phone"
    assert worker.headers["content-type"].startswith("text/javascript")
    assert sorted(kept) == sorted(
        f"/phone/{version}/{name}" for name in (*FILES, *(f"{language}.html" for language in LANGUAGES))
    )
    for path in kept:
        assert client.get(path).status_code == 200, path
    page = client.get("/phone").text
    assert set(re.findall(r'(?:src|href)="(/phone/\w+/[^"]+)"', page)) <= set(kept)
    imported = re.findall(
        r'from "\./([^"]+)"', "".join(client.get(path).text for path in kept if path.endswith(".js"))
    )
    assert set(imported) <= set(FILES)


def test_a_changed_page_has_another_version_and_the_old_address_is_gone(tmp_path: Path) -> None:
    """So an old worker cannot be served a mixture."""
    one = kit("north-centre", "live", "log-1")
    assert kit("north-centre", "exercise", "log-1").version != one.version
    assert kit("north-centre", "live", "log-2").version != one.version
    desk = new_desk(tmp_path)
    assert client_of(desk).get(f"/phone/{one.version}/phone.js").status_code == 404
    desk.close()


def test_the_phone_is_told_the_time_and_whether_it_may_send(empty: Desk) -> None:
    """An officer and a hotline may; an analyst and a program's account may not, and hear why."""
    far = client_of(empty, near=False).get("/phone/here").json()
    assert (far["signed_in"], far["says"]) == (False, None)
    assert far["log"] == empty.ledger.log
    assert far["now"] < empty.surroundings.clock() < far["now"] + 60_000
    for role in ("officer", "supervisor", "relay", "analyst", "machine"):
        empty.accounts.create(role, PASSWORD, role)
        answer = signed_in(empty, role).get("/phone/here").json()
        assert answer["signed_in"]
        assert (answer["says"] is None) == (role in ("officer", "supervisor", "relay")), role


def test_no_is_said_in_the_language_of_whoever_asks(empty: Desk) -> None:
    """The sentence is shown as it comes."""
    empty.accounts.create("analyst", PASSWORD, "analyst")
    client = signed_in(empty, "analyst")
    says = [client.get(f"/phone/here?lang={language}").json()["says"] for language in LANGUAGES]
    assert len(set(says)) == len(LANGUAGES)


@pytest.mark.parametrize("path", ["/phone/x/phone.js", "/phone/x/..%2fdesk.css", "/phone/nothing"])
def test_what_is_not_of_the_page_is_not_found(empty: Desk, path: str) -> None:
    """No path leads out of the kit."""
    assert client_of(empty).get(path).status_code == 404
