"""Which tracks are of our own assets: a list that the operator keeps, a name and a number a line.

    mmsi,name
    232001234,Lifeboat East

It says where a lifeboat's or a helicopter's track is on the map, and nothing of who is tasked.
"""

from __future__ import annotations

import csv
import logging
import re
from dataclasses import dataclass
from pathlib import Path

from ashore.desk.commands.desk import Desk
from ashore.intake.ais_messages import track_of
from ashore.model.tracks import DEGREE

SHOWN_MS = 6 * 3_600_000
"""An asset whose last position is older than this is somewhere else by now."""

log = logging.getLogger("ashore.assets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One asset of ours: what it is called, and the name of its track."""

    name: str
    track: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedAsset:
    """Where an asset was last heard: degrees WGS 84, UTC milliseconds."""

    asset: Asset
    lat: float
    lon: float
    at: int


def read_assets(path: Path) -> tuple[Asset, ...]:
    """Return the assets that a list names, none where there is no list; a line that names none is logged."""
    if not path.exists():
        return ()
    assets = []
    try:
        rows = list(csv.reader(path.read_text("utf-8-sig", errors="replace").splitlines()))
    except (OSError, csv.Error) as error:
        log.warning("The list of assets %s cannot be read: %s.", path, error)
        return ()
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].lower() == "mmsi":
            continue
        if len(cells) < 2 or not cells[1] or not re.fullmatch("[0-9]{9}", cells[0]):
            log.warning(
                "Line %d of %s names no asset: a number of nine digits, a comma, a name.", number, path
            )
            continue
        assets.append(Asset(name=cells[1], track=track_of(cells[0])))
    return tuple(assets)


def ask_assets(desk: Desk, now: int) -> tuple[PlacedAsset, ...]:
    """Return where each asset was last heard by `now`, in the order of the list; none that is not heard any more."""
    placed = []
    for asset in desk.assets:
        fix = desk.tracks.last(asset.track, now)
        if fix is not None and now - fix.at <= SHOWN_MS:
            placed.append(
                PlacedAsset(asset=asset, lat=fix.lat_e7 / DEGREE, lon=fix.lon_e7 / DEGREE, at=fix.at)
            )
    return tuple(placed)
