"""Cospas-Sarsat alerts (SIT 185): any layout gives the same report, Doppler A and B stay rivals, a drill is told."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from alert_writer import FRENCH, Written, checked, epirb_mmsi, hexadecimal, second_generation
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.rejection import Rejection
from ashore.intake.sit185 import parse_alert
from ashore.intake.sit185_reports import is_alerts, read_alert, read_alerts
from ashore.intake.sources import Receipt, read_content, recognise, reread
from ashore.model.report import Position, Report, open_part
from ashore.model.times import moment

NOW = moment("2031-11-12T05:00:00Z")
TEST_BEACON = hexadecimal("1" + f"{227:010b}" + "111" + "0" * 46)


def read(text: str) -> Report:
    """Read one alert that can be read, and hold it to what is promised of any."""
    raw = text.encode()
    report = read_alert(raw, received_by="north", received_at=NOW)
    assert isinstance(report, Report), report.says
    receipt = Receipt(received_by=report.received_by, received_at=report.received_at)
    assert reread("sit185", raw, receipt) == report
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
    return report


def positions(text: str) -> tuple[Position, ...]:
    """Return the positions of an alert's one mention."""
    (mention,) = read(text).mentions
    return mention.positions


def structure(report: Report) -> Report:
    """Return a report without its words and what follows from how they came."""
    return replace(report, text=None, received_at=NOW)


def sure(report: Report) -> list[Position]:
    """Return the positions with figures that no other rivals."""
    held = report.mentions[0].positions
    rivals = {each.alternative_of for each in held}
    return [
        each for at, each in enumerate(held) if each.lat and each.alternative_of is None and at not in rivals
    ]


def test_two_doppler_positions_are_rivals() -> None:
    """One of the two is the beacon's place and the other its image; nobody merges or chooses."""
    first, second = positions(Written().plain())
    assert (first.lat, first.lon, first.alternative_of) == ("51.02", "1.53", None)
    assert (second.lat, second.lon, second.alternative_of) == ("48.733333", "-12.335", 0)
    assert {first.how, second.how} == {"beacon"}


def test_the_probabilities_of_the_two_are_kept() -> None:
    """They have no place in a position, so they stand in the words, and for who takes the parser alone."""
    alert = parse_alert(Written().plain())
    assert [each.probability_pct for each in alert.positions] == ["62", "38"]
    assert "PROB 62 PERCENT" in (read(Written().plain()).text or "")


def test_when_the_beacon_was_heard_is_when_it_was_there() -> None:
    """The detection's time is UTC; when the centre sent the alert is when it was received."""
    report = read(Written().enveloped())
    assert report.said_at is not None
    assert report.said_at.stated == "2031-11-12T02:13:00+00:00"
    assert report.mentions[0].positions[0].at == report.said_at
    assert report.received_at.stated == "2031-11-12T02:20:00+00:00"
    assert read(Written().plain()).received_at == NOW


@pytest.mark.parametrize(
    "stated",
    [
        "12 NOV 2031 0213 UTC BY SARSAT S99",
        "12 NOV 31 0213 UTC",
        ": 12 NOV 31  0213 UTC  BY MSG-9",
        "12 NOV 2031 02:13 Z",
        "12 NOVEMBER 2031 0213Z",
        "120213Z NOV 31",
        "2031-11-12 0213Z",
        "LE 12 NOV. 2031 A 02H13 TU",
    ],
)
def test_each_way_of_writing_the_time_is_read(stated: str) -> None:
    """Two or four digits of a year, a date-time group, French."""
    report = read(Written(detected=stated).plain())
    assert report.said_at is not None
    assert report.said_at.stated == "2031-11-12T02:13:00+00:00"
    assert report.assumed == ()


def test_a_time_without_its_zone_is_taken_for_utc_and_said_to_be_assumed() -> None:
    """Every document of the system writes UTC; this one alert does not say so."""
    report = read(Written(detected="12 NOV 2031 0213").plain())
    assert "said_at" in report.assumed
    assert "mentions[0].positions[0].at" in report.assumed


