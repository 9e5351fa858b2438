"""What stands in a published file: figures, as JSON, as a page or as a package, and marks broken by later changes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ashore.figures.figure import FORMAT, id_of
from ashore.figures.release.page import EMBEDDED
from ashore.figures.release.release import canonical

_IN_PAGE = re.compile(rf'<script type="application/json" id="{EMBEDDED}">(.*?)</script>', re.DOTALL)

Beside = Callable[[str], bytes | None]
"""Gives the bytes of a file beside the one that is read, by its name; None where there is none."""

_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys("id figure unit period clock zone scope status known_at recorded_at".split(), (str,)),
    **dict.fromkeys("definition does_not_count".split(), (str,)),
    "place": (str, type(None)),
    "low": (int,),
    "high": (int, type(None)),
    "best": (int, type(None)),
    "heads": (dict,),
    **dict.fromkeys("says_otherwise overlaps from caveats".split(), (list,)),
    "without_outcome": (dict,),
}
"""What a field of format ashore.figure/1 may be."""


class Unreadable(ValueError):
    """A file holds no figure; whoever opened it says which file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One figure as it stands in a file, and what of it no longer agrees with its own marks.

    `broken` are sentences. `made` is what a page or a package was made with (form, licence, publisher, software and
    a page's language), empty for a figure alone.
    """

    plain: dict[str, Any]
    broken: tuple[str, ...]
    made: Mapping[str, str]


def read_back(content: bytes, beside: Beside) -> tuple[Published, ...]:
    """Return the figures of a published file of any form, each with its broken marks. Raises Unreadable.

    `beside` reads the files that a package names.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable from None
    inside = _IN_PAGE.search(text)
    if inside is not None:
        return (_of_page(_object(inside[1])),)
    if text.lstrip().startswith("<"):
        raise Unreadable
    values = _values(text)
    if len(values) == 1 and isinstance(values[0], dict) and "resources" in values[0]:
        return _of_package(values[0], beside)
    return _all(_flat(values), {}, ())


def _values(text: str) -> list[Any]:
    """Return the JSON of a file, or of each of its lines."""
    try:
        return [_loads(text)]
    except ValueError:
        pass
    try:
        found = [_loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        raise Unreadable from None
    if not found:
        raise Unreadable
    return found


def _flat(values: list[Any]) -> list[Any]:
    return values[0] if len(values) == 1 and isinstance(values[0], list) else values


def _object(text: str) -> dict[str, Any]:
    try:
        value = _loads(text)
    except ValueError:
        raise Unreadable from None
    if not isinstance(value, dict):
        raise Unreadable
    return value


def _loads(text: str) -> Any:
    """Read JSON in which no object names a field twice: such a file says two things at once."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a field stands twice")
        return found

    try:
        return json.loads(text, object_pairs_hook=once, parse_float=_no_float, parse_constant=_no_float)
    except RecursionError:
        raise ValueError("too deep") from None


def _no_float(text: str) -> Any:
    raise ValueError("no figure holds a fraction")


def _published(value: Any, made: Mapping[str, str], more: tuple[str, ...]) -> Published:
    if not isinstance(value, dict) or value.get("format") != FORMAT or not _shaped(value):
        raise Unreadable
    broken = list(more)
    if id_of(value) != value["id"]:
        broken.append("its id does not follow from its own fields")
    return Published(plain=value, broken=tuple(broken), made=made)


def _all(values: list[Any], made: Mapping[str, str], broken: tuple[str, ...]) -> tuple[Published, ...]:
    """Return every figure of a list, of which there is at least one: a file without any is not equal to anything."""
    if not values:
        raise Unreadable
    return tuple(_published(value, made, broken) for value in values)


def _shaped(value: Mapping[str, Any]) -> bool:
    return all(
        isinstance(value.get(name), kinds) and not isinstance(value.get(name), bool)
        for name, kinds in _TYPES.items()
    ) and all(isinstance(each, str) for each in (*value["heads"].values(), *value["from"], *value["caveats"]))


def _of_page(held: dict[str, Any]) -> Published:
    figure = held.get("figure")
    made = {name: held.get(name) for name in ("language", "licence", "publisher", "software", "sha256")}
    if not isinstance(figure, dict) or not all(isinstance(value, str) for value in made.values()):
        raise Unreadable
    broken = () if _sha256(figure) == made["sha256"] else ("its SHA-256 is not that of the figure in it",)
    return _published(figure, {"form": "page", **{name: str(value) for name, value in made.items()}}, broken)


def _sha256(plain: Any) -> str:
    try:
        return hashlib.sha256(canonical(plain)).hexdigest()
    except ValueError:
        return ""


def _of_package(descriptor: Mapping[str, Any], beside: Beside) -> tuple[Published, ...]:
    resources = descriptor["resources"]
    if not isinstance(resources, list):
        raise Unreadable
    broken: list[str] = []
    figures: bytes | None = None
    for resource in resources:
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str) or "/" in path or "\\" in path:
            raise Unreadable
        content = beside(path)
        if content is None:
            broken.append(f"{path} is missing")
            continue
        if resource.get("hash") != f"sha256:{hashlib.sha256(content).hexdigest()}":
            broken.append(f"{path} is not the file that the package describes")
        if resource.get("name") == "figures-json":
            figures = content
    if figures is None:
        raise Unreadable
    try:
        values = _flat(_values(figures.decode()))
    except UnicodeDecodeError:
        raise Unreadable from None
    made = _made_with(descriptor)
    return _all(values, made, tuple(broken))


def _made_with(descriptor: Mapping[str, Any]) -> dict[str, str]:
    """Return by whom and under which licence a package was made. Raises Unreadable."""
    try:
        made = {
            "form": "package",
            "publisher": descriptor["contributors"][0]["title"],
            "licence": descriptor["licenses"][0]["name"],
            "software": descriptor["ashore:software"],
        }
    except (KeyError, IndexError, TypeError):
        raise Unreadable from None
    if not all(isinstance(value, str) for value in made.values()):
        raise Unreadable
    return made
