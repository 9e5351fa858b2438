"""Who says it, in what, when and as what: each field scored on texts written before the rules, a quarter put aside.

`pytest -s` prints how many of each field are right; docs/reading-texts.md says what was measured.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ashore.model.claims import Claim
from ashore.reading.claims.reader import read_claims

HERE = Path(__file__).parent
FIELDS = ("source", "standing", "inside", "when", "kind", "repeats", "place")
ARTICLE = re.compile(r"^(?:(?:the|an?|la|le|les|une?|des|our) |l['’])", re.IGNORECASE)


def texts(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["text"])


def right(field: str, label: Any, claim: Claim, read: list[Claim]) -> bool:
    """Whether a field of a claim is as its label says: a source by its words but for case and article."""
    match field:
        case "source":
            return ARTICLE.sub("", claim.source or "").lower() == ARTICLE.sub("", label).lower()
        case "standing":
            return bool(claim.source_standing == label)
        case "inside":
            return bool((-1 if claim.inside is None else claim.inside) == label)
        case "when":
            return [claim.when_start, claim.when_end] == label
        case "repeats":
            again = "" if claim.repeats is None else read[claim.repeats].quote
            return again == label or bool(again and label and (again in label or label in again))
    return bool(getattr(claim, field) == label)


def scored(name: str) -> tuple[Counter[str], Counter[str]]:
    """Return for each field how many labels there are and how many were read right; "read" is the claim itself."""
    labels, rights = Counter[str](), Counter[str]()
    for each in texts(name):
        read = [one.claim for one in read_claims(each["text"], published=each["published"])]
        for label in each["claim"]:
            start = each["text"].index(label["quote"])
            end = start + len(label["quote"])
            found = [
                claim
                for claim in read
                if (claim.start or 0) < end
                and start < (claim.end or 0)
                and claim.value == label.get("value")
                and (claim.kind == "time") == (label.get("kind") == "time")
            ]
            labels["read"] += 1
            rights["read"] += bool(found)
            for field in FIELDS:
                if field in label and found:
                    labels[field] += 1
                    rights[field] += right(field, label[field], found[0], read)
    return labels, rights


@pytest.mark.parametrize("name", ["voices_en", "voices_fr", "voices_aside_en", "voices_aside_fr"])
def test_every_field_is_read_no_worse_than_it_was(name: str) -> None:
    """Those put aside have few labels of each field, so one that goes wrong is seen here and proves little."""
    labels, rights = scored(name)
    print(name, *(f"{field} {rights[field]}/{labels[field]}" for field in ("read", *FIELDS) if labels[field]))
    for field, count in labels.items():
        assert count - rights[field] <= MISSED.get((name, field), 0), field


MISSED = {("voices_en", "read"): 1, ("voices_en", "kind"): 1, ("voices_aside_en", "read"): 1}
"""What was not read right when this was measured."""


def test_no_text_that_is_put_aside_is_among_those_the_rules_were_written_by() -> None:
    for language in ("en", "fr"):
        aside = {each["id"] for each in texts(f"voices_aside_{language}")}
        assert aside
        assert not aside & {each["id"] for each in texts(f"voices_{language}")}
