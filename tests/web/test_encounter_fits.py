"""Which sought boat a unit met: told while the encounter is typed, from what was typed, and written nowhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from met_scene import TwoSought
from scenes import HOST, client_of
from starlette.testclient import TestClient
from test_same_boat import at_work, text_of

from ashore.desk.commands import asking
from ashore.desk.commands.errors import BadValue
from ashore.desk.web.encounters_typed import COUNTS, LOOKS, encounter_line, place_of, so_far, typed
from ashore.forecast.faults import NoDrift
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.ledger.codec import decode
from ashore.model.bodies import LinkAdvice

HERE = {"origin": HOST}
COMMAND = str(uuid.UUID(int=41))
MET = {"command": COMMAND, "unit": "cutter Orme", "action": "alongside", "channel": "vhf"}
LIKE_B = MET | {
    "position": "51 07.9 N 1 45.7 E",
    "taken_off": "28",
    "engine": "running",
    "colour": "grey",
    "inside": "dry",
    "in_water": "0",
}


@pytest.fixture
def sought(tmp_path: Path) -> Iterator[TwoSought]:
    """Two boats that are sought."""
    made = TwoSought(tmp_path)
    yield made
    made.desk.close()


def fits(client: TestClient, case: str, fields: dict[str, str], language: str = "en") -> str:
    """Return what the form of a case is told, once it is worked out."""
    while True:
        answer = client.post(f"/cases/{case}/encounter/fits?lang={language}", data=fields, headers=HERE)
        assert answer.status_code == 200
        if "data-soon" not in answer.text:
            return answer.text


def of(html: str) -> list[str]:
    """Return the boats in the order in which they stand."""
    return [piece.split('"')[0] for piece in html.split('data-of="')[1:]]


def test_the_right_boat_comes_first_and_what_contradicts_this_one_is_named(sought: TwoSought) -> None:
    """Situation B8 as it is typed for A: 28 of 40, running, dry, six miles off. Nothing is written by looking."""
    before = sought.desk.ledger.latest()
    with at_work(sought.desk) as (client, _):
        html = fits(client, sought.a, LIKE_B)
    said = text_of(html)
    assert of(html)[0] == sought.b
    assert set(of(html)) == {sought.a, sought.b, "new"}
    assert "This boat fits B better than A." in said
    assert html.index("data-doubt") < html.index("data-of")
    assert "It is dry; at 3 Feb 20:12 UTC the sought boat was taking in water." in said
    assert "Read as 51.131667 1.761667, within 110 m" in said
    assert f'formaction="/cases/{sought.b}/encounter"' in html
    assert f'formaction="/cases/{sought.a}/encounter"' not in html
    assert sought.desk.ledger.latest() == before


def test_a_boat_that_fits_its_case_is_not_doubted(sought: TwoSought) -> None:
    """The same form with what the callers of A said: A first, and no word of another boat."""
    like_a = LIKE_B | {
        "position": "51 02.0 N 1 45.8 E",
        "taken_off": "40",
        "engine": "stopped",
        "colour": "black",
        "inside": "taking_water",
        "in_water": "3",
    }
    with at_work(sought.desk) as (client, _):
        html = fits(client, sought.a, like_a)
    assert of(html)[0] == sought.a
    assert "met-doubt" not in html


def test_it_is_told_in_french(sought: TwoSought) -> None:
    """The sentences of the engine as well."""
    with at_work(sought.desk) as (client, _):
        said = text_of(fits(client, sought.a, LIKE_B, "fr"))
    assert "Cette embarcation correspond mieux à B qu'à A." in said
    assert "L'enregistrer pour cette embarcation" in said


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Give a number, a place or a look"),
        ({"position": "by the thing"}, "Not read as a place yet."),
        ({"action": "nothing_found", "position": "51 07.9 N 1 45.7 E"}, "Give a number, a place or a look"),
        ({"taken_off": "forty or"}, "Give a number, a place or a look"),
    ],
)
def test_what_tells_of_no_boat_yet_is_weighed_against_none(
    sought: TwoSought, fields: dict[str, str], says: str
) -> None:
    """A half-typed number or place is no error and no evidence."""
    with at_work(sought.desk) as (client, _):
        html = fits(client, sought.a, MET | fields)
    assert says in text_of(html)
    assert of(html) == []


def test_what_was_shown_is_kept_when_it_is_logged(sought: TwoSought) -> None:
    """The waterfall stands before the link, with the case it was logged to."""
    with at_work(sought.desk) as (client, _):
        fits(client, sought.a, LIKE_B)
        done = client.post(f"/cases/{sought.b}/encounter", data=LIKE_B, headers=HERE, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"/cases/{sought.b}")
    advice, link = list(sought.desk.ledger.read())[-2:]
    assert link.header.causes == (advice.id,)
    kept = decode("advice.link", 1, advice.body or b"")
    assert isinstance(kept, LinkAdvice)
    assert (kept.case, kept.proposals[0].case) == (sought.b, sought.b)


def test_what_was_seen_of_the_boat_stands_in_the_report(sought: TwoSought) -> None:
    """The place, the look and the engine are the unit's word, and water in it is a danger."""
    client = sought.client()
    client.post(f"/cases/{sought.a}/encounter", data=LIKE_B | {"inside": "taking_water"}, headers=HERE)
    met = asking.ask_case(sought.desk, sought.a).row.case.mentions[-1].mention
    [position] = met.positions
    assert (position.of, str(position.lat)[:6]) == ("craft", "51.131")
    assert met.craft is not None
    assert (met.craft.colour, met.craft.engine, met.craft.state) == ("grey", "running", None)
    assert met.danger == ("taking_water",)


