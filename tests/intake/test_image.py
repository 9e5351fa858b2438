"""Photos and screenshots: what a camera wrote into them is read, marked as a machine's, and broken ones are refused."""

from __future__ import annotations

import io
import json
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from ashore.intake import image
from ashore.intake.image import NotAPicture, Photo, PictureTooHeavy, PictureTooLarge, is_image, read_image
from ashore.intake.pasted import read_pasted
from ashore.model.errors import BadInput
from ashore.model.report import Report, open_part
from ashore.model.times import moment
from ashore.reading.image_text import ImageText
from ashore.testing import pictures

GPS_TIME: dict[int, Any] = {
    pictures.GPS.GPSDateStamp: "2031:02:03",
    pictures.GPS.GPSTimeStamp: (IFDRational(0, 1), IFDRational(12, 1), IFDRational(5, 1)),
}
RECEIVED = moment("2031-02-03T02:00:00+00:00")


def report_of(photo: Photo, read: ImageText | None = None) -> Report:
    """Return the report that a picture becomes."""
    line = image.line_of(
        photo,
        id_="p-1",
        sha256="0" * 64,
        name="",
        zone="Europe/Paris",
        channel="whatsapp",
        role="aboard",
        read=read,
    )
    report = read_pasted(line, received_by="north", received_at=RECEIVED)
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_where_a_camera_was_is_read_from_every_form(form: str) -> None:
    """The same place comes out of a JPEG, a PNG, a WebP and, undecoded, an HEIC picture."""
    held = pictures.exif(lat="50.951667", lon="1.853333", refs="NW")
    content = pictures.heic(held) if form == "HEIC" else pictures.picture(form, held)
    photo = read_image(content)

    assert is_image(content)
    assert photo.place is not None
    assert (photo.place.lat, photo.place.lon) == ("50.951667", "-1.853333")
    assert photo.media == f"image/{form.lower()}"


def test_a_photo_becomes_a_report_whose_values_are_marked_as_a_machines() -> None:
    """Place and time are the camera's, not somebody's words, and each says so by its path."""
    gps = GPS_TIME | {pictures.GPS.GPSHPositioningError: IFDRational(9, 1)}
    report = report_of(read_image(pictures.picture(held=pictures.exif(gps=gps))))
    [position] = report.mentions[0].positions

    assert report.machine_read == ("said_at", "mentions[0].positions[0]")
    assert report.assumed == ("mentions[0].positions[0].error_m",)
    assert (position.lat, position.lon, position.error_m) == ("51.030000", "2.060000", "18")
    assert (position.how, position.of) == ("gnss", "sender")
    assert position.at == moment("2031-02-03T00:12:05+00:00")
    assert open_part(report).machine_read == report.machine_read


def test_the_satellites_time_is_the_places_and_the_camera_with_its_zone_the_pictures() -> None:
    """A fix may be older than the photo: each time stays what it is."""
    held = pictures.exif(gps=GPS_TIME, taken="2031:02:03 01:20:00", offset="+01:00")
    report = report_of(read_image(pictures.picture(held=held)))

    assert report.said_at == moment("2031-02-03T01:20:00+01:00")
    assert report.mentions[0].positions[0].at == moment("2031-02-03T00:12:05+00:00")
    assert "said_at" not in report.assumed


def test_a_camera_clock_without_a_zone_is_read_in_the_named_one_and_marked_assumed() -> None:
    """Nothing in the picture says whose ten past one it is."""
    report = report_of(read_image(pictures.picture(held=pictures.exif(lat="", taken="2031:02:03 01:10:00"))))

    assert report.said_at == moment("2031-02-03T01:10:00+01:00")
    assert report.assumed == ("said_at",)
    assert report.mentions[0].positions == ()


def test_a_picture_that_says_nothing_is_still_a_report() -> None:
    """A screenshot has no camera and no place; it is kept, and says that nothing was read from it."""
    report = report_of(read_image(pictures.screenshot()))

    assert report.text == image.NOTHING_READ
    assert (report.said_at, report.machine_read) == (None, ())


