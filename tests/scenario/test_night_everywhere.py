"""The night of 8 to 9 December 2020 through the library, the command line, HTTP and a real browser: one answer."""

from __future__ import annotations

import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from ashore.bootstrap import create_desk, example, open_desk, verbs
from ashore.desk.commands import Desk, counting, play
from ashore.desk.web.serve import DeskServer, serve
from ashore.figures.compute import night_figures

Told = dict[tuple[str, str, str, str], tuple[int, int | None]]
"""Figure, period, clock and scope to its range."""


def as_it_was() -> bytes:
    """The built-in script."""
    return example()


def with_twelve() -> bytes:
    """The built-in script with one report changed: twelve people in the first boat, not thirteen."""
    lines = example().decode().splitlines()
    [at] = [number for number, line in enumerate(lines) if json.loads(line).get("id") == "paper-1"]
    lines[at] = re.sub(r"\b13\b", "12", lines[at]).replace("thirteen", "twelve")
    return "\n".join(lines).encode()


@pytest.fixture(scope="module", params=[as_it_was, with_twelve], ids=["as it was", "thirteen become twelve"])
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A data directory with the night played in, and how many were rescued."""
    path = tmp_path_factory.mktemp("night") / "desk"
    desk = create_desk(path, name="replay-desk", kind="replay")
    play(desk, request.param())
    desk.close()
    return path, 31 if request.param is as_it_was else 30


@contextmanager
def served(path: Path) -> Iterator[str]:
    """Serve the desk on a free port for as long as the block runs."""
    desk = open_desk(path)
    running: list[DeskServer] = []
    said: list[str] = []
    up = threading.Event()

    def say(text: str) -> None:
        said.append(text)
        up.set()

    thread = threading.Thread(
        target=serve, args=(desk,), kwargs={"port": 0, "say": say, "started": running.append}
    )
    thread.start()
    try:
        assert up.wait(20)
        yield next(word for text in said for word in text.split() if word.startswith("http"))
    finally:
        running[0].should_exit = True
        thread.join()
        desk.close()


def told(figures: list[dict]) -> Told:
    return {
        (figure["figure"], figure["period"], figure["clock"], figure["scope"]): (
            figure["low"],
            figure["high"],
        )
        for figure in figures
    }


def by_library(path: Path) -> Told:
    desk: Desk = open_desk(path)
    try:
        with desk.looking() as picture:
            return told([figure.as_json() for figure in night_figures(picture)])
    finally:
        desk.close()


def by_command_line(path: Path, period: str) -> Told:
    result = CliRunner().invoke(
        verbs(), ["--data", str(path), "figures", "--period", period, "--clock", "reported", "--json"]
    )
    assert result.exit_code == 0, result.stderr
    return told([json.loads(line) for line in result.stdout.splitlines()])


def by_http(url: str, period: str) -> Told:
    with urllib.request.urlopen(f"{url.rstrip('/')}/api/figures?period={period}&clock=reported") as answer:
        return told([json.loads(line) for line in answer.read().splitlines()])


def test_every_surface_gives_the_same_figures(night: tuple[Path, int]) -> None:
    """Library, command line and HTTP agree on every whole-night figure, and one changed report changes all."""
    path, rescued = night
    library = by_library(path)
    period = next(key[1] for key in library)
    whole = {key: value for key, value in library.items() if key[1] == period and key[2] == "reported"}
    command_line = by_command_line(path, period)
    with served(path) as url:
        http = by_http(url, period)

    assert whole[("rescued", period, "reported", "cases")] == (rescued, rescued)
    for key, value in whole.items():
        assert command_line[key] == value, key
        assert http[key] == value, key


def test_demo_prints_what_the_library_gives(night: tuple[Path, int]) -> None:
    """`ashore demo --once --json` prints the library's own figures of the built-in night."""
    path, rescued = night
    if rescued != 31:
        pytest.skip("the demo plays the built-in night only")
    result = CliRunner().invoke(verbs(), ["demo", "--once", "--json"])

    assert told([json.loads(line) for line in result.stdout.splitlines()]) == by_library(path)


@pytest.mark.browser
def test_the_page_shows_what_the_library_gives(night: tuple[Path, int], browser: Browser) -> None:
    """In a real browser the list shows the library's whole-night figures, marks the log as a replay, and opens them."""
    path, rescued = night
    library = by_library(path)
    period = next(key[1] for key in library)
    with served(path) as url:
        page = browser.new_page()
        page.goto(url)
        shown = {
            row.locator("a").get_attribute("href").rsplit("/", 1)[1].rsplit("-", 1)[0]: row.locator(
                "b"
            ).inner_text()
            for row in page.locator("#figures tbody tr").all()
        }
        title = page.title()
        page.locator("#figures a").first.click()
        page.wait_for_url("**/figures/**")
        opened = page.locator("main").inner_text()
        page.close()

    assert title.startswith("REPLAY")
    assert shown["rescued"] == str(rescued)
    assert {"rescued", "rescued_children", "rescued_boats", "arrived", "still_out"} <= set(shown)
    for name, number in shown.items():
        low, high = library[(name, period, "reported", "cases")]
        assert number == (str(low) if low == high else f"{low}–{high}")
    assert str(rescued) in opened
    assert "Gravelines 1" in opened


def test_known_to_nobody_in_the_code() -> None:
    """No module names the night's boats, numbers or sources: it is only a script of reports and commands."""
    source = Path(counting.__file__).parents[2]
    words = re.compile(r"gravelines|wissant|france 3|samu|sandettie|8448|8,448", re.IGNORECASE)
    naming = [
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if words.search(path.read_text("utf-8"))
    ]

    assert naming == []
