"""Turns vectors from a grid's own axes to true east and north, by where its y axis points at each node.

Worked in space, not in degrees, so that neither a pole nor the date line is special.
Directions are those on WGS 84, where the drifter is: a model on a sphere means its latitudes as they are, and its grid
lines then lie on the ellipsoid up to a tenth of a degree off their bearing on the sphere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import FLATTENING
from ashore.drift.forcing.source import Floats

Field = NDArray[np.float32]


def in_space(lon: Floats, lat: Floats) -> Floats:
    """Return places in degrees as vectors from the middle of WGS 84, in equatorial radii, shape (3, ...)."""
    phi, lam = np.radians(lat), np.radians(lon)
    e2 = FLATTENING * (2 - FLATTENING)
    transverse = 1 / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    across = transverse * np.cos(phi)
    return np.stack((across * np.cos(lam), across * np.sin(lam), transverse * (1 - e2) * np.sin(phi)))


def bearing_parts(lon: Floats, lat: Floats, along: Floats) -> tuple[Floats, Floats]:
    """Return the true east and north parts, of unit length, of directions in space at places in degrees.

    At a pole itself east and north are those of the longitude given.
    """
    phi, lam = np.radians(lat), np.radians(lon)
    east = -np.sin(lam) * along[0] + np.cos(lam) * along[1]
    north = -np.sin(phi) * (np.cos(lam) * along[0] + np.sin(lam) * along[1]) + np.cos(phi) * along[2]
    length = np.hypot(east, north)
    return east / length, north / length


def node_axis(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return the east and north parts of a grid's y axis at each node, from the nodes' places alone, shape (ny, nx).

    The y axis runs along the columns, in the sense that has it to the left of increasing columns:
    models' axes are right-handed, also where a file has been turned upside down.
    """
    space = in_space(lon, lat)
    along_y, along_x = np.gradient(space, axis=1), np.gradient(space, axis=2)
    handed = np.sum(np.cross(along_x, along_y, axis=0) * space, axis=0)
    return bearing_parts(lon, lat, along_y * np.sign(np.nanmedian(handed)))


def turned(x: Field, y: Field, axis: tuple[Floats, Floats]) -> tuple[Field, Field]:
    """Return true east and north of vectors along a grid's axes, given its y axis' east and north parts (ny, nx)."""
    sin, cos = axis[0].astype(np.float32), axis[1].astype(np.float32)
    return x * cos + y * sin, y * cos - x * sin
