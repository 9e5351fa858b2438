"""AIS: which messages are reports, which are tracks, which are kept as not read; and whatever comes, an answer."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pyais
import pytest
from ais_lines import (
    AIRCRAFT,
    COAST,
    EPIRB,
    MOB,
    SART,
    SHIP,
    beacon,
    binary,
    in_block,
    said,
    ship,
    spoilt,
    tagged,
    text,
)
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.ais import fixes_in, hear_file, read_report, recognises
from ashore.intake.ais_beacons import ACTIVE_MS, MOVED_MS, SILENT_MS, Beacons, Telling
from ashore.intake.ais_messages import Message
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.sources import Receipt, read_content, recognise, reread
from ashore.model.report import Report
from ashore.model.times import moment
from ashore.model.tracks import TrackFix

NOW = moment("2031-02-03T01:12:00+00:00")
T = NOW.ms // 1000 - 600
"""Ten minutes before, in seconds: when the first line was heard."""

LONG = "MAYDAY WE ARE TAKING IN WATER FAST AND WE NEED HELP AT ONCE"
OTHER = "MAYDAY THERE IS A FIRE IN THE ENGINE ROOM AND WE LEAVE HER"
"""Texts too long for one sentence."""


def sound(sentence: bytes) -> bytes:
    """Return a sentence with the checksum it should have."""
    total = 0
    for byte in sentence[1:]:
        total ^= byte
    return b"%s*%02X" % (sentence, total)


def file(*lines: bytes | list[bytes]) -> bytes:
    """Return a file of these lines, a message's sentences one after another."""
    flat = [line for each in lines for line in (each if isinstance(each, list) else [each])]
    return b"\r\n".join(flat) + b"\r\n"


def heard(*lines: bytes | list[bytes]) -> list[ReadLine]:
    return list(hear_file(file(*lines), received_by="north", received_at=NOW))


def reports(*lines: bytes | list[bytes]) -> list[Report]:
    return [each.result for each in heard(*lines) if isinstance(each.result, Report)]


def refused(*lines: bytes | list[bytes]) -> list[Rejection]:
    return [each.result for each in heard(*lines) if isinstance(each.result, Rejection)]


def fixes(*lines: bytes | list[bytes]) -> list[TrackFix]:
    return list(fixes_in(file(*lines), received_at=NOW))


def test_a_vessel_is_a_track_and_no_report() -> None:
    """Positions of ordinary vessels, of aircraft and of small craft stand on tracks only."""
    helicopter = said(9, AIRCRAFT, lat=50.9, lon=1.5, speed=120, course=10)
    small = said(18, SHIP, lat=50.9, lon=-1.5, speed=4.5, course=10)
    lines = [tagged(ship(), T), tagged(helicopter[0], T + 1), tagged(small[0], T + 2)]
    assert heard(*lines) == []
    assert [(each.track, each.speed_dkn, each.source) for each in fixes(*lines)] == [
        (f"ais:{SHIP}", 123, "north-mast"),
        (f"ais:{AIRCRAFT}", 1200, "north-mast"),
        (f"ais:{SHIP}", 45, "north-mast"),
    ]
    first = fixes(*lines)[0]
    assert (first.lat_e7, first.lon_e7, first.at, first.course_ddeg) == (
        505_000_000,
        12_000_000,
        T * 1000,
        455,
    )


@pytest.mark.parametrize(
    ("number", "unit", "about"),
    [
        (SART, "AIS-SART 970990001", "craft"),
        (MOB, "AIS-MOB 972990002", "person_in_water"),
        (EPIRB, "EPIRB-AIS 974990003", "craft"),
    ],
)
def test_an_active_beacon_is_a_report(number: str, unit: str, about: str) -> None:
    """Its number says what it is, its station when it was heard; it is on its track besides."""
    [report] = reports(tagged(beacon(number), T))
    assert report.sender is not None
    assert (report.sender.unit, report.channel, report.source) == (unit, "ais", "ais")
    assert report.received_at.ms == T * 1000
    [mention] = report.mentions
    assert mention.about == about
    [position] = mention.positions
    assert (position.lat, position.lon, position.how) == ("51.0300000", "1.9000000", "gnss")
    assert position.at is not None
    assert position.at.ms == T * 1000
    assert report.assumed == ()
    assert [each.track for each in fixes(tagged(beacon(number), T))] == [f"ais:{number}"]


