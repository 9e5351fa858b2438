"""The sample on the page about communiqués prints what the page says."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reading-communiques.md"


def test_the_sample_prints_what_the_page_says() -> None:
    """Run as it stands, in a session of its own."""
    done = doctest.testfile(str(PAGE), module_relative=False)
    assert done.attempted > 0
    assert done.failed == 0
