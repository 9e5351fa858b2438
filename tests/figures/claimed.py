"""Claims as tests write them: fictional ones, and the labelled ones of the two articles where they are held."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ashore.figures.claims_said import Said, said_in
from ashore.model.claims import Claim

SHARED = Path(os.environ.get("ASHORE_SHARED", "../shared"))
CHANNEL, CALAIS = "channel-2020-12-09.txt", "calais-2016-08-31.txt"
_NAMES = {field.name for field in fields(Claim)}


def labelled(article: str) -> dict[str, Said]:
    """Return an article's labelled claims by their label, or skip where they are not held."""
    listed, text = SHARED / "articles" / "claims.jsonl", SHARED / "articles" / article
    if not listed.exists() or not text.exists():
        pytest.skip(f"no labelled claims in {SHARED / 'articles'} (set ASHORE_SHARED)")
    rows = [json.loads(line) for line in listed.read_text("utf-8").splitlines()]
    mine = [row for row in rows if row["article"] == article]
    claims = [
        Claim(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in row.items()
                if name in _NAMES
            }
        )
        for row in mine
    ]
    words = text.read_bytes().decode()
    found = said_in(article, claims, published=date.fromisoformat(mine[0]["published"]), text=words)
    return {row["id"]: said for row, said in zip(mine, found, strict=True)}


def claim(quote: str, value: int | None, outcome: str | None = "rescued", **more: Any) -> Claim:
    """Return a claim of people, exact and a count, unless the fields say otherwise."""
    plain: dict[str, Any] = {
        "value": value,
        "low": value,
        "high": value,
        "qualifier": "exact",
        "unit": "person",
        "kind": "count",
        "outcome": outcome,
    }
    return Claim(quote=quote, **plain | more)


def text_of(
    document: str, text: str, *claims: Claim, publisher: str = "", published: str = "2031-02-04"
) -> tuple[Said, ...]:
    """Return the claims of one text, each where its quote first stands after the last one's beginning, or before."""
    placed, start = [], 0
    for each in claims:
        at = text.find(each.quote, start)
        at = text.find(each.quote) if at < 0 else at
        assert at >= 0, each.quote
        start = at
        plain = {field.name: getattr(each, field.name) for field in fields(Claim)}
        placed.append(Claim(**plain | {"start": at, "end": at + len(each.quote)}))
    return said_in(document, placed, publisher=publisher, published=date.fromisoformat(published), text=text)