def test_a_beacon_without_a_position_is_still_a_report() -> None:
    """Before it knows where it is, a beacon sends 91 and 181, and text: somebody has switched it on all the same."""
    [first] = reports(tagged(beacon(lat=91, lon=181, second=63), T))
    assert first.mentions[0].positions == ()
    [spoken] = reports([tagged(each, T) for each in text("SART ACTIVE")])
    assert (spoken.text, spoken.mentions[0].positions) == ("SART ACTIVE", ())
    [_, placed] = reports(tagged(text("SART ACTIVE")[0], T), tagged(beacon(), T + 60))
    assert placed.mentions[0].positions[0].lat == "51.0300000"


def test_the_last_known_position_of_a_beacon_has_no_time() -> None:
    """A beacon that lost its satellites repeats where it was; nobody knows how long ago that is."""
    line = tagged(beacon(second=63), T)
    [position] = reports(line)[0].mentions[0].positions
    assert (position.lat, position.at, position.error_m) == ("51.0300000", None, None)
    assert fixes(line) == []


@pytest.mark.parametrize("line", [beacon(status=15), text("SART TEST")[0], text("MOB TEST", MOB)[0]])
def test_a_beacon_under_test_is_kept_and_about_nothing(line: bytes) -> None:
    """A test is a report, so that nobody has to wonder, and has no mention, so that it is no case."""
    [report] = reports(tagged(line, T))
    assert report.mentions == ()
    assert "-test-" in report.id


def test_a_test_that_becomes_real_is_told_at_once() -> None:
    """Tested, then active, then for minutes only tested: three reports, of which the active one has a mention."""
    lines = [
        tagged(beacon(status=status, second=at % 60), T + at)
        for at, status in ((1, 15), (2, 14), (3, 14), (124, 15))
    ]
    assert [len(each.mentions) for each in reports(*lines)] == [0, 1, 0]


def test_a_beacon_that_says_both_is_active_and_told_of_once() -> None:
    """A faulty one that says active and test by turns is a distress, and not a report with every message."""
    lines = [
        tagged(beacon(second=each % 60, status=14 + each % 2), T - 3600 + 20 * each) for each in range(100)
    ]
    [report] = reports(*lines)
    assert len(report.mentions) == 1


def test_stations_whose_clocks_disagree_lose_no_part() -> None:
    """Two stations an hour apart by their clocks, line by line between one another."""
    one, two = text(LONG, SHIP, seq=3)
    other_one, other_two = text(OTHER, SHIP, seq=3)
    lines = [
        tagged(one, T, "south"),
        tagged(other_one, T - 3600, "north"),
        tagged(two, T, "south"),
        tagged(other_two, T - 3600, "north"),
    ]
    assert [each.text for each in reports(*lines)] == [LONG, OTHER]


def test_hours_of_a_beacon_are_a_handful_of_reports() -> None:
    """Four hours at eight messages a minute, drifting at a knot and a half: one report about every half mile."""
    start = T - 4 * 3600
    lines = [
        tagged(beacon(lat=51.0 + 1.5 * minute / 3600, second=each), start + 60 * minute + each)
        for minute in range(240)
        for each in range(8)
    ]
    told = reports(*lines)
    assert 10 <= len(told) <= 14
    assert len(fixes(*lines)) == len(lines)
    assert len({each.id for each in told}) == len(told)


def test_a_later_report_of_a_beacon_names_the_one_before() -> None:
    """All are of one source, so they are one boat; another beacon of the same number is another source."""
    lines = [
        *text("MOB ACTIVE", MOB),
        beacon(MOB, 51.0, 1.9, second=1),
        beacon(MOB, 51.5, 1.9, second=2),
        beacon(MOB, 51.01, 1.9, second=3),
    ]
    first, placed, other, moved = reports(
        *(tagged(line, T + 1200 * at - 3600) for at, line in enumerate(lines))
    )
    assert (first.relates, other.relates) == ((), ())
    assert [(each.relates[0].kind, each.relates[0].id) for each in (placed, moved)] == [
        ("repeats", first.id),
        ("repeats", placed.id),
    ]


