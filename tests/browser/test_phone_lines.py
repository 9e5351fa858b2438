"""What the phone writes down, read by the desk's own intake: every line is a report, and no time is made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from scenes import new_desk
from test_web_live import serving

from ashore.intake.report_lines import MAX_LINE, read_line
from ashore.model.report import Report

pytestmark = pytest.mark.browser

NEAR_MS = 60_000
AT_MS = 1_927_920_000_000
"""2031-02-03T21:20:00Z."""

BLANKS = "".join(chr(code) for code in range(0x10000) if chr(code).isspace()) + "\ufeff"
"""Python's blanks and the one that only JavaScript takes for one."""

KINDS = ("call", "radio", "boat", "water", "people", "landed", "body", "note")
LINE = """async ({ entry, now, photo }) => {
  const files = document.querySelector('script[type=module]').src;
  const { lineOf, saysSomething } = await import(files.replace('phone.js', 'phone-report.js'));
  const says = (name, fields = {}) => `${name} ${JSON.stringify(fields)}`;
  return { line: lineOf(entry, now, photo, says), something: saysSomething(entry.fields) };
}"""

typed = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["", " ", "30", "0030", "about thirty", "13 or 14", "+33 6 00 00 00 00", "-3", "1e3"]
)
zones = st.integers(min_value=-14 * 60, max_value=14 * 60)
aheads = st.integers(min_value=-(10**8), max_value=10**8) | st.integers(min_value=-NEAR_MS, max_value=NEAR_MS)


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, int]:
    """Draw one look at the desk's clock."""
    return {
        "ahead_ms": draw(aheads),
        "error_ms": draw(st.integers(min_value=0, max_value=20_000)),
        "server_ms": AT_MS + draw(st.integers(min_value=0, max_value=10**8)),
    }


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what may stand in the queue: any words in any field, any position the earth has, any clock."""
    degrees = st.tuples(st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000))
    where = draw(st.none() | degrees)
    written = AT_MS + draw(st.integers(min_value=-(10**8), max_value=10**8))
    position = where and {
        "lat": where[0] / 100_000,
        "lon": where[1] / 100_000,
        "error_m": draw(st.integers(min_value=1, max_value=10**6)),
        "ms": written - draw(st.integers(min_value=0, max_value=10**6)),
    }
    fields = {name: draw(typed) for name in ("words", "place", "many", "children", "number")}
    if fields["many"].strip().isdecimal() and fields["children"].strip().isdecimal():
        fields["children"] = ""  # the page itself asks about more children than people
    return {
        "id": str(draw(st.uuids())),
        "fields": {"kind": draw(st.sampled_from(KINDS)), "position": position, **fields},
        "written": {"ms": written, "zone": "Europe/Paris", "offset_min": draw(zones)},
        "compared": draw(st.none() | comparisons()),
    }


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The phone's page, once for all these lines."""
    desk = new_desk(tmp_path_factory.mktemp("lines"))
    context = browser.new_context()
    opened = context.new_page()
    with serving(desk) as (address, _, _):
        opened.goto(f"{address}phone")
        yield opened
        context.close()
    desk.close()


@settings(deadline=None, max_examples=200)
@given(entry=entries(), now=comparisons(), photo=st.none() | st.just("data:image/jpeg;base64,/9j/"))
def test_whatever_is_written_on_a_phone_is_read_by_the_desk(
    page: Page, entry: dict[str, Any], now: dict[str, int], photo: str | None
) -> None:
    """Any words in any field, at any place, by any clock: a report with its own id, and its words in it."""
    made = page.evaluate(LINE, {"entry": entry, "now": now, "photo": photo})
    read = read_line(made["line"].encode(), received_by="north-centre")
    if not made["something"] and photo is None:
        # The page does not let it go; nor would the desk, but for what is remarked on the phone's clock.
        assert not isinstance(read, Report) or "time-" in (read.text or "")
        return
    assert isinstance(read, Report), read
    fields = entry["fields"]
    assert read.id == entry["id"]
    assert read.received_at.ms == now["server_ms"] // 1_000 * 1_000
    assert fields["words"].strip(BLANKS) in (read.text or "")
    (mention,) = read.mentions
    if fields["position"] is not None:
        assert float(mention.positions[-1].lat or "nan") == fields["position"]["lat"]
    if fields["place"].strip(BLANKS):
        assert mention.positions[0].place == fields["place"].strip(BLANKS)


@settings(deadline=None, max_examples=200)
@given(entry=entries(), now=comparisons())
def test_no_time_is_ever_made_up(page: Page, entry: dict[str, Any], now: dict[str, int]) -> None:
    """A time is kept, corrected and marked, or left out and said so; never later than the desk's, never silent."""
    entry["fields"]["words"] = "a boat"
    made = page.evaluate(LINE, {"entry": entry, "now": now, "photo": None})
    read = read_line(made["line"].encode(), received_by="north-centre")
    assert isinstance(read, Report)
    written, before = entry["written"]["ms"], entry["compared"]
    if read.said_at is None:
        assert "time-unknown" in (read.text or "")
        return
    assert read.said_at.ms <= now["server_ms"] + 2 * NEAR_MS
    assert abs(read.said_at.ms - (written - now["ahead_ms"])) <= NEAR_MS + 1_000
    if before is not None:
        assert abs(before["ahead_ms"] - now["ahead_ms"]) <= NEAR_MS
        assert read.said_at.ms >= before["server_ms"] - 2 * NEAR_MS - 1_000
    if abs(now["ahead_ms"]) > NEAR_MS:
        assert read.assumed == ("said_at",)
        assert "time-was-" in (read.text or "")
    else:
        assert (read.assumed, read.text) == ((), "a boat")


def test_the_longest_report_fits_a_line(page: Page) -> None:
    """The most words the form takes and the largest photo it keeps, of the widest characters there are."""
    fields = {"kind": "boat", "position": None, "words": "\U0001f6a4" * 10_000}
    fields |= dict.fromkeys(("place", "many", "children", "number"), "€" * 200)
    written = {"ms": AT_MS, "zone": "Europe/Paris", "offset_min": 60}
    entry = {"id": "x", "fields": fields, "written": written, "compared": None}
    now = {"ahead_ms": 0, "error_ms": 0, "server_ms": AT_MS}
    photo = "data:image/jpeg;base64," + "/" * 800_000
    made = page.evaluate(LINE, {"entry": entry, "now": now, "photo": photo})
    assert len(made["line"].encode()) < MAX_LINE
    assert isinstance(read_line(made["line"].encode(), received_by="north-centre"), Report)


def test_what_the_phone_read_of_its_clock_stays_in_the_bytes(page: Page) -> None:
    """An inquiry can see what the phone showed, whatever was made of it."""
    fields = {"kind": "note", "position": None, "words": "late"}
    fields |= dict.fromkeys(("place", "many", "children", "number"), "")
    written = {"ms": AT_MS, "zone": "Europe/Paris", "offset_min": 60}
    entry = {"id": "x", "fields": fields, "written": written, "compared": None}
    now = {"ahead_ms": 3_600_000, "error_ms": 40, "server_ms": AT_MS}
    made = json.loads(page.evaluate(LINE, {"entry": entry, "now": now, "photo": None})["line"])
    assert made["phone_clock"] == {"read": "2031-02-03T22:20:00+01:00", "ahead_ms": 3_600_000, "before": None}
    assert made["said_at"] == "2031-02-03T21:20:00+01:00"
