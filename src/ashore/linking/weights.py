"""The weights of the evidence: a versioned file, learned from exercises and adjudicated links, and never by hand."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from ashore.model.errors import Refused

Weights = Mapping[str, Any]

FORMAT = "ashore.weights/1"


class BadWeights(Refused):
    """A file of weights is none."""

    code = "bad-weights"
    says = "{file} holds no weights of linking: {why}."
    hint = "Name a file that `ashore learn-links` wrote."


@functools.cache
def shipped_weights() -> Weights:
    """Return the weights that come with this version."""
    text = resources.files("ashore.linking").joinpath("weights.json").read_text("utf-8")
    return _read(text, "weights.json")


def read_weights(path: Path) -> Weights:
    """Return the weights in a file. Raises BadWeights."""
    return _read(path.read_text("utf-8"), path.name)


def _read(text: str, file: str) -> Weights:
    try:
        held = json.loads(text)
    except ValueError as error:
        raise BadWeights(file=file, why="it is no JSON") from error
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise BadWeights(file=file, why=f"its format is not {FORMAT}")
    return held