def test_a_beacon_heard_again_after_silence_is_told_again() -> None:
    """A quarter of an hour without it, and it is news that it still sends; less is only bad reception."""
    pause = SILENT_MS // 1000
    assert len(reports(tagged(beacon(), T - 2 * pause), tagged(beacon(second=1), T - pause))) == 1
    assert len(reports(tagged(beacon(), T - 2 * pause - 1), tagged(beacon(second=1), T - pause))) == 2


def test_two_beacons_of_one_number_are_told_apart() -> None:
    """Serial numbers repeat: what is too far away to be the same is another beacon, and each is told of once."""
    lines = [
        tagged(beacon(lat=lat, lon=1.9, second=each), T + each)
        for each in range(60)
        for lat in (50.0 + 0.5 * (each % 2),)
    ]
    assert [each.mentions[0].positions[0].lat for each in reports(*lines)] == ["50.0000000", "50.5000000"]


def test_a_vessel_that_says_it_is_a_beacon_is_told_of_once() -> None:
    """Status 14 from a ship's number is a distress until somebody has looked, and no report a mile."""
    lines = [tagged(ship(status=14, lat=50 + each / 100), T - 3600 + 120 * each) for each in range(30)]
    [report] = reports(*lines)
    assert report.sender is not None
    assert report.sender.unit == f"AIS-SART {SHIP}"


def test_words_of_distress_from_a_ship_are_a_report() -> None:
    """A safety text in two parts is read like a call: where, how many, what is wrong."""
    parts = text("MAYDAY MAYDAY TAKING WATER 30 PERSONS 51 02.0N 001 40.0E", SHIP, seq=4)
    assert len(parts) == 2
    [report] = reports([tagged(each, T) for each in parts])
    assert report.sender is not None
    assert report.sender.unit == f"AIS distress text {SHIP}"
    [mention] = report.mentions
    assert mention.danger == ("taking_water",)
    assert mention.on_board is not None
    assert mention.on_board.value == 30
    assert mention.positions[0].lat == "51.033333"


def test_any_other_text_of_a_ship_is_a_mention_and_of_a_coast_station_none() -> None:
    """A ship's safety text waits for somebody to look; a coast station's warning is kept and waits for nobody."""
    [seen] = reports(tagged(text("SMALL BOAT ADRIFT", SHIP)[0], T))
    assert len(seen.mentions) == 1
    [warning] = reports(tagged(text("FIRING TODAY", COAST)[0], T))
    assert warning.mentions == ()
    [relay] = reports([tagged(each, T) for each in text("MAYDAY RELAY BOAT SINKING", COAST, seq=1)])
    assert len(relay.mentions) == 1


@pytest.mark.parametrize(
    "lines",
    [
        binary("MAYDAY TAKING WATER 30 PERSONS"),
        binary("MAYDAY TAKING WATER 30 PERSONS", kind=0, before=12),
        binary("MAYDAY TAKING WATER 30 PERSONS", to=COAST, kind=30),
        binary("MAYDAY TAKING WATER 30 PERSONS", to=COAST, kind=0, before=12),
        binary("MAYDAY TAKING WATER 30 PERSONS AND MORE WORDS THAN ONE SENTENCE HOLDS"),
    ],
    ids=["to all", "text to all", "to one", "text to one", "in two parts"],
)
def test_words_of_distress_in_a_binary_message_are_a_report(lines: list[bytes]) -> None:
    """Types 6 and 8 may carry words too, and nobody who sinks looks up which type is meant for them."""
    [report] = reports([tagged(each, T) for each in lines])
    assert report.sender is not None
    assert report.sender.unit == f"AIS distress text {SHIP}"
    assert report.mentions[0].danger == ("taking_water",)
    assert report.mentions[0].on_board is not None
    assert report.mentions[0].on_board.value == 30
    assert report.mentions[0].positions == ()