@pytest.mark.parametrize(
    "stated",
    ["NIL", "32 NOV 2031 0213 UTC", "12 FOO 2031 0213 UTC", "29 FEB 2031 0213 UTC", "12 NOV 2031 2575 UTC"],
)
def test_a_time_that_is_none_costs_no_alert(stated: str) -> None:
    """The place stands without it."""
    report = read(Written(detected=stated).plain())
    assert report.said_at is None
    assert len(report.mentions[0].positions) == 2


@pytest.mark.parametrize(
    ("words", "lat", "lon"),
    [
        ("51 01.2 N 001 31.8 E", "51.02", "1.53"),
        ("51 01.20N  001 31.80W", "51.02", "-1.53"),
        ("51-01.2N/001-31.8E", "51.02", "1.53"),
        ("51 01.2 S, 001 31.8 O", "-51.02", "-1.53"),
        ("51 01 12 N 001 31 48 E", "51.02", "1.53"),
        ("51.02000N 001.53000E", "51.02", "1.53"),
        ("51°01.2'N 001°31.8'E", "51.02", "1.53"),
        ("51º01.2′N 001º31.8′E", "51.02", "1.53"),
        ("51 01.2 N\n          - 001 31.8 E", "51.02", "1.53"),
        ("N51 01.2 E001 31.8", "51.02", "1.53"),
        ("S 51 01.2, W 001 31.8", "-51.02", "-1.53"),
        ("N51.02000 E001.53000", "51.02", "1.53"),
        ("N51°01'12 E001°31'48", "51.02", "1.53"),
        ("51 DEG 01.2 MIN N 001 DEG 31.8 MIN E", "51.02", "1.53"),
        ("51 DEGREES 01 MINUTES 12 SECONDS N, 001 DEGREES 31 MINUTES 48 SECONDS E", "51.02", "1.53"),
        ("00 00.0 N 000 00.0 E", "0", "0"),
        ("51 01.2 N 000 00.6 W", "51.02", "-0.01"),
    ],
)
def test_each_way_of_writing_a_place_is_read(words: str, lat: str, lon: str) -> None:
    """Degrees and minutes, seconds or decimals; O is the French west; a dash before it is no sign."""
    (position,) = positions(Written(confirmed=words, doppler_a="NIL", doppler_b="NIL").plain())
    assert (position.lat, position.lon) == (lat, lon)


@pytest.mark.parametrize(
    "words",
    [
        "51 61.2 N 001 31.8 E",
        "91 01.2 N 001 31.8 E",
        "51 O1.2 N 001 31.8 E",
        "51 01.2 N",
        "GARBLED",
        "51 01.2 N 001 31.8 E 52 01.2 N",
        "N51 01.2 E001 31.",
        "N51 01.2 E001 31.8 N52 01.2",
        "N51 01.2 001 31.8 E",
        "N5101.2 E00131.8",
    ],
)
def test_a_doppler_position_that_cannot_be_read_leaves_the_other_a_rival(words: str) -> None:
    """Or the one that is left, which may be the image, would look like the only one."""
    first, second = positions(Written(doppler_a=words).plain())
    assert (first.lat, first.place) == (None, "Doppler A: could not be read")
    assert (second.lat, second.alternative_of) == ("48.733333", 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DOPPLER B - ", "D0PPLER B - "),
        ("DOPPLER A - ", ""),
        ("NIL\nDOPPLER A - ", ""),
        ("DOPPLER A - 51 01.2 N 001 31.8 E PROB 62 PERCENT\n", ""),
    ],
)
def test_a_label_that_was_lost_makes_no_position_sure(old: str, new: str) -> None:
    """A Doppler position is one of two unless its centre writes that there is no other; a confirmed one has no PROB."""
    assert sure(read(Written().plain().replace(old, new))) == []


