"""AML messages: every carrier is read, nothing that names a handset is kept, and half a place is no place."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from urllib.parse import urlencode

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.aml import radius_at_95
from ashore.intake.aml_reports import is_aml, read_aml, read_messages
from ashore.intake.aml_sms import parse_sms, unpack
from ashore.intake.rejection import Rejection
from ashore.intake.sources import Receipt, read_content, recognise, reread
from ashore.model.report import Position, Report, open_part
from ashore.model.times import moment

NOW = moment("2031-11-12T02:14:00Z")
IMSI, IMEI, NUMBER = "208019876543210", "490154203237518", "+33600000012"


def sms(*, length: int | None = None, **changed: str) -> str:
    """Return a message of version 1 that is as long as it says, or says another length."""
    fields = {
        "lt": "+51.03212",
        "lg": "+001.53004",
        "rd": "14",
        "top": "20311112021305",
        "lc": "68",
        "pm": "G",
        "si": IMSI,
        "ei": IMEI,
        "mcc": "208",
        "mnc": "01",
    } | changed
    text = 'A"ML=1;' + "".join(f"{name}={value};" for name, value in fields.items() if value) + "ml="
    return text + str(length or next(n for n in range(1, 400) if n == len(text) + len(str(n))))


def pack(text: str) -> bytes:
    """Return a text as a data message carries it: seven bits to a letter."""
    bits = sum(ord(letter) << 7 * place for place, letter in enumerate(text))
    return bits.to_bytes((7 * len(text) + 7) // 8, "little")


def read(raw: str | bytes) -> Report | Rejection:
    """Read one message, and hold the result to what is promised of any."""
    raw = raw.encode() if isinstance(raw, str) else raw
    result = read_aml(raw, received_by="north", received_at=NOW)
    if isinstance(result, Rejection):
        assert result.raw == raw
        assert result.says
        assert result.hint
        return result
    receipt = Receipt(received_by=result.received_by, received_at=result.received_at)
    assert reread("aml", raw, receipt) == result
    assert msgspec.json.decode(msgspec.json.encode(result), type=Report) == result
    return result


def place(raw: str | bytes) -> Position:
    """Return the one position of a message that has one."""
    result = read(raw)
    assert isinstance(result, Report), result.says
    (position,) = result.mentions[0].positions
    return position


def test_a_text_message_is_read() -> None:
    """Where, how well known, when in UTC and by what, with the sender's place and not the boat's."""
    position = place(sms())
    assert (position.lat, position.lon, position.how, position.of) == (
        "51.03212",
        "1.53004",
        "gnss",
        "sender",
    )
    assert position.error_m == "23"
    assert position.at is not None
    assert position.at.stated == "2031-11-12T02:13:05+00:00"


def test_who_calls_for_a_boat_is_taken_to_be_aboard_and_that_is_said_to_be_assumed() -> None:
    """A relative ashore may have called; nothing in the message says so."""
    report = read(sms())
    assert isinstance(report, Report)
    assert report.sender is not None
    assert (report.sender.role, report.assumed) == ("aboard", ("sender.role", "said_at"))


def test_a_call_is_as_old_as_its_position_where_nothing_says_when_it_began() -> None:
    """So that an hour's messages loaded afterwards stand where they belong; and it is said to be assumed."""
    report = read(sms())
    assert isinstance(report, Report)
    assert report.said_at == report.mentions[0].positions[0].at
    posted = read(urlencode(FORM))
    assert isinstance(posted, Report)
    assert posted.said_at is not None
    assert posted.said_at.ms == int(FORM["time"])
    assert posted.assumed == ("sender.role",)


@pytest.mark.parametrize(
    ("lc", "metres"),
    [("95", 100), ("68", 163), ("39.35", 245), ("99", 100), ("100", 100), ("50", 208), ("", 163), ("0", 163)],
)
def test_a_radius_is_widened_to_what_holds_ninety_five_per_cent(lc: str, metres: int) -> None:
    """By the law of a normal error in two dimensions: 39.35 per cent is one deviation, 95 is 2.4477 of them."""
    assert place(sms(rd="100", lc=lc)).error_m == str(metres)


