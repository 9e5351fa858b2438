"""Reading positions: exact words, honest errors, nothing invented, and never a fault whatever the text."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from positions_phrases import FIRST_HALF, SECOND_HALF, is_right, lines, metres

from ashore.reading.codes import complete, decode, encode
from ashore.reading.gazetteer import PLACES
from ashore.reading.offsets import along
from ashore.reading.positions import Near, PositionsIn, format_position, positions_in, read_positions

LATS = st.floats(-89.9, 89.9, allow_nan=False)
LONS = st.floats(-179.9, 179.9, allow_nan=False)
PIECES = st.sampled_from(
    """51 05 05.2 1 23.4 N S E W O ° ' " ’ ” , ; . - + / : nord ouest deg min off near au large de devant entre and
    between miles nm km 2 NW of the Sandettie Calais Dover Gravelines Ruytingen buoy light goodwin CS4 F3 left partis de
    https://maps.google.com/?q= https://maps.app.goo.gl/x geo: XR7C+2V 8FVC9G8F+6X ///a.b.c 2234B 13/12/2022 30 people
    +33612345678 lat lon 51.03 2.06 95.03 m M bearing 320 320° half a à mi-chemin""".split()
)
TEXTS = st.one_of(
    st.text(), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=9).map("".join)
)


@pytest.mark.parametrize(("phrase", "meant"), lines(*SECOND_HALF))
def test_every_phrase_of_the_second_half_is_read_as_meant(phrase: str, meant: str) -> None:
    """What was written knowing the reader is held to the last line."""
    assert is_right(phrase, meant)


def test_the_first_half_is_read_as_it_was_at_the_end_of_the_first_day() -> None:
    """Of what was written before the code, all but one line, which took a whole plus code for none."""
    phrases = lines(*FIRST_HALF)
    wrong = [phrase for phrase, meant in phrases if not is_right(phrase, meant)]
    print(f"first half: {len(phrases) - len(wrong)} of {len(phrases)}")
    assert len(phrases) > 300
    assert wrong == ["9F33XR7C+2V"]


@given(TEXTS)
@example("51°05’12”N 1°23’24”E İıſ")
def test_any_text_gives_exact_words_in_order_without_overlap(text: str) -> None:
    """Nothing raises; each quote is the text's own; only alternatives share words."""
    read = positions_in(text)
    spans = []
    for each in (*read.understood, *read.not_understood):
        assert each.quote == text[each.start : each.end] != ""
        spans.append((each.start, each.end))
    apart = sorted(set(spans))
    assert all(one[1] <= other[0] for one, other in pairwise(apart))
    for index, position in enumerate(read.understood):
        rival = position.alternative_of
        assert rival is None or (rival < index and read.understood[rival].quote == position.quote)
        assert abs(float(position.lat)) <= 90
        assert abs(float(position.lon)) <= 180
        assert int(position.error_m) > 0
        assert position.as_position().lat == position.lat
        assert position.area is None or json.loads(position.area)["type"] == "Polygon"
    assert list(read.understood) == sorted(read.understood, key=lambda each: each.start)


@given(LATS, LONS)
def test_what_is_formatted_parses_back(lat: float, lon: float) -> None:
    """Degrees and decimal minutes, as they are read over the radio, come back within a thousandth of a minute."""
    (read,) = read_positions(format_position(lat, lon))
    assert float(read.lat) == pytest.approx(lat, abs=1e-5)
    assert float(read.lon) == pytest.approx(lon, abs=1e-5)
    assert read.quote == format_position(lat, lon)


def degrees_minutes(value: float, sides: str, sign: str, mark: str) -> str:
    """Return an angle in degrees and minutes with two decimals."""
    hundredths = round(abs(value) * 6000)
    return f"{hundredths // 6000}{sign}{hundredths % 6000 / 100:05.2f}{mark}{sides[value < 0]}"