def test_a_doppler_position_whose_rival_is_nil_stands_alone() -> None:
    """The centre says that there is no other."""
    assert len(sure(read(Written(doppler_b="NIL").plain()))) == 1


def test_an_encoded_position_is_as_exact_as_its_cell_and_as_old_as_it_may_be() -> None:
    """The cell's half in both directions and the beacon's own fix; four hours old at most means any time in those."""
    (position,) = positions(
        Written(
            doppler_a="NIL",
            doppler_b="NIL",
            encoded="51 01.20 N 001 31.80 E",
            update="UPDATE TIME WITHIN 4 HOURS OF DETECTION TIME",
            other="ENCODED POSITION UNCERTAINTY PLUS-MINUS 2 SECONDS OF\n LATITUDE AND LONGITUDE",
        ).plain()
    )
    assert (position.how, position.error_m, position.at_error_s) == ("gnss", "188", 2 * 3600)
    assert position.at is not None
    assert position.at.stated == "2031-11-12T00:13:00+00:00"


def test_the_positions_that_nothing_rivals_stand_first() -> None:
    """Whoever takes the first takes one that is no image."""
    words = "51 01.2 N 001 31.8 E"
    held = positions(Written(encoded=words, doa=f"{words} EXPECTED ACCURACY 03 NMS").plain())
    assert [each.how for each in held] == ["beacon", "gnss", "beacon", "beacon"]
    assert [each.alternative_of for each in held] == [None, None, None, 2]


def test_an_encoded_position_of_unknown_age_has_an_assumed_time() -> None:
    """It is taken to be where the beacon was when it was heard, and that nobody said."""
    report = read(Written(doppler_a="NIL", doppler_b="NIL", encoded="51 01.2 N 001 31.8 E").plain())
    assert report.assumed == ("mentions[0].positions[0].at",)


@pytest.mark.parametrize(
    ("stated", "metres"), [("03 NMS", "5556"), ("2.5 NM", "4630"), ("012 KM", "12000"), ("000 NMS", None)]
)
def test_an_expected_accuracy_is_the_error(stated: str, metres: str | None) -> None:
    """A position by difference of arrival comes with the radius that holds it in 95 cases of 100."""
    words = f"51 01.2 N 001 31.8 E EXPECTED ACCURACY {stated}\n   ALTITUDE 45 METRES"
    (position,) = positions(Written(doppler_a="NIL", doppler_b="NIL", doa=words).plain())
    assert position.error_m == metres


def test_an_accuracy_of_more_than_is_a_guess_from_below() -> None:
    """It is farther off than that, and the report says that the radius is assumed."""
    words = "51 01.2 N 001 31.8 E EXPECTED ACCURACY OVER 50 NMS"
    report = read(Written(doppler_a="NIL", doppler_b="NIL", doa=words).plain())
    assert report.mentions[0].positions[0].error_m == "92600"
    assert "mentions[0].positions[0].error_m" in report.assumed


def test_an_accuracy_in_french_is_the_error() -> None:
    """With a comma, in nautical miles."""
    words = "51 01,2 N 001 31,8 E PRECISION ATTENDUE 2,5 MILLES NAUTIQUES"
    (position,) = positions(Written(doppler_a="NIL", doppler_b="NIL", doa=words).plain())
    assert position.error_m == "4630"


def test_numbers_in_brackets_are_numbers_of_paragraphs() -> None:
    """(1) instead of 1. makes the same report."""
    plain = Written(emergency="FLOODING").plain()
    assert structure(read(re.sub(r"(?m)^(\d{1,2})\. ?", r"(\1) ", plain))) == structure(read(plain))


def test_an_alert_of_121_megahertz_identifies_nobody() -> None:
    """No satellite has listened there since 2009, and such a beacon has no identity; what says so is an alert still."""
    plain = Written(hex_id="NIL").plain().replace("406.0", "121.5")
    report = read(plain)
    assert report.channel == "sarsat"
    assert report.sender is None or report.sender.device is None
    assert len(report.mentions[0].positions) == 2


