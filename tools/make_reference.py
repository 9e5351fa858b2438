"""Write the pages of docs/reference/ that are made from the code, so that they say what it does.

python tools/make_reference.py           writes the pages
python tools/make_reference.py --check   changes nothing, names the pages that are not current, exits 1
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path

import click

import ashore
from ashore.desk.cli import (
    accounts,
    between,
    demo,
    drill,
    files,
    forecast,
    listening,
    looking,
    publishing,
    questioning,
    rating,
    reading,
)
from ashore.desk.cli.main import EXIT_CODES
from ashore.desk.commands import COMMANDS
from ashore.desk.commands.registry import Command
from ashore.desk.web import api
from ashore.desk.web.problems import status_of
from ashore.drift import command as drift
from ashore.drift.faults import DriftFault
from ashore.exercise import command as exercise
from ashore.figures.definitions import DEFINITIONS
from ashore.model.bodies import BODIES
from ashore.model.errors import AshoreError

Refusal = type[AshoreError] | type[DriftFault]
"""Drift is a library of its own and has a tree of its own, of the same shape."""

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"

MADE = "<!-- Made by tools/make_reference.py from the code: change the code, then run it again. -->"

PLAIN = {str: "text", int: "whole number", bool: "true or false", bytes: "bytes", type(None): "null"}


def commands_page() -> str:
    """Return the page of everything a desk can be asked."""
    lines = [
        MADE,
        "",
        "# Commands",
        "",
        "Everything that a desk can be asked to do.",
        "The command line, the pages, HTTP and scripts all ask through these and through nothing else.",
        "A case is named by its id, or by a label that only one case carries.",
        "What a command does is in the log when it returns, or it has refused and nothing was written.",
    ]
    for command in sorted(COMMANDS.values(), key=_where_written):
        lines += ["", f"## {command.name}", "", _docstring(command.act), "", f"Who may: {_who_may(command)}."]
        lines += _field_table(command.act, _plain_type)
    return _page(lines)


def entries_page() -> str:
    """Return the page of every entry type, and of the shapes that their bodies are made of."""
    lines = [
        MADE,
        "",
        "# Entries",
        "",
        "What the open body of an entry says, by type and version.",
        "A type and version never change their meaning; a changed meaning is a new version.",
        "The header around a body, and its bytes, are in [entry format](../entry-format.md).",
        "An entry that changes a belief names what it replaces in its header and not in its body.",
    ]
    for (name, version), body in BODIES.items():
        lines += ["", f"## {name} {version}", "", _docstring(body), *_field_table(body, _linked_type)]
    lines += ["", "## Shapes", "", "What the bodies above are made of."]
    lines += ["How a sender writes a report is in [report format](report-format.md)."]
    for shape in _shapes(BODIES.values()):
        lines += ["", f"### {shape.__name__}", "", _docstring(shape), *_field_table(shape, _linked_type)]
    return _page(lines)


def errors_page() -> str:
    """Return the page of every way Ashore refuses, in the order of the tree."""
    lines = [
        MADE,
        "",
        "# Errors",
        "",
        "Every way Ashore refuses, by its code.",
        "A code never changes; the sentence may be translated, and names in braces are filled in.",
        "Over HTTP an error is `application/problem+json` with its code, its sentence and its hint.",
        f"The command line prints both and ends with {_exit_codes()}.",
    ]
    lines += ["", f"## {AshoreError.code}", "", *_error(AshoreError)]
    for branch in (*_children(AshoreError), DriftFault):
        lines += ["", f"## {branch.code}", "", *_error(branch)]
        for error in sorted(_below(branch), key=lambda error: error.code):
            lines += ["", f"### {error.code}", "", *_error(error)]
    return _page(lines)


def figures_page() -> str:
    """Return the page of every figure that can be asked for."""
    lines = [
        MADE,
        "",
        "# Figures",
        "",
        "Every figure that can be asked for, what it counts, and what it does not.",
        "The clock says by which instant a case is put into a period; it is printed with every figure.",
        "Figures may be added only where they are shown to be disjoint.",
    ]
    for name, definition in DEFINITIONS.items():
        clocks = ", ".join(definition.clocks)
        lines += ["", f"## {name}", "", definition.says, "", f"Does not count: {definition.does_not_count}"]
        lines += ["", f"Unit: {definition.unit}. Clock: {definition.clock}, or one of {clocks}."]
        if definition.within:
            lines += ["", f"Lies within [{definition.within}](#{definition.within})."]
    return _page(lines)


def command_line_page() -> str:
    """Return the page of the command line's verbs that are not commands of a desk."""
    lines = [
        MADE,
        "",
        "# Command line",
        "",
        "Verbs on files, accounts, drift and the whole record; `--data DIRECTORY` before the verb names the desk.",
        "Every [command](commands.md) of a desk is a verb as well, under its own name, a field an option.",
    ]
    for name, verb in (
        named
        for part in (
            demo,
            drill,
            exercise,
            files,
            listening,
            reading,
            looking,
            rating,
            questioning,
            publishing,
            between,
            forecast,
            drift,
            accounts,
        )
        for each in part.VERBS
        for named in _verbs(each)
    ):
        lines += ["", f"## ashore {name}", "", inspect.cleandoc(verb.help or "")]
        if verb.params:
            lines += ["", "| given | meaning |", "|---|---|", *map(_parameter, verb.params)]
    return _page(lines)