@pytest.mark.parametrize(
    "lines",
    [
        binary("ETA DOVER 0600"),
        binary("EXERCISE TOMORROW", COAST),
        binary("MAYDAY", area=200),
        binary("MAYDAY", kind=31),
    ],
    ids=["a chat", "a notice", "of inland ships", "weather"],
)
def test_other_binary_messages_are_passed_over(lines: list[bytes]) -> None:
    """They are many, and no safety text: neither reports nor refusals, whatever their bits would spell."""
    assert heard([tagged(each, T) for each in lines]) == []
    assert fixes([tagged(each, T) for each in lines]) == []


def test_a_beacons_words_in_a_binary_message_are_the_beacons() -> None:
    """As those of a safety text: active or test, by what it says."""
    [active] = reports([tagged(each, T) for each in binary("MOB ACTIVE", MOB)])
    [test] = reports([tagged(each, T) for each in binary("MOB TEST", MOB)])
    assert [each.about for each in active.mentions] == ["person_in_water"]
    assert test.mentions == ()


@pytest.mark.parametrize(
    ("words", "mentions"),
    [
        ("EXERCISE EXERCISE FIRE ABOARD", 0),
        ("TEST", 0),
        ("THIS IS A DRILL", 0),
        ("EXERCICE SECMAR", 0),
        ("EXERCISE MAYDAY MAYDAY", 1),
        ("NO DRILL FIRE ABOARD", 1),
        ("ENGINE FAILED ON SEA TEST NEED TOW", 1),
    ],
)
def test_a_drill_is_a_drill_only_if_it_begins_as_one(words: str, mentions: int) -> None:
    """Whoever says both drill and Mayday is looked at; a word in the middle of a sentence makes nothing a drill."""
    [report] = reports([tagged(each, T) for each in text(words, SHIP, seq=2)])
    assert len(report.mentions) == mentions


def test_a_text_repeated_is_told_once() -> None:
    """The same words of the same sender within half an hour are one report, other words another."""
    told = reports(
        *(tagged(text("MAYDAY", SHIP)[0], T + each) for each in range(5)),
        tagged(text("MAYDAY CAPSIZED", SHIP)[0], T),
    )
    assert [each.text for each in told] == ["MAYDAY", "MAYDAY CAPSIZED"]


def test_parts_are_put_together_in_any_order_and_by_station() -> None:
    """Parts of two stations and two channels lie between one another; each message comes out whole, once."""
    one, two = text(LONG, SHIP, seq=3)
    other_one, other_two = text(OTHER, "799000002", seq=3)
    lines = [
        tagged(two, T, "south"),
        tagged(other_one, T, "north"),
        tagged(one, T, "south"),
        tagged(two, T, "south"),
        tagged(other_two, T, "north"),
    ]
    told = reports(*lines)
    assert [each.text for each in told] == [
        LONG,
        OTHER,
    ]
    [late] = refused(*lines)
    assert late.code == "ais-part-missing"


def test_a_tag_block_before_the_first_part_alone_is_enough() -> None:
    """Many receivers say station and time once for a message; the part without them goes with the one that waits."""
    one, two = text(LONG, SHIP, seq=3)
    other_one, other_two = text(OTHER, SHIP, seq=4)
    years_ago = T - 3 * 365 * 86_400
    lines = [tagged(one, years_ago, "south"), tagged(other_one, years_ago, "north"), two, other_two]
    told = reports(*lines)
    assert [(each.text, each.received_at.ms, each.assumed) for each in told] == [
        (LONG, years_ago * 1000, ()),
        (OTHER, years_ago * 1000, ()),
    ]
    assert refused(*lines) == []


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_parts_tied_by_their_tag_blocks_come_in_any_order(order: tuple[int, ...]) -> None:
    """Also where the block of the first part alone names the station and the time."""
    parts = text(f"{LONG} {OTHER}", SHIP, seq=4)
    assert len(parts) == 3
    tied = [
        in_block(f"g:{number}-3-73874" + (f",s:mast,c:{T}" if number == 1 else ""), part)
        for number, part in enumerate(parts, start=1)
    ]
    [report] = reports([tied[place] for place in order])
    assert report.text == f"{LONG} {OTHER}"
    assert report.said_at is not None
    assert report.said_at.ms == T * 1000