def test_a_conflict_keeps_every_position_and_chooses_none() -> None:
    """Of a confirmed, an encoded and a DOA position that contradict one another, each stands with its own error."""
    written = Written(
        title="DISTRESS COSPAS-SARSAT POSITION CONFLICT ALERT",
        doppler_a="NIL",
        doppler_b="NIL",
        confirmed="51 01.2 N 001 31.8 E",
        doa="52 01.2 N 001 31.8 E EXPECTED ACCURACY 05 NMS",
        encoded="51 02.2 N 001 31.8 E",
    )
    found = positions(written.plain())
    assert [(each.lat, each.error_m, each.alternative_of) for each in found] == [
        ("51.02", None, None),
        ("52.02", "9260", None),
        ("51.036667", None, None),
    ]


def test_a_suspect_doppler_position_is_held_to_be_far_worse() -> None:
    """Its centre says that it is suspect; how far off that means is our guess, and is said to be one."""
    report = read(Written(operational="RELIABILITY OF DOPPLER POSITION DATA - SUSPECT\nLUT ID XXLUT").plain())
    assert [each.error_m for each in report.mentions[0].positions] == ["37040", "37040"]
    assert "mentions[0].positions[1].error_m" in report.assumed


def test_a_confirmed_position_stands_first_and_rivals_none() -> None:
    """The two of the last pass, where they are given as well, rival each other and not it."""
    confirmed, first, second = positions(Written(confirmed="51 01.0 N 001 31.5 E").plain())
    assert (confirmed.alternative_of, first.alternative_of, second.alternative_of) == (None, None, 1)


def test_an_alert_without_a_position_is_an_alert() -> None:
    """A beacon heard and not placed is somebody in distress somewhere."""
    report = read(Written(doppler_a="NIL", doppler_b="NIL").plain())
    assert (report.channel, report.mentions[0].positions) == ("sarsat", ())


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("DISTRESS COSPAS-SARSAT INITIAL ALERT", "initial"),
        ("DISTRESS COSPAS-SARSAT POSITION CONFIRMED ALERT", "position_confirmed"),
        ("DISTRESS COSPAS-SARSAT POSITION CONFIRMED UPDATE ALERT", "position_update"),
        ("DISTRESS COSPAS-SARSAT POSITION CONFLICT ALERT", "position_conflict"),
        ("DISTRESS COSPAS-SARSAT UNRESOLVED DOPPLER POSITION MATCH ALERT", "unresolved"),
        ("COSPAS-SARSAT NOTIFICATION OF COUNTRY OF BEACON REGISTRATION ALERT", "country_of_registration"),
        ("DISTRESS COSPAS-SARSAT ALERT WITH UNRELIABLE BEACON MESSAGE", "unreliable"),
        ("COSPAS-SARSAT USER CANCELLATION ALERT", "cancellation"),
        ("SHIP SECURITY COSPAS-SARSAT ALERT", "other"),
    ],
)
def test_what_an_alert_is_stands_in_its_title(title: str, kind: str) -> None:
    """Whatever it is, it is an alert and raises a case; only its own cancellation says that nobody is in distress."""
    assert parse_alert(Written(title=title).plain()).kind == kind
    report = read(Written(title=title).plain())
    assert (report.channel, report.mentions[0].danger) == (
        "sarsat",
        ("none_stated",) if kind == "cancellation" else (),
    )


def test_an_unreliable_message_identifies_nobody() -> None:
    """Its digits are as likely another beacon's, so no two reports are tied by them, and none is a test by them."""
    title = "DISTRESS COSPAS-SARSAT ALERT WITH UNRELIABLE BEACON MESSAGE"
    report = read(Written(title=title, hex_id=TEST_BEACON).plain())
    assert (report.channel, report.sender) == ("sarsat", None)