def test_a_confidence_nobody_stated_is_said_to_be_assumed() -> None:
    """68 per cent is what most telephones mean; the position then bears the mark of a guess."""
    report = read(sms(lc=""))
    assert isinstance(report, Report)
    assert "mentions[0].positions[0].error_m" in report.assumed


@given(
    radius=st.decimals(1, 100_000, places=1),
    low=st.decimals("0.1", "99.9", places=1),
    more=st.decimals(0, 50, places=1),
)
@calm()
def test_less_confidence_never_makes_a_smaller_circle(radius: Decimal, low: Decimal, more: Decimal) -> None:
    """The less a telephone trusts its circle, the wider ours; never narrower than its own."""
    high = min(low + more, Decimal(100))
    assert radius_at_95(radius, low) >= radius_at_95(radius, high) >= radius


@pytest.mark.parametrize(
    ("pm", "how"),
    [("G", "gnss"), ("W", "wifi"), ("C", "cell"), ("F", "unknown"), ("U", "unknown"), ("g", "gnss")],
)
def test_each_way_of_positioning_has_its_code(pm: str, how: str) -> None:
    """A fused or unknown position keeps its radius and claims no way."""
    assert place(sms(pm=pm)).how == how


@pytest.mark.parametrize(
    "changed",
    [
        {"lt": "+00.00000", "lg": "+000.00000", "rd": "N", "lc": "0", "pm": "N"},
        {"lt": "+00.00000", "lg": "+000.00000", "rd": "0", "lc": "0", "pm": "U"},
        {"lt": "", "lg": "", "rd": "", "lc": "", "pm": "N"},
        {"lt": "N", "lg": "N", "rd": "N", "pm": "N"},
    ],
)
def test_a_telephone_without_a_position_is_not_off_africa(changed: dict[str, str]) -> None:
    """The zeros of a message without a position are none; the call itself is still a sign of life."""
    report = read(sms(**changed))
    assert isinstance(report, Report)
    assert report.mentions[0].positions == ()
    assert report.said_at is not None


@pytest.mark.parametrize("changed", [{"rd": "N"}, {"pm": "N"}, {"rd": "N", "lc": "0"}])
def test_figures_that_are_a_place_are_one_whatever_the_other_fields_say(changed: dict[str, str]) -> None:
    """A telephone that contradicts itself has told where it is."""
    assert place(sms(**changed)).lat == "51.03212"


def test_a_radius_that_is_not_known_is_not_known() -> None:
    """0 and N stand for no radius, and a circle of no radius is no promise."""
    assert place(sms(rd="0")).error_m is None
    assert place(sms(rd="")).error_m is None


def test_a_position_with_few_decimals_is_as_coarse_as_they_are() -> None:
    """Somebody on the way cut digits off, and the telephone's radius is no longer true of what is left."""
    assert place(sms(lt="+51.03", lg="+001.53")).error_m == "1570"


def test_a_message_that_is_not_as_long_as_it_says_keeps_its_place_under_doubt() -> None:
    """A letter was lost or added somewhere: the place may be wrong, and is better than none."""
    report = read(sms(length=131))
    assert isinstance(report, Report)
    assert {"mentions[0].positions[0].lat", "mentions[0].positions[0].lon"} <= set(report.assumed)
    right = read(sms())
    assert isinstance(right, Report)
    assert right.assumed == ("sender.role", "said_at")


