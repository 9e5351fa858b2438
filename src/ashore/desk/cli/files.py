"""Verbs on files and on the record as a whole."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import keeping
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.files import ask_rows_gone, files_in, is_lines
from ashore.desk.commands.receiving import LineOutcome
from ashore.model.vocabulary import LOG_KINDS

PIECE_LINES = 500
"""Lines taken in by one transaction: enough to be quick, few enough to show progress."""

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FILE_OR_FOLDER = click.Path(path_type=Path, exists=True)


@click.command("init")
@click.option("--desk", "name", required=True, help="What this desk is called.")
@click.option("--kind", type=click.Choice(LOG_KINDS), default="live", show_default=True)
@pass_session
def init(session: Session, name: str, kind: str) -> None:
    """Make a new desk in the data directory."""
    desk = session.wiring.create_desk(session.data, name=name, kind=kind)
    try:
        click.echo(f"A {kind} desk called {name} is in {session.data}. Its log is {desk.ledger.log}.")
    finally:
        desk.close()


@click.command("import")
@click.argument("files", type=_FILE_OR_FOLDER, nargs=-1, required=True)
@click.option("--received-by", default="", help="Who took the reports in, where a line does not say.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print what became of each line, one JSON object a line."
)
@pass_session
def import_files(session: Session, files: tuple[Path, ...], received_by: str, as_json: bool) -> None:
    """Take in reports of any source, or another desk's exported entries.

    Each file is known by what is in it: JSON Lines, an e-mail or a mailbox, a tracker (xlsx, ods, csv), GPX,
    AML, SIT 185, AIS, a published series (ods, csv). A folder, such as a Maildir, is every file in it.
    """
    counted = {"accepted": 0, "duplicate": 0, "rejected": 0}
    with session.desk() as desk, Progress(console=Console(stderr=True), transient=True) as progress:
        for path in (each for named in files for each in files_in(named)):
            if keeping.is_export(path):
                imported = keeping.take_entries(desk, path)
                click.echo(f"{path}: {imported.new} entries new, {imported.known} held before.")
                continue
            parts = pieces(path.read_bytes())
            taken: list[LineOutcome] = []
            task = progress.add_task(str(path), total=len(parts))
            for number, piece in enumerate(parts):
                act = ReceiveReports(
                    content=piece, received_by=received_by, first_line=number * PIECE_LINES + 1
                )
                done = session.do(desk, act)
                taken += done.outcome
                for outcome in done.outcome:
                    counted[outcome.status] += 1
                    if as_json:
                        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
                    elif outcome.error is not None:
                        click.echo(f"{path}: {outcome.error['says']}", err=True)
                        click.echo(f"  {outcome.error['hint']}", err=True)
                progress.advance(task)
            if gone := ask_rows_gone(desk, taken):
                click.echo(
                    f"{path}: held and no longer in this list: {', '.join(gone)}. Nothing is withdrawn.",
                    err=True,
                )
        session.place(desk)
    if not as_json and any(counted.values()):
        click.echo(", ".join(f"{number} {status}" for status, number in counted.items()))


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_session
def export(session: Session, file: Path) -> None:
    """Write every entry, as it is, into a new file; what is sealed stays sealed."""
    with session.desk() as desk:
        try:
            count = keeping.export_entries(desk, file)
        except FileExistsError as error:
            raise click.ClickException(f"{file} is already there, and an export never overwrites.") from error
        click.echo(f"{count} entries written to {file}.")


@click.command("verify")
@click.option("--heads", type=_FILE, help="Heads noted earlier, as `ashore heads` printed them.")
@click.option("--quick", is_flag=True, help="Every hash, and one signature for each unbroken run.")
@pass_session
def verify(session: Session, heads: Path | None, quick: bool) -> None:
    """Check every hash and signature, and say where what is wrong."""
    known = None if heads is None else keeping.read_heads(heads)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("entries", total=None)
        ops, access = keeping.check_files(
            session.data,
            known,
            lambda done, total: progress.update(task, completed=done, total=total),
            keeping.verify_quickly if quick else keeping.verify,
        )
    for finding in (*ops.findings, *access.findings):
        click.echo(f"log {finding.log[:12]} entry {finding.seq} ({finding.entry}): {finding.says}")
    entries, signatures = ops.entries + access.entries, ops.signatures + access.signatures
    erased = ops.parts_with_destroyed_key
    click.echo(f"{entries} entries, {signatures} signatures checked; {erased} sealed parts erased by key.")
    bodies, parts = ops.bodies_withheld + access.bodies_withheld, ops.parts_withheld + access.parts_withheld
    if bodies or parts:
        click.echo(
            f"Not held here, withheld or erased: {bodies} bodies, {parts} sealed parts or attachments."
        )
    if not (ops.sound and access.sound):
        raise SystemExit(1)
    click.echo("Nothing wrong. A lost tail shows only against heads noted elsewhere: `ashore heads`.")


@click.command("heads")
@pass_session
def heads(session: Session) -> None:
    """Print where each log stands, to be kept elsewhere and given to `ashore verify --heads`."""
    with session.desk() as desk:
        click.echo(
            json.dumps([[log, seq, chain] for log, (seq, chain) in sorted(desk.ledger.heads().items())])
        )


@click.command("rotate-key")
@pass_session
def rotate_key(session: Session) -> None:
    """Give this desk a new signing key; programs that have the desk open must then be restarted."""
    keeping.change_key(session.data)
    click.echo("From now on this desk signs with a new key. Put desk.key into your backup.")


@click.command("restore")
@pass_session
def restore(session: Session) -> None:
    """Go on after the data directory came back from a backup, in a new log that names the old one."""
    log = keeping.begin_again_after_restore(session.data)
    click.echo(f"This desk goes on in log {log}. What was written after the backup is not here.")


def pieces(content: bytes) -> list[bytes]:
    """Split a file of lines into pieces of whole lines; anything else stays whole."""
    if not is_lines(content):
        return [content]
    lines = BytesIO(content).readlines()
    return [b"".join(lines[at : at + PIECE_LINES]) for at in range(0, len(lines), PIECE_LINES)]


VERBS = (init, import_files, export, verify, heads, rotate_key, restore)
