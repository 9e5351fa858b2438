"""The runs on which the two engines are held together: places, times, classes and grids that differ.

All of them keep clear of the edge of the shared data. Some go close inshore and over the model's land, where the
compatibility switch fills masked nodes by OpenDrift's rule; by our own the clouds are not meant to agree there.
"""

from __future__ import annotations

from dataclasses import replace

from drift_parity.fields import Fields
from drift_parity.peer import Request

JIBE_PER_HOUR = 0.04


def anchor(fields: Fields, *, number: int, object_type: int = 76) -> Request:
    """The run that OpenDrift's speed is measured on: 60.5 N 3.7 E, 48 hours, about 110 km, without noise or jibing."""
    return Request(fields=fields, object_type=object_type, number=number, lon=3.7, lat=60.5)


def paired_cases(native: Fields, regular: Fields, *, number: int) -> dict[str, Request]:
    """Return the runs that are compared particle by particle, by name."""
    south = Request(fields=native, object_type=76, number=number, lon=3.7, lat=60.1)
    night = replace(south, start="2015-11-16T02:10:00+00:00", hours=30.0)
    day = replace(south, start="2015-11-17T06:30:00+00:00", hours=24.0)
    back = replace(south, lon=4.3, lat=61.4, start="2015-11-18T12:00:00+00:00", hours=-36.0)
    return {
        "refugee raft, 48 h": anchor(native, number=number),
        "refugee raft, 48 h, lat/lon": anchor(regular, number=number),
        "refugee raft, 48 h, from further south": south,
        "person in the water, vertical, 48 h": replace(south, object_type=2),
        "survival suit, 30 h, asymmetric": replace(night, object_type=4),
        "deep-ballast raft, 30 h, asymmetric": replace(night, object_type=7),
        "V-hull skiff, 30 h, asymmetric": replace(night, object_type=45),
        "raft without ballast, 12 h, wide": replace(day, object_type=27, hours=12.0),
        "deep-ballast raft, 24 h, lat/lon, asymmetric": replace(day, object_type=7, fields=regular),
        "refugee raft, 36 h back": back,
        "deep-ballast raft, 36 h back, asymmetric": replace(back, object_type=7),
        **inshore_cases(native, number=number),
        **{f"{name}, lat/lon": each for name, each in inshore_cases(regular, number=number).items()},
    }


def inshore_cases(fields: Fields, *, number: int) -> dict[str, Request]:
    """Return the runs that are compared particle by particle among masked nodes, by name."""
    raft = Request(fields=fields, object_type=76, number=number, lon=4.2, lat=60.1)
    morning, dawn = "2015-11-16T06:00:00+00:00", "2015-11-17T00:00:00+00:00"
    return {
        "refugee raft, 48 h, inshore": raft,
        "survival suit, 18 h, inshore, asymmetric": replace(
            raft, object_type=4, lon=4.8, lat=60.5, start=morning, hours=18.0
        ),
        "raft without ballast, 12 h, inshore": replace(
            raft, object_type=26, lon=4.6, lat=61.0, start=dawn, hours=12.0
        ),
        "deep-ballast raft, 24 h back, inshore, asymmetric": replace(
            raft, object_type=7, lon=4.7, lat=61.3, start="2015-11-17T12:00:00+00:00", hours=-24.0
        ),
    }


def law_cases(native: Fields, regular: Fields, *, number: int) -> dict[str, Request]:
    """Return the runs that are compared in law: jibing on, and once white noise as OpenDrift has it."""
    raft = replace(anchor(native, number=number), jibe_per_hour=JIBE_PER_HOUR)
    skiff = replace(
        raft, object_type=45, lat=60.1, start="2015-11-16T02:10:00+00:00", hours=30.0, radius_m=500.0
    )
    return {
        "refugee raft, 48 h, jibing": raft,
        "refugee raft, 48 h, jibing, lat/lon": replace(raft, fields=regular),
        "V-hull skiff, 30 h, jibing, asymmetric": skiff,
        "refugee raft, 48 h, jibing, inshore": replace(raft, lon=4.2, lat=60.1),
        "swamped skiff, 30 h, jibing and white noise": replace(
            skiff, object_type=46, wind_sigma=2.0, current_sigma=0.1
        ),
    }