def test_a_message_cut_off_before_its_place_is_whole_is_refused() -> None:
    """Cut anywhere in or before the longitude; what is cut later still has its place."""
    text = sms()
    whole = text.index(";rd=")
    for end in range(len('A"ML=1'), whole + 1):
        assert isinstance(read(text[:end]), Rejection), text[:end]
    for end in range(whole + 4, len(text)):
        position = place(text[:end])
        assert (position.lat, position.lon) == ("51.03212", "1.53004")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (sms(lt="+91.00000"), "aml-field"),
        (sms(lg="-180.00001"), "aml-field"),
        (sms(lt="51,03212"), "aml-field"),
        (sms(lt="+51.03212;lt=+51.13212"), "aml-twice"),
        ('A"ML=3;lt=+51.0;lg=+1.5;rd=5', "aml-version"),
        ('A"ML=2;lo=51.03212,1.53', "aml-cut"),
        ('A"ML=2;lo=51.03212,191.53004,20.1', "aml-field"),
        ("location_latitude=51.1&device_number=1", "aml-cut"),
        ("location_latitude=x&location_longitude=1.5", "aml-field"),
        ("location_latitude=51.1&location_latitude=51.2", "aml-twice"),
        ("hello", "not-aml"),
        ("a=b", "not-aml"),
        ('{"lat": 1}', "not-aml"),
        ('{"location_latitude":', "not-json"),
        (b"\xff\xfe", "not-utf-8"),
        (b"x" * (2**20 + 1), "line-too-long"),
    ],
)
def test_what_cannot_be_read_says_why(raw: str | bytes, code: str) -> None:
    """Every reason has its code, a sentence and what to do."""
    result = read(raw)
    assert isinstance(result, Rejection)
    assert result.code == code


def test_every_fault_is_named_at_once() -> None:
    """Both halves of a place are looked at."""
    result = read(sms(lt="north", lg="west"))
    assert isinstance(result, Rejection)
    assert [error.fields["field"] for error in result.errors] == ["lt", "lg"]


def test_a_message_of_version_2_counts_from_the_call() -> None:
    """Its fields bear other names: lt is seconds after the call began, and lg languages."""
    raw = f'A"ML=2;en=112;et=1952215980;lo=51.03212,-1.53004,20.1;lt=-5;lc=95;ls=W;ei={IMEI};nc=20801;lg=ckb'
    position, report = place(raw), read(raw)
    assert isinstance(report, Report)
    assert (position.lat, position.lon, position.error_m, position.how) == (
        "51.03212",
        "-1.53004",
        "21",
        "wifi",
    )
    assert position.at is not None
    assert report.said_at is not None
    assert report.said_at.ms - position.at.ms == 5_000


@pytest.mark.parametrize("lt", ["", "5.5", "99999999"])
def test_a_time_that_cannot_be_read_costs_no_place(lt: str) -> None:
    """Where a time is missing or broken the place stands, and its time is said to be assumed."""
    report = read(f'A"ML=2;et=1952215980;lo=51.03212,-1.53004,20.1;lt={lt};lc=95')
    assert isinstance(report, Report)
    assert report.mentions[0].positions[0].at is None
    assert "mentions[0].positions[0].at" in report.assumed


FORM = {
    "v": "2",
    "device_number": NUMBER,
    "location_latitude": "51.03212",
    "location_longitude": "-1.53004",
    "location_time": "1952215985000",
    "location_accuracy": "10.4",
    "location_source": "wifi",
    "location_confidence": "0.6827",
    "time": "1952215980000",
    "device_imei": IMEI,
    "device_imsi": IMSI,
    "hmac": "5d41402abc4b2a76b9719d911017c592",
}


def test_a_posted_form_and_the_same_as_json_are_one_report() -> None:
    """Numbers may stand as text or as numbers; a confidence below 1 is a share."""
    form, as_json = read(urlencode(FORM)), read(json.dumps(FORM))
    assert isinstance(form, Report)
    assert form == as_json
    assert form.sender is not None
    assert form.sender.phone == NUMBER
    position = form.mentions[0].positions[0]
    assert (position.lat, position.lon, position.how, position.error_m) == (
        "51.03212",
        "-1.53004",
        "wifi",
        "17",
    )
    bare = json.dumps(
        FORM | {"location_latitude": 51.03212, "location_accuracy": 10.4, "time": 1952215980000}
    )
    assert read(bare) == form


