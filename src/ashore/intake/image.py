"""A photo or a screenshot: what the camera wrote into it about where and when, each value marked machine-read.

Of an HEIC picture the same is read without decoding it.
"""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps, ImageStat

from ashore.intake.image_heif import exif_of, is_heif
from ashore.intake.pasted import decimal, write_pasted
from ashore.model.errors import BadInput
from ashore.reading.image_text import ImageText

MOST_BYTES = 30 * 1024 * 1024
MOST_PIXELS = 80_000_000
"""A picture is unpacked in memory: 240 MB at most. Telephones take 12 to 50 million pixels."""

DARK, WIDE_ENOUGH, LARGEST_SIDE = 110, 1400, 4000
"""A picture darker than this of 255 is turned over, one narrower in pixels doubled, one larger made smaller,
before it is read."""

LARGEST_SHOWN = 1600
"""The longer side, in pixels, of a picture as a page shows it."""

EARLIEST = 1995
"""The year of the first Exif; a camera whose clock nobody set writes an earlier one, or 1970."""

NOTHING_READ = "[picture]"
"""The words of a picture's report from which no text was read, as a chat's export has it for a picture left out."""

_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}
_BASE, _GPS = ExifTags.Base, ExifTags.GPS
_HALF_TO_RADIUS = 2
"""Exif does not say what share its error in metres holds; telephones mean two thirds, and twice that holds 0.95."""


class PictureTooHeavy(BadInput):
    code = "picture-too-heavy"
    says = "The picture is larger than 30 MB."
    hint = "Send it smaller, or a screenshot of it; a film is not taken in here."


class PictureTooLarge(BadInput):
    code = "picture-too-large"
    says = "The picture has more than 80 million pixels."
    hint = "Send it smaller, or a screenshot of it."


class NotAPicture(BadInput):
    code = "not-a-picture"
    says = "This is not a picture that can be opened."
    hint = "Ask for it to be sent again, as a JPEG or PNG; meanwhile type what it shows."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a camera says it was: decimal degrees as text, the radius in metres that it gave, and when."""

    lat: str
    lon: str
    error_m: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """What a picture's own data say of it.

    `taken` has a zone where the picture gives one, else is the camera's clock alone.
    `whole` is false where the picture is cut off; `pixels` are width and height, None where it is not decoded here.
    """

    media: str
    pixels: tuple[int, int] | None
    whole: bool
    place: Place | None
    taken: datetime | None


def is_image(content: bytes) -> bool:
    """Return whether bytes begin as a picture does; sixteen bytes are enough."""
    return (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")
        or (content[4:8] == b"ftyp" and content[8:12] in (b"avif", b"avis"))
        or is_heif(content)
    )


def read_image(content: bytes) -> Photo:
    """Return what a picture's data say. Raises PictureTooHeavy, PictureTooLarge and NotAPicture."""
    if len(content) > MOST_BYTES:
        raise PictureTooHeavy
    if is_heif(content):
        exif = Image.Exif()
        tiff = exif_of(content)
        if tiff:
            with suppress(*_BROKEN_EXIF):
                exif.load(b"Exif\0\0" + tiff)
        return _photo(exif, media="image/heic", pixels=None, whole=True)
    with _opened(content) as image:
        exif = _exif(image)
        media = _FORMATS[image.format or "JPEG"]
        image.draft("L", (512, 512))  # a JPEG is unpacked small: only whether it is whole is asked
        pixels = image.size
        return _photo(exif, media=media, pixels=pixels, whole=_is_whole(image))


def line_of(
    photo: Photo,
    *,
    id_: str,
    sha256: str,
    name: str,
    zone: str,
    channel: str,
    role: str,
    said_at: str = "",
    read: ImageText | None,
) -> bytes:
    """Return a picture's report as a line: where its camera was, when it was taken, and the text it shows.

    `zone` stands in where the camera's clock names none, and is then marked assumed; `said_at` is when it was sent,
    where somebody knows. With neither it is a note: an old picture must not count as a sign of life now.
    The text that a machine read is only text: nothing of it becomes a position or a count by itself.
    """
    taken, assumed, machine_read = photo.taken, [], []
    sent = said_at or (None if taken is None else instant_of(taken, zone).isoformat())
    if not said_at and taken is not None:
        machine_read.append("said_at")
        assumed += [] if taken.tzinfo else ["said_at"]
    if read is not None:
        machine_read.append("text")
    mention: dict[str, Any] | None = None
    if photo.place is not None:
        mention = {"positions": [_position(photo.place, None if taken is None else instant_of(taken, zone))]}
        machine_read.append("mentions[0].positions[0]")
        if photo.place.error_m is not None:
            assumed.append("mentions[0].positions[0].error_m")
    return write_pasted(
        {
            "id": id_,
            "channel": channel if sent else "note",
            "received_zone": zone,
            "zone_assumed": True,
            "said_at": sent,
            "sender": {"role": role} if role else None,
            "text": NOTHING_READ if read is None else read.text,
            "mentions": [mention] if mention else None,
            "attachments": [name or "picture"],
            "machine_read": machine_read,
            "assumed": assumed,
            "image": {"sha256": sha256, "media": photo.media, "unsure": [] if read is None else read.unsure},
        }
    )


def instant_of(taken: datetime, zone: str) -> datetime:
    """Return when a picture was taken; a zone's clock stands in where the camera's names none."""
    return taken if taken.tzinfo else taken.replace(tzinfo=ZoneInfo(zone))


