"""Serving a desk on this machine: binding first, saying where, and ending at once when asked to."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.drilling import Drill
from ashore.desk.web.app import make_app
from ashore.desk.web.errors import PortTaken
from ashore.desk.web.streams import Streams

CODE_BYTES = 5
SWITCH_S = 0.0005
"""How long one thread may go on before another has its turn: a page being drawn does not hold up a report."""


class DeskServer(uvicorn.Server):
    """A server that ends the open streams itself before it waits for answers to finish."""

    def __init__(self, config: uvicorn.Config, streams: Streams) -> None:
        super().__init__(config)
        self._streams = streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then everything else."""
        self._streams.end()
        await super().shutdown(sockets)


def serve(
    desk: Desk,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    hosts: frozenset[str] = frozenset(),
    handovers_in: Path | None = None,
    say: Callable[[str], None] = print,
    drill: Drill | None = None,
    started: Callable[[DeskServer], None] = lambda server: None,
) -> None:
    """Serve a desk's pages until told to stop. Raises PortTaken.

    `hosts` are further names it answers to; `port` 0 takes any free one.
    `handovers_in` is the folder into which the handover is saved each hour; `drill` is played on the desk.
    `say` is given what somebody at the terminal must know, the one-time code of the first account among it,
    and `started` the server, before it runs.
    """
    bound = _bind(host, port)
    code = None if desk.accounts.any() else desk.surroundings.random_bytes(CODE_BYTES).hex()
    app = make_app(desk, hosts=hosts | {host}, first_code=code, handovers_in=handovers_in, drill=drill)
    with bound:
        shown = f"[{host}]" if ":" in host else host
        say(f"The desk is at http://{shown}:{bound.getsockname()[1]}/")
        if code is not None:
            say(f"Nobody has an account yet. The first is made at /first-account with this code: {code}")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5
        )
        server = DeskServer(config, app.state.streams)
        started(server)
        sys.setswitchinterval(SWITCH_S)
        # Uvicorn raises the interrupt again once it has shut down in order; by then it is no news.
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[bound])


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise PortTaken(host=host, port=port) from error
        raise
    return bound