def test_a_posted_message_without_a_place_is_a_call_without_one() -> None:
    """Every field is optional; zeros with no accuracy are no place."""
    zeros = {"location_latitude": "0.0", "location_longitude": "0.0", "location_accuracy": "0"}
    for changed in ({"location_latitude": "", "location_longitude": ""}, zeros):
        report = read(urlencode(FORM | changed))
        assert isinstance(report, Report)
        assert report.mentions[0].positions == ()


def test_a_data_message_is_the_same_as_its_text() -> None:
    """Packed seven bits to a letter, with or without the header of its ports, bare, in hexadecimal or in base 64."""
    text = sms()
    packed = pack(text)
    assert unpack(packed) == text
    header = bytes.fromhex("06050400000011")
    for raw in (
        packed,
        header + packed,
        packed.hex().encode(),
        packed.hex().upper().encode(),
        base64.b64encode(packed),
    ):
        assert read(raw) == read(text), raw
        assert recognise(raw) == "aml"


@pytest.mark.parametrize("form", ["sms", "form", "json", "data"])
def test_nothing_that_names_a_handset_stands_in_a_report(form: str) -> None:
    """IMSI, IMEI and HMAC are dropped from the words too; the number is sealed; ids are made of none of them."""
    raw = {
        "sms": sms().encode(),
        "form": urlencode(FORM).encode(),
        "json": json.dumps(FORM).encode(),
        "data": pack(sms()),
    }
    report = read(raw[form])
    assert isinstance(report, Report)
    held = msgspec.json.encode(report).decode()
    assert not [secret for secret in (IMSI, IMEI, FORM["hmac"]) if secret in held]
    assert NUMBER[1:] not in msgspec.json.encode(open_part(report)).decode()
    if form != "data":
        other = (
            raw[form].replace(IMEI.encode(), b"490154203237519").replace(IMSI.encode(), b"208019876543219")
        )
        again = read(other)
        assert isinstance(again, Report)
        assert again.id == report.id


def test_a_parsed_message_keeps_what_is_not_known_and_the_names_of_what_it_dropped() -> None:
    """Whoever takes the parser alone sees every other field, and that identifiers stood there."""
    message = parse_sms(sms(alt="12.5", zz="new"))
    assert message.identifiers == ("si", "ei")
    assert message.others == (("alt", "12.5"), ("zz", "new"))
    assert (message.network, message.length, message.doubtful) == ("208-01", message.found, False)


def test_a_file_of_messages_gives_each_with_its_line() -> None:
    """Blank lines are passed over, and a broken one costs no other."""
    content = "\n".join(["", sms(), 'A"ML=1;lt=+51.0', "", sms(pm="C", rd="4200"), ""]).encode()
    assert is_aml(content)
    heard = list(read_content(content, Receipt(received_by="north", received_at=NOW)))
    assert [(each.number, isinstance(each.result, Report)) for each in heard] == [
        (2, True),
        (3, False),
        (5, True),
    ]
    for each in heard:
        if isinstance(each.result, Report):
            assert read(each.raw) == each.result


def test_a_gateways_line_gives_the_senders_number_and_the_time_it_came() -> None:
    """What stands before the message on its line, where there is one of each."""
    report = read(f"2031-11-12T03:13:09+01:00 {NUMBER} {sms()}")
    assert isinstance(report, Report)
    assert report.sender is not None
    assert (report.sender.phone, report.received_at.stated) == (NUMBER, "2031-11-12T03:13:09+01:00")
    ahead = read(f"2071-11-12T03:13:09+01:00 {sms()}")
    assert isinstance(ahead, Report)
    assert ahead.received_at == NOW
    two = read(f"{NUMBER} {NUMBER[:-1]}3 {sms()}")
    assert isinstance(two, Report)
    assert two.sender is not None
    assert (two.sender.phone, two.received_at) == (None, NOW)