@given(LATS, LONS, st.sampled_from("dot comma dm dms packed link geo letters french".split()))
def test_every_notation_gives_the_place_within_its_error(lat: float, lon: float, notation: str) -> None:
    """The stated error holds the truth that the figures were rounded from."""
    lat, lon = round(lat, 5), round(lon, 5)
    seconds = [(abs(value), round(abs(value) * 3600)) for value in (lat, lon)]
    written = {
        "dot": f"{lat:.5f}, {lon:.5f}",
        "comma": f"{lat:.5f} ; {lon:.5f}".replace(".", ","),
        "dm": f"{degrees_minutes(lat, 'NS', '° ', chr(39))} {degrees_minutes(lon, 'EW', '° ', chr(39))}",
        "dms": " ".join(
            f"{total // 3600}°{total // 60 % 60:02d}'{total % 60:02d}\"{sides[value < 0]}"
            for (_, total), value, sides in zip(seconds, (lat, lon), ("NS", "EW"), strict=True)
        ),
        "packed": "".join(
            f"{total // 3600:0{width}d}{total // 60 % 60:02d}{total % 60:02d}{sides[value < 0]}"
            for (_, total), value, sides, width in zip(seconds, (lat, lon), ("NS", "EW"), (2, 3), strict=True)
        ),
        "link": f"https://maps.google.com/?q={lat:.5f},{lon:.5f}",
        "geo": f"geo:{lat:.5f},{lon:.5f};u=20",
        "letters": f"{abs(lat):.5f}{'NS'[lat < 0]} {abs(lon):.5f}{'EW'[lon < 0]}",
        "french": f"{degrees_minutes(lat, 'NS', ' ', '')} {degrees_minutes(lon, 'EO', ' ', '')}".replace(
            ".", ","
        ),
    }[notation]
    (read,) = read_positions(f"we are here {written} please", near=Near(lat=lat, lon=lon))
    assert metres(float(read.lat), float(read.lon), lat, lon) <= float(read.error_m)
    assert read.quote == written


@given(LATS, LONS)
def test_a_plus_code_holds_the_place_it_was_made_of(lat: float, lon: float) -> None:
    """The cell of ten digits is an eight-thousandth of a degree each way."""
    cell = decode(encode(lat, lon))
    assert cell is not None
    assert abs(cell[0] - lat) <= 1 / 16000 + 1e-9
    assert abs(cell[1] - lon) <= 1 / 16000 + 1e-9


@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_a_short_code_is_completed_to_the_nearest(lat: float, lon: float, north: float, east: float) -> None:
    """A code without its first four digits, and a place within half a degree, is that code again."""
    whole = encode(lat, lon)
    assert complete(whole[4:], Near(lat=lat + north, lon=lon + east)) == whole


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [("7FG49QCJ+2V", 20.3700625, 2.7821875), ("7FG49QCJ+2VX", 20.3701125, 2.782234375)],
)
def test_the_specification_s_own_codes_come_out(code: str, lat: float, lon: float) -> None:
    """Two of the examples published with the Open Location Code."""
    cell = decode(code)
    assert cell is not None
    assert cell[:2] == pytest.approx((lat, lon), abs=1e-9)


@given(
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(["", "2 miles ", "about 7 nm ", "1500 m ", "half a mile ", "12,5 km "]),
    st.sampled_from(
        ["off ", "NW of ", "south of ", "north north east of ", "au large de ", "dans le sud-ouest de "]
    ),
)
def test_the_error_holds_the_area_and_the_area_is_counterclockwise(name: str, far: str, way: str) -> None:
    """Whatever distance and way are said from whatever place, the circle given holds all that the words leave open."""
    for read in read_positions(f"{far}{way}{name}"):
        if read.area is None:
            continue
        ring = json.loads(read.area)["coordinates"][0]
        assert ring[0] == ring[-1]
        reach = max(metres(lat, lon, float(read.lat), float(read.lon)) for lon, lat in ring)
        assert reach <= float(read.error_m)
        pairs = list(pairwise(ring))
        lon, lat = ring[0]
        assert sum((x0 - lon) * (y1 - lat) - (x1 - lon) * (y0 - lat) for (x0, y0), (x1, y1) in pairs) > 0


