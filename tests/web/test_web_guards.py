"""What every request passes first, and the headers every answer carries."""

from __future__ import annotations

import pytest
from scenes import HOST, NAME, PASSWORD, client_of, signed_in
from starlette.routing import Mount, Route

from ashore.desk.commands import Desk
from ashore.desk.web.accounts import TRIES
from ashore.desk.web.app import make_app

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def every_route(desk: Desk) -> list[tuple[str, str]]:
    """Return every method and address the application knows, with its parameters filled in."""
    found = []
    for route in make_app(desk).routes:
        if isinstance(route, Mount):
            found.append(("GET", f"{route.path}/desk.css"))
        elif isinstance(route, Route):
            path = (
                route.path.replace("{case}", "c-1")
                .replace("{command}", "end-case")
                .replace("{", "")
                .replace("}", "")
            )
            found += [(method, path) for method in sorted(route.methods or ())]
    return found


def test_every_answer_carries_the_strict_policy(on_watch: tuple[Desk, str]) -> None:
    """Pages, refusals, files and the interface alike."""
    desk, _ = on_watch
    client = client_of(desk)
    for method, path in every_route(desk):
        answer = client.request(method, path, headers={"origin": HOST}, follow_redirects=False)
        assert answer.headers["content-security-policy"] == POLICY, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        if not path.startswith("/static"):
            assert answer.headers["cache-control"] == "no-store", path


def test_a_page_has_no_script_or_style_of_its_own(night: Desk) -> None:
    """Nothing on a page would need a weaker policy."""
    page = client_of(night).get("/").text
    assert "<style" not in page
    assert "style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/')
    assert '<script type="module" src="/static/live.js"></script>' in page
    assert " onclick" not in page


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost:", "[::2]", "a b"])
def test_a_foreign_host_name_is_refused(night: Desk, host: str) -> None:
    """A name that leads here by somebody else's DNS gets nothing."""
    answer = client_of(night).get("/", headers={"host": host})
    expected = 200 if host == "localhost:" else 421
    assert answer.status_code == expected


def test_a_configured_host_name_is_answered(night: Desk) -> None:
    """The operator's own name works, whatever the port."""
    client = client_of(night, hosts=frozenset({"desk.example"}))
    assert client.get("/", headers={"host": "desk.example:8443"}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:9", "https://127.0.0.1"]
)
@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/do/open-case", "/api/reports", "/api/commands/open-case"]
)
def test_a_post_of_another_origin_does_nothing(on_watch: tuple[Desk, str], origin: str, path: str) -> None:
    """A page of another site cannot act with a cookie that it does not see."""
    desk, _ = on_watch
    client = signed_in(desk)
    before = desk.ledger.latest()
    answer = client.post(path, data={"kind": "boat"}, headers={"origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
    assert desk.ledger.latest() == before


def test_a_post_without_origin_needs_a_token_of_its_own(on_watch: tuple[Desk, str]) -> None:
    """The cookie alone is not enough where nothing says which page acted."""
    desk, _ = on_watch
    assert signed_in(desk).post("/do/open-case", data={"kind": "boat"}).status_code == 403


def test_a_long_body_is_refused_with_and_without_its_length(on_watch: tuple[Desk, str]) -> None:
    """Forms and commands are bounded, however they are sent."""
    desk, _ = on_watch
    client = signed_in(desk)
    body = b"text=" + b"x" * (1 << 20)
    kind = {"origin": HOST, "content-type": "application/x-www-form-urlencoded"}
    for content in (body, iter([body[:700_000], body[700_000:]])):
        answer = client.post("/do/write-note", content=content, headers=kind)
        assert answer.status_code == 413


def test_the_session_cookie_is_out_of_reach(on_watch: tuple[Desk, str]) -> None:
    """HttpOnly, SameSite=Strict, and Secure where the page came by https."""
    desk, _ = on_watch
    for base, secure in ((HOST, False), ("https://127.0.0.1", True)):
        client = client_of(desk)
        client.base_url = base
        answer = client.post(
            "/sign-in",
            data={"name": NAME, "password": PASSWORD},
            headers={"origin": base},
            follow_redirects=False,
        )
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert ("secure" in cookie) is secure


def test_a_wrong_password_says_so_and_keeps_the_name(on_watch: tuple[Desk, str]) -> None:
    """Nobody types their name twice at night."""
    desk, _ = on_watch
    answer = client_of(desk).post("/sign-in", data={"name": NAME, "password": "no"}, headers={"origin": HOST})
    assert answer.status_code == 401
    assert "That name and password do not go together." in answer.text
    assert f'value="{NAME}"' in answer.text


def test_signing_out_ends_the_session(on_watch: tuple[Desk, str]) -> None:
    """The token is worth nothing afterwards, even to whoever copied it."""
    desk, _ = on_watch
    client = signed_in(desk)
    token = client.cookies["ashore-session"]
    client.post("/sign-out", headers={"origin": HOST}, follow_redirects=False)
    assert desk.who(token) is None


def test_the_first_account_needs_the_code_and_is_made_once(empty: Desk) -> None:
    """Whoever has the terminal makes the first account, and nobody makes a second one that way."""
    client = client_of(empty, first_code="a1b2c3")
    assert client.get("/", follow_redirects=False).headers["location"] == "/first-account"
    form = {"name": NAME, "password": PASSWORD}
    wrong = client.post("/first-account", data=form | {"code": "zzz"}, headers={"origin": HOST})
    assert wrong.status_code == 409
    assert not empty.accounts.any()
    weak = client.post(
        "/first-account", data=form | {"code": "a1b2c3", "password": "short"}, headers={"origin": HOST}
    )
    assert weak.status_code == 422
    made = client.post(
        "/first-account", data=form | {"code": " A1B2C3 "}, headers={"origin": HOST}, follow_redirects=False
    )
    assert made.status_code == 303
    assert client.get("/").status_code == 200
    second = client.post(
        "/first-account", data=form | {"code": "a1b2c3", "name": "B"}, headers={"origin": HOST}
    )
    assert second.status_code == 409


def test_the_first_code_cannot_be_guessed_for_long(empty: Desk) -> None:
    """After a few wrong codes the right one works no more, until the desk is started again."""
    client = client_of(empty, first_code="a1b2c3")
    form = {"name": NAME, "password": PASSWORD}
    for code in [*(str(number) for number in range(TRIES)), "a1b2c3"]:
        client.post("/first-account", data=form | {"code": code}, headers={"origin": HOST})
    assert not empty.accounts.any()


def test_without_a_code_no_first_account_is_made_over_http(empty: Desk) -> None:
    """An application made without a code has no open door."""
    client = client_of(empty)
    client.post(
        "/first-account", data={"name": NAME, "password": PASSWORD, "code": ""}, headers={"origin": HOST}
    )
    assert not empty.accounts.any()
