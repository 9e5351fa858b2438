"""What every suite shares: the versions in the header, where files lie, one browser, and the browser's tests last."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest
from argon2 import PasswordHasher
from chromium import CHROMIUM
from hypothesis import settings

import ashore

# The same examples on every machine and every run: a change is judged by what it changed.
# `make explore` draws others, new ones each time, and keeps what it finds.
# No deadline: how long an example takes is the machine's affair, and bench/ is where speed is looked at.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("steady")

TESTS = Path(__file__).parent
IN_A_BROWSER = ("browser", "scenario")
"""The folders with tests in a browser, as in the Makefile."""

# A desk waits for the disk at every entry, and the tests make thousands: in memory nobody waits, and a killed process
# loses no more and no less there. What is about disks asks for one (see ledger/test_crash.py).
MEMORY, ROOM_BYTES = Path("/dev/shm"), 2 << 30
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""argon2 with the least work: at full cost each sign-in takes 64 MiB and a fifth of a second of processor time."""

QUIET = (
    "--headless --no-sandbox --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# The map needs WebGL: drawn by the processor, on any machine alike, which doubles what every page costs.
DRAWING = "--use-angle=swiftshader --enable-unsafe-swiftshader".split()


def pytest_report_header() -> str:
    """Say what the tests run on."""
    return f"ashore {ashore.__version__}, SQLite {apsw.sqlite_lib_version()}, Chromium: {CHROMIUM or 'none'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: once it is started, its event loop holds the main thread to the end.

    Raises UsageError for one where `make test` looks for none.
    """

    def in_a_browser(item: pytest.Item) -> bool:
        return item.get_closest_marker("browser") is not None

    items.sort(key=in_a_browser)
    for item in filter(in_a_browser, items):
        if item.path.relative_to(TESTS).parts[0] not in IN_A_BROWSER:
            raise pytest.UsageError(f"{item.nodeid}: the Makefile's IN_A_BROWSER does not hold this folder")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[PasswordHasher]:
    """Accounts hash with the least work; `desk/test_accounts.py` holds what they do for people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ashore.desk.commands.accounts.PasswordHasher", lambda: QUICK)
        yield QUICK


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """What starts Chromium; where there is none the tests are skipped aloud."""
    if CHROMIUM is None:
        pytest.skip(
            "no Chromium on this machine (sudo apt install chromium-headless-shell): the browser tests did not run"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: Any) -> Iterator[Any]:
    """One Chromium for all tests; it draws no map, which then stands in words."""
    started = chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu", "--disable-3d-apis"])
    yield started
    started.close()


@pytest.fixture(scope="session")
def drawing_browser(chromium: Any) -> Iterator[Any]:
    """One Chromium that draws maps, for the tests that look at them."""
    started = chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *DRAWING])
    yield started
    started.close()
