"""The only wiring: which parts make a desk, a server and a command line."""

from __future__ import annotations

import functools
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ashore.desk.cli.main import command_line
from ashore.desk.cli.wiring import Wiring
from ashore.desk.commands import placing, tracking
from ashore.desk.commands.accounts import Accounts
from ashore.desk.commands.assets import read_assets
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.drafts import Drafts
from ashore.desk.commands.drilling import Drill, NotDrilling, Played
from ashore.drift.command import VERBS as DRIFT_VERBS
from ashore.drift.refusing import refusals
from ashore.exercise.begun import alone, read_begun
from ashore.exercise.clock import DrillClock
from ashore.exercise.command import VERBS as EXERCISE_VERBS
from ashore.forecast.cloud import Cloud, Order
from ashore.forecast.clouds import Cancelled, Clouds
from ashore.forecast.faults import NoDrift
from ashore.ledger.directory import OPS as LOG
from ashore.ledger.directory import DataDir, create_data_dir, open_data_dir
from ashore.ledger.keys import load_secret, save_secret
from ashore.linking.weights import read_weights, shipped_weights
from ashore.model.clock import Clock, Surroundings, wall_clock
from ashore.model.drills import Wanted

if TYPE_CHECKING:
    from ashore.linking.linker import Linker
    from ashore.second_reader.asked import SecondReader

ACCOUNTS = "accounts.sqlite"
DRILL = "drill"
ASSETS = "assets.csv"
DRAFTS = "drafts.sqlite"
MATCH_KEY = "match.key"
HANDOVERS = "handover"
WEIGHTS = "ASHORE_WEIGHTS"
"""Names a file of linking's weights, as `ashore learn-links` writes it; without it those shipped are taken."""

SECOND_READER = "ASHORE_SECOND_READER"
"""Names a file of settings of a second reader; without it none is asked, and no text leaves this machine."""

FORCING = "ASHORE_FORCING"
"""Names files and feeds of current and wind, in order of preference, a semicolon between them."""


def create_desk(
    path: Path,
    *,
    name: str,
    kind: str,
    surroundings: Surroundings | None = None,
    forcing: Sequence[str] | None = None,
) -> Desk:
    """Make a data directory for a new desk and open it; `kind` is live, exercise or replay.

    `forcing` names current and wind, in order of preference; the operator's own where it is None.
    """
    surroundings = surroundings or Surroundings()
    directory = create_data_dir(path, desk=name, kind=kind, surroundings=surroundings)
    save_secret(path / MATCH_KEY, surroundings.random_bytes(32))
    return _desk(directory, surroundings, _forcing() if forcing is None else tuple(forcing))


def open_desk(path: Path, *, surroundings: Surroundings | None = None) -> Desk:
    """Open the desk in a data directory; one that a drill is played on goes by the drill's clock and weather."""
    surroundings = surroundings or Surroundings()
    directory = open_data_dir(path, surroundings=surroundings)
    begun = read_begun(path / DRILL) if directory.ops.kind == "exercise" else None
    if begun is None:
        return _desk(directory, surroundings, _forcing())
    directory.close()
    clock = DrillClock(path / DRILL, surroundings.clock)
    drilling = replace(surroundings, clock=clock)
    directory = open_data_dir(path, surroundings=drilling)
    return _desk(directory, surroundings, begun.forcing, drilling, clock.pace)


def _desk(
    directory: DataDir,
    surroundings: Surroundings,
    forcing: tuple[str, ...],
    drilling: Surroundings | None = None,
    pace: Callable[[], float] | None = None,
) -> Desk:
    """Wire a desk; in a drill the log and the watch go by its clock, and people's sessions by the wall's."""
    return Desk(
        ledger=directory.ops,
        access=directory.access,
        accounts=Accounts(directory.path / ACCOUNTS, surroundings),
        drafts=Drafts(directory.path / DRAFTS, directory.ops.keyring, surroundings),
        tracks=directory.tracks,
        assets=read_assets(directory.path / ASSETS),
        match_key=load_secret(directory.path / MATCH_KEY),
        clouds=Clouds(_forecast, forcing=forcing),
        make_linker=functools.partial(_linker, forcing),
        second_reader=second_reader(surroundings.clock),
        surroundings=drilling or surroundings,
        pace=pace,
    )