def test_capital_letters_say_the_same() -> None:
    """Some gateways write everything in capitals."""
    assert place(sms().upper()) == place(sms())


def test_an_identifier_in_a_field_of_another_name_is_hidden() -> None:
    """Nothing else in a message has so many digits."""
    for raw in (sms(imei2=IMEI), urlencode(FORM | {"device_serial": f"x{IMEI}"})):
        report = read(raw)
        assert isinstance(report, Report)
        assert IMEI not in (report.text or "")


def test_a_gateways_heading_costs_no_file() -> None:
    """A line of headings before the messages is refused alone."""
    content = "\n".join(["time,message", sms(), sms(pm="W")]).encode()
    assert is_aml(content)
    kinds = [
        isinstance(each.result, Report) for each in read_messages(content, received_by="n", received_at=NOW)
    ]
    assert kinds == [False, True, True]


@pytest.mark.parametrize("header", ["A“ML=1", "A”ML=1", "A&quot;ML=1", "AML=1", "A'ML=1"])
def test_a_changed_quotation_mark_costs_no_message(header: str) -> None:
    """Gateways turn it into others, or lose it."""
    assert place(sms().replace('A"ML=1', header)).lat == "51.03212"


def test_other_files_are_left_to_other_sources() -> None:
    """A line of our own format, a letter and a table are no AML, whatever words stand in them."""
    line = b'{"channel": "note", "received_at": "2031-02-03T01:00Z", "text": "location_latitude=51 device_number"}'
    for content in (
        b"",
        b"\n\n",
        line,
        b"Subject: A call\n\nAML data follow",
        b"lat,lon\n51,1.5\n",
        b"PK\x03\x04",
    ):
        assert not is_aml(content)


@given(
    lat=st.decimals(-90, 90, places=5),
    lon=st.decimals(-180, 180, places=5),
    rd=st.integers(1, 50_000),
    lc=st.integers(1, 99),
    pm=st.sampled_from("GWC"),
)
@calm()
def test_every_message_written_is_read_back(lat: Decimal, lon: Decimal, rd: int, lc: int, pm: str) -> None:
    """Signs, padding and all; as text and as a data message."""
    text = sms(lt=f"{lat:+09.5f}", lg=f"{lon:+010.5f}", rd=str(rd), lc=str(lc), pm=pm)
    position = place(text)
    assert position.lat is not None
    assert position.lon is not None
    assert position.error_m is not None
    assert (Decimal(position.lat), Decimal(position.lon)) == (lat, lon)
    assert int(position.error_m) >= rd
    assert place(pack(text)) == position


@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@calm()
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    """No bytes make any reader raise, by whichever way they come to it."""
    read(raw)
    read(b'A"ML=1;' + raw)
    read(b"location_latitude=" + raw)
    is_aml(raw)
    assert all(
        isinstance(each.result, Report | Rejection)
        for each in read_messages(raw, received_by="n", received_at=NOW)
    )


@given(st.data())
@calm(max_examples=200)
def test_a_damaged_message_gets_an_answer_without_its_words(data: st.DataObject) -> None:
    """Flipped, dropped and doubled pieces; no sentence of a rejection repeats what stood there."""
    raw = bytearray(
        data.draw(st.sampled_from([sms().encode(), urlencode(FORM).encode(), json.dumps(FORM).encode()]))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = sorted(data.draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
        match data.draw(st.sampled_from(["flip", "drop", "double", "digit"])):
            case "flip" if at < len(raw):
                raw[at] ^= 1 << data.draw(st.integers(0, 7))
            case "drop":
                del raw[at:to]
            case "double":
                raw[to:to] = raw[at:to]
            case _:
                raw[at:at] = b"9" * data.draw(st.sampled_from([1, 30, 4000]))
    result = read(bytes(raw))
    if isinstance(result, Rejection):
        assert not [
            secret for secret in (IMSI, IMEI, NUMBER[1:], "51.03212") if secret in result.says + result.hint
        ]
