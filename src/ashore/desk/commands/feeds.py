"""Lines from a feed: a TCP server that is called again when it is gone, UDP datagrams, or a file to its end.

A feed gives each line without its end, and None about once a second in which nothing came, so that whoever listens
can see to the clock. It ends when the file does; a network has no end.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ashore.model.errors import BadInput

LONGEST = 4096
"""Bytes without an end of line that are given as a line all the same."""

TICK_S = 1.0
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
"""Before a server is called again, twice as long each time until it has sent something."""

QUIET_S = 120.0
"""A connection over which nothing came for so long is taken for dead, and made anew."""

CALLING_S = 10.0
PIECE = 65_536
DATAGRAM_HEADER = b"UdPbC\x00"
"""Before each datagram of IEC 61162-450."""


class NotAFeed(BadInput):
    """An address that names no feed."""

    code = "not-a-feed"
    says = "This names no feed: {why}."
    hint = (
        "Write tcp://host:port, udp://:port, udp://group:port for a multicast group, or the path of a file."
    )


class PortNotFree(BadInput):
    """The port a feed is to come in at cannot be had."""

    code = "feed-port-taken"
    says = "Nothing can be received at UDP port {port}: {why}."
    hint = "Another program may have it; choose another port, or stop that program."


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a feed is: `scheme` tcp, udp or file; `host` is "" for every address of this machine."""

    scheme: str
    host: str = ""
    port: int = 0
    path: Path = Path()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a feed waits, in seconds: a tick, before it calls again at first and at most, and for a silent line."""

    tick_s: float = TICK_S
    first_s: float = FIRST_WAIT_S
    longest_s: float = LONGEST_WAIT_S
    quiet_s: float = QUIET_S


_NETWORK = re.compile(
    r"(?P<scheme>tcp|udp)://(?P<host>\[[0-9A-Fa-f:.%]+\]|[^:/\[\]]*):(?P<port>[0-9]{1,5})/?"
)


def read_address(text: str) -> Address:
    """Return the feed that a text names. Raises NotAFeed."""
    found = _NETWORK.fullmatch(text)
    if found is None:
        if "://" in text:
            raise NotAFeed(why="neither tcp nor udp with a host and a port")
        path = Path(text)
        if not path.is_file():
            raise NotAFeed(why="there is no such file")
        return Address(scheme="file", path=path)
    scheme, host, port = found["scheme"], found["host"].strip("[]"), int(found["port"])
    if port > 65_535 or (scheme == "tcp" and port == 0):
        raise NotAFeed(why="a port is a number from 1 to 65535")
    if scheme == "tcp" and not host:
        raise NotAFeed(why="tcp needs the name of a host")
    return Address(scheme=scheme, host=host, port=port)


def lines_of(
    address: Address,
    tell: Callable[[str], None],
    patience: Patience = Patience(),
) -> Iterator[bytes | None]:
    """Yield the lines of a feed, and None at each tick without one; `tell` is given what becomes of the connection.

    Raises PortNotFree, and what opening a file can raise.
    """
    if address.scheme == "tcp":
        return _tcp(address, tell, patience)
    if address.scheme == "udp":
        return _udp(address, tell, patience)
    return _file(address.path)


class Lines:
    """Cuts what comes in pieces into lines; what has no end for LONGEST bytes is cut there."""

    def __init__(self) -> None:
        self._rest = b""

    def cut(self, piece: bytes) -> Iterator[bytes]:
        """Yield the lines that end in this piece."""
        *ended, rest = re.split(rb"\r\n|\n|\r", self._rest + piece)
        yield from (line for line in ended if line)
        while len(rest) > LONGEST:
            yield rest[:LONGEST]
            rest = rest[LONGEST:]
        self._rest = rest

    def rest(self) -> Iterator[bytes]:
        """Yield what had no end, and forget it."""
        if self._rest:
            yield self._rest
        self._rest = b""


def _file(path: Path) -> Iterator[bytes | None]:
    lines = Lines()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield from lines.cut(piece)
    yield from lines.rest()


def _tcp(address: Address, tell: Callable[[str], None], patience: Patience) -> Iterator[bytes | None]:
    wait = patience.first_s
    where = f"{address.host}:{address.port}"
    while True:
        try:
            with socket.create_connection((address.host, address.port), timeout=CALLING_S) as connection:
                tell(f"Connected to {where}.")
                connection.settimeout(patience.tick_s)
                for line in _received(connection, patience):
                    if line is not None:
                        wait = patience.first_s
                    yield line
            why = "it closed the connection, or went silent"
        except OSError as error:
            why = error.strerror or str(error) or type(error).__name__
        tell(f"No feed from {where}: {why}. Calling again in {wait:g} s.")
        yield from _waiting(wait, patience.tick_s)
        wait = min(2 * wait, patience.longest_s)


def _received(connection: socket.socket, patience: Patience) -> Iterator[bytes | None]:
    """Yield the lines of one connection until it is closed or dead; half a line at its end is a line."""
    lines, heard = Lines(), time.monotonic()
    try:
        while time.monotonic() - heard < patience.quiet_s:
            try:
                piece = connection.recv(PIECE)
            except TimeoutError:
                yield None
                continue
            if not piece:
                break
            heard = time.monotonic()
            yield from lines.cut(piece)
    except ConnectionError:
        pass  # what had come by then is not lost with it
    yield from lines.rest()


def _udp(address: Address, tell: Callable[[str], None], patience: Patience) -> Iterator[bytes | None]:
    with _bound(address) as bound:
        bound.settimeout(patience.tick_s)
        tell(f"Listening at UDP port {bound.getsockname()[1]}.")
        while True:
            try:
                datagram = bound.recv(PIECE)
            except TimeoutError:
                yield None
                continue
            except OSError:
                # An answer to something this port never sent; the next datagram is as good as ever.
                yield from _waiting(patience.tick_s, patience.tick_s)
                continue
            lines = Lines()
            yield from lines.cut(datagram.removeprefix(DATAGRAM_HEADER))
            yield from lines.rest()


def _bound(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_DGRAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        group = _multicast(address.host)
        bound.bind(("" if group else address.host, address.port))
        if group:
            request = struct.pack("4sl", socket.inet_aton(address.host), socket.INADDR_ANY)
            bound.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
    except OSError as error:
        bound.close()
        raise PortNotFree(port=address.port, why=error.strerror or "the host is not known") from error
    return bound


def _multicast(host: str) -> bool:
    try:
        return ipaddress.IPv4Address(host).is_multicast
    except ValueError:
        return False


def _waiting(seconds: float, tick_s: float) -> Iterator[None]:
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, tick_s))
        yield None
