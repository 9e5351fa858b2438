"""GPX: waypoints and tracks as reports, routes and units' tracks as none, and nothing that an XML file can do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.gpx import MOST_FIXES
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.sources import Receipt, read_content, recognise, reread
from ashore.model.report import Report
from ashore.model.times import moment

RECEIPT = Receipt(received_by="north", received_at=moment("2031-02-03T04:00:00+01:00"))


def gpx(inner: str, head: str = '<?xml version="1.0"?>', version: str = "1/1") -> bytes:
    """Return a GPX file."""
    return f'{head}<gpx version="1.1" xmlns="http://www.topografix.com/GPX/{version}">{inner}</gpx>'.encode()


def track(count: int, name: str = "boat", kind: str = "") -> str:
    """Return a track of a fix a minute."""
    points = "".join(
        f'<trkpt lat="51.{n:04}" lon="1.6"><ele>3</ele><time>2031-02-03T{n // 60:02}:{n % 60:02}:00Z</time></trkpt>'
        for n in range(count)
    )
    return f"<trk><name>{name}</name><type>{kind}</type><trkseg>{points}</trkseg></trk>"


def heard(content: bytes) -> list[ReadLine]:
    """Return what a file holds, each report read the same once more from its own bytes."""
    assert recognise(content) == "gpx"
    read = list(read_content(content, RECEIPT))
    for each in read:
        if isinstance(each.result, Report):
            assert reread("gpx", each.raw, RECEIPT) == each.result
    return read


def report_of(content: bytes) -> Report:
    """Return the one report in a file."""
    [read] = heard(content)
    assert isinstance(read.result, Report), read.result.says
    return read.result


def code_of(content: bytes) -> str:
    """Return why the one thing in a file is no report."""
    [read] = heard(content)
    assert isinstance(read.result, Rejection)
    return read.result.code


def test_a_waypoint_is_a_report_with_its_place_time_and_words() -> None:
    """Coordinates keep their digits; the words are read as a message's are."""
    report = report_of(
        gpx('<wpt lat="51.0300" lon="1.670"><time>2031-02-03T02:00:00.5Z</time><name>Boat 2</name>'
            "<desc>40 people, engine dead</desc></wpt>")
    )  # fmt: skip
    mention = report.mentions[0]

    assert (mention.positions[0].lat, mention.positions[0].lon) == ("51.0300", "1.670")
    assert mention.positions[0].at is not None
    assert mention.positions[0].at.stated == "2031-02-03T02:00:00+00:00"
    assert mention.on_board is not None
    assert mention.on_board.value == 40
    assert "mentions[0].on_board" in report.machine_read
    assert "mentions[0].positions[0].error_m" in report.assumed
    assert report.text == "Boat 2\n40 people, engine dead"


def test_each_waypoint_and_track_is_a_report_of_its_own() -> None:
    """Two marks on a plotter are two things, an element that closes itself among them."""
    content = gpx(f'<wpt lat="51" lon="1.5"/><wpt lat="51.1" lon="1.5"></wpt>{track(2)}')
    ids = [each.result.id for each in heard(content) if isinstance(each.result, Report)]

    assert len(set(ids)) == 3


def test_a_long_track_is_thinned_and_says_so() -> None:
    """The first and the last fix stay, and the number of those left out is told."""
    report = report_of(gpx(track(600)))
    positions = report.mentions[0].positions

    assert len(positions) == MOST_FIXES
    assert (positions[0].lat, positions[-1].lat) == ("51.0000", "51.0599")
    assert "600 fixes, 50 of them here" in (report.text or "")


def test_a_track_that_has_grown_is_the_same_report() -> None:
    """Its id is of where and when it begins, so that a longer track corrects a shorter one."""
    assert report_of(gpx(track(5))).id == report_of(gpx(track(9))).id
    assert report_of(gpx(track(5))).id != report_of(gpx(track(5, name="other"))).id


@pytest.mark.parametrize(
    ("name", "kind"), [("Lifeboat 17", ""), ("x", "SRU"), ("trace vedette", ""), ("own track", "")]
)
def test_the_track_of_a_unit_is_no_boat(name: str, kind: str) -> None:
    """A track that its own name or type calls a unit's is refused and kept."""
    assert code_of(gpx(track(3, name, kind))) == "track-of-ours"


def test_a_route_is_no_place_where_anybody_was() -> None:
    """A plan is refused, and so is a file of nothing."""
    assert code_of(gpx('<rte><rtept lat="51" lon="1"/></rte>')) == "planned-route"
    assert code_of(gpx("")) == "nothing-in-gpx"


