"""`ashore`: the desk from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ashore import __version__
from ashore.desk.cli import (
    accounts,
    between,
    deeds,
    demo,
    drill,
    files,
    forecast,
    linking,
    looking,
    pasting,
    reading,
)
from ashore.desk.cli.wiring import Session, Wiring
from ashore.model.errors import AshoreError, BadInput, LedgerFault, NotFound

EXIT_CODES = {BadInput: 3, NotFound: 4, LedgerFault: 5}
"""How a failed run ends, by branch of the error tree; anything else that Ashore refuses is 1."""


class _Group(click.Group):
    """A group that prints every refusal as its sentence and its hint, and never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AshoreError as error:
            click.echo(f"{error.sentence()}\n{error.advice()}\n[{error.code}]", err=True)
            code = next((code for branch, code in EXIT_CODES.items() if isinstance(error, branch)), 1)
            raise SystemExit(code) from error
        except OSError as error:
            if error.filename is None:
                raise
            raise click.FileError(str(error.filename), hint=error.strerror) from error


def command_line(wiring: Wiring) -> click.Group:
    """Return the whole command line over this wiring."""

    @click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(__version__, prog_name="ashore")
    @click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("ashore-data"),
        envvar="ASHORE_DATA",
        show_default=True,
        show_envvar=True,
        help="The desk's data directory.",
    )
    @click.pass_context
    def ashore(ctx: click.Context, data: Path) -> None:
        """From the first call to the last person ashore."""
        ctx.obj = Session(wiring=wiring, data=data)

    for part in (demo, drill, files, pasting, reading, looking, between, forecast, linking, accounts, deeds):
        for verb in part.VERBS:
            ashore.add_command(verb)
    return ashore
