"""Who is on which case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import HOST, PASSWORD, client_of, signed_in

from ashore.desk.commands import Desk
from ashore.desk.web.presence import DOING, GONE_MS, LEFT, Presence, Present


class At:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        """Return the time."""
        return self.ms


def test_who_says_nothing_more_is_gone_after_half_a_minute() -> None:
    """A closed laptop is on no case."""
    at = At()
    presence = Presence(at)
    presence.say("a-1", "page", "Marie", "c-1", "looking")
    at.ms = GONE_MS - 1
    assert presence.on("c-1") == (Present(name="Marie", doing="looking"),)
    assert presence.next_gone_ms() == 1
    at.ms = GONE_MS
    assert presence.on("c-1") == ()


def test_of_several_pages_the_most_counts() -> None:
    """Marie reads the case on one screen and is on the phone beside another: she is on the phone."""
    presence = Presence(At())
    presence.say("a-1", "one", "Marie", "c-1", "phone")
    presence.say("a-1", "two", "Marie", "c-1", "looking")
    assert presence.on("c-1") == (Present(name="Marie", doing="phone"),)
    presence.say("a-1", "one", "Marie", "c-1", LEFT)
    assert presence.on("c-1") == (Present(name="Marie", doing="looking"),)


def test_two_on_one_case_are_both_named() -> None:
    """Neither is kept out."""
    presence = Presence(At())
    presence.say("a-2", "p", "Paul", "c-1", "typing")
    presence.say("a-1", "p", "Marie", "c-1", "looking")
    assert [each.name for each in presence.on("c-1")] == ["Marie", "Paul"]


SAYING = st.tuples(
    st.sampled_from(["a-1", "a-2"]),
    st.sampled_from(["p", "q"]),
    st.sampled_from(["c-1", "c-2"]),
    st.sampled_from([*DOING, LEFT]),
    st.integers(min_value=0, max_value=GONE_MS),
)


@given(said=st.lists(SAYING, max_size=20))
def test_the_last_word_of_each_page_counts_for_half_a_minute(
    said: list[tuple[str, str, str, str, int]],
) -> None:
    """Whatever pages say in whatever order, what is shown is what each last said, while that is young."""
    at = At()
    presence = Presence(at)
    last: dict[tuple[str, str], tuple[str, str, int]] = {}
    for account, page, case, doing, later in said:
        at.ms += later
        changed = presence.say(account, page, account, case, doing)
        before = last.get((account, page))
        if before is not None and before[:2] == (case, doing) and at.ms < before[2] + GONE_MS:
            assert not changed or any(seen + GONE_MS <= at.ms for _, _, seen in last.values())
        last[account, page] = (case, doing, at.ms)
    for case in ("c-1", "c-2"):
        expected: dict[str, str] = {}
        for (account, _), (where, doing, seen) in last.items():
            if where == case and doing != LEFT and seen + GONE_MS > at.ms:
                expected[account] = max(expected.get(account, "looking"), doing, key=DOING.index)
        assert {each.name: each.doing for each in presence.on(case)} == expected


def test_it_is_shown_on_the_list_and_on_the_case_to_everybody(on_watch: tuple[Desk, str]) -> None:
    """With the name of the account and what they do."""
    desk, case = on_watch
    client = signed_in(desk)
    answer = client.post(
        "/presence", json={"page": "p", "case": case, "doing": "phone"}, headers={"origin": HOST}
    )
    assert answer.status_code == 204
    for path in ("/", f"/cases/{case}"):
        assert "<b>Marie</b> is on the phone with this boat" in client.get(path).text
    entries = desk.ledger.latest()
    client.post("/presence", json={"page": "p", "case": case, "doing": "left"}, headers={"origin": HOST})
    assert "is on the phone" not in client.get("/").text
    assert desk.ledger.latest() == entries


def test_two_at_once_are_warned_of(on_watch: tuple[Desk, str]) -> None:
    """In words, not by a colour alone."""
    desk, case = on_watch
    desk.accounts.create("Paul", PASSWORD, "officer")
    marie = signed_in(desk)
    for account in ("a-x", "a-y"):
        marie.app.state.presence.say(account, "p", account, case, "looking")  # type: ignore[attr-defined]
    assert "2 people on it at once" in marie.get(f"/cases/{case}").text


@pytest.mark.parametrize(
    "said",
    [
        b"nothing",
        b"[]",
        b"{}",
        b'{"page": 1, "case": "c", "doing": "looking"}',
        b'{"page": "%s", "case": "c", "doing": "looking"}' % (b"p" * 65),
        b'{"page": "p", "case": "c", "doing": "dancing"}',
    ],
)
def test_what_cannot_be_read_is_refused(on_watch: tuple[Desk, str], said: bytes) -> None:
    """By the envelope that every script is answered with."""
    desk, _ = on_watch
    answer = signed_in(desk).post("/presence", content=said, headers={"origin": HOST})
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable-request")


def test_nobody_is_on_a_case_that_is_none_or_without_a_name(on_watch: tuple[Desk, str]) -> None:
    """Presence is of signed-in people, on cases of this desk."""
    desk, case = on_watch
    said = {"page": "p", "case": "c-none", "doing": "looking"}
    assert signed_in(desk).post("/presence", json=said, headers={"origin": HOST}).status_code == 404
    known = {**said, "case": case}
    assert client_of(desk).post("/presence", json=known, headers={"origin": HOST}).status_code == 401


def test_a_chosen_theme_stays_and_a_made_up_one_is_none(on_watch: tuple[Desk, str]) -> None:
    """Kept in this browser, shown as an attribute of the page."""
    desk, case = on_watch
    client = signed_in(desk)
    back = f"/cases/{case}"
    answer = client.post(
        "/theme", data={"theme": "red", "back": back}, headers={"origin": HOST}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    assert 'data-theme="red"' in client.get("/").text
    client.post("/theme", data={"theme": '"><script>', "back": "//evil.example"}, headers={"origin": HOST})
    assert 'data-theme="auto"' in client.get("/").text
