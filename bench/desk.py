"""How soon 200 open screens show what was just committed, beside a bare Starlette event-stream echo in the same run.

    python bench/desk.py [--json] [--quick] [--directory DIR]

A desk with 40 open cases is served by a process of its own. Calls are logged over eight connections, 50 a second in
all, each answered once it is durable; of fifty, one is of no case yet, and the others are of an open one. Timed is,
for every call and every screen, from that answer to the whole event that shows the call: on `/events`, which has an
event for each entry, and on `/screen?view=/`, which sends the parts of the list that changed. The echo takes the same
requests over the same connections, keeps nothing, and sends each to as many streams.

Prints a table; with --json, last, one JSON object of figures and ratios, with command, versions and sizes.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PASSWORD = "four unrelated words"
PATIENCE_S = 60
LEAST_S = 0.00005
"""What reached a screen before its answer reached who posted it counts as this."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sizes:
    """How much is done."""

    screens: int = 200
    cases: int = 40
    calls_a_second: int = 50
    connections: int = 8
    seconds: int = 30
    new_one_in: int = 50


FULL, QUICK = Sizes(), Sizes(seconds=8)


def report(number: int, sizes: Sizes) -> dict[str, Any]:
    """Return a call as one line holds it."""
    people = 20 + number % 17
    return {
        "id": f"u-{number}",
        "channel": "phone",
        "received_at": datetime.now(UTC).isoformat(),
        "received_by": "bench",
        "sender": {"role": "aboard", "phone": f"+3360{number % sizes.cases:07}"},
        "text": f"engine dead, water coming in, about {people}",
        "mentions": [
            {
                "positions": [{"how": "place", "of": "craft", "place": "off Gravelines"}],
                "on_board": {"value": people, "qualifier": "about", "as_said": f"about {people}"},
                "danger": ["taking_water"],
            }
        ],
    }


def serve_desk(folder: Path, sizes: Sizes) -> None:
    """Serve a desk with open cases, first saying where and by which tokens; until it is told to stop."""
    from ashore.bootstrap import create_desk
    from ashore.desk.commands import person
    from ashore.desk.commands.acts import LogCall
    from ashore.desk.web.serve import serve

    folder.mkdir()
    desk = create_desk(folder / "desk", name="bench", kind="live")
    officer = desk.accounts.create("Marie", PASSWORD, "officer")
    cases = []
    for number in range(sizes.cases):
        line = json.dumps({**report(number, sizes), "id": f"n-{number}"})
        done = desk.do(LogCall(report=line, open="boat", label=f"B{number}"), person(officer))
        cases += [name for each in done.entries for name in each.header.subjects if name.startswith("c-")][:1]
    token = desk.accounts.open_session(officer)

    def say(sentence: str) -> None:
        if "http://" in sentence:
            told = {"address": sentence.split()[-1], "token": token, "cases": " ".join(cases)}
            print(json.dumps(told), flush=True)

    serve(desk, port=0, say=say)


def serve_echo(sizes: Sizes) -> None:
    """Serve the echo: a request is answered, and sent to every stream as an event."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response, StreamingResponse
    from starlette.routing import Route

    queues: set[asyncio.Queue[bytes]] = set()
    numbers = itertools.count(1)

    async def listen(request: Request) -> Response:
        async def events() -> AsyncIterator[bytes]:
            queue: asyncio.Queue[bytes] = asyncio.Queue()
            queues.add(queue)
            try:
                yield b"event: here\ndata:\n\n"
                while True:
                    yield await queue.get()
            finally:
                queues.discard(queue)

        return StreamingResponse(events(), media_type="text/event-stream")

    async def say(request: Request) -> Response:
        said = await request.json()
        cases = [said["case"]] if said["case"] else []
        data = json.dumps({"cases": cases, "type": "report.received"}, separators=(",", ":"))
        event = f"id: {next(numbers)}\nevent: changed\ndata: {data}\n\n".encode()
        for queue in queues:
            queue.put_nowait(event)
        return JSONResponse({"status": "done"})

    app = Starlette(routes=[Route("/events", listen), Route("/api/commands/log-call", say, methods=["POST"])])
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        cases = " ".join(f"c-{number}" for number in range(sizes.cases))
        address = f"http://127.0.0.1:{bound.getsockname()[1]}/"
        print(json.dumps({"address": address, "token": "none", "cases": cases}), flush=True)
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, server_header=False, timeout_graceful_shutdown=1
        )
        uvicorn.Server(config).run(sockets=[bound])


class Served:
    """A server in a process of its own, and what processor time it has used."""

    def __init__(self, which: str, folder: Path, quick: bool) -> None:
        command = [sys.executable, __file__, "--serve", which, "--directory", str(folder)]
        command += ["--quick"] if quick else []
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self.said: dict[str, str] = json.loads(self._process.stdout.readline())
        url = urlsplit(self.said["address"])
        self.host, self.port = str(url.hostname), int(url.port or 0)

    def cpu_s(self) -> float:
        """Return the seconds of processor time used so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(30)


