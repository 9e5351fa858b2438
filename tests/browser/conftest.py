"""A page in the shared browser, on a real server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

sys.path.insert(0, str(Path(__file__).parent.parent / "web"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own session; a request to any other host, or an error in a script, fails the test."""
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
