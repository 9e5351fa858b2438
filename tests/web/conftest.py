"""Desks for the web tests; the night is played in once, and nobody writes to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scenes import new_desk, played_night, watch

from ashore.desk.commands import Desk


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A replay desk at the end of the built-in night."""
    desk = played_night(tmp_path_factory.mktemp("night"))
    yield desk
    desk.close()


@pytest.fixture
def on_watch(tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    """A live desk with a boat that cannot be ended yet, and its case."""
    desk, case = watch(tmp_path)
    yield desk, case
    desk.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    """A live desk with nothing on it, not even an account."""
    desk = new_desk(tmp_path)
    yield desk
    desk.close()
