"""The labelled passages are held to themselves before any reader is held to them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from claim_examples import Label, Passage, faults, languages, load, no_claims, set_aside

LANGUAGES = languages()
PARTS = ("claims", "claims_aside", "claims_plain", "claims_plain_aside")
FILES = [f"{part}_{language}" for language in LANGUAGES for part in PARTS]
PASSAGES = 1_400
SENTENCES = 420


def test_there_are_passages_in_some_language() -> None:
    """The checks below are not empty."""
    assert LANGUAGES


@pytest.mark.parametrize("name", FILES)
def test_every_label_holds(name: str) -> None:
    """A quote stands at its offsets, every code is known, and bounds are what the words entail."""
    found = [f"{passage.id}: {fault}" for passage in load(name) for fault in faults(passage)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", FILES)
def test_a_passage_is_aside_by_its_hash_alone(name: str) -> None:
    """Nobody chose what the rules' writer may see."""
    misplaced = [each.id for each in load(name) if set_aside(each.id) is not ("aside" in name)]
    assert not misplaced


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_passage_stands_twice(language: str) -> None:
    """Neither an id nor a text is in a file twice or in both: what is aside has not been seen."""
    passages = [each for part in PARTS for each in load(f"{part}_{language}")]
    assert len({each.id for each in passages}) == len(passages)
    assert len({_bare(each.text) for each in passages}) == len(passages)
    assert len(passages) >= PASSAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_without_a_claim_are_many_and_differ(language: str) -> None:
    """One a line, none twice, and none that stands in a passage."""
    sentences = no_claims(language)
    assert len(sentences) >= SENTENCES
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)
    assert len({_bare(sentence) for sentence in sentences}) == len(sentences)
    passages = " ".join(_bare(each.text) for part in PARTS for each in load(f"{part}_{language}"))
    assert not [sentence for sentence in sentences if _bare(sentence) in passages]


WHOLE = Label(
    quote="Eleven were taken off",
    start=0,
    end=21,
    value=11,
    qualifier="exact",
    low=11,
    high=11,
    unit="person",
    counted="people rescued",
    outcome="rescued",
    outcomes=["rescued", "landed"],
    kind="count",
    place=None,
    when_start=None,
    when_end=None,
    source="narrator",
    source_standing="press",
    subset_of=None,
    repeats=None,
    direction=None,
    tier=1,
)
TEXT = "Eleven were taken off, two of them girls, in more than one boat."
PART = replace(
    WHOLE, quote="two of them girls", start=23, end=40, value=2, low=2, high=2, kind="subset", subset_of=0
)


def test_true_labels_have_no_fault() -> None:
    """The labels that the next test breaks are whole."""
    assert not list(faults(_passage_of(WHOLE, PART)))


@pytest.mark.parametrize(
    "slip",
    [
        {"start": 24},
        {"end": 41},
        {"quote": "Two of them girls"},
        {"unit": "persons"},
        {"kind": "part"},
        {"qualifier": "more than"},
        {"qualifier": "at_least"},
        {"qualifier": "more_than", "low": 2, "high": None},
        {"qualifier": "at_most"},
        {"qualifier": "fewer"},
        {"qualifier": "about"},
        {"qualifier": "several", "low": 3, "high": None},
        {"qualifier": "dozens", "value": None, "low": 2, "high": None},
        {"qualifier": "indefinite"},
        {"qualifier": None},
        {"qualifier": None, "value": None, "high": None},
        {"value": "2"},
        {"low": 3},
        {"value": 12, "low": 12, "high": 12},
        {"outcome": "saved", "outcomes": ["saved"]},
        {"outcome": None},
        {"outcomes": ["rescued", "rescued"]},
        {"subset_of": 1},
        {"subset_of": 2},
        {"unit": "boat"},
        {"repeats": 1},
        {"direction": "sideways"},
        {"source_standing": "rumour"},
        {"when_start": "2021-01-02"},
        {"when_start": "2021-01-02", "when_end": "2021-01-01"},
        {"tier": 0},
        {"counted": ""},
    ],
    ids=str,
)
def test_a_slip_in_a_label_is_seen(slip: dict[str, Any]) -> None:
    """Each rule is held by a label that breaks it."""
    assert list(faults(_passage_of(WHOLE, replace(PART, **slip))))


def test_a_part_of_its_own_part_is_seen() -> None:
    """A chain of parts that comes back to its beginning ends nowhere."""
    assert any("part of itself" in fault for fault in faults(_passage_of(replace(WHOLE, subset_of=1), PART)))


def _passage_of(*claims: Label) -> Passage:
    return Passage(id="xx", style="local", published="2021-01-01", text=TEXT, claims=claims)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
