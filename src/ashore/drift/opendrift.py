"""A run as OpenDrift 1.14's Leeway model would make it, so that the two can be compared. For nothing else.

Its classes are mirrored, a jibe there negates one slope and no more, its steps are Euler's, its only error is white
noise, and masked nodes beside the sea take the largest value about them. Each of these is named in the run's record.
"""

from __future__ import annotations

from dataclasses import asdict, replace

from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Source
from ashore.drift.terms import Terms
from ashore.drift.wander import NONE, white


def like_opendrift(terms: Terms) -> Terms:
    """Return the same terms with OpenDrift's step and its leeway. For comparison only."""
    return replace(terms, scheme="euler", leeway="opendrift")


def source_like_opendrift(source: Source, *, sigma: float = 0.0) -> Source:
    """Return the same source with masked nodes filled as OpenDrift fills them, and its kind of error.

    That is none, or white noise of standard deviation `sigma` in each part at every step, m/s.
    Raises what opening the source raises.
    """
    error = white(sigma) if sigma else NONE
    (again,) = open_source({**source.describe(), "wander": asdict(error), "filling": "opendrift"})
    return again
