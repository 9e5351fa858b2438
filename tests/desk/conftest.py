"""Shared files, where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def home_office() -> bytes:
    """The Home Office workbook as published, or a skip that says where it was looked for."""
    shared = Path(os.environ.get("ASHORE_SHARED", "../shared"))
    [*found] = (shared / "data").glob("home_office_small_boats_to_*.ods")
    if not found:
        pytest.skip(f"no Home Office workbook in {shared / 'data'} (set ASHORE_SHARED)")
    return found[0].read_bytes()
