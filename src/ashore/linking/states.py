"""How a boat does: under way, stopped, or failing (swamped, its people in the water), and what is said of each.

It goes from one to the next at rates, and never back from the last: who was in the water at two is not under way at
three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ENGINES = ("", "running", "stopped")
PLIGHTS = ("", "well", "adrift", "filling", "overboard")
ASKS = ("", "calm", "unsaid", "pressed")
"""How a call asks for help: it is none, all is well, nothing is said, or the boat is in danger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A chain over the three states: `rates` (3, 3) per hour, `at_first` (3,), and how likely words are in each.

    `engine` (3 words, 3 states) of ENGINES and `plight` (5, 3) of PLIGHTS are 1 where nothing is said.
    """

    rates: Floats
    at_first: Floats
    engine: Floats
    plight: Floats

    @classmethod
    def of(cls, weights: Mapping[str, Any]) -> Chain:
        """Return the chain by the weights of the level."""
        stops, goes, fails = (weights[name] for name in ("stops_an_hour", "goes_an_hour", "fails_an_hour"))
        right = weights["engine_right"]
        said = weights["plight"]
        first = np.array(weights["at_first"], float)
        return cls(
            rates=np.array([[-stops, stops, 0.0], [goes, -goes - fails, fails], [0.0, 0.0, 0.0]]),
            at_first=first / first.sum(),
            engine=np.array([[1.0, 1.0, 1.0], [right, 1 - right, 1 - right], [1 - right, right, right]]),
            plight=np.array([[1.0, 1.0, 1.0], *(said[word] for word in PLIGHTS[1:])], float),
        )

    def said(self, engine: str, plight: str) -> Floats | None:
        """Return how likely some words are in each state, None where nothing is said."""
        if not engine and not plight:
            return None
        return np.asarray(self.engine[ENGINES.index(engine)] * self.plight[PLIGHTS.index(plight)])

    def flat(self) -> Floats:
        """Return it as the compiled loops take it: eigenvalues (3,), vectors (3, 3), inverse (3, 3), the rest by rows.

        The eigenvalues are real: of the two states that a boat leaves, each is left for the other at some rate.
        """
        values, vectors = np.linalg.eig(self.rates)
        inverse = np.linalg.inv(vectors)
        parts = (values.real, vectors.real, inverse.real, self.at_first, self.engine, self.plight)
        return np.concatenate([np.ravel(part) for part in parts])