@pytest.mark.parametrize(
    ("phrase", "error_m"),
    [
        ("51.0331, 2.0612", 100),
        ("51.03, 2.06", 658),  # 0.005° both ways: the hypotenuse of 557 m and 350 m
        ("51°05'N 001°23'E", 1096),  # half a minute both ways: 928 m and 583 m
        ("51.0331,2.0612 ±20 m", 20),
        ("51.0331,2.0612 (précision : 1,5 km)", 1500),
        ("geo:51.0331,2.0612;u=35", 35),
        ("https://maps.google.com/?q=51.0331,2.0612", 100),
        ("https://www.google.com/maps/@51.0331,2.0612,17z", 2000),
        ("XV65+52 Calais", 100),
        ("at Wissant", 1500),
        ("near Wissant", 1500 + 2 * 1852),
        ("Wissant", 1500 + 3 * 1852),
        ("2 nm from Sandettie", 1000 + 2 * 1852 + 926),
        ("between Calais and Dover", 20058),  # half of 39.7 km, and 3 km for the places
        ("halfway between Calais and Dover", 4977),
    ],
)
def test_an_error_is_what_the_page_on_reading_says(phrase: str, error_m: int) -> None:
    """Each width of docs/reading.md, reckoned by hand."""
    (read,) = read_positions(phrase)
    assert int(read.error_m) == pytest.approx(error_m, rel=0.003)


def test_about_doubles_the_error_of_a_distance() -> None:
    """Who says "about" knows it half as well."""
    (said,), (about,) = read_positions("8 miles N of CS4"), read_positions("about 8 miles N of CS4")
    assert (about.lat, about.lon) == (said.lat, said.lon)
    assert int(about.error_m) > int(said.error_m)


def test_what_was_assumed_is_said() -> None:
    """A swap, a missing distance, a name alone, a letter off and a map's middle each have their sentence."""
    for phrase in (
        "2.06, 51.03",
        "off Gravelines",
        "Calais",
        "off Folkstoen",
        "https://www.google.com/maps/@51.0,2.0,9z",
    ):
        (read,) = read_positions(phrase)
        assert read.guessed, phrase
    (plain,) = read_positions("51°05.2'N 001°23.4'E")
    assert plain.guessed == ()


def test_a_place_far_from_here_is_read_and_questioned() -> None:
    """A slip of one figure moves a boat to another sea: the desk is asked to look."""
    (read,) = read_positions("15°05.2'N 001°23.4'E")
    assert [each.template for each in read.guessed] == ["This is far from here: check the figures."]


def test_nothing_is_read_inside_a_link_to_something_else() -> None:
    """The address of a page holds figures and names that nobody said."""
    assert positions_in("https://example.org/51.0331,2.0612/off-Gravelines") == PositionsIn()


@given(st.integers(0, 99), st.integers(0, 59), st.integers(1, 31), st.integers(1, 12))
def test_counts_hours_and_dates_are_no_positions(count: int, minute: int, day: int, month: int) -> None:
    """What a call is full of besides."""
    hour = count % 24
    text = (
        f"{count} people, at {hour:02d}{minute:02d}B, {hour:02d}:{minute:02d}, {hour} h {minute:02d},"
        f" {hour}.{minute:02d}, {day:02d}/{month:02d}/2022, {day:02d}.{month:02d}.2022,"
        f" +33 6 {minute:02d} {count:02d} {day:02d} {month:02d},"
        f" 06 {minute:02d} {count:02d} {day:02d} {month:02d}, {count % 15} m, {count} %"
    )
    assert positions_in(text) == PositionsIn()


@given(LATS, LONS)
def test_distance_and_bearing_agree_with_the_flat(lat: float, lon: float) -> None:
    """Near a place the great circle is the flat, whichever way it is reckoned."""
    lat = lat * 0.8
    there = along(lat, lon, 30.0, 2000.0)
    assert metres(lat, lon, *there) == pytest.approx(2000.0, rel=1e-3) or math.isclose(
        abs(lon), 180, abs_tol=0.2
    )
