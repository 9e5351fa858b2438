"""The browser of the tests: Debian's Chromium."""

from __future__ import annotations

import shutil

# The headless shell is the same engine without a window around it, and takes two thirds of the time.
CHROMIUM = next(
    filter(
        None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))
    ),
    None,
)
