"""The desk's side of a forecast: the page that never waits, and the entry that keeps what was shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from clouds_made import cloud_of
from starlette.testclient import TestClient

from ashore.bootstrap import create_desk, verbs
from ashore.desk.commands import Desk, Who, asking, forecasting, person
from ashore.desk.commands.acts import DrawUpForecast, EndCase, LinkMention, OpenCase, ReceiveReports
from ashore.desk.web.app import make_app
from ashore.forecast.cloud import Cloud, Order
from ashore.forecast.clouds import Cancelled, Clouds
from ashore.forecast.faults import NoDrift, NothingToForecast
from ashore.ledger.codec import decode
from ashore.model.bodies import Forecast
from ashore.picture.fingerprint import book_bytes
from ashore.testing.surroundings import repeatable

HOST = "http://127.0.0.1"
PASSWORD = "four unrelated words"
BEGINS_MS = 1_927_920_000_000


def call(name: str, minute: int, **mention: Any) -> bytes:
    report = {
        "id": name,
        "channel": "phone",
        "received_at": f"2031-02-03T20:{minute:02d}:00+00:00",
        "received_by": "north-centre",
        "sender": {"role": "aboard", "phone": "+33600000000"},
        "text": "we are drifting",
        "mentions": [mention],
    }
    return json.dumps(report).encode()


AT = {"lat": 51.03, "lon": 1.76, "error_m": 500, "how": "gnss", "of": "craft"}


class Watch:
    """A live desk with one boat whose position was called in, one officer, and forecasts by `make`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk: Desk = create_desk(
            folder / "desk",
            name="north-centre",
            kind="live",
            surroundings=repeatable("forecast", start_ms=BEGINS_MS, step_ms=1),
        )
        self.forecast_by(lambda order, cancelled: cloud_of(order))
        self.who: Who = person(self.desk.accounts.create("Marie", PASSWORD, "officer"))
        self.desk.do(ReceiveReports(content=call("n-1", 12, positions=[AT])), self.who)
        opened = self.desk.do(OpenCase(label="A", mention="north-centre/phone/n-1#0"), self.who)
        self.case = next(name for name in opened.entries[0].header.subjects)

    def forecast_by(self, make: Any) -> None:
        self.desk.clouds.close()
        self.desk.clouds = Clouds(make)

    def client(self) -> TestClient:
        client = TestClient(make_app(self.desk), base_url=HOST, client=("127.0.0.1", 50_000))
        client.post("/sign-in", data={"name": "Marie", "password": PASSWORD}, headers={"origin": HOST})
        return client


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """A watch, closed at the end."""
    made = Watch(tmp_path)
    yield made
    made.desk.close()


def test_drawing_up_writes_one_entry_that_names_what_it_rests_on(watch: Watch) -> None:
    """An open advice entry about the case, caused by the report its position came from, without a float."""
    [entry] = watch.desk.do(DrawUpForecast(case="A"), watch.who).entries
    body = decode("advice.forecast", 1, entry.body or b"")

    assert entry.header.type == "advice.forecast"
    assert (entry.header.class_, entry.header.subjects) == ("operational", (watch.case,))
    assert isinstance(body, Forecast)
    assert body.rests_on == ("north-centre/phone/n-1#0",)
    with watch.desk.looking() as picture:
        assert entry.header.causes == (picture.case(watch.case).mentions[0].entry,)


def test_advice_changes_nothing_in_the_book(watch: Watch) -> None:
    """The book is equal to the byte before and after: no cloud is ever computed or counted in the fold."""
    with watch.desk.looking() as picture:
        before = book_bytes(picture)
    watch.desk.do(DrawUpForecast(case="A"), watch.who)
    with watch.desk.looking() as picture:
        assert book_bytes(picture) == before


def test_the_timeline_shows_the_forecast_among_what_was_done(watch: Watch) -> None:
    """A later decision stands after the forecast it could rest on."""
    watch.desk.do(DrawUpForecast(case="A"), watch.who)

    types = [line.entry.type for line in asking.ask_case(watch.desk, watch.case).timeline]
    assert "advice.forecast" in types


