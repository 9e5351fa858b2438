"""A sea to draw: a live desk with two boats, one of them called twice, and a call that belongs to neither."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenes import NAME, PASSWORD, case_of, line, new_desk, signed_in
from starlette.testclient import TestClient

from ashore.desk.commands import Desk, forecasting, mapping, person
from ashore.desk.commands.acts import LinkMention, OpenCase, ReceiveReports
from ashore.forecast.cloud import Area, Cloud, Forcing, Order
from ashore.forecast.clouds import Clouds
from ashore.model.phrases import say

SQUARE = {"type": "MultiPolygon", "coordinates": [[[[1.0, 50.0], [2.0, 50.0], [2.0, 51.0], [1.0, 50.0]]]]}


def report(name: str, minute: int, lat: float, lon: float, **position: Any) -> dict[str, Any]:
    """Return a call from a boat that gives one position of itself."""
    return {
        "id": name,
        "channel": "phone",
        "received_at": f"2031-02-03T{20 + minute // 60}:{minute % 60:02d}:00+00:00",
        "received_by": "north-centre",
        "sender": {"role": "aboard", "phone": f"+3360000000{name[-1]}"},
        "text": "we are drifting",
        "mentions": [
            {"positions": [{"lat": lat, "lon": lon, "error_m": 500, "how": "gnss", "of": "craft"} | position]}
        ],
    }


def cloud(order: Order, *, made_up: bool) -> Cloud:
    """Return a cloud of one square at two instants, on the half hours as real ones are."""
    half_hour = -(-order.now // 1_800_000) * 1_800_000
    return Cloud(
        order=order,
        engine="none",
        version="0",
        particles=1,
        forcing=(
            Forcing(
                name="a tide", kind="current", made_up=made_up, fitted=False, issued=order.now - 3 * 3_600_000
            ),
        ),
        sentences=(say("Half of it lies here."),),
        areas=tuple(
            Area(at=at, sought="people", per_cent=50, middle=(50.5, 1.5), square_nm=12.3, area=SQUARE)
            for at in (half_hour, half_hour + 3_600_000)
        ),
        mixtures=(),
        engine_says=(),
        geojson=dict,
        draw=lambda language, translate: b"",
        level=lambda at, lat, lon, key: 0.5,
    )


class Sea:
    """A live desk with two boats, one of them called twice, and a call that belongs to neither."""

    def __init__(self, folder: Path, *, made_up: bool = True) -> None:
        self.desk: Desk = new_desk(folder)
        self.desk.clouds.close()
        self.desk.clouds = Clouds(lambda order, cancelled: cloud(order, made_up=made_up))
        self.who = person(self.desk.accounts.create(NAME, PASSWORD, "officer"))
        calls = [
            report("n-1", 12, 51.03, 1.76),
            report("n-2", 41, 51.06, 1.80),
            report("n-3", 55, 50.90, 1.45, error_m=3000),
            report("n-4", 75, 51.15, 1.95),
        ]
        self.desk.do(ReceiveReports(content=b"\n".join(map(line, calls))), self.who)
        self.twice = self._open("2234B", "n-1")
        self.once = self._open("K7", "n-3")
        self.desk.do(
            LinkMention(mention="north-centre/phone/n-2#0", cases=(self.twice,), reason="same voice"),
            self.who,
        )
        self.client: TestClient = signed_in(self.desk)

    def call(self, name: str, minute: int, lat: float, lon: float) -> None:
        """Take in one more call from a boat of no case yet."""
        self.desk.do(ReceiveReports(content=line(report(name, minute, lat, lon))), self.who)

    def _open(self, label: str, call: str) -> str:
        return case_of(
            self.desk.do(
                OpenCase(label=label, mention=f"north-centre/phone/{call}#0", reason="call"), self.who
            )
        )

    def state(self, case: str = "") -> dict[str, Any]:
        """Return what the map's module is given, once every cloud is made."""
        self.client.get("/map/state", params={"case": case})
        for boat in mapping.ask_map(self.desk, case).boats:
            forecasting.wait_for_forecast(self.desk, boat.case.id)
        answer: dict[str, Any] = self.client.get("/map/state", params={"case": case}).json()
        return answer
