"""The built-in example played in, and the desk served."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import Desk, counting, play
from ashore.desk.commands.script import Step

PORT = 8040


@click.command("demo")
@click.option("--once", is_flag=True, help="Play to the end without a server and print the figures.")
@click.option("--json", "as_json", is_flag=True, help="With --once: the figures as JSON, one a line.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option("--pause", default=1.0, show_default=True, help="Seconds between the steps of the night.")
@pass_session
def demo(session: Session, once: bool, as_json: bool, port: int, pause: float) -> None:
    """Play the night of 8 to 9 December 2020 into a new replay log, and show the desk."""
    with tempfile.TemporaryDirectory(prefix="ashore-demo-") as folder:
        data = Path(folder) / "desk"
        desk = session.wiring.create_desk(data, name="replay-desk", kind="replay")
        try:
            if once:
                play(desk, session.wiring.example())
                click.echo(counting.as_text(counting.night(desk), "json" if as_json else "table"), nl=False)
            else:
                _serve_playing(session, desk, data, port, pause)
        finally:
            desk.close()


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option("--listen", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--name", "names", multiple=True, help="A host name the desk also answers to, as behind a proxy."
)
@pass_session
def serve(session: Session, port: int, listen: str, names: tuple[str, ...]) -> None:
    """Serve this desk's pages: on this machine alone unless told.

    For telephones and other rooms put a proxy with https before it, and give the proxy's host name by --name.
    """
    with session.desk() as desk:
        session.wiring.serve(
            desk, port=port, data=session.data, host=listen, hosts=frozenset(names), say=click.echo
        )


@click.command("play")
@click.argument("script", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--pause", default=0.0, show_default=True, help="Seconds between steps.")
@pass_session
def play_script(session: Session, script: Path, pause: float) -> None:
    """Do the reports and commands of a script, one after another, in a replay or exercise desk."""
    with session.desk() as desk:
        count = play(desk, script.read_bytes(), before_each=lambda step: time.sleep(pause))
        click.echo(f"{count} steps done.")


def _serve_playing(session: Session, desk: Desk, data: Path, port: int, pause: float) -> None:
    """Serve the desk while its night plays in beside it, through the same commands as anybody's."""
    stop = threading.Event()

    def wait(step: Step) -> None:
        if stop.wait(pause):
            raise _Stopped

    def playing() -> None:
        try:
            play(desk, session.wiring.example(), before_each=wait)
        except _Stopped:
            return
        click.echo("The night is played to its end. Ctrl-C ends the demo.")

    player = threading.Thread(target=playing, name="replay")
    player.start()
    try:
        session.wiring.serve(desk, port=port, data=data, say=click.echo)
    finally:
        stop.set()
        player.join()


class _Stopped(Exception):
    """The server was stopped while the night was still playing."""


VERBS = (demo, serve, play_script)
