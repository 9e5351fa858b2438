"""The page of rates: what may be said first, every method side by side, each number opened, and no page that waits."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import NAME, PASSWORD, new_desk, signed_in
from series_scene import CLI, arrivals, waves
from starlette.testclient import TestClient

from ashore.desk.commands import Desk, rating
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.language import LANGUAGES
from ashore.desk.web.app import make_app
from ashore.desk.web.rates_held import RatesHeld

ASKED = {"before": "2030-02", "after": "2030-03", "of": ["people"]}


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page asks for few draws: how good an interval is, is looked at where intervals are."""
    monkeypatch.setattr("ashore.desk.web.rates.DRAWS", 60)


@pytest.fixture(scope="module")
def anybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An analyst at a desk that holds nothing, so that nothing takes long."""
    made = new_desk(tmp_path_factory.mktemp("nothing"))
    made.accounts.create(NAME, PASSWORD, "analyst")
    yield signed_in(made)
    made.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with two months of made-up arrivals, and no waves."""
    made = arrivals(tmp_path)
    yield made
    made.close()


def rates_of(client: TestClient, **asked: object) -> str:
    """Return the page once its rates are there."""
    for _ in range(200):
        page = client.get("/rates", params={**ASKED, **asked})
        assert page.status_code == 200, page.text
        if "data-soon" not in page.text:
            return html.unescape(page.text)
    raise AssertionError("the rates never came")


def words(page: str) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("language", "findings"),
    [
        ("en", ["People for each day: the fall is not established.", "Not computable from held sources."]),
        ("fr", ["la baisse reste à établir", "Non calculable d’après les sources détenues."]),
    ],
)
def test_what_may_be_said_stands_first_and_calm_days_are_not_computable(
    desk: Desk, language: str, findings: list[str]
) -> None:
    """Three denominators, and for the one that no source holds a sentence in plain words."""
    page = rates_of(signed_in(desk), lang=language)
    said = words(page)
    assert all(finding in said for finding in findings)
    assert page.index('class="findings"') < page.index('class="rates-table')


def test_every_method_has_its_column_and_every_row_opens_to_its_entries(desk: Desk) -> None:
    """Five methods, and beside each number the days and the entry it is made of."""
    page = rates_of(signed_in(desk))
    for method in (
        "negative binomial",
        "quasi-Poisson",
        "bootstrap of days",
        "runs of 3 days",
        "runs of 7 days",
    ):
        assert method in page.lower().replace("poisson", "Poisson")
    [entry] = rating.rests_on(desk)
    table = page[page.index('class="rates-table') :]
    assert f'href="/entries/{entry}"' in table
    assert 'href="#beneath-people-1"' in table
    beneath = page[page.index('id="beneath-people-1"') :]
    assert "2030-02-02" in beneath
    assert "Poisson interval" in words(page)


def test_several_thresholds_stand_side_by_side_and_made_up_weather_says_so(desk: Desk) -> None:
    """None is picked out: one row each, and one sentence for them all."""
    desk.do(ReceiveReports(content=waves(59)), CLI)
    page = rates_of(signed_in(desk))
    for height in ("0.5 m", "0.75 m", "1 m", "1.25 m", "1.5 m"):
        assert f"at most {height}" in page
    assert "of 5 criteria of calm" in page
    assert "SYNTHETIC" in page


def test_one_period_has_rates_and_no_change(desk: Desk) -> None:
    """The second period may be left out."""
    page = rates_of(signed_in(desk), after="")
    assert "People who arrived in 2030-02: rates" in page
    assert '<th scope="col" class="num">Change</th>' not in page


def test_what_hangs_on_effort_says_that_no_hours_are_held(desk: Desk) -> None:
    """People prevented by the week, and sightings, which nobody reported: in words."""
    said = words(rates_of(signed_in(desk), of=["prevented", "sightings"]))
    assert "No hours of patrol or flight are held" in said
    assert (
        "Reports of sightings for each day. Not computable from held sources. No series held counts this."
        in said
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_of_the_page_and_says_what_may_be_printed(desk: Desk, language: str) -> None:
    """Its address stands on the page, its words in the reader's language, and it reads as an image."""
    client = signed_in(desk)
    page = rates_of(client, lang=language)
    address = re.search(r'<img src="(/rates/picture\.svg[^"]*draw=people[^"]*)"', page)
    assert address is not None
    picture = client.get(address[1])
    assert picture.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(picture.text)
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert {"en": "not established", "fr": "reste à établir"}[language] in told


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"before": "lately"}, "not-a-period"),
        ({"after": "2030"}, "periods-overlap"),
        ({"before": "night:2031-02-03"}, "not-days-of-a-rate"),
        ({"calm": "wave_height:lately:1"}, "not-a-criterion"),
        ({"known_at": "yesterday"}, "bad-value"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_form(desk: Desk, asked: dict[str, str], code: str) -> None:
    """At once, with what was typed kept."""
    page = signed_in(desk).get("/rates", params={**ASKED, **asked})
    assert page.status_code == 422
    assert code in page.text
    assert f'value="{next(iter(asked.values()))}"' in page.text
    assert "data-soon" not in page.text


def test_all_of_it_can_be_kept_as_data(desk: Desk) -> None:
    """The format of the command line, with the entries that each line rests on."""
    client = signed_in(desk)
    page = rates_of(client)
    address = re.search(r'href="(/rates/data\.json[^"]*)"', page)
    assert address is not None
    kept = client.get(address[1])
    assert "attachment" in kept.headers["content-disposition"]
    answer = kept.json()
    assert (answer["format"], answer["periods"]) == ("ashore.rates/1", ["2030-02", "2030-03"])
    assert answer["lines"][0]["from"][0]["entries"] == list(rating.rests_on(desk))


def test_a_picture_of_nothing_is_refused(desk: Desk) -> None:
    """No period, a numerator nobody holds, and a period that nobody can read."""
    client = signed_in(desk)
    assert client.get("/rates/picture.svg").status_code == 404
    assert client.get("/rates/picture.svg", params={**ASKED, "draw": "lorries"}).status_code == 404
    assert client.get("/rates/picture.svg", params={"before": "x", "draw": "people"}).status_code == 422


def test_without_a_question_the_page_says_what_rates_can_rest_on(desk: Desk) -> None:
    """The series held, each with its vintage and its entry; nothing is worked out."""
    page = signed_in(desk).get("/rates").text
    assert "2030-02-01 – 2030-03-31" in page
    assert "data-soon" not in page


def test_nobody_reads_rates_of_a_live_desk_unasked(desk: Desk) -> None:
    """Like every page of a live log."""
    client = TestClient(make_app(desk), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000))
    for address in (
        "/rates",
        "/rates/picture.svg",
        "/toll",
        "/pictures",
        "/pictures/deaths.svg",
        "/revisions",
    ):
        assert client.get(address, follow_redirects=False).status_code == 303


