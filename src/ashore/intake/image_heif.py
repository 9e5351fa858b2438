"""The Exif of an HEIC picture, found without decoding it (ISO/IEC 14496-12 boxes, ISO/IEC 23008-12 annex A).

Telephones keep pictures in this form; no decoder of it is installed, and none is needed to learn where one was taken.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})


def is_heif(head: bytes) -> bool:
    """Return whether bytes begin as an HEIC picture; twelve bytes are enough."""
    return head[4:8] == b"ftyp" and head[8:12] in BRANDS


def exif_of(content: bytes) -> bytes:
    """Return the TIFF part of the picture's Exif, empty where it has none or its boxes are broken."""
    try:
        return _exif(content)
    except (struct.error, IndexError, KeyError, StopIteration, ValueError):
        return b""


def _exif(content: bytes) -> bytes:
    meta = dict(_boxes(_first(_boxes(content), b"meta")[4:]))
    item = next(number for number, kind in _items(meta[b"iinf"]) if kind == b"Exif")
    method, extents = _locations(meta[b"iloc"])[item]
    source = content if method == 0 else meta[b"idat"]
    block = b"".join(source[at : at + size] for at, size in extents)
    skipped = int.from_bytes(block[:4], "big")
    return block[4 + skipped :]


def _first(boxes: Iterator[tuple[bytes, bytes]], kind: bytes) -> bytes:
    return next(content for name, content in boxes if name == kind)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            [size] = struct.unpack_from(">Q", data, at + 8)
            head = 16
        elif size == 0:
            size = len(data) - at
        if size < head:
            raise ValueError("a box smaller than its own head")
        yield kind, data[at + head : at + size]
        at += size


def _items(iinf: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and kind of each item."""
    for kind, entry in _boxes(iinf[6 if iinf[0] == 0 else 8 :]):
        if kind == b"infe" and entry[0] == 2:
            yield int.from_bytes(entry[4:6], "big"), entry[8:12]
        elif kind == b"infe" and entry[0] == 3:
            yield int.from_bytes(entry[4:8], "big"), entry[10:14]


def _locations(iloc: bytes) -> dict[int, tuple[int, list[tuple[int, int]]]]:
    """Return for each item whether it is in the file (0) or in the box `idat` (1), and its pieces."""
    version = iloc[0]
    offset_size, length_size, base_size = iloc[4] >> 4, iloc[4] & 15, iloc[5] >> 4
    index_size = iloc[5] & 15 if version else 0
    at = 6

    def take(size: int) -> int:
        nonlocal at
        if at + size > len(iloc):
            raise IndexError
        at += size
        return int.from_bytes(iloc[at - size : at], "big")

    wide = 4 if version == 2 else 2
    found = {}
    for _ in range(take(wide)):
        item = take(wide)
        method = take(2) & 15 if version else 0
        take(2)  # which file it is in: this one
        base = take(base_size)
        extents = []
        for _ in range(take(2)):
            take(index_size)
            extents.append((base + take(offset_size), take(length_size)))
        found[item] = (method, extents)
    return found