def open_drill(data: Path, desk: Desk, *, wall: Clock = wall_clock) -> Drill:
    """Open the drill that is played on a desk. Raises NotDrilling."""
    if desk.kind != "exercise" or read_begun(data / DRILL) is None:
        raise NotDrilling(desk=desk.name)
    with refusals():
        from ashore.exercise.drill import Drill as Exercise
    return Exercise(data / DRILL, Played(desk), DrillClock(data / DRILL, wall))


@contextmanager
def drill(
    data: Path, wanted: Wanted, *, name: str, surroundings: Surroundings | None = None
) -> Iterator[tuple[Desk, Drill]]:
    """Open a desk with a drill that this program alone plays, either made if need be, for as long as the block runs."""
    surroundings = surroundings or Surroundings()
    with refusals():
        from ashore.exercise.drill import begin

        if not (data / LOG).exists():
            create_desk(data, name=name, kind="exercise", surroundings=surroundings).close()
        with closing(open_desk(data, surroundings=surroundings)) as desk:
            begin(data / DRILL, Played(desk), wanted, surroundings)
    # The desk is opened anew: now it goes by the drill's clock.
    with alone(data / DRILL), closing(open_desk(data, surroundings=surroundings)) as desk:
        yield desk, open_drill(data, desk, wall=surroundings.clock)


def _forcing() -> tuple[str, ...]:
    """Return what the operator configured as current and wind, in order of preference."""
    return tuple(spec for spec in os.environ.get(FORCING, "").split(";") if spec.strip())


def _linker(forcing: tuple[str, ...]) -> Linker:
    """Make a desk's linker; the engine is brought in only when one is asked for, and may not be installed at all."""
    try:
        from ashore.forecast.forcing import sources
        from ashore.linking.linker import Linker
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("ashore"):
            raise
        raise NoDrift from missing
    named = os.environ.get(WEIGHTS, "").strip()
    return Linker(sources(forcing), read_weights(Path(named)) if named else shipped_weights())


def second_reader(clock: Clock) -> Callable[[], SecondReader | None]:
    """Return what gives the second reader that is configured, the same one each time, None where there is none."""

    @functools.cache
    def configured() -> SecondReader | None:
        named = os.environ.get(SECOND_READER, "").strip()
        if not named:
            return None
        # Brought in only where one is configured: the rest of the program knows no way to another machine.
        from ashore.second_reader.asking import ChatReader
        from ashore.second_reader.settings import read_settings

        return ChatReader(read_settings(Path(named)), clock)

    return configured


def _forecast(order: Order, cancelled: Cancelled) -> Cloud:
    """Make a cloud; the engine is brought in only when one is asked for, and may not be installed at all."""
    try:
        from ashore.forecast.making import make_cloud
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("ashore"):
            raise
        raise NoDrift from missing
    return make_cloud(order, cancelled)


def example() -> bytes:
    """Return the built-in script: the night of 8 to 9 December 2020."""
    return resources.files("ashore.examples").joinpath("night-2020-12-08.jsonl").read_bytes()


def verbs() -> click.Group:
    """Return the whole command line, wired."""
    whole = command_line(
        Wiring(
            open_desk=open_desk,
            create_desk=create_desk,
            serve=_serve,
            example=example,
            paper=_paper,
            drill=drill,
            open_drill=open_drill,
            second_reader=second_reader(wall_clock),
        )
    )
    for verb in (*DRIFT_VERBS, *EXERCISE_VERBS):
        whole.add_command(verb)
    return whole


def _serve(
    desk: Desk,
    *,
    port: int,
    data: Path,
    say: Callable[[str], None],
    host: str = "127.0.0.1",
    hosts: frozenset[str] = frozenset(),
    drill: Drill | None = None,
) -> None:
    """Serve a desk's pages; the web is brought in only when it is asked for, so that other verbs start at once."""
    from ashore.desk.web.serve import serve

    if drill is None:
        with suppress(NotDrilling):
            drill = open_drill(data, desk)
    # What was read from the log stays as long as the desk does: searched for garbage again and again, it would hold
    # up whatever is being answered for a fifth of a second each time.
    gc.freeze()
    with placing.at_work(desk), tracking.thinned(desk):
        serve(desk, host, port, hosts=hosts, handovers_in=data / HANDOVERS, say=say, drill=drill)


def _paper(desk: Desk) -> str:
    """Return the handover of the watch as it is printed."""
    from ashore.desk.web.handovers import paper

    return paper(desk)
