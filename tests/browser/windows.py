"""What windows of tests have in common."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext

MAP_FILES = re.compile(r"/vendor/maplibre-gl/.*js$")


def without_the_map(context: BrowserContext) -> None:
    """Let no page draw its map: without a graphics card that costs more than all else of a page together."""
    context.route(MAP_FILES, lambda route: route.fulfill(status=404))