def test_a_part_that_names_its_station_joins_no_other_part_by_guess() -> None:
    """Without a group of tag blocks, what waits without a station may be of another message."""
    first, second = text(LONG, SHIP, seq=4)
    _, other = text(OTHER, SHIP, seq=4)
    assert reports(tagged(beacon(), T), other, tagged(first, T + 1))[1:] == []
    [report] = reports(in_block("g:2-2-7", other), tagged(first, T), in_block("g:2-2-8", second))
    assert report.text == LONG


@pytest.mark.parametrize(
    "before",
    [
        b"[2031-02-03T01:02:00Z] ",
        b"(1927846920) ",
        b"2031-02-03T02:02:00+01:00\t",
        b"ais: 1 ",
        b"<134>mast ais ",
    ],
)
def test_whatever_a_logger_wrote_before_a_sentence_costs_no_distress(before: bytes) -> None:
    """The sentence is whole by its own checksum; a time in brackets is its time."""
    [report] = reports(before + beacon())
    assert report.mentions[0].positions[0].lat is not None
    assert (report.said_at is not None) == (b"2031" in before or b"1927" in before)


def test_several_tag_blocks_stand_before_a_sentence() -> None:
    """Each relay adds its own; a damaged one among them is not believed, and the others are."""
    line = in_block("s:mast", in_block(f"c:{T}", in_block("x:1", beacon())))
    [report] = reports(line)
    assert report.said_at is not None
    assert report.said_at.ms == T * 1000
    [damaged] = reports(line.replace(b"\\s:mast", b"\\s:Mast"))
    assert damaged.said_at == report.said_at


def test_parts_of_two_messages_never_make_one() -> None:
    """A number used again before its last part came begins another message, and a part too late is none."""
    one, _ = text(LONG, SHIP, seq=3)
    other = text(OTHER, SHIP, seq=3)
    assert [each.text for each in reports(tagged(one, T), *(tagged(each, T + 1) for each in other))] == [
        OTHER
    ]
    assert reports(tagged(one, T), tagged(other[1], T + 30)) == []
    assert len(refused(tagged(one, T), tagged(other[1], T + 30))) == 1


def test_a_wrong_checksum_is_kept_and_believed_in_nothing() -> None:
    """Noise on the line costs its own message alone; lines refused one after another are kept together."""
    lines = [tagged(spoilt(beacon()), T), b"\xff\x00 noise", tagged(beacon(), T + 1), b"!AIVDM,1,1,,A,1>M4nf"]
    told = heard(*lines)
    assert [isinstance(each.result, Report) for each in told] == [False, True, False]
    first = told[0].result
    assert isinstance(first, Rejection)
    assert [each.code for each in first.errors] == ["ais-checksum", "not-an-ais-sentence"]
    assert first.raw == lines[0] + b"\n" + lines[1]
    assert [each.number for each in told] == [1, 3, 4]


def test_a_tag_block_that_was_damaged_is_not_believed() -> None:
    """Its sentence stands by its own checksum, and the time is ours."""
    line = tagged(beacon(), T).replace(b"c:", b"c;")
    [report] = reports(line)
    assert report.received_at == NOW
    assert report.assumed == ("mentions[0].positions[0].at",)


@pytest.mark.parametrize(
    "line",
    [
        b"%d %s" % (T, beacon()),
        beacon() + b",rNORTH,%d" % T,
        beacon() + b",d-089,S0000,t022510.00,rNORTH,%d" % T,
        b"2031-02-03T01:02:00Z " + beacon(),
        b"2031-02-03 02:02:00+01:00,%s" % beacon(),
        tagged(beacon(), T),
        tagged(beacon(), T * 1000),
    ],
)
def test_a_time_is_found_wherever_receivers_write_it(line: bytes) -> None:
    """In the tag block, behind the checksum or before the sentence, in seconds, milliseconds or ISO 8601."""
    [report] = reports(line)
    assert (report.received_at.ms, report.assumed) == (T * 1000, ())