@pytest.mark.parametrize(
    "hex_id",
    [
        epirb_mmsi(227, 5210),
        checked(epirb_mmsi(227, 5210)),
        second_generation(227, 12_345, 678, 227_005_210),
        f"MSG: {checked(epirb_mmsi(227, 5210))}",
        " ".join(re.findall(".{5}", epirb_mmsi(227, 5210))),
    ],
)
def test_the_beacon_is_the_device_that_sent_it(hex_id: str) -> None:
    """However its digits are given; sealed like a telephone number, never in the open."""
    report = read(Written(hex_id=hex_id).plain())
    alert = parse_alert(Written(hex_id=hex_id).plain())
    assert alert.beacon is not None
    assert alert.beacon.mmsi == "227005210"
    assert report.sender is not None
    assert report.sender.device == f"406 MHz {alert.beacon.device}"
    assert alert.beacon.device not in msgspec.json.encode(open_part(report)).decode()


def test_a_message_whose_check_bits_do_not_fit_identifies_nobody() -> None:
    """The 30 digits carry check bits, and these are wrong."""
    digits = checked(epirb_mmsi(227, 5210))
    assert (
        read(Written(hex_id=digits[:7] + f"{int(digits[7], 16) ^ 1:X}" + digits[8:]).plain()).sender is None
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "TEST COSPAS-SARSAT INITIAL ALERT"},
        {"title": "EXERCISE EXERCISE DISTRESS COSPAS-SARSAT INITIAL ALERT"},
        {"remarks": "THIS IS AN EXERCISE"},
        {"remarks": "THIS IS A TEST MESSAGE"},
        {"remarks": "CECI EST UN EXERCICE"},
        {"remarks": "EXERCISE EXERCISE EXERCISE"},
        {"remarks": "BEACON IN SELF-TEST MODE"},
        {"user": "TEST USER"},
        {"user": "STANDARD LOCATION - TEST"},
        {"hex_id": TEST_BEACON},
        {"hex_id": second_generation(227, 12_345, 1, 227_005_210, test=True)},
        {"hex_id": f"FFFED0{checked(epirb_mmsi(227, 5210))}"},
    ],
)
def test_a_test_or_an_exercise_is_a_note_without_a_place(changed: dict[str, str]) -> None:
    """It waits among the notes for a person, raises no case and puts nothing on a chart."""
    report = read(Written(**changed).plain())
    assert (report.channel, report.sender) == ("note", None)
    assert report.mentions[0].positions == ()
    assert report.mentions[0].danger == ("none_stated",)


@pytest.mark.parametrize(
    "changed",
    [
        {"other": "BEACON MODEL - TECHTEST, UK 503-1"},
        {"title": "DISTRESS COSPAS-SARSAT ALERT WITH UNRELIABLE BEACON MESSAGE", "user": "TEST USER"},
        {"other": "TYPE APPROVAL TEST CERTIFICATE NO 0097"},
        {"remarks": "THIS IS NOT A TEST"},
        {"remarks": "NOT AN EXERCISE"},
        {"remarks": "BEACON LAST TESTED 12 MAR 2030"},
        {"remarks": "NO DUFF NO DUFF THIS IS AN EXERCISE SHIP IN DISTRESS"},
        {"operational": "VESSEL NAME: EXERCISE"},
        {"operational": "OWNER REPORTS ANNUAL TEST IN MARCH"},
        {"user": "NATIONAL USER - EPIRB"},
    ],
)
def test_a_real_alert_is_never_taken_for_a_test(changed: dict[str, str]) -> None:
    """The name of a maker or a ship, a date of testing, a denial: in doubt it is distress."""
    report = read(Written(**changed).plain())
    assert (report.channel, len(report.mentions[0].positions)) == ("sarsat", 2)


