"""A release as a Data Package, version 2.0: a descriptor, tables as CSV, and the figures themselves as JSON.

The standard is https://datapackage.org/standard/data-package/ (26 June 2024). Missing values are labelled, field by
field, which is new in its version 2.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ashore.figures.release.citation import citation_text, sentence
from ashore.figures.release.columns import MISSING, Column, Table, tables_of
from ashore.figures.release.disclosure import THRESHOLD, rule
from ashore.figures.release.release import Release, canonical
from ashore.figures.wording import in_english
from ashore.model.times import iso, moment

FIGURES = "figures.json"
"""The figures in the bytes by which each is verified: a JSON list of format ashore.figure/1."""

DESCRIPTOR = "datapackage.json"

PROFILE = "https://datapackage.org/profiles/2.0"
"""Where the schemas of the standard's version 2 are named; nothing is fetched from there."""


def as_package(releases: Sequence[Release]) -> dict[str, bytes]:
    """Return the files of the package by their names: the same bytes for the same releases."""
    tables = {f"{table.name}.csv": table for table in tables_of(releases)}
    files = {name: table.as_csv() for name, table in tables.items()}
    files[FIGURES] = canonical([release.figure.as_json() for release in releases])
    resources = [table_resource(table, name, files[name]) for name, table in tables.items()]
    resources.append(
        _resource("figures-json", FIGURES, files[FIGURES])
        | {
            "title": "The figures, as format ashore.figure/1: give this file or the package to ashore verify-figure",
            "format": "json",
            "mediatype": "application/json",
        }
    )
    return {DESCRIPTOR: as_json(_descriptor(releases, resources)), **files}


def _descriptor(releases: Sequence[Release], resources: list[dict[str, Any]]) -> dict[str, Any]:
    first = releases[0]
    digest = hashlib.sha256(b"".join(sorted(release.canonical for release in releases))).hexdigest()
    return {
        "$schema": f"{PROFILE}/datapackage.json",
        "name": f"ashore-{digest[:16]}",
        "id": f"urn:ashore:release:{digest}",
        "title": f"Figures of {first.publisher}: {', '.join(dict.fromkeys(each.figure.name for each in releases))}",
        "description": "\n\n".join(sentence(release) for release in releases),
        "version": digest[:16],
        "created": iso(max(moment(release.figure.recorded_at).ms for release in releases)).replace(
            "+00:00", "Z"
        ),
        "licenses": [{"name": first.licence.name, "title": first.licence.title, "path": first.licence.path}],
        "contributors": [{"title": first.publisher, "roles": ["publisher"]}],
        "sources": _sources(releases),
        "resources": resources,
        "ashore:disclosure": in_english(rule(THRESHOLD)),
        "ashore:kinds": list(first.kinds) or ["live"],
        "ashore:software": first.software,
        "ashore:cite": [citation_text(release) for release in releases],
    }


def _sources(releases: Sequence[Release]) -> list[dict[str, str]]:
    """Return who is behind the figures, each speaker once, with the last date on which they were heard."""
    last: dict[str, str] = {}
    for release in releases:
        for source in release.sources:
            if source.speaker is not None and source.known is not None:
                last[source.speaker] = max(last.get(source.speaker, ""), source.known)
    return [{"title": speaker, "version": known} for speaker, known in sorted(last.items())]


def table_resource(table: Table, path: str, content: bytes) -> dict[str, Any]:
    """Return the description of a table's file: its schema, what is missing in each field and why, and its hash."""
    return _resource(table.name, path, content) | {
        "type": "table",
        "title": table.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"header": True, "delimiter": ",", "lineTerminator": "\r\n"},
        "schema": {
            "$schema": f"{PROFILE}/tableschema.json",
            "fields": [_field(column) for column in table.columns],
            "missingValues": [],
            **({"primaryKey": list(table.key)} if table.key else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.says}
    if column.missing:
        plain["missingValues"] = [{"value": word, "label": MISSING[word]} for word in column.missing]
    else:
        plain["constraints"] = {"required": True}
    return plain


def _resource(name: str, path: str, content: bytes) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILE}/dataresource.json",
        "name": name,
        "path": path,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def as_json(plain: Mapping[str, Any]) -> bytes:
    """Return a plain object as indented JSON in UTF-8, for people and programs alike."""
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()