def for_reading(content: bytes) -> bytes | None:
    """Return a picture as a reader of text likes it best: upright, grey, dark on light, as PGM.

    None where it is not decoded here.
    """
    if is_heif(content):
        return None
    with _opened(content) as image:
        image.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
        try:
            grey = _grey(ImageOps.exif_transpose(image))
        except _BROKEN:
            return None
    grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    if ImageStat.Stat(grey).mean[0] < DARK:
        grey = ImageOps.invert(grey)
    if grey.width < WIDE_ENOUGH:
        grey = grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    grey.save(written, "PPM")
    return written.getvalue()


def for_showing(content: bytes) -> bytes:
    """Return a picture upright and no larger than a screen, as JPEG with nothing in it but the picture.

    Raises NotAPicture where it is not decoded here, and PictureTooLarge.
    """
    with _opened(content) as image:
        try:
            image.draft("RGB", (LARGEST_SHOWN, LARGEST_SHOWN))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LARGEST_SHOWN, LARGEST_SHOWN))
            shown = _on_paper(upright).convert("RGB")
        except _BROKEN as error:
            raise NotAPicture from error
    written = io.BytesIO()
    shown.save(written, "JPEG", quality=85)
    return written.getvalue()


def _opened(content: bytes) -> Image.Image:
    """Return a picture with its head read and nothing unpacked."""
    try:
        image = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    except _BROKEN as error:
        raise NotAPicture from error
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise PictureTooLarge
    return image


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except _BROKEN_EXIF:
        return Image.Exif()


def _is_whole(image: Image.Image) -> bool:
    try:
        image.load()
    except _BROKEN:
        return False
    return True


def _grey(image: Image.Image) -> Image.Image:
    return _on_paper(image).convert("L")


def _on_paper(image: Image.Image) -> Image.Image:
    """Return the picture with white paper where it is transparent."""
    if image.mode != "P" and "A" not in image.getbands():
        return image
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper


_BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError)
_BROKEN_EXIF = (*_BROKEN, struct.error, ArithmeticError, AttributeError)
"""What the library raises for bytes that are not what they say they are."""


def _photo(exif: Image.Exif, *, media: str, pixels: tuple[int, int] | None, whole: bool) -> Photo:
    """Return a picture with what its Exif says; what is broken there is as if it were not written."""
    try:
        place = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except _BROKEN_EXIF:
        place = None
    try:
        taken = _taken(exif)
    except _BROKEN_EXIF:
        taken = None
    if (taken is None or taken.tzinfo is None) and place is not None and place.at is not None:
        taken = place.at
    return Photo(media=media, pixels=pixels, whole=whole, place=place, taken=taken)


def _place(gps: dict[int, Any]) -> Place | None:
    lat = _degrees(gps[_GPS.GPSLatitude], gps[_GPS.GPSLatitudeRef], "NS", 90)
    lon = _degrees(gps[_GPS.GPSLongitude], gps[_GPS.GPSLongitudeRef], "EW", 180)
    if not lat and not lon:
        return None  # 0, 0 is what a camera without a fix writes
    error = gps.get(_GPS.GPSHPositioningError)
    return Place(
        lat=str(lat),
        lon=str(lon),
        error_m=str(_whole(error) * _HALF_TO_RADIUS) if error else None,
        at=_gps_time(gps) if _GPS.GPSTimeStamp in gps and _GPS.GPSDateStamp in gps else None,
    )


def _degrees(parts: Any, ref: Any, signs: str, most: int) -> Decimal:
    """Return degrees, minutes and seconds as degrees of six decimals, a tenth of a metre."""
    sign = _word(ref)[:1].upper()
    degrees = sum((_exact(part) / 60**power for power, part in enumerate(parts)), Decimal(0))
    if sign not in signs or not sign or not 0 <= degrees <= most or len(parts) != 3:
        raise ValueError("no such degrees")
    return (degrees if sign == signs[0] else -degrees).quantize(Decimal("0.000001"))


def _exact(number: Any) -> Decimal:
    """Return a rational as Exif holds it. Raises ArithmeticError where it is over nothing."""
    return Decimal(int(number.numerator)) / Decimal(int(number.denominator))


def _whole(number: Any) -> int:
    return max(1, round(_exact(number)))


def _sound(at: datetime) -> datetime | None:
    """Return a time that a camera may have had: none before there were any, and no zone off by seconds."""
    offset = at.utcoffset() or timedelta(0)
    return at if at.year >= EARLIEST and not offset % timedelta(minutes=1) else None


def _gps_time(gps: dict[int, Any]) -> datetime | None:
    hours, minutes, seconds = (_exact(part) for part in gps[_GPS.GPSTimeStamp])
    day = datetime.strptime(_word(gps[_GPS.GPSDateStamp]), "%Y:%m:%d").replace(tzinfo=UTC)
    return _sound(day + timedelta(seconds=int(hours * 3600 + minutes * 60 + seconds)))


def _taken(exif: Image.Exif) -> datetime | None:
    """Return when the camera says the picture was taken, with its zone where the camera wrote one."""
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    for stated, offset in (
        (camera.get(_BASE.DateTimeOriginal), camera.get(_BASE.OffsetTimeOriginal)),
        (exif.get(_BASE.DateTime), camera.get(_BASE.OffsetTime)),
    ):
        if stated and not _word(stated).startswith("0000"):
            clock = datetime.strptime(_word(stated), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - its zone may follow
            zone = datetime.strptime(_word(offset), "%z").tzinfo if offset else None
            return _sound(clock.replace(tzinfo=zone))
    return None


def _word(value: Any) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
    return text.strip(" \0")


def _position(place: Place, taken: datetime | None) -> dict[str, object]:
    at = place.at or taken
    position: dict[str, object] = {
        "lat": decimal(place.lat),
        "lon": decimal(place.lon),
        "how": "gnss",
        "of": "sender",
    }
    if at is not None:
        position["at"] = at.isoformat()
    return position if place.error_m is None else position | {"error_m": decimal(place.error_m)}