@pytest.mark.parametrize(
    ("words", "dangers"),
    [
        ("NIL", ()),
        ("FIRE/EXPLOSION", ("fire",)),
        ("FLOODING", ("taking_water",)),
        ("COLLISION", ("collision",)),
        ("SINKING", ("sinking",)),
        ("DISABLED AND ADRIFT", ("drifting",)),
        ("UNSPECIFIED DISTRESS", ()),
        ("NO FIRE - MEDICAL HELP REQUIRED", ("medical",)),
        ("FIRE - NO MEDICAL HELP REQUIRED", ("fire",)),
    ],
)
def test_a_nature_of_distress_is_a_danger(words: str, dangers: tuple[str, ...]) -> None:
    """As the beacon's maker let it be coded; what has no word of ours stays in the words."""
    assert read(Written(emergency=words).plain()).mentions[0].danger == dangers


def test_a_vessels_name_and_an_aircraft_are_told() -> None:
    """The name from the registry's lines, the aircraft from the beacon's coding."""
    craft = read(Written(operational="VESSEL NAME: GREY HERON  CALL SIGN XXAB").plain()).mentions[0].craft
    assert craft is not None
    assert craft.name == "GREY HERON"
    aircraft = read(Written(hex_id="C1ADE28809C0185").plain()).mentions[0].craft
    assert aircraft is not None
    assert aircraft.kind == "aircraft"


def test_an_alert_in_french_is_read() -> None:
    """Accents, a decimal comma, O for west, and paragraphs that are left out."""
    report = read(FRENCH.format(hex_id=epirb_mmsi(227, 5210)))
    first, second = report.mentions[0].positions
    assert (first.lat, first.lon) == ("51.02", "1.53")
    assert (second.lat, second.lon, second.how) == ("51.021667", "-1.533333", "gnss")
    assert (report.language, report.mentions[0].danger) == ("fr", ("taking_water",))
    assert report.mentions[0].craft is not None
    assert report.mentions[0].craft.name == "LE PETREL"
    assert report.said_at is not None


@given(width=st.integers(24, 90))
@calm(max_examples=40)
def test_however_its_lines_are_wrapped_it_is_the_same_report(width: int) -> None:
    """Colons, gaps, ends of line and the length of lines are the centre's and say nothing."""
    written = Written(confirmed="51 01.0 N 001 31.5 E", encoded="51 01.2 N 001 31.8 W")
    assert structure(read(written.wrapped(width))) == structure(read(written.plain()))


@given(order=st.permutations(list(range(15))))
@calm(max_examples=40)
def test_in_whichever_order_its_paragraphs_come_it_is_the_same_report(order: list[int]) -> None:
    """Paragraphs are known by their words, so that an issue with other numbers is read as well."""
    written = Written(confirmed="51 01.0 N 001 31.5 E", emergency="FLOODING")
    assert structure(read(written.shuffled(order))) == structure(read(written.plain()))


def test_on_one_line_it_is_the_same_report() -> None:
    """A gateway that loses every end of line loses no paragraph."""
    written = Written(emergency="FLOODING")
    assert structure(read(" ".join(written.plain().split()))) == structure(read(written.plain()))


@given(
    lat=st.integers(-90 * 600, 90 * 600),
    lon=st.integers(-180 * 600, 180 * 600),
    probability=st.integers(50, 99),
)
@calm()
def test_every_place_written_is_read_back(lat: int, lon: int, probability: int) -> None:
    """To the tenth of a minute in which it was written."""
    north, east = abs(lat), abs(lon)
    words = (
        f"{north // 600:02} {north % 600 / 10:04.1f} {'N' if lat >= 0 else 'S'} "
        f"{east // 600:03} {east % 600 / 10:04.1f} {'E' if lon >= 0 else 'W'} PROB {probability} PERCENT"
    )
    position = positions(Written(doppler_a=words).plain())[0]
    assert position.lat is not None
    assert position.lon is not None
    assert abs(Decimal(position.lat) - Decimal(lat) / 600) < Decimal("0.000001")
    assert abs(Decimal(position.lon) - Decimal(lon) / 600) < Decimal("0.000001")