def test_a_page_never_waits_for_a_cloud(watch: Watch) -> None:
    """While the first is being made the page says so; once it is there, it shows it with its age."""
    go_on = threading.Event()

    def make(order: Order, cancelled: Cancelled) -> Cloud:
        assert go_on.wait(10)
        return cloud_of(order)

    watch.forecast_by(make)
    with watch.client() as client:
        before = client.get(f"/cases/{watch.case}").text
        go_on.set()
        forecasting.wait_for_forecast(watch.desk, "A")
        after = client.get(f"/cases/{watch.case}").text

    assert "Being worked out" in before
    soon = re.compile(r'<section id="drift"[^>]*data-soon')
    assert soon.search(before)
    assert "SYNTHETIC" in after
    assert "min ago" in after
    assert "Half of it lies here." in after
    assert not soon.search(after)


def test_the_picture_has_the_address_of_its_cloud_and_stays_in_no_cache(watch: Watch) -> None:
    """PNG in the reader's language; another fingerprint is a page that says so."""
    view = forecasting.wait_for_forecast(watch.desk, "A")
    assert view.cloud is not None
    with watch.client() as client:
        shown = client.get(f"/cases/{watch.case}/drift.png?cloud={view.cloud.order.fingerprint}&lang=fr")
        lost = client.get(f"/cases/{watch.case}/drift.png?cloud=0")

    assert (shown.status_code, shown.content) == (200, b"PNG in fr")
    assert (shown.headers["content-type"], shown.headers["cache-control"]) == ("image/png", "no-store")
    assert lost.status_code == 404


def test_nobody_unknown_sees_a_live_picture(watch: Watch) -> None:
    """A picture is part of a live desk like any page."""
    view = forecasting.wait_for_forecast(watch.desk, "A")
    assert view.cloud is not None
    with TestClient(make_app(watch.desk), base_url=HOST, client=("127.0.0.1", 50_000)) as stranger:
        answer = stranger.get(
            f"/cases/{watch.case}/drift.png?cloud={view.cloud.order.fingerprint}", follow_redirects=False
        )

    assert answer.status_code == 303


def test_the_form_on_the_page_writes_the_forecast_and_the_page_says_so(watch: Watch) -> None:
    """One button; afterwards the page links the entry and offers the button no more."""
    forecasting.wait_for_forecast(watch.desk, "A")
    with watch.client() as client:
        before = client.get(f"/cases/{watch.case}").text
        client.post(f"/cases/{watch.case}/do/draw-up-forecast", headers={"origin": HOST})
        after = client.get(f"/cases/{watch.case}").text

    assert "Write this forecast into the log" in before
    assert "This forecast is written into the log." in after
    assert "Write this forecast into the log" not in after


def test_programs_get_the_record_and_the_areas(watch: Watch) -> None:
    """`ashore.forecast/1`: the state, the record an entry would hold, and GeoJSON."""
    forecasting.wait_for_forecast(watch.desk, "A")
    with watch.client() as client:
        answer = client.get(f"/api/cases/{watch.case}/drift").json()

    assert answer["format"] == "ashore.forecast/1"
    assert (answer["state"], answer["synthetic"], answer["kept"]) == ("ready", True, None)
    assert answer["record"]["rests_on"] == ["north-centre/phone/n-1#0"]
    assert answer["areas"]["type"] == "FeatureCollection"


def test_the_list_has_the_most_urgent_forecasts_made_before_anybody_opens_them(watch: Watch) -> None:
    """Whoever opens the case from the list finds its cloud there."""
    asked = threading.Event()

    def make(order: Order, cancelled: Cancelled) -> Cloud:
        asked.set()
        return cloud_of(order)

    watch.forecast_by(make)
    with watch.client() as client:
        client.get("/")

    assert asked.wait(10)


def test_without_the_engine_every_page_still_works(watch: Watch) -> None:
    """The section says in a sentence what is missing and what to install; the command refuses with the same words."""

    def make(order: Order, cancelled: Cancelled) -> Cloud:
        raise NoDrift

    watch.forecast_by(make)
    with pytest.raises(NoDrift):
        watch.desk.do(DrawUpForecast(case="A"), watch.who)
    with watch.client() as client:
        page = client.get(f"/cases/{watch.case}")
        answer = client.get(f"/api/cases/{watch.case}/drift").json()

    assert page.status_code == 200
    assert "The drift engine is not installed here" in page.text
    assert (answer["state"], answer["error"]["code"]) == ("failed", "no-drift")


