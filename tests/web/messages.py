"""Every sentence a person may read on the desk, gathered from wherever it is written."""

from __future__ import annotations

import ast
import importlib
import io
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from jinja2.ext import babel_extract

import ashore
from ashore.desk.commands.reporting import TITLES
from ashore.desk.language.words import WORDS
from ashore.desk.web.clocks import ZONES
from ashore.desk.web.telling import COUNTED
from ashore.drift.products.writing import COMPASS
from ashore.figures.definitions import DEFINITIONS
from ashore.figures.wording import CODES
from ashore.intake import home_office, iom
from ashore.model.errors import AshoreError

Message = str | tuple[str, str]
"""A sentence, or the two forms of one that goes with a number."""

ROOT = Path(ashore.__file__).parent
WEB = ROOT / "desk" / "web"
PEOPLE = (ROOT / "people" / "endings.py", ROOT / "people" / "wording.py")
"""Where objections and statements are phrased."""

FIGURES = tuple(sorted((ROOT / "figures").rglob("*.py")))
"""Where caveats, the steps of a chain, and what a release says of a figure are said."""

SAYING = tuple(
    path
    for part in ("forecast", "linking", "reading", "reading/operations", "desk/commands")
    for path in sorted((ROOT / part).glob("*.py"))
)
"""Where a forecast, what was read of a text, a handover and a situation report are said."""

SAYING += (ROOT / "linking" / "encounter.py",)

DRIFT = tuple(sorted((ROOT / "drift" / "products").glob("*.py")))
"""Where the drift library says what a run means; a page shows it in its own language."""

BARE = re.compile(r"\{\w+\}")


def every_message() -> set[Message]:
    """Return them all; a template that is nothing but its fields says nothing to translate."""
    found: set[Message] = set()
    for part in (
        _templates(),
        _calls(),
        _codes(),
        _errors(),
        _phrases(),
        _said(),
        _drift_says(),
        _definitions(),
    ):
        found.update(part)
    return {message for message in found if re.search(r"[^\W\d_]", BARE.sub("", "".join(message)))}


def _templates() -> Iterator[Message]:
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    for path in sorted((WEB / "templates").glob("*.html")):
        source = io.BytesIO(path.read_bytes())
        for _, function, message, _ in babel_extract(source, ("_", "gettext", "ngettext"), [], options):
            yield from _forms(function, message)


def _calls() -> Iterator[Message]:
    keywords = {"says": None, "counts": (1, 2)}
    for path in sorted(WEB.glob("*.py")):
        with path.open("rb") as source:
            for _, message, _, _ in extract("python", source, keywords=keywords):
                yield message if isinstance(message, str) else (message[0], message[1])


def _forms(function: str | None, message: object) -> Iterator[Message]:
    if isinstance(message, str):
        yield message
    elif isinstance(message, tuple | list) and function == "ngettext":
        yield (str(message[0]), str(message[1]))
    elif isinstance(message, tuple | list) and isinstance(message[0], str):
        yield message[0]


def _codes() -> Iterator[Message]:
    for words in WORDS.values():
        yield from (word for word in words.values() if word)
    yield from (template for _, template in COUNTED)
    yield from (name for name, _ in ZONES)
    yield from CODES
    yield from TITLES.values()


def _errors() -> Iterator[Message]:
    for module in pkgutil.walk_packages(ashore.__path__, "ashore."):
        if ".testing" not in module.name:
            importlib.import_module(module.name)
    waiting: list[type[AshoreError]] = [AshoreError]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if error.__module__.startswith("ashore."):
            yield from (text for text in (error.says, error.hint) if text)
    for path in sorted(set(ROOT.rglob("*.py")) - set((ROOT / "drift").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                yield from _written(node.exc, "why", "hint")


def _phrases() -> Iterator[Message]:
    for path in PEOPLE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from _written(node, "template")
                yield from (argument.value for argument in node.args if _is_template(argument))
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                if any(isinstance(target, ast.Name) and target.id == "template" for target in node.targets):
                    yield str(node.value.value)
            elif isinstance(node, ast.Dict):
                yield from (
                    value.value
                    for value in node.values
                    if isinstance(value, ast.Constant) and isinstance(value.value, str)
                )


def _said() -> Iterator[Message]:
    """Yield what is said in figures and forecasts: the first argument of `say`, or every sentence it may be."""
    for path in (*FIGURES, *SAYING):
        yield from said_in(path.read_text("utf-8"))


def _drift_says() -> Iterator[Message]:
    """Yield what drift's products say: every template written out in a `say` or a `Said`, and the compass."""
    yield from COMPASS
    for path in DRIFT:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("say", "Said")
            ):
                first = node.args[0]
                for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield each.value


def said_in(source: str) -> Iterator[str]:
    """Yield what a module of figures says. Raises AssertionError for a template put together as it is said."""
    tree = ast.parse(source)
    kept: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    kept.setdefault(target.id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield from _sentences(node.args[0], kept)
        elif isinstance(node, ast.Call):
            yield from _written(node, "template")


def _sentences(node: ast.expr, kept: dict[str, list[ast.expr]]) -> Iterator[str]:
    """Yield every sentence that a template may be: it is written out, here or in a table of the module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_sentences(node.body, kept), *_sentences(node.orelse, kept))
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _sentences(value, kept)
    elif isinstance(node, ast.Subscript):
        yield from _sentences(node.value, kept)
    elif isinstance(node, ast.Name) and node.id in kept:
        for value in kept[node.id]:
            yield from _sentences(value, kept)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        yield from (*_sentences(node.func.value, kept), *_sentences(node.args[1], kept))
    else:
        # A definition's sentences are gathered from the definitions.
        whole = ast.unparse(node)
        assert whole in ("definition.says", "definition.does_not_count"), (
            f"no template, but put together: {whole}"
        )


def _written(call: ast.Call, *names: str) -> Iterator[str]:
    """Yield the sentences written out as these arguments of a call, either branch of a choice included."""
    for keyword in call.keywords:
        if keyword.arg in names:
            value = keyword.value
            for each in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
                    yield each.value


def _is_template(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value


def _definitions() -> Iterator[Message]:
    """Yield what our own figures count, and what the series count that we read by a definition in our own words."""
    for definition in DEFINITIONS.values():
        yield definition.says
        yield definition.does_not_count
    for sheet in (home_office.DAILY, home_office.WEEKLY):
        yield sheet.definition
        yield sheet.does_not_count
    yield from (iom.ALL_CAUSES, iom.DROWNED, iom.NOT_COUNTED, iom.NOT_DROWNED)