@pytest.mark.parametrize(
    "point", ['lat="91" lon="1"', 'lat="x" lon="1"', 'lon="1"', 'lat="0" lon="0"', 'lat="NaN" lon="1"']
)
def test_a_point_off_the_earth_is_no_place(point: str) -> None:
    """Nor is the 0, 0 of a device without a fix."""
    assert code_of(gpx(f"<wpt {point}/>")) == "no-place-in-gpx"


@pytest.mark.parametrize("time", ["", "yesterday", "2031-13-03T02:00:00Z", "2031-02-03"])
def test_a_time_that_is_none_is_not_known(time: str) -> None:
    """A place without a time stays a place."""
    report = report_of(gpx(f'<wpt lat="51" lon="1"><time>{time}</time></wpt>'))
    assert report.mentions[0].positions[0].at is None


def test_a_time_without_an_offset_is_utc_and_said_to_be_assumed() -> None:
    """As the format has it."""
    report = report_of(gpx('<wpt lat="51" lon="1"><time>2031-02-03T02:00:00</time></wpt>'))
    assert report.mentions[0].positions[0].at == moment("2031-02-03T02:00:00+00:00")
    assert "mentions[0].positions[0].at" in report.assumed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_any_encoding_a_device_writes_is_read(encoding: str) -> None:
    """Each piece keeps its words when it is cut out of its file."""
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    text = gpx('<wpt lat="51" lon="1"><name>détresse</name></wpt><wpt lat="51.1" lon="1"/>', "").decode()
    content = f'<?xml version="1.0" encoding="{declared}"?>\n{text}'.encode(encoding)
    first = heard(content)[0].result

    assert isinstance(first, Report)
    assert first.text == "détresse"


def test_prefixed_elements_and_the_older_version_are_read() -> None:
    """GPX 1.0, and a writer that gives every element a prefix."""
    assert report_of(gpx('<wpt lat="51" lon="1"/>', version="1/0"))
    prefixed = (
        b'<g:gpx xmlns:g="http://example.org/"><g:wpt lat="51" lon="1"><g:name>x</g:name></g:wpt></g:gpx>'
    )
    assert report_of(prefixed).text == "x"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<gpx><wpt lat="51" lon="1"><name>&b;</name></wpt></gpx>'
)
FILE = '<!DOCTYPE gpx [<!ENTITY f SYSTEM "file:///etc/hostname">]><gpx><wpt lat="51" lon="1">&f;</wpt></gpx>'


@pytest.mark.parametrize("content", [BOMB, FILE, '<!DOCTYPE gpx SYSTEM "http://x.example/d"><gpx/>'])
def test_a_file_that_declares_entities_is_refused(content: str) -> None:
    """Nothing is expanded, read or fetched."""
    assert code_of(content.encode()) == "declares-entities"


def test_a_file_that_breaks_off_is_refused_with_its_line() -> None:
    """Half a file is no track, and says where it ends."""
    [read] = heard(gpx(f"\n{track(5)}")[:-30])
    assert isinstance(read.result, Rejection)
    assert read.result.code == "not-gpx"


@given(
    raw=st.binary(max_size=300),
    start=st.sampled_from([b"", b"<gpx>", b"<gpx><wpt lat='51' lon='1'>", b"\xff\xfe<\0g\0p\0x\0"]),
)
@calm()
def test_any_bytes_get_an_answer(raw: bytes, start: bytes) -> None:
    """No bytes make the reader raise."""
    for each in read_content(start + raw, RECEIPT):
        assert isinstance(each.result, Report | Rejection)


PIECES = [
    "<wpt lat='51' lon='1'>",
    "</wpt>",
    "<wpt lat='52' lon='2'/>",
    "<trkpt lat='51' lon='1'/>",
    "<!-- > -->",
    "<![CDATA[>]]>",
    "<ext a='>'/>",
    "text",
    "&amp;",
    *(f"<{close}{name}>" for name in ("trk", "trkseg", "name", "time") for close in ("", "/")),
]
pieces = st.sampled_from(PIECES)


@given(inner=st.lists(pieces, max_size=14))
@calm(200)
def test_any_elements_are_cut_so_that_each_piece_reads_alone(inner: list[str]) -> None:
    """However they are nested, what is cut out is read from its own bytes."""
    for each in read_content(gpx("".join(inner)), RECEIPT):
        if isinstance(each.result, Report):
            assert reread("gpx", each.raw, RECEIPT) == each.result


@given(lat=st.decimals(-90, 90, places=5), lon=st.decimals(-180, 180, places=5))
@calm()
def test_every_place_comes_back(lat: object, lon: object) -> None:
    """With the very digits of the file; only 0, 0 is none."""
    result = next(iter(read_content(gpx(f'<wpt lat="{lat}" lon="{lon}"/>'), RECEIPT))).result
    if isinstance(result, Report):
        position = result.mentions[0].positions[0]
        assert position.lat == str(lat)
        assert position.lon == str(lon)
    else:
        assert (lat, lon) == (0, 0)