@pytest.mark.parametrize(
    "held",
    [
        pictures.exif(lat="0.0", lon="0.0"),
        pictures.exif(refs="XE"),
        pictures.exif(
            gps={pictures.GPS.GPSLatitude: (IFDRational(51, 0), IFDRational(1, 1), IFDRational(0, 1))}
        ),
        pictures.exif(
            gps={pictures.GPS.GPSLongitude: (IFDRational(200, 1), IFDRational(0, 1), IFDRational(0, 1))}
        ),
        pictures.exif(lat="", taken="0000:00:00 00:00:00"),
        pictures.exif(lat="", taken="yesterday"),
        pictures.exif(lat="", taken="1970:01:01 00:00:00"),
    ],
)
def test_what_a_camera_writes_without_knowing_is_no_place_and_no_time(held: Image.Exif) -> None:
    """Zero degrees both ways, no side of the world, parts over nothing, a date of noughts: not known."""
    photo = read_image(pictures.picture(held=held))
    assert (photo.place, photo.taken) == (None, None)


def test_what_a_machine_read_stays_text_and_becomes_no_position() -> None:
    """A position in the text of a screenshot is for somebody to take over; the report holds only the words."""
    read = ImageText(text="51.03, 2.06 about 30", unsure=((0, 6),))
    report = report_of(read_image(pictures.screenshot()), read)

    assert report.text == "51.03, 2.06 about 30"
    assert report.machine_read == ("text",)
    assert (report.mentions[0].positions, report.mentions[0].on_board) == ((), None)
    assert open_part(report).text is None


def test_a_cut_off_picture_still_tells_what_stands_in_its_head() -> None:
    """A transfer that broke off costs the pixels and not the place."""
    whole = pictures.picture(held=pictures.exif(), size=(900, 900))
    photo = read_image(whole[: len(whole) * 2 // 3])

    assert not photo.whole
    assert photo.place is not None


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff" + b"x" * 50, b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_broken_bytes_are_no_picture(content: bytes) -> None:
    """What begins as a picture and is none is refused by a sentence."""
    assert is_image(content)
    with pytest.raises(NotAPicture):
        read_image(content)


def test_a_picture_too_heavy_or_too_large_is_refused_unopened() -> None:
    """Thirty megabytes, and a few bytes that would unpack to hundreds of millions of pixels."""
    with pytest.raises(PictureTooHeavy):
        read_image(b"\xff\xd8\xff" + bytes(image.MOST_BYTES))
    for side in (9_100, 9_600, 30_000):
        with pytest.raises(PictureTooLarge):
            read_image(_png(side))


def _png(side: int) -> bytes:
    """Return the head of a PNG of so many pixels a side."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10)))


WHOLE = [pictures.picture(form, pictures.exif(gps=GPS_TIME)) for form in ("JPEG", "PNG", "WEBP")] + [
    pictures.heic(pictures.exif(gps=GPS_TIME, taken="2031:02:03 01:20:00"))
]


# The library warns of broken Exif and goes on; here every warning would be an error.
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), max_size=12),
    st.data(),
)
def test_damage_is_read_or_refused_and_never_breaks_the_desk(
    whole: bytes, flips: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Bytes changed anywhere and a file cut anywhere give a picture or a sentence, and a report that can be read."""
    damaged = bytearray(whole)
    for at, byte in flips:
        damaged[at % len(damaged)] = byte
    content = bytes(damaged[: data.draw(st.integers(16, len(damaged)))])
    if not is_image(content):
        return
    try:
        photo = read_image(content)
    except BadInput:
        return
    assert report_of(photo).channel == ("whatsapp" if photo.taken else "note")
    image.for_reading(content)


def test_the_same_picture_gives_the_same_line() -> None:
    """Nothing of when it was pasted is in it, so that pasting again finds it."""
    content = pictures.picture(held=pictures.exif(gps=GPS_TIME))
    lines = {
        image.line_of(
            read_image(content), id_="p", sha256="0", name="", zone="UTC", channel="sms", role="", read=None
        )
        for _ in range(2)
    }
    [line] = lines
    assert "received_at" not in json.loads(line)


def test_a_picture_is_made_ready_to_be_read_upright_grey_and_dark_on_light() -> None:
    """A dark screen is turned over and a small one doubled; a page of transparent paper is white."""
    ready = image.for_reading(pictures.screenshot("51.03, 2.06", dark=True))
    assert ready is not None
    with Image.open(io.BytesIO(ready)) as opened:
        assert (opened.mode, opened.width) == ("L", 1800)
        assert opened.getpixel((2, 2)) == 255
    see_through = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(see_through, "PNG")
    with Image.open(io.BytesIO(image.for_reading(see_through.getvalue()) or b"")) as opened:
        assert opened.getpixel((2, 2)) == 255
