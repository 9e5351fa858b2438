"""The installed shoreline, read once."""

from __future__ import annotations

import pytest

from ashore.drift.coast.gshhg import Shoreline, installed, shoreline


@pytest.fixture(scope="session")
def gshhg() -> Shoreline:
    """The full-resolution shoreline of the installed package."""
    return shoreline(installed())
