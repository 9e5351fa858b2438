"""Accounts and sessions from the command line."""

from __future__ import annotations

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import ROLES


@click.command("add-account")
@click.argument("name")
@click.option("--role", type=click.Choice([role for role in ROLES if role != "replay"]), default="officer")
@click.password_option(help="Asked for if not given.")
@pass_session
def add_account(session: Session, name: str, role: str, password: str) -> None:
    """Make an account."""
    with session.desk() as desk:
        account = desk.accounts.create(name, password, role)
        click.echo(f"{account.name} can sign in as {account.role}; the log knows them as {account.id}.")


@click.command("sign-in")
@click.argument("name")
@click.option("--password", prompt=True, hide_input=True, help="Asked for if not given.")
@pass_session
def sign_in(session: Session, name: str, password: str) -> None:
    """Open your session at this command line, for as long as a watch."""
    with session.desk() as desk:
        token = desk.sign_in(name, password, through="cli")
        session.token_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        session.token_file.unlink(missing_ok=True)
        session.token_file.touch(mode=0o600)
        session.token_file.write_text(token + "\n", "ascii")
        click.echo(f"Signed in as {name}. `ashore sign-out` ends it.")


@click.command("sign-out")
@pass_session
def sign_out(session: Session) -> None:
    """End your session at this command line."""
    if session.token_file.exists():
        with session.desk() as desk:
            desk.accounts.close_session(session.token_file.read_text("ascii").strip())
        session.token_file.unlink()
    click.echo("Signed out.")


@click.command("token")
@click.argument("name")
@click.option("--password", prompt=True, hide_input=True, help="Asked for if not given.")
@pass_session
def token(session: Session, name: str, password: str) -> None:
    """Print a bearer token with which a program may post reports for this account, as long as a watch."""
    with session.desk() as desk:
        click.echo(desk.sign_in(name, password, through="token"))


VERBS = (add_account, sign_in, sign_out, token)
