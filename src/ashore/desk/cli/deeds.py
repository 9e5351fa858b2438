"""One verb for each command of the registry, made from its dataclass."""

from __future__ import annotations

import dataclasses
from typing import Any, get_type_hints

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import COMMANDS, Command
from ashore.desk.commands.script import act_named


def _verb(registered: Command) -> click.Command:
    hints = get_type_hints(registered.act)
    options: list[click.Parameter] = []
    for field in dataclasses.fields(registered.act):
        several = hints[field.name] is not str
        required = field.default is dataclasses.MISSING
        # Given at all, even as None, a default would stand in for what nobody wrote.
        default: dict[str, Any] = {} if required or several else {"default": field.default}
        options.append(
            click.Option(
                [f"--{field.name.replace('_', '-')}"],
                multiple=several,
                required=required,
                show_default=not required and bool(field.default),
                hide_input=field.name.endswith("password"),
                prompt=field.name.endswith("password"),
                help="May be given several times." if several else None,
                **default,
            )
        )

    @pass_session
    def perform(session: Session, /, **given: Any) -> None:
        with session.desk() as desk:
            done = session.do(desk, act_named(registered.name, given))
            for entry in done.entries:
                click.echo(f"{entry.header.type}\t{entry.id}\t{' '.join(entry.header.subjects)}")

    doc = (registered.act.__doc__ or "").strip()
    return click.Command(
        registered.name, params=options, callback=perform, help=doc, short_help=registered.says
    )


OF_FILES = ("receive-reports", "paste")
"""Commands on a file's bytes, which have verbs of their own."""

VERBS = tuple(_verb(registered) for name, registered in COMMANDS.items() if name not in OF_FILES)