def test_a_page_says_how_far_the_work_is_and_a_second_look_does_not_begin_it_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page comes while rates are worked out; what another asks meanwhile is the same work."""
    go, begun = Event(), []
    worked_out = rating.rate

    def slow(held: Desk, asked: rating.Compared, worked: object) -> object:
        begun.append(asked)
        worked()  # type: ignore[operator]
        assert go.wait(60)
        return worked_out(held, asked)

    monkeypatch.setattr(rating, "rate", slow)
    held = RatesHeld(desk)
    asked = rating.Compared(periods=("2030-02", "2030-03"), draws=60)
    while held.ask(asked).done == 0:
        pass
    assert held.ask(asked).answer is None
    go.set()
    assert held.ask(asked, 60).answer is not None
    desk.do(
        ReceiveReports(content=b'{"channel": "note", "received_at": "2031-02-03T21:00:00Z", "text": "x"}'),
        CLI,
    )
    assert held.ask(asked).answer is not None
    assert len(begun) == 1
    desk.do(ReceiveReports(content=waves(59)), CLI)
    assert held.ask(asked, 60).answer is not None
    assert len(begun) == 2
    held.end()


def test_until_they_are_there_the_page_says_so_in_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A status that is read aloud, how far the work is, and a link for whoever has no script."""
    monkeypatch.setattr("ashore.desk.web.rates.WAIT_S", 0.0)
    client = signed_in(desk)
    page = client.get("/rates", params={**ASKED, "lang": "fr"}).text
    assert 'role="status"' in page
    assert "Calcul en cours" in page
    assert "taux est prêt" in page or "taux sont prêts" in page
    assert 'href="/rates?before=2030-02' in page
    assert 'class="rates-table' in rates_of(client)


ANYTHING = st.text(max_size=20) | st.sampled_from(
    [
        "2030",
        "2030-02",
        "night:2030-02-03",
        "all",
        "2030/2029",
        "wave_height:mean:1.0",
        "2030-02-03T00:00:00+01:00",
    ]
)


@settings(max_examples=60)
@given(
    address=st.sampled_from(
        [
            "/rates",
            "/rates/picture.svg",
            "/rates/data.json",
            "/toll",
            "/pictures",
            "/pictures/deaths.svg",
            "/revisions",
        ]
    ),
    asked=st.dictionaries(
        st.sampled_from(
            [
                "before",
                "after",
                "of",
                "calm",
                "known_at",
                "recorded_at",
                "period",
                "year",
                "series",
                "by",
                "draw",
            ]
        ),
        ANYTHING,
    ),
)
def test_whatever_is_typed_is_answered(anybody: TestClient, address: str, asked: dict[str, str]) -> None:
    """Shown, refused by a sentence, or not there; never a fault."""
    assert anybody.get(address, params=asked).status_code in (200, 404, 422)


def test_the_desk_is_free_while_rates_are_worked_out(desk: Desk) -> None:
    """Somebody else looks at the picture in the midst of it: nothing is held but the reports themselves."""
    seen = []

    def look() -> None:
        from threading import Thread

        def other() -> None:
            with desk.looking():
                seen.append(True)

        looking = Thread(target=other)
        looking.start()
        looking.join(20)

    rating.rate(desk, rating.Compared(periods=("2030-02",), draws=60), look)
    assert len(seen) == 6  # people and boats, by day, crossing day and calm day


def test_a_fault_of_ours_is_told_and_ends_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next question is answered as before."""
    worked_out = rating.rate
    monkeypatch.setattr(rating, "rate", lambda *_: 1 / 0)
    held = RatesHeld(desk)
    assert held.ask(rating.Compared(periods=("2030-02",), draws=60), 60).failed is not None
    monkeypatch.setattr(rating, "rate", worked_out)
    assert held.ask(rating.Compared(periods=("2030-03",), draws=60), 60).answer is not None
    held.end()