@contextlib.contextmanager
def served(which: str, folder: Path, quick: bool) -> Iterator[Served]:
    """Serve for as long as the block runs."""
    server = Served(which, folder, quick)
    try:
        yield server
    finally:
        server.stop()


ID = re.compile(rb"(?:^|\n)id: ([0-9]+)")
CALL = re.compile(rb'"cases":\[(?:"([^"]*)")?[^]]*\],"type":"report.received"')


@dataclass
class Screen(asyncio.Protocol):
    """One screen: when it had received the whole of each event, by the number the event stands for."""

    path: str
    host: str
    token: str
    heard: list[tuple[int, float]] = field(default_factory=list)
    calls: dict[str, list[int]] = field(default_factory=dict)
    bytes: int = 0
    _held: bytearray = field(default_factory=bytearray)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        request = (
            f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {self.token}\r\n\r\n"
        )
        transport.write(request.encode())

    def data_received(self, data: bytes) -> None:
        """Note every event that is now whole. The marks of the chunks stand before an event, never in an `id`."""
        now = time.perf_counter()
        self.bytes += len(data)
        self._held += data
        while (end := self._held.find(b"\n\n")) >= 0:
            event = bytes(self._held[:end])
            del self._held[: end + 2]
            numbered = ID.search(event)
            if numbered is not None:
                self.heard.append((int(numbered[1]), now))
                call = CALL.search(event)
                if call is not None:
                    self.calls.setdefault((call[1] or b"").decode(), []).append(int(numbered[1]))


@dataclass
class Calls:
    """The calls that were logged: by case, when each was answered; and how late the client was to send them."""

    answered: dict[str, list[float]] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)