def _verbs(verb: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Yield a verb under its name, and of a group each verb in it."""
    yield verb.name or "", verb
    if isinstance(verb, click.Group):
        yield from ((f"{verb.name} {name}", inner) for name, inner in verb.commands.items())


def http_page() -> str:
    """Return the page of the interface for programs."""
    lines = [
        MADE,
        "",
        "# HTTP",
        "",
        "The interface for programs: who asks is told by `Authorization: Bearer` and a session's token.",
        "Errors are in [their own page](errors.md).",
    ]
    for route in api.ROUTES:
        lines += ["", f"## {route.path}", "", inspect.cleandoc(route.endpoint.__doc__ or "")]
    return _page(lines)


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line_page,
    "http.md": http_page,
    "commands.md": commands_page,
    "entries.md": entries_page,
    "errors.md": errors_page,
    "figures.md": figures_page,
}


def import_everything() -> None:
    """Import every module of the package, so that no error class is left out."""
    for module in pkgutil.walk_packages(ashore.__path__, "ashore."):
        if not module.name.startswith("ashore.testing"):
            importlib.import_module(module.name)


def error_classes() -> list[Refusal]:
    """Return every error class of the tree, the root included."""
    return [AshoreError, *_below(AshoreError), DriftFault, *_below(DriftFault)]


def stale_pages() -> list[str]:
    """Return the names of the pages that are missing or differ from what the code says."""
    import_everything()
    return [name for name, made in PAGES.items() if _read(REFERENCE / name) != made()]


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _docstring(described: type) -> str:
    return inspect.cleandoc(described.__doc__ or "")


def _where_written(command: Command) -> tuple[str, int]:
    return (command.act.__module__, inspect.getsourcelines(command.act)[1])


def _who_may(command: Command) -> str:
    roles = ", ".join(sorted(command.roles))
    return f"{roles}; only a signed-in person" if command.person else roles


def _field_table(described: type, show: Callable[[object], str]) -> list[str]:
    hints = typing.get_type_hints(described)
    rows = [
        f"| `{field.name}` | {show(hints[field.name])} | {_default(field)} |" for field in fields(described)
    ]
    return ["", "| field | holds | if left out |", "|---|---|---|", *rows] if rows else []


def _default(field: Field[object]) -> str:
    if field.default is MISSING:
        return "must be given"
    if field.default is None:
        return "null"
    if field.default == ():
        return "empty list"
    if isinstance(field.default, str):
        return f"“{field.default}”" if field.default else "empty"
    return str(field.default).lower()


def _plain_type(hint: object) -> str:
    return _shown(hint, lambda shape: shape.__name__)


def _linked_type(hint: object) -> str:
    return _shown(hint, lambda shape: f"[{shape.__name__}](#{shape.__name__.lower()})")


def _shown(hint: object, name: Callable[[type], str]) -> str:
    """Return a type in plain words, as it stands in JSON."""
    if isinstance(hint, type) and is_dataclass(hint):
        return name(hint)
    if isinstance(hint, type) and hint in PLAIN:
        return PLAIN[hint]
    inside = typing.get_args(hint)
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return " or ".join(_shown(one, name) for one in inside)
    if typing.get_origin(hint) is tuple:
        if inside[-1] is Ellipsis:
            return f"list of {_shown(inside[0], name)}"
        return "list of " + " and ".join(_shown(one, name) for one in inside)
    raise TypeError(f"no plain words for the type {hint!r}: add them here")


def _shapes(bodies: Iterable[type]) -> list[type]:
    """Return every dataclass that the bodies are made of, by name."""
    found: set[type] = set()
    waiting = list(bodies)
    while waiting:
        hints = typing.get_type_hints(waiting.pop())
        new = {shape for hint in hints.values() for shape in _dataclasses_in(hint)} - found
        found |= new
        waiting += new
    return sorted(found, key=lambda shape: shape.__name__)


def _dataclasses_in(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for inside in typing.get_args(hint):
        yield from _dataclasses_in(inside)


def _children(error: Refusal) -> list[Refusal]:
    ours = [child for child in error.__subclasses__() if child.__module__.startswith("ashore.")]
    return sorted(ours, key=lambda child: child.__name__)


def _below(error: Refusal) -> list[Refusal]:
    return [found for child in _children(error) for found in (child, *_below(child))]


def _error(error: Refusal) -> list[str]:
    lines = [_docstring(error).partition("\n")[0]] if error.__doc__ else []
    if "says" in vars(error):
        lines += ["", f"> {error.says}"] if lines else [f"> {error.says}"]
        if error.hint:
            lines += [">", f"> *{error.hint}*"]
    over = (
        f"HTTP {status_of(error())}."
        if issubclass(error, AshoreError)
        else "From drift's own verbs and library."
    )
    return [*lines, "", over]


def _exit_codes() -> str:
    codes = ", ".join(f"{code} for {branch.code}" for branch, code in EXIT_CODES.items())
    return f"{codes}, and 1 for the rest"


def _parameter(parameter: click.Parameter) -> str:
    if not isinstance(parameter, click.Option):
        several = "one or more" if parameter.required else "any number"
        return f"| `{parameter.human_readable_name}` | {several if parameter.nargs < 0 else 'one'} |"
    said = [parameter.help] if parameter.help else []
    if isinstance(parameter.type, click.Choice):
        said.append(f"One of {', '.join(parameter.type.choices)}.")
    if parameter.show_default:
        default = parameter.default
        said.append(f"If left out: {', '.join(default) if isinstance(default, list | tuple) else default}.")
    return f"| `{', '.join(parameter.opts)}` | {' '.join(said)} |"


def main() -> int:
    """Write the pages, or with `--check` say which are not current."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is stale")
    if parser.parse_args().check:
        stale = stale_pages()
        for name in stale:
            print(f"docs/reference/{name} is stale: run python tools/make_reference.py", file=sys.stderr)
        return 1 if stale else 0
    import_everything()
    REFERENCE.mkdir(exist_ok=True)
    for name, made in PAGES.items():
        (REFERENCE / name).write_text(made(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