def test_without_a_time_our_own_is_taken_and_said_to_be_assumed() -> None:
    """The same bytes, taken in again later, make a report of the same name."""
    [report] = reports(beacon())
    assert report.received_at == NOW
    assert report.assumed == ("mentions[0].positions[0].at",)
    assert fixes(beacon())[0].clock_assumed
    later = moment("2031-02-03T05:00:00+00:00")
    again = read_report(beacon(), received_by="north", received_at=later)
    assert isinstance(again, Report)
    assert again.id == report.id


def test_a_station_ahead_of_our_clock_is_not_believed() -> None:
    """A beacon heard tomorrow would be silent until tomorrow."""
    [report] = reports(tagged(beacon(), T + 86_400))
    assert report.received_at == NOW


def test_other_sentences_and_comments_are_passed_over() -> None:
    """A log holds the receiver's own position, its talk and empty lines; none of it is an error."""
    assert heard(b"$GPRMC,000000,A*00", b"# a comment", b"", b"!AIABK,,,*00", b"\\s:x*0B\\$GPZDA,1*00") == []
    assert heard(*said(5, SHIP, shipname="EXAMPLE", seq=1), *said(4, COAST, lat=50.0, lon=1.0)) == []


def test_a_file_is_known_by_its_first_lines() -> None:
    """A log that begins in the middle of a line is AIS; report lines that quote a sentence are not."""
    assert recognise(file(b"00,0*2B", b"$GPRMC,1*00", ship())) == "ais"
    assert recognise(b'{"channel":"note","text":"!AIVDM,1,1,,A,"}') == "report_lines"
    assert not recognises(b"a page of words\n" * 5 + beacon())
    assert not recognises(b"$GPRMC,000000,A*00\n")


def test_the_raw_bytes_of_a_report_make_the_same_report_again() -> None:
    """What is sealed is the lines of the message, and is enough."""
    receipt = Receipt(received_by="north", received_at=NOW)
    content = file(tagged(beacon(), T), ship(), *text(LONG, SHIP, seq=3))
    told = list(read_content(content, receipt))
    assert len(told) == 2
    for each in told:
        assert isinstance(each.result, Report)
        again = Receipt(received_by=each.result.received_by, received_at=each.result.received_at)
        assert reread("ais", each.raw, again) == each.result


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (ship(), "ais-no-report"),
        (b"", "ais-not-one-message"),
        (beacon() + b"\n" + beacon(MOB), "ais-not-one-message"),
        (spoilt(beacon()), "ais-checksum"),
        (text(LONG, SHIP, seq=3)[0], "ais-part-missing"),
        (sound(b"!AIVDM,1,1,,A,1>M,0"), "ais-not-decoded"),
    ],
)
def test_bytes_that_are_no_report_say_why(raw: bytes, code: str) -> None:
    """Each refusal has its sentence and its advice."""
    result = read_report(raw, received_by="north", received_at=NOW)
    assert isinstance(result, Rejection)
    assert result.code == code
    assert result.hint


def test_a_feed_begun_anew_repeats_nothing_it_has_reported() -> None:
    """What the desk holds of a beacon is taken up: the next report is of what has changed since."""
    [report] = reports(tagged(beacon(), T))
    beacons = Beacons()
    beacons.remember(report)
    near = Message(
        mmsi=SART, kind=1, at=T * 1000 + 60_000, clock_assumed=False, station="", status=14, second=5
    )
    here = {"lat_e7": 510_300_000, "lon_e7": 19_000_000}
    assert beacons.tells(replace(near, **here)) is None
    tested = replace(near, **here, at=near.at + ACTIVE_MS + 1, status=15)
    assert beacons.tells(tested) == Telling(why="state", repeats=report.id)


lines_of_any_kind = st.one_of(
    st.binary(max_size=120),
    st.sampled_from([beacon(), beacon(MOB, lat=91, lon=181), ship(), *text(LONG, SHIP, seq=1)]),
    st.builds(tagged, st.sampled_from([beacon(), ship()]), st.integers(0, 10**13)),
    st.builds(
        lambda line, at, byte: line[: at % len(line)] + bytes([byte]) + line[at % len(line) + 1 :],
        st.sampled_from([beacon(), tagged(beacon(), T), ship()]),
        st.integers(0, 200),
        st.integers(0, 255),
    ),
    st.builds(
        lambda payload, fill: sound(b"!AIVDM,1,1,,A,%s,%d" % (payload, fill)),
        st.text(
            "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw", min_size=1, max_size=80
        ).map(str.encode),
        st.integers(0, 5),
    ),
)


