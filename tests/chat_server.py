"""A server on this machine that speaks the chat-completions form, and misbehaves when it is told to."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Heard:
    """What came to the server: paths, headers and bodies, in their order; and how it answers the next ones."""

    port: int
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    next: list[Behaviour] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The texts that were sent to be read."""
        return [json.loads(each)["messages"][-1]["content"] for each in self.bodies]


def answering(body: bytes, status: int = 200, **headers: str) -> Behaviour:
    """Answer with this body, whole."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return behave


def dripping(stop: threading.Event, head: bytes = b"HTTP/1.1 200 OK\r\n") -> Behaviour:
    """Send one letter after the other without end, so that no single wait is ever long."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        while not stop.is_set():
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.02)

    return behave


def silent(stop: threading.Event) -> Behaviour:
    """Take the question and say nothing."""
    return lambda request: (stop.wait(30), None)[1]


def raw_bytes(content: bytes) -> Behaviour:
    """Send bytes that are no HTTP, or whatever they are."""
    return lambda request: (request.wfile.write(content), None)[1]


@contextmanager
def chat_server(*behaviours: Behaviour, secure: ssl.SSLContext | None = None) -> Iterator[Heard]:
    """Serve on loopback, by TLS if need be; each question gets the next behaviour, the last of them for ever."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.paths.append(self.path)
            heard.headers.append(dict(self.headers.items()))
            heard.bodies.append(self.rfile.read(int(self.headers.get("content-length", "0"))))
            with suppress(OSError):  # whoever asked may have hung up
                (heard.next.pop(0) if len(heard.next) > 1 else heard.next[0])(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if secure is not None:
        # The handshake is each connection's own affair: one that fails ends no server.
        server.socket = secure.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    heard = Heard(port=server.server_address[1], next=list(behaviours))
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    serving.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def settings_file(folder: Path, heard: Heard | None, **more: object) -> Path:
    """Write settings that lead to the server, and return the file."""
    told: dict[str, object] = {"model": "tern-7b"}
    if heard is not None:
        told["address"] = f"http://127.0.0.1:{heard.port}/v1"
    told |= more
    file = folder / "second-reader.toml"
    file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items()), "utf-8")
    return file
