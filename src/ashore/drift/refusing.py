"""How drift's verbs refuse: the sentence, the hint and the code of a fault, as every verb of Ashore prints them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import click

from ashore.drift.faults import DriftFault


class ExtraMissing(DriftFault):
    """The packages that drift stands on are not installed. Fields: `missing` (a module's name)."""

    code: ClassVar[str] = "drift.extra-missing"
    says: ClassVar[str] = "Drift needs the package {missing}, which is not installed."
    hint: ClassVar[str] = "Install Ashore with its drift extra: pip install 'ashore[drift]'."


@contextmanager
def refusals() -> Iterator[None]:
    """Print any refusal within as its sentence, its hint and its code, as every verb of Ashore does."""
    try:
        yield
    except ModuleNotFoundError as missing:
        _refuse(ExtraMissing(missing=missing.name))
    except DriftFault as fault:
        _refuse(fault)


def _refuse(fault: DriftFault) -> None:
    click.echo(f"{fault.sentence()}\n{fault.advice()}\n[{fault.code}]", err=True)
    raise SystemExit(3)