async def log_calls(server: Served, sizes: Sizes, connection: int, began: float, calls: Calls) -> None:
    """Log the calls that fall to one connection, each at its time; one case's calls all fall to one."""
    reader, writer = await asyncio.open_connection(server.host, server.port)
    cases = server.said["cases"].split()
    for number in range(sizes.calls_a_second * sizes.seconds):
        new = number % sizes.new_one_in == 0
        case = "" if new else cases[number % sizes.cases]
        if connection != (0 if new else number % sizes.cases % sizes.connections):
            continue
        at = began + number / sizes.calls_a_second
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        calls.late.append(time.perf_counter() - at)
        body = json.dumps({"report": json.dumps(report(number, sizes)), "case": case}).encode()
        writer.write(
            f"POST /api/commands/log-call HTTP/1.1\r\nHost: {server.host}\r\n"
            f"Authorization: Bearer {server.said['token']}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        answer = await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
        if b'"done"' not in answer:
            raise RuntimeError(answer.decode())
        calls.answered.setdefault(case, []).append(time.perf_counter())
    writer.close()


async def listened(server: Served, path: str, sizes: Sizes) -> dict[str, float]:
    """Open the screens, log the calls, and return how soon the screens showed them."""
    loop = asyncio.get_running_loop()
    token = server.said["token"]

    async def opened(where: str) -> Screen:
        _, screen = await loop.create_connection(
            lambda: Screen(where, server.host, token), server.host, server.port
        )
        return screen

    clerk = await opened("/events")  # tells which entry is which call
    screens = [await opened(path) for _ in range(sizes.screens)]
    await asyncio.sleep(3)
    clerk.calls.clear()
    for screen in screens:
        screen.heard.clear()
        screen.bytes = 0
    calls = Calls()
    cpu, began = server.cpu_s(), time.perf_counter()
    await asyncio.gather(*(log_calls(server, sizes, each, began, calls) for each in range(sizes.connections)))
    took_s = time.perf_counter() - began
    cpu = server.cpu_s() - cpu
    count = sizes.calls_a_second * sizes.seconds
    await shown(clerk, screens, count)
    logged = sorted(
        pair
        for case, answers in calls.answered.items()
        for pair in zip(clerk.calls[case], answers, strict=True)
    )
    delays = []
    for screen in screens:
        at = 0
        for arrival, committed in logged:
            while screen.heard[at][0] < arrival:
                at += 1
            delays.append(max(LEAST_S, screen.heard[at][1] - committed) * 1_000)
        screen.transport.close()
    clerk.transport.close()
    cuts = statistics.quantiles(delays, n=100)
    return {
        "p50_ms": cuts[49],
        "p99_ms": cuts[98],
        "most_ms": max(delays),
        "events_a_screen": statistics.mean(len(screen.heard) for screen in screens),
        "kbytes_a_screen_s": statistics.mean(screen.bytes for screen in screens) / took_s / 1_000,
        "server_cpu_share": cpu / took_s,
        "calls_a_second": count / took_s,
        "client_late_p99_ms": statistics.quantiles(calls.late, n=100)[98] * 1_000,
    }


async def shown(clerk: Screen, screens: list[Screen], count: int) -> None:
    """Wait until every screen has shown the last call. Raises TimeoutError where one never does."""
    async with asyncio.timeout(PATIENCE_S):
        while sum(map(len, clerk.calls.values())) < count:
            await asyncio.sleep(0.1)
        last = max(map(max, clerk.calls.values()))
        while not all(screen.heard and screen.heard[-1][0] >= last for screen in screens):
            await asyncio.sleep(0.1)


def main() -> None:
    """Run the echo and the desk, and print both."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--json", action="store_true", help="print one JSON object, last")
    arguments.add_argument(
        "--quick", action="store_true", help="the same comparison, smaller, in under a minute"
    )
    arguments.add_argument("--directory", type=Path, default=Path(), help="where to write the files")
    arguments.add_argument("--serve", choices=["desk", "echo"], help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    sizes = QUICK if chosen.quick else FULL
    if chosen.serve == "desk":
        return serve_desk(chosen.directory, sizes)
    if chosen.serve == "echo":
        return serve_echo(sizes)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=chosen.directory, prefix="bench-desk-") as name:
        folder = Path(name)
        with served("echo", folder, chosen.quick) as echo:
            figures |= _named("echo", asyncio.run(listened(echo, "/events", sizes)))
        for which, path in (("events", "/events"), ("screen", "/screen?view=/")):
            with served("desk", folder / which, chosen.quick) as desk:
                figures |= _named(which, asyncio.run(listened(desk, path, sizes)))
    for which in ("events", "screen"):
        for share in ("p50", "p99"):
            figures[f"{which}_{share}_to_echo"] = figures[f"{which}_{share}_ms"] / figures[f"echo_{share}_ms"]
    for figure, value in figures.items():
        print(f"{figure:32} {value:12,.2f}")
    if chosen.json:
        print(
            json.dumps(
                {
                    "bench": "desk",
                    "command": " ".join(["python", *sys.argv]),
                    "figures": {figure: round(value, 3) for figure, value in figures.items()},
                    "sizes": vars(sizes),
                    "versions": {
                        "python": platform.python_version(),
                        **{each: version(each) for each in ("ashore", "starlette", "uvicorn", "jinja2")},
                    },
                    "machine": {
                        "cpu": platform.machine(),
                        "cores": os.cpu_count(),
                        "system": platform.platform(terse=True),
                    },
                }
            )
        )
    return None


def _named(which: str, figures: dict[str, float]) -> dict[str, float]:
    return {f"{which}_{name}": value for name, value in figures.items()}


if __name__ == "__main__":
    main()
