"""Feeds: directories that somebody's fetcher fills with the files of a known product, read as they come.

There is no network code here. Each adapter knows its product's own file names: which forecast a file is of and which
hours it can hold, so that only the files a window needs are opened. What a file holds is read from the file.
The names are those of the CMEMS North-West Shelf product NWSHELF_ANALYSISFORECAST_PHY_004_013,
of ECMWF open data (0.25 degree, GRIB2), and of NOAA's GFS (0.25 degree, GRIB2 or NetCDF).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.cf import DEFAULT_WANDER, AllMasked, BoxOutside, CfSource, open_cf
from ashore.drift.forcing.filling import Filling
from ashore.drift.forcing.grib import GribSource, open_grib
from ashore.drift.forcing.hours import HoursOutside, hours_outside
from ashore.drift.forcing.source import Kind, Patch, Product, Window
from ashore.drift.forcing.volume import ForcingNotFound, form_of
from ashore.drift.wander import Wander

_HOUR = 3600.0
_WHOLE_RUN_H = 16 * 24
_NEAR_S = 12 * _HOUR
"""How far before or after a window an hour may be and still be interpolated from; beyond lies a gap in any case."""


class FeedEmpty(DriftFault):
    code: ClassVar[str] = "drift.forcing.feed-empty"
    says: ClassVar[str] = "In {directory} there is no file of {name}."
    hint: ClassVar[str] = (
        "The fetcher puts them there under the names their maker gave them, such as {example}."
    )


class FeedUnknown(DriftFault):
    code: ClassVar[str] = "drift.forcing.feed-unknown"
    says: ClassVar[str] = "“{key}” is not a feed known here."
    hint: ClassVar[str] = "These are: {known}."


@dataclass(frozen=True, slots=True)
class Share:
    """What a file's name says: when its forecast was made, and the first and last hour it can hold; epoch seconds."""

    issued: float
    first: float
    last: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A product with its own file names, which `reads` understands."""

    key: str
    name: str
    kind: Kind
    example: str
    reads: Callable[[Path], Share | None]

    def share(self, path: Path) -> Share | None:
        """Return what a file's name says; None for a file that is not the product's, or has no date there is."""
        try:
            return self.reads(path)
        except ValueError:
            return None


def _cmems_nws(path: Path) -> Share | None:
    """The day of the bulletin (b), and the day of hourly (hi) or quarter-hourly (qh) values; CUR has depths."""
    told = re.fullmatch(r"metoffice_foam1_amm15_NWS_(?:CUR|SSC)_b(\d{8})_(?:hi|qh)(\d{8})\.nc", path.name)
    if told is None:
        return None
    day = _time(told[2])
    return Share(_time(told[1]), day, day + 24 * _HOUR)


def _ecmwf(path: Path) -> Share | None:
    """Date and hour of the run, the step in hours, oper or (06 and 18 UTC, until 2026) scda, fc the one forecast."""
    told = re.fullmatch(r"(\d{8})(\d\d)0000-(\d+)h-(?:oper|scda)-fc\.grib2", path.name)
    if told is None:
        return None
    run = _time(told[1], told[2])
    valid = run + int(told[3]) * _HOUR
    return Share(run, valid, valid)


def _gfs(path: Path) -> Share | None:
    """One file a step, the day in a directory's name or before the file's; or a run in one file, as THREDDS has it."""
    step = re.search(r"gfs\.t(\d\d)z\.pgrb2\.0p25\.f(\d{3})(?:\.grib2|\.nc)?$", path.name)
    if step is not None:
        days = re.findall(r"(?<!\d)(20\d{6})(?=\D|\d\d(?:\D|$))", "/".join((*path.parts[-4:-1], path.name)))
        if not days:
            return None
        run = _time(days[-1], step[1])
        valid = run + int(step[2]) * _HOUR
        return Share(run, valid, valid)
    whole = re.fullmatch(r"GFS_Global_0p25deg_(\d{8})_(\d\d)00(?:\.grib2)?(?:\.nc)?", path.name)
    if whole is None:
        return None
    run = _time(whole[1], whole[2])
    return Share(run, run, run + _WHOLE_RUN_H * _HOUR)


FEEDS: Mapping[str, Feed] = {
    feed.key: feed
    for feed in (
        Feed(
            key="cmems-nws",
            name="CMEMS North-West Shelf (Met Office AMM15)",
            kind="current",
            example="metoffice_foam1_amm15_NWS_CUR_b20260105_hi20260106.nc",
            reads=_cmems_nws,
        ),
        Feed(
            key="ecmwf",
            name="ECMWF open data (IFS 0.25°)",
            kind="wind",
            example="20260105000000-3h-oper-fc.grib2",
            reads=_ecmwf,
        ),
        Feed(
            key="gfs",
            name="NOAA GFS (0.25°)",
            kind="wind",
            example="20260105/gfs.t00z.pgrb2.0p25.f003",
            reads=_gfs,
        ),
    )
}


class FeedSource:
    """The files of a feed in a directory, those there when it was opened; `not_after` leaves out later forecasts.

    Of forecasts that hold the same hour the latest counts.
    """

    def __init__(
        self,
        feed: Feed,
        directory: Path,
        *,
        not_after: float | None = None,
        wander: Wander | None = None,
        filling: Filling = "mean",
    ) -> None:
        if not directory.is_dir():
            raise ForcingNotFound(path=directory)
        shares = ((path, feed.share(path)) for path in sorted(directory.rglob("*")))
        self._files = [
            (path, share)
            for path, share in shares
            if share is not None and (not_after is None or share.issued <= not_after)
        ]
        if not self._files:
            raise FeedEmpty(directory=directory, name=feed.name, example=feed.example)
        self.feed, self.directory = feed, directory
        self._wander, self._filling = wander, filling
        self._product = Product(
            name=feed.name,
            kind=feed.kind,
            issued=max(share.issued for _, share in self._files),
            origin=f"feed {feed.key}",
            wander=wander or DEFAULT_WANDER[feed.kind],
        )

    @property
    def product(self) -> Product:
        return self._product

    def patch(self, window: Window) -> Patch | None:
        """Return what the feed holds of the window, opening only files that can hold some of it; None where nothing."""
        try:
            return self.insist(window)
        except (HoursOutside, BoxOutside, AllMasked):
            return None

    def insist(self, window: Window) -> Patch:
        """Return what the feed holds of the window; raises HoursOutside, BoxOutside or AllMasked where nothing."""
        paths = self._needed(window)
        if not paths:
            first, last = (
                min(share.first for _, share in self._files),
                max(share.last for _, share in self._files),
            )
            raise hours_outside(self._product, window, first, last)
        patch = self._opened(list(paths), paths).insist(window)
        files = f"{len(paths)} file" + ("s" if len(paths) > 1 else "")
        issued = patch.product.issued
        return replace(
            patch,
            product=replace(
                self._product,
                origin=f"feed {self.feed.key}, {files}",
                issued=self._product.issued if issued is None else issued,
            ),
        )

    def describe(self) -> dict[str, object]:
        """Return what `open_source` needs to open the same feed as it stood: without forecasts made since."""
        said: dict[str, object] = {
            "form": "feed",
            "feed": self.feed.key,
            "directory": str(self.directory),
            "not_after": self._product.issued,
        }
        if self._wander is not None:
            said["wander"] = asdict(self._wander)
        if self._filling != "mean":
            said["filling"] = self._filling
        return said

    def _needed(self, window: Window) -> dict[Path, float]:
        """Return the files for the window's hours, and when each was issued: for hours twice forecast the latest alone.

        The nearest hours before and after the window come with them, to be interpolated from.
        """
        latest: dict[tuple[float, float], tuple[Path, Share]] = {}
        for path, share in self._files:
            span = (share.first, share.last)
            if span not in latest or share.issued >= latest[span][1].issued:
                latest[span] = (path, share)
        spans = sorted(latest)
        before = max((s for s in spans if window.earliest - _NEAR_S <= s[1] <= window.earliest), default=None)
        after = min((s for s in spans if window.latest <= s[0] <= window.latest + _NEAR_S), default=None)
        inside = {span for span in spans if span[1] > window.earliest and span[0] < window.latest}
        if not inside and (before is None or after is None):
            inside = {span for span in spans if span[1] >= window.earliest and span[0] <= window.latest}
            before = after = None
        wanted = sorted(inside | {span for span in (before, after) if span is not None})
        return {latest[span][0]: latest[span][1].issued for span in wanted}

    def _opened(self, paths: list[Path], issued: Mapping[Path, float]) -> CfSource | GribSource:
        kinds, wander, filling = (self.feed.kind,), self._wander, self._filling
        if form_of(paths[0]) == "grib":
            return open_grib(paths, kinds=kinds, wander=wander, name=self.feed.name, filling=filling)[0]
        return open_cf(
            paths, kinds=kinds, wander=wander, name=self.feed.name, issued_at=issued, filling=filling
        )[0]


def open_feed(
    key: str,
    directory: Path,
    *,
    not_after: float | None = None,
    wander: Wander | None = None,
    filling: Filling = "mean",
) -> FeedSource:
    """Return a feed by its key in FEEDS. Raises FeedUnknown, ForcingNotFound and FeedEmpty."""
    if key not in FEEDS:
        raise FeedUnknown(key=key, known=", ".join(FEEDS))
    return FeedSource(FEEDS[key], directory, not_after=not_after, wander=wander, filling=filling)


def _time(day: str, hour: str = "00") -> float:
    return datetime.strptime(day + hour, "%Y%m%d%H").replace(tzinfo=UTC).timestamp()