@given(
    written=st.lists(
        st.tuples(
            st.sampled_from(["plain", "enveloped", "wrapped"]),
            st.builds(
                Written,
                number=st.integers(1, 99_999).map("{:05}".format),
                emergency=st.sampled_from(["NIL", "SINKING"]),
            ),
        ),
        min_size=1,
        max_size=5,
    ),
    between=st.sampled_from(["", "\n", "\r\n\r\n"]),
)
@calm(max_examples=60)
def test_a_file_of_alerts_is_cut_into_them(written: list[tuple[str, Written]], between: str) -> None:
    """Each with its own envelope and bytes, out of which the same report is read again; no byte is in none."""
    texts = [each.wrapped(60) if layout == "wrapped" else getattr(each, layout)() for layout, each in written]
    content = between.join(texts).encode()
    assert recognise(content) == "sit185"
    heard = list(read_content(content, Receipt(received_by="north", received_at=NOW)))
    assert [each.result for each in heard] == [read(text.strip("\r\n")) for text in texts]
    assert "".join(b"".join(each.raw for each in heard).decode().split()) == "".join(content.decode().split())
    lines = content.split(b"\n")
    for each in heard:
        assert lines[each.number - 1].strip(b"\r").startswith(each.raw.split(b"\n")[0].strip(b"\r"))


def test_an_alert_without_an_end_ends_where_the_next_ones_envelope_begins() -> None:
    """The last lines of one are not the head of the next, unless they are written as one."""
    first = Written(remarks="A RELAY WAS SENT\nDE NOVO AT 0230").plain().removesuffix("END OF MESSAGE\n")
    second = f"DATE: 12 NOV 31 0240Z FROM: XXMCC\nTO  : XXRCC\n{Written(number='00513').plain()}"
    one, other = (
        each.result for each in read_alerts((first + second).encode(), received_by="n", received_at=NOW)
    )
    assert isinstance(one, Report)
    assert isinstance(other, Report)
    assert one.received_at == NOW
    assert (one.text or "").endswith("DE NOVO AT 0230")
    assert other.received_at.stated == "2031-11-12T02:40:00+00:00"


def test_words_before_the_first_alert_and_after_the_last_are_kept() -> None:
    """They go into the raw bytes of the alert beside them."""
    content = b"RELAYED BY THE NIGHT DESK\n\n" + Written().plain().encode() + b"\nregards\n"
    (heard,) = read_alerts(content, received_by="north", received_at=NOW)
    assert heard.raw.startswith(b"RELAYED")
    assert heard.raw.endswith(b"regards")


@pytest.mark.parametrize("gap", [" ", "\r"])
def test_two_alerts_without_ends_of_line_are_two(gap: str) -> None:
    """A gateway that loses every end of line, or writes them as one letter, must not make two beacons one."""
    alerts = [Written(), Written(number="00513", hex_id=epirb_mmsi(228, 77))]
    content = gap.join(" ".join(each.plain().split()) for each in alerts).encode()
    heard = [each.result for each in read_alerts(content, received_by="n", received_at=NOW)]
    assert [each.sender for each in heard if isinstance(each, Report)] == [
        read(each.plain()).sender for each in alerts
    ]


def test_the_end_of_a_test_before_it_makes_no_test_of_an_alert() -> None:
    """What follows the end of one message stands before the next: only a line that says nothing else counts there."""
    content = f"{Written(remarks='THIS IS A TEST').plain()}TEST COMPLETED 0200Z\n{Written().plain()}".encode()
    channels = [
        each.result.channel
        for each in read_alerts(content, received_by="n", received_at=NOW)
        if isinstance(each.result, Report)
    ]
    assert channels == ["note", "sarsat"]
    assert read(f"EXERCISE EXERCISE EXERCISE\n{Written().plain()}").channel == "note"


def test_a_date_of_sending_that_is_still_to_come_is_not_believed() -> None:
    """An envelope with a wrong year must not put the alert at the end of every list."""
    report = read(Written().enveloped().replace("/31 316 0220", "/71 316 0220"))
    assert report.received_at == NOW


