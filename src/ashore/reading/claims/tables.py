"""The tables of rules, as they stand beside the code: a linguist reads and mends them, each rule with its test."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of `rules` by its name: "trends_en". Raises FileNotFoundError where there is none."""
    path = files("ashore.reading.claims") / "rules" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))