@given(lines=st.lists(lines_of_any_kind, max_size=12), end=st.sampled_from([b"\n", b"\r\n", b"\r"]))
@calm()
def test_any_lines_get_an_answer(lines: list[bytes], end: bytes) -> None:
    """No bytes make anything raise; what is refused is kept, and its sentence repeats no byte of it."""
    content = end.join(lines)
    recognises(content)
    for fix in fixes_in(content, received_at=NOW):
        assert abs(fix.lat_e7) <= 900_000_000
        assert abs(fix.lon_e7) <= 1_800_000_000
        assert fix.at <= NOW.ms + 60_000
    for each in hear_file(content, received_by="north", received_at=NOW):
        if isinstance(each.result, Rejection):
            assert each.result.raw == each.raw
            assert "!" not in each.result.says
        else:
            again = read_report(each.raw, received_by="north", received_at=each.result.received_at)
            assert again == each.result


@given(lines=st.lists(st.sampled_from([ship(), tagged(ship(), T), b"noise", spoilt(ship())]), max_size=30))
@calm()
def test_every_line_is_a_fix_a_refusal_or_of_no_interest(lines: list[bytes]) -> None:
    """Nothing goes missing: sound positions are all tracks, everything else is all kept."""
    kept = b"\n".join(each.raw for each in hear_file(b"\n".join(lines), received_by="n", received_at=NOW))
    bad = [line for line in lines if line in (b"noise", spoilt(ship()))]
    assert kept == b"\n".join(bad)
    assert len(list(fixes_in(b"\n".join(lines), received_at=NOW))) == len(lines) - len(bad)


@given(steps=st.lists(st.tuples(st.integers(0, 1200), st.integers(-300, 300)), max_size=60))
@calm()
def test_a_beacon_is_never_told_of_more_often_than_its_rules_say(steps: list[tuple[int, int]]) -> None:
    """Of one beacon that keeps to its state a report is made at first, by distance and by silence, and no more."""
    beacons, at, lat = Beacons(), NOW.ms, 510_000_000
    told_at: int | None = None
    for seconds, north in steps:
        at += seconds * 1000
        lat += north * 10
        message = Message(
            mmsi=SART,
            kind=1,
            at=at,
            clock_assumed=False,
            station="",
            lat_e7=lat,
            lon_e7=0,
            status=14,
            second=1,
        )
        if beacons.tells(message) is None:
            continue
        assert told_at is None or seconds * 1000 > SILENT_MS or at - told_at >= MOVED_MS
        told_at = at


@given(steps=st.lists(st.tuples(st.integers(0, 300), st.sampled_from([14, 15])), max_size=60))
@calm()
def test_a_beacon_that_is_active_is_never_taken_for_a_test(steps: list[tuple[int, int]]) -> None:
    """Whatever it says by turns, it is told of as active at once, and as a test only after minutes of nothing else."""
    beacons, at, active_at, told = Beacons(), NOW.ms, 0, ""
    for seconds, status in steps:
        at += seconds * 1000
        message = Message(mmsi=SART, kind=1, at=at, clock_assumed=False, station="", status=status)
        if beacons.tells(message) is not None:
            told = "active" if status == 14 else "test"
        if status == 14:
            active_at = at
            assert told == "active"
        elif active_at and at - active_at <= ACTIVE_MS:
            assert told == "active"


def test_payloads_are_decoded_as_pyais_decodes_them() -> None:
    """What stands on a track is what the library reads, in whole ten-millionths."""
    line = ship(lat=-12.3456789, lon=-179.9999)
    decoded = pyais.decode(line)
    [fix] = fixes(line)
    assert (fix.lat_e7, fix.lon_e7) == (round(decoded.lat * 10**7), round(decoded.lon * 10**7))
