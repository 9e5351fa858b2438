"""What current and wind a desk's forecasts are worked out from, in order of preference, and what is said where none is.

Where no current is configured it is a SYNTHETIC Channel tide, labelled so on everything.
Where no wind is held, none is made up and none is left out in silence: the cloud is spread over every wind there
may be, as an error about no wind whose size is the season's own spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ashore.drift.forcing.constant import Constant
from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Patch, Product, Source, Window
from ashore.drift.forcing.tide import SyntheticChannelTide
from ashore.drift.wander import Wander
from ashore.model.phrases import Phrase, say

ANY_WIND = Wander(
    sigma=4.0,
    hours=24.0,
    basis="assumption: no wind is held, so any wind of a night on which small boats leave: 5 m/s on average",
)
"""4 m/s on each component is 5 m/s on average (Rayleigh, σ√(π/2)), about 10 knots from anywhere, kept for a day."""


NO_WIND = Product(
    name=say("none held, so any wind (assumption)").template, kind="wind", origin="assumed", wander=ANY_WIND
)


class NoWindHeld:
    """Stands where no wind is held: none on average, and an error as wide as the winds there may be."""

    @property
    def product(self) -> Product:
        """What is said of it."""
        return NO_WIND

    def patch(self, window: Window) -> Patch:
        """Return no wind everywhere and always; the error does the work."""
        return replace(Constant("wind", 0.0, 0.0).patch(window), product=NO_WIND)

    def describe(self) -> dict[str, object]:
        """Return what makes it again."""
        return Constant("wind", 0.0, 0.0, wander=ANY_WIND).describe()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Currents and winds, each in order of preference, and the sentences about what is missing."""

    currents: tuple[Source, ...]
    winds: tuple[Source, ...]
    missing: tuple[Phrase, ...] = ()


def sources(configured: Sequence[str]) -> Sources:
    """Return what the operator configured, opened, and what stands in where that holds no current or no wind.

    Raises a DriftFault where something configured cannot be opened.
    """
    opened = [source for spec in configured for source in open_source(spec)]
    currents = tuple(source for source in opened if source.product.kind == "current")
    winds = tuple(source for source in opened if source.product.kind == "wind")
    missing: list[Phrase] = []
    if not currents:
        missing.append(say("No current is configured here: a made-up tide stands in for it."))
    if not winds:
        missing.append(
            say(
                "No wind is held: the cloud is spread over winds of about 10 knots from anywhere (assumption)."
            )
        )
    return Sources(
        currents=currents or (SyntheticChannelTide(),),
        winds=winds or (NoWindHeld(),),
        missing=tuple(missing),
    )
