"""Sources and coasts that are read once, so that what is compared or timed is the engine and not the disk."""

from __future__ import annotations

from dataclasses import dataclass, field

from ashore.drift.coast.keeping import coast
from ashore.drift.coast.land import Coast
from ashore.drift.coast.region import region_for
from ashore.drift.forcing.source import Patch, Product, Source, Window


@dataclass(slots=True)
class InMemory:
    """A source whose patches have been read before."""

    source: Source
    kept: dict[Window, Patch | None] = field(default_factory=dict)

    @property
    def product(self) -> Product:
        """The product of what was read."""
        return self.source.product

    def patch(self, window: Window) -> Patch | None:
        """Return what was read of a window; the first time it is read."""
        if window not in self.kept:
            self.kept[window] = self.source.patch(window)
        return self.kept[window]

    def describe(self) -> dict[str, object]:
        """Return what the source says of itself."""
        return self.source.describe()


@dataclass(slots=True)
class Shores:
    """Coasts that have been read before."""

    kept: dict[Window, Coast] = field(default_factory=dict)

    def __call__(self, window: Window) -> Coast:
        """Return the coast of a window; the first time it is read, or drawn."""
        if window not in self.kept:
            self.kept[window] = coast(region_for(window))
        return self.kept[window]
