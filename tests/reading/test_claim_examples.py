"""The labelled passages are held to themselves before any reader is held to them."""

from __future__ import annotations

import re

import pytest
from claim_examples import faults, languages, load, no_claims, set_aside

LANGUAGES = languages()
FILES = [f"{part}_{language}" for language in LANGUAGES for part in ("claims", "claims_aside")]
PASSAGES = 450
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
    misplaced = [each.id for each in load(name) if set_aside(each.id) is not name.startswith("claims_aside")]
    assert not misplaced


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_passage_stands_twice(language: str) -> None:
    """Neither an id nor a text is in a file twice or in both: what is aside has not been seen."""
    passages = load(f"claims_{language}") + load(f"claims_aside_{language}")
    assert len({each.id for each in passages}) == len(passages)
    assert len({_bare(each.text) for each in passages}) == len(passages)
    assert len(passages) >= PASSAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_claims_stand_in_the_order_of_the_text(language: str) -> None:
    """Indices mean the same to everybody: by where a quote starts, the longer one first."""
    for passage in load(f"claims_{language}") + load(f"claims_aside_{language}"):
        places = [(each.start, -each.end) for each in passage.claims]
        assert places == sorted(places), passage.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_without_a_claim_are_many_and_differ(language: str) -> None:
    """One a line, none twice, and none that stands in a passage."""
    sentences = no_claims(language)
    assert len(sentences) >= SENTENCES
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)
    assert len({_bare(sentence) for sentence in sentences}) == len(sentences)
    passages = " ".join(
        _bare(each.text) for each in load(f"claims_{language}") + load(f"claims_aside_{language}")
    )
    assert not [sentence for sentence in sentences if _bare(sentence) in passages]


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
