"""Accounts and sessions: who may come in, for how long, and that nothing of a password is kept."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from ashore.desk.commands.accounts import FAILURES, SESSION_MS, WAIT_MS, Accounts
from ashore.desk.commands.errors import BadSignIn, NameTaken, WeakPassword
from ashore.ledger.database import NotALedger
from ashore.model.clock import Surroundings

PASSWORD = "four unrelated words"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock, quick_passwords: PasswordHasher) -> Accounts:
    blocks = itertools.count(1)
    surroundings = Surroundings(clock=clock, random_bytes=lambda count: next(blocks).to_bytes(count, "big"))
    return Accounts(tmp_path / "accounts.sqlite", surroundings, quick_passwords)


def test_the_right_password_opens_and_the_wrong_one_does_not(accounts: Accounts) -> None:
    """A name in any case with its password is the account; anything else is one and the same refusal."""
    made = accounts.create("Marie", PASSWORD, "officer")

    assert accounts.check("marie", PASSWORD) == made
    for name, password in (("Marie", "another password"), ("nobody", PASSWORD)):
        with pytest.raises(BadSignIn):
            accounts.check(name, password)


def test_five_failures_in_a_row_make_the_next_try_wait(accounts: Accounts, clock: Clock) -> None:
    """After five wrong passwords even the right one waits a minute, and then it opens."""
    accounts.create("Marie", PASSWORD, "officer")
    for _ in range(FAILURES):
        with pytest.raises(BadSignIn):
            accounts.check("Marie", "a wrong password")
    with pytest.raises(BadSignIn):
        accounts.check("Marie", PASSWORD)
    clock.now += WAIT_MS

    assert accounts.check("Marie", PASSWORD).name == "Marie"


def test_a_session_lasts_a_watch_and_no_longer(accounts: Accounts, clock: Clock) -> None:
    """A session's token opens until its time is over or it is closed."""
    account = accounts.create("Marie", PASSWORD, "officer")
    first, second = accounts.open_session(account), accounts.open_session(account)
    accounts.close_session(first)
    assert accounts.of_session(first) is None
    clock.now += SESSION_MS
    assert accounts.of_session(second) == account
    clock.now += 1

    assert accounts.of_session(second) is None


def test_neither_password_nor_token_is_in_the_file(accounts: Accounts, tmp_path: Path) -> None:
    """What is kept is an argon2id hash and a SHA-256."""
    account = accounts.create("Marie", PASSWORD, "officer")
    token = accounts.open_session(account)
    accounts.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept
    assert b"$argon2id$" in kept


def test_a_password_costs_what_it_should_to_try(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk's own accounts take three passes over 64 MiB: what RFC 9106 recommends where memory is short."""
    monkeypatch.setattr("ashore.desk.commands.accounts.PasswordHasher", PasswordHasher)
    accounts = Accounts(tmp_path / "accounts.sqlite", Surroundings(clock=clock))
    account = accounts.create("Marie", PASSWORD, "officer")
    assert accounts.check("Marie", PASSWORD) == account
    accounts.close()

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"$argon2id$v=19$m=65536,t=3,p=4$" in kept


def test_a_short_password_and_a_taken_name_are_refused(accounts: Accounts) -> None:
    """A password has ten characters or more, and a name is one person's."""
    accounts.create("Marie", PASSWORD, "officer")

    with pytest.raises(WeakPassword, match="10"):
        accounts.create("Jean", "too short", "officer")
    with pytest.raises(NameTaken, match="marie"):
        accounts.create("marie", PASSWORD, "officer")


def test_a_file_that_holds_no_accounts_is_said_plainly(tmp_path: Path, clock: Clock) -> None:
    """A damaged accounts file is named, with what to do, and is left as it is."""
    path = tmp_path / "damaged.sqlite"
    path.write_bytes(b"no database at all" * 300)

    with pytest.raises(NotALedger, match=r"damaged\.sqlite"):
        Accounts(path, Surroundings(clock=clock))
    assert path.read_bytes().startswith(b"no database")