PIECES = (
    "1. COSPAS ",
    "DOPPLER A - ",
    "DOA x ",
    "UNCERTAINTY ",
    "\n",
    "END OF MESSAGE\n",
    "12 ",
    "A ",
    "/A\n",
    "-",
    "TEST ",
)


@pytest.mark.parametrize(
    "before", ["", "1. COSPAS-SARSAT\n8. POSITIONS DOA ", "1. COSPAS-SARSAT\n16. REMARKS "]
)
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_file_of_nothing_is_read_in_good_time(before: str, piece: str) -> None:
    """No words make the work grow with the square of their number; nothing here asserts a time, only an end."""
    content = f"{before}{piece * (500_000 // len(piece))}x\n1. COSPAS-SARSAT".encode()
    is_alerts(content)
    assert len(list(read_alerts(content, received_by="n", received_at=NOW))) >= 1


def test_letters_of_another_alphabet_cost_nothing() -> None:
    """A file that is not UTF-8 is Latin, and any other is read as far as it goes."""
    text = FRENCH.format(hex_id=epirb_mmsi(227, 5210))
    latin = read_alert(text.replace("–", "-").encode("latin-1"), received_by="north", received_at=NOW)
    assert isinstance(latin, Report)
    assert structure(latin) == structure(read(text))


def test_other_files_are_left_to_other_sources() -> None:
    """A letter with an alert in it, a line of our own format, and words about an alert are none of these."""
    letter = f"Received: from somewhere\nSubject: alert\n\n{Written().plain()}".encode()
    line = b'{"channel": "note", "text": "1. DISTRESS COSPAS-SARSAT ALERT 11. HEX ID"}'
    for content in (b"", line, letter, b"We heard of a COSPAS-SARSAT alert. 11. HEX ID", b"\x00" * 100):
        assert not is_alerts(content)


def test_what_is_no_alert_says_so() -> None:
    """No paragraph of it names the system."""
    result = read_alert(b"1. SHOPPING\n2. MSG NO 4", received_by="north", received_at=NOW)
    assert isinstance(result, Rejection)
    assert (result.code, result.raw) == ("not-sit-185", b"1. SHOPPING\n2. MSG NO 4")
    long = read_alert(b"x" * (2**20 + 1), received_by="north", received_at=NOW)
    assert isinstance(long, Rejection)


@given(raw=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@calm()
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    """No bytes make any reader raise, alone or inside an alert."""
    for content in (raw, b"1. DISTRESS COSPAS-SARSAT ALERT\n" + raw, b"1. COSPAS 8. POSITIONS " + raw):
        is_alerts(content)
        assert isinstance(read_alert(content, received_by="n", received_at=NOW), Report | Rejection)
        for each in read_alerts(content, received_by="n", received_at=NOW):
            assert isinstance(each.result, Report | Rejection)


@given(st.data())
@calm(max_examples=200)
def test_a_damaged_alert_is_still_an_alert(data: st.DataObject) -> None:
    """Whatever is lost, doubled or flipped behind its title; two Doppler positions never become one sure one."""
    text = Written().plain()
    raw = bytearray(text.encode())
    first = text.index("2. MSG")
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = sorted(data.draw(st.tuples(*[st.integers(first, len(raw))] * 2)))
        match data.draw(st.sampled_from(["flip", "drop", "double", "digit"])):
            case "flip" if at < len(raw):
                raw[at] ^= 1 << data.draw(st.integers(0, 7))
            case "drop":
                del raw[at : min(to, at + 20)]
            case "double":
                raw[to:to] = raw[at:to]
            case _:
                raw[at:at] = b"9"
    report = read_alert(bytes(raw), received_by="north", received_at=NOW)
    assert isinstance(report, Report)
    assert sure(report) == [] or b"NIL" in raw[raw.index(b"DOPPLER") :].split(b"DOA")[0]
