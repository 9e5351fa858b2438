"""The waypoints and tracks of a GPX file (Topografix 1.0 and 1.1), each cut out with its own bytes.

Read by expat without a document type: what would declare entities, and so could name a file or swell to gigabytes,
is refused. Names of elements count without their prefix, so that a piece cut out of its file reads alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ashore.model.errors import BadInput

LARGEST = 50 * 1024 * 1024
DEEPEST = 40
WHOLE = frozenset({"wpt", "trk", "rte"})
"""Elements that are a thing of their own."""

POINTS = frozenset({"wpt", "trkpt", "rtept"})
WORDS = frozenset({"name", "cmt", "desc", "type", "sym", "time", "src"})


class NotGpx(BadInput):
    code = "not-gpx"
    says = "The GPX file breaks off or is not well-formed at line {at}."
    hint = "Export the track again; if the device is at hand, send its file as it is."


class DeclaresEntities(BadInput):
    code = "declares-entities"
    says = "The GPX file declares a document type, which no device writes."
    hint = "Such a file can make a reader fetch other files; ask its sender for the device's own export."


class GpxTooLarge(BadInput):
    code = "gpx-too-large"
    says = "The GPX file is longer than 50 MB."
    hint = "Send the track of this boat and this night alone."


@dataclass(slots=True, kw_only=True)
class Point:
    """A point as it is written: degrees WGS 84 and the time, "" where there is none."""

    lat: str
    lon: str
    time: str = ""


@dataclass(slots=True, kw_only=True)
class Piece:
    """A waypoint, track or route: what kind, its words, its points, and where its bytes begin and end."""

    kind: str
    start: int
    end: int = 0
    words: dict[str, str] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)


def recognises(content: bytes) -> bool:
    """Return whether bytes begin as a GPX file does."""
    head = _as_utf8(content[:4_000])
    return re.search(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?gpx[\s/>]", head[:2_000]) is not None and head.lstrip(
        b"\xef\xbb\xbf \t\r\n"
    ).startswith(b"<")


def cut(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of each waypoint, track and route of a file, each a document that `read_piece` reads.

    Raises NotGpx, DeclaresEntities and GpxTooLarge, before the first is yielded.
    """
    if len(content) > LARGEST:
        raise GpxTooLarge
    text = _as_utf8(content)
    declared = re.match(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']", text)
    encoding = b"" if declared is None or declared[1].lower() in (b"utf-8", b"utf8") else declared[1]
    head = b'<?xml version="1.0" encoding="' + encoding + b'"?>' if encoding else b""
    for piece in _pieces(text):
        yield head + text[piece.start : piece.end]


def read_piece(raw: bytes) -> Piece:
    """Return the one thing in bytes that `cut` gave. Raises NotGpx, DeclaresEntities and GpxTooLarge."""
    if len(raw) > LARGEST:
        raise GpxTooLarge
    pieces = _pieces(raw)
    if len(pieces) != 1:
        raise NotGpx(at=1)
    return pieces[0]


def _as_utf8(content: bytes) -> bytes:
    """Return UTF-16 with its mark as UTF-8 without a declaration, and everything else as it is."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return content.removeprefix(b"\xef\xbb\xbf")
    text = content.decode("utf-16", "replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")


def _pieces(content: bytes) -> list[Piece]:
    reader = _Reader(content)
    return reader.pieces


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.pieces: list[Piece] = []
        self._open: list[str] = []
        self._piece: Piece | None = None
        self._words: list[str] = []
        self._content = content
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._said
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            raise NotGpx(at=error.lineno) from error
        except (ValueError, LookupError) as error:
            # An encoding that is declared and that nobody knows.
            raise NotGpx(at=1) from error

    def _refuse(self, *_declared: object) -> None:
        raise DeclaresEntities

    def _start(self, name: str, values: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._open.append(local)
        if len(self._open) > DEEPEST:
            raise NotGpx(at=self._parser.CurrentLineNumber)
        self._words = []
        if self._piece is None and local in WHOLE:
            self._piece = Piece(kind=local, start=self._parser.CurrentByteIndex)
        if self._piece is not None and local in POINTS:
            self._piece.points.append(
                Point(lat=values.get("lat", "").strip(), lon=values.get("lon", "").strip())
            )

    def _said(self, words: str) -> None:
        self._words.append(words)

    def _end(self, name: str) -> None:
        local = self._open.pop()
        piece = self._piece
        if piece is None:
            return
        parent = self._open[-1] if self._open else ""
        said = "".join(self._words).strip()
        if local == "time" and parent in POINTS and piece.points:
            piece.points[-1].time = said
        elif local in WORDS and parent == piece.kind and said:
            piece.words.setdefault(local, said)
        self._words = []
        if local == piece.kind and not WHOLE & set(self._open):
            at = self._parser.CurrentByteIndex
            # An element that closes itself has ended here; any other is closed by its own tag, which begins here.
            closes = self._content.startswith(b"</" + name.encode(), at)
            piece.end = self._content.index(b">", at) + 1 if closes else at
            self.pieces.append(piece)
            self._piece = None