def test_a_boat_that_is_none_of_those_sought_gets_a_case_of_its_own(sought: TwoSought) -> None:
    """It is one press: the encounter opens a case, the reminder is kept, and the sought boats stay as they are."""
    client = sought.client()
    done = client.post(
        f"/cases/{sought.a}/encounter", data=LIKE_B | {"to": "new"}, headers=HERE, follow_redirects=False
    )
    opened = done.headers["location"].removeprefix("/cases/")
    assert opened not in (sought.a, sought.b)
    assert len(asking.ask_case(sought.desk, opened).row.case.mentions) == 1
    assert len(asking.ask_case(sought.desk, sought.a).row.case.mentions) == 1


def test_a_place_that_is_none_is_refused_and_stays_typed(sought: TwoSought) -> None:
    """Nothing is logged without it in silence."""
    before = sought.desk.ledger.latest()
    answer = sought.client().post(
        f"/cases/{sought.a}/encounter", data=LIKE_B | {"position": "by the thing"}, headers=HERE
    )
    assert answer.status_code == 422
    assert 'value="by the thing"' in answer.text
    assert '<option value="grey" selected>' in answer.text
    assert sought.desk.ledger.latest() == before


def test_without_the_drift_extra_the_form_says_so_and_logs_all_the_same(
    sought: TwoSought, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Advice stands in nobody's way."""

    def missing() -> None:
        raise NoDrift

    monkeypatch.setattr(sought.desk, "linker", missing)
    with at_work(sought.desk) as (client, _):
        assert "The drift engine is not installed here" in text_of(fits(client, sought.a, LIKE_B))
        client.post(f"/cases/{sought.a}/encounter", data=LIKE_B, headers=HERE)
    assert len(asking.ask_case(sought.desk, sought.a).row.case.mentions) == 2


def test_only_somebody_signed_in_is_told(sought: TwoSought) -> None:
    """And of a case that is there."""
    asked: dict[str, Any] = {"data": LIKE_B, "headers": HERE}
    assert client_of(sought.desk).post(f"/cases/{sought.a}/encounter/fits", **asked).status_code == 401
    assert sought.client().post("/cases/c-none/encounter/fits", **asked).status_code == 404
    bad = sought.client().post(
        f"/cases/{sought.a}/encounter/fits", data=LIKE_B | {"command": "x"}, headers=HERE
    )
    assert bad.status_code == 422


FORMS = st.fixed_dictionaries(
    {"unit": st.text(max_size=8), "position": st.text(max_size=30), "text": st.text(max_size=20)},
    optional={name: st.text(max_size=12) for name in (*COUNTS, *LOOKS, "action", "all_off", "channel")},
)


@given(FORMS)
def test_whatever_is_typed_so_far_is_a_report_that_can_be_weighed(said: dict[str, str]) -> None:
    """No half-typed word breaks the form: what cannot be read is left out, and what can be is read again the same."""
    met = so_far(typed(said))
    assert so_far(met) == met
    found = read_line(encounter_line(met, COMMAND, 1_928_000_000_000).encode(), received_by="north-centre")
    assert not isinstance(found, Rejection)


@pytest.mark.parametrize("stated", ["51 02.4 N 1 58.1 E", "  51.04N 1.97E "])
def test_a_place_is_read_as_on_the_form_of_a_call(stated: str) -> None:
    """In figures or by name; two places are none."""
    place = place_of("position", stated)
    assert place is not None
    assert place.lat.startswith("51.04")
    with pytest.raises(BadValue):
        place_of("position", "51 02.4 N 1 58.1 E, 51 09.4 N 1 30.0 E")
