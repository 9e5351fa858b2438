"""The `ashore` command: to drift straight away, since it needs no desk, and to everything else through bootstrap."""

from __future__ import annotations

import sys

import click

from ashore.drift.command import VERBS


def main() -> None:
    """Run the command line; a desk takes half a second to load, which a drift need not wait for."""
    alone = {verb.name: verb for verb in VERBS}
    if sys.argv[1:2] and sys.argv[1] in alone:
        group = click.Group(
            "ashore", commands=list(VERBS), context_settings={"help_option_names": ["-h", "--help"]}
        )
        group(prog_name="ashore")
    from ashore.bootstrap import verbs

    verbs()(prog_name="ashore")


if __name__ == "__main__":
    main()
