"""Pictures made for tests: real files with what a camera writes into them."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import ExifTags, Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

Base, GPS = ExifTags.Base, ExifTags.GPS


def degrees(value: str) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Return degrees, minutes and seconds as a telephone writes them."""
    whole, _, rest = value.partition(".")
    minutes = int((rest + "000000")[:6]) * 60
    return (
        IFDRational(int(whole), 1),
        IFDRational(minutes // 1_000_000, 1),
        IFDRational(minutes % 1_000_000 * 60 // 100, 10_000),
    )


def exif(
    *,
    lat: str = "51.030000",
    lon: str = "2.060000",
    refs: str = "NE",
    gps: dict[int, Any] | None = None,
    taken: str = "",
    offset: str = "",
    orientation: int = 1,
) -> Image.Exif:
    """Return the Exif of a photo taken off Berck, with other or no values where they are given."""
    written = Image.Exif()
    written[Base.Orientation] = orientation
    camera = written.get_ifd(ExifTags.IFD.Exif)
    if taken:
        camera[Base.DateTimeOriginal] = taken
    if offset:
        camera[Base.OffsetTimeOriginal] = offset
    if lat:
        written.get_ifd(ExifTags.IFD.GPSInfo).update(
            {
                GPS.GPSLatitudeRef: refs[0],
                GPS.GPSLatitude: degrees(lat),
                GPS.GPSLongitudeRef: refs[1],
                GPS.GPSLongitude: degrees(lon),
            }
            | (gps or {})
        )
    return written


def picture(form: str = "JPEG", held: Image.Exif | None = None, size: tuple[int, int] = (80, 60)) -> bytes:
    """Return a small picture of the sea at night."""
    file = io.BytesIO()
    Image.new("RGB", size, (8, 16, 40)).save(file, form, exif=exif() if held is None else held)
    return file.getvalue()


def heic(held: Image.Exif) -> bytes:
    """Return the boxes of an HEIC picture around its Exif, with no pixels: enough to be told where it was taken."""
    tiff = b"\0\0\0\0" + held.tobytes().removeprefix(b"Exif\0\0")

    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I4s", len(content) + 8, kind) + content

    head = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    entry = box(b"infe", b"\x02\0\0\0" + struct.pack(">HH", 7, 0) + b"Exif\0")
    items = box(b"iinf", b"\0\0\0\0" + struct.pack(">H", 1) + entry)

    def meta(at: int) -> bytes:
        place = b"\0\0\0\0\x44\0" + struct.pack(">HHHHII", 1, 7, 0, 1, at, len(tiff))
        return box(b"meta", b"\0\0\0\0" + items + box(b"iloc", place))

    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + box(b"mdat", tiff)


def screenshot(*lines: str, dark: bool = False) -> bytes:
    """Return a telephone's screen that shows these lines."""
    paper, ink = ("black", "white") if dark else ("white", "black")
    image = Image.new("RGB", (900, 140 + 90 * len(lines)), paper)
    draw = ImageDraw.Draw(image)
    for number, text in enumerate(lines):
        draw.text((50, 60 + 90 * number), text, fill=ink, font=ImageFont.load_default(42))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
