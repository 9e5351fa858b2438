"""A page in the shared browser, on a real server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

sys.path.insert(0, str(Path(__file__).parent.parent / "web"))

expect.set_options(timeout=20_000)  # a busy machine is slow, and a page that is wrong stays wrong


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of its own session; a request to any other host, or an error in a script, fails the test.

    The map stands in words, but for tests marked `draws_map`.
    """
    draws = request.node.get_closest_marker("draws_map") is not None
    browser: Browser = request.getfixturevalue("drawing_browser" if draws else "browser")
    context = browser.new_context(locale="en-GB", viewport={"width": 1300, "height": 900})
    opened = context.new_page()
    foreign: list[str] = []
    faults: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            foreign.append(request.url)

    context.on("request", note)
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    opened.set_default_timeout(20_000)
    yield opened
    context.close()
    assert not foreign
    assert not faults


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone at the quay of Calais: 360 pixels wide, its position known within 12 m; no fault in a script passes."""
    context = browser.new_context(
        locale="en-GB",
        timezone_id="Europe/Paris",
        viewport={"width": 360, "height": 780},
        has_touch=True,
        is_mobile=True,
        permissions=["geolocation"],
        geolocation={"latitude": 50.96583, "longitude": 1.85021, "accuracy": 12},
    )
    faults: list[str] = []
    foreign: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            foreign.append(request.url)

    context.on("request", note)
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    context.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()
    assert not foreign
    assert not faults
