"""What reading a position gives: a place with its error and the very words, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.phrases import Phrase
from ashore.model.report import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPosition:
    """A position read from text, with the words it was read from; `start` and `end` are code points.

    `lat` and `lon` are decimal text, degrees WGS 84; `error_m` is whole metres as text, the radius that
    holds the truth at 0.95. `how` and `of` are codes of the report format. `place` is the words where a
    place was named, `names` the gazetteer's names of it. `area` is GeoJSON text where the words give a
    shape that is no circle. `guessed` are the sentences on what was assumed. `alternative_of` is the index,
    in what was read, of the position that this one competes with; the two then have the same words.
    """

    quote: str
    start: int
    end: int
    lat: str
    lon: str
    error_m: str
    how: str = "gnss"
    of: str = "craft"
    place: str | None = None
    names: tuple[str, ...] = ()
    area: str | None = None
    guessed: tuple[Phrase, ...] = ()
    alternative_of: int | None = None

    def as_position(self) -> Position:
        """Return it as a report holds it; when it was true is for the rest of the words to say."""
        return Position(
            lat=self.lat,
            lon=self.lon,
            error_m=self.error_m,
            how=self.how,
            of=self.of,
            place=self.place,
            area=self.area,
            alternative_of=self.alternative_of,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """Words that look like a position and could not be read, and the sentence that says why and what to do."""

    quote: str
    start: int
    end: int
    says: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionsIn:
    """All that a text holds of positions, each list in the order of the text."""

    understood: tuple[ReadPosition, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The sea that a desk looks after, to settle what can be read in two ways: degrees WGS 84."""

    lat: float
    lon: float


CHANNEL = Near(lat=50.9, lon=1.4)
"""The Strait of Dover, where nobody says otherwise."""