def test_a_case_without_a_position_says_so_in_both_languages(watch: Watch) -> None:
    """Only where it left from: no cloud, no button, a sentence."""
    left = {"positions": [{"how": "place", "of": "departure", "place": "Wissant"}]}
    watch.desk.do(ReceiveReports(content=call("n-2", 20, **left)), watch.who)
    watch.desk.do(OpenCase(label="B", mention="north-centre/phone/n-2#0"), watch.who)
    with pytest.raises(NothingToForecast):
        watch.desk.do(DrawUpForecast(case="B"), watch.who)
    with watch.desk.looking() as picture:
        other = next(case.id for case in picture.all_cases() if case.id != watch.case)
    with watch.client() as client:
        english, french = (client.get(f"/cases/{other}?lang={code}").text for code in ("en", "fr"))

    assert "No position of the boat is held: only where it left from." in english
    assert "seulement d&#39;où elle est partie" in french


def test_a_boat_found_after_its_forecast_is_counted(watch: Watch) -> None:
    """The check line: of the boats found since, how many lay inside, by a link that a person made."""
    watch.desk.do(DrawUpForecast(case="A"), watch.who)
    before = forecasting.found_so_far(watch.desk)
    found = {
        "positions": [{**AT, "lat": 50.5, "lon": 1.5, "at": "2031-02-03T21:25:00+00:00"}],
        "encounter": {"unit": "cutter", "action": "alongside"},
    }
    report = call("n-3", 59, **found).replace(b"T20:59", b"T21:26")
    watch.desk.do(ReceiveReports(content=report), watch.who)
    watch.desk.do(LinkMention(mention="north-centre/phone/n-3#0", cases=(watch.case,)), watch.who)
    ran = CliRunner().invoke(verbs(), ["--data", str(watch.folder / "desk"), "forecast"])

    assert before == ()
    assert [each.per_cent for each in forecasting.found_so_far(watch.desk)] == [50]
    assert "Of the one boat found, 1 lay inside the 50 % area" in ran.output


def test_the_command_line_says_why_there_is_no_forecast(watch: Watch) -> None:
    """The same sentence as on the page, in plain words."""
    watch.desk.do(
        LinkMention(mention="north-centre/phone/n-1#0", cases=(watch.case,), standing="apart"), watch.who
    )
    ran = CliRunner().invoke(verbs(), ["--data", str(watch.folder / "desk"), "forecast", "A"])

    assert ran.exit_code == 0
    assert "No position of the boat is held." in ran.output


def test_an_ended_case_has_no_forecast(watch: Watch) -> None:
    """Suspended by a person: what stays is the entry in the timeline."""
    watch.desk.do(DrawUpForecast(case="A"), watch.who)
    watch.desk.do(
        EndCase(
            case="A",
            how="suspended",
            reason="daylight",
            owner="Marie",
            review_at="2031-02-04T08:00:00+00:00",
        ),
        watch.who,
    )
    view = forecasting.ask_forecast(watch.desk, watch.case)

    assert view.none is not None
    assert view.none.code == "ended"
    assert view.kept is not None


def test_a_link_taken_away_takes_the_position_away(watch: Watch) -> None:
    """A mention held apart from the case no longer moves its cloud."""
    watch.desk.do(
        LinkMention(mention="north-centre/phone/n-1#0", cases=(watch.case,), standing="apart"), watch.who
    )
    view = forecasting.ask_forecast(watch.desk, watch.case)

    assert view.none is not None
    assert view.none.code == "no_position"


WITHOUT_EXTRA = """
import sys
from pathlib import Path
sys.modules.update(dict.fromkeys(("numpy", "numba", "scipy", "xarray", "matplotlib", "contourpy"), None))
from ashore import bootstrap
from ashore.desk.commands import forecasting
from ashore.model.errors import AshoreError
from ashore.testing.surroundings import repeatable
desk = bootstrap.open_desk(Path(sys.argv[1]), surroundings=repeatable("again", start_ms=1_927_920_000_000))
try:
    forecasting.wait_for_forecast(desk, "A")
except AshoreError as error:
    print(error.code)
desk.close()
"""


def test_a_desk_without_the_drift_extra_opens_and_refuses_a_forecast_alone(watch: Watch) -> None:
    """A fresh process in which none of the extra's packages can be imported."""
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA, str(watch.folder / "desk")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.stdout.strip(), ran.returncode) == ("no-drift", 0), ran.stderr
