"""The page on the report format says what the reader does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ashore.intake import claims, counts, fields, mentions, report_lines, strict_json
from ashore.intake.report_lines import read_line
from ashore.model import vocabulary
from ashore.model.errors import BadInput
from ashore.model.report import Report

PAGE = (Path(__file__).parents[2] / "docs/reference/report-format.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
CODE_LISTS = (
    "CHANNELS SENDER_ROLES ABOUT POSITION_HOW POSITION_OF DANGERS ALL_OFF SAYS_WHO CRAFT_AFTER ACTIONS "
    "PLACE_KINDS EVENT_KINDS RELATIONS QUALIFIERS OUTCOMES CLAIM_UNITS CLAIM_KINDS SOURCE_STANDINGS"
).split()


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_on_the_page_is_read(sample: str) -> None:
    """What users copy from the page is accepted, and every word in it is a known code."""
    report = read_line(sample.replace("\n", "").encode(), received_by="north")
    assert isinstance(report, Report), report.says
    assert report.other_words == ()


def test_the_page_has_its_samples() -> None:
    """The samples are found on the page at all."""
    assert len(SAMPLES) == 4


@pytest.mark.parametrize("name", CODE_LISTS)
def test_every_code_stands_on_the_page(name: str) -> None:
    """A code that the reader knows and the page does not list fails here."""
    missing = [word for word in getattr(vocabulary, name) - {"none"} if word not in _coded()]
    assert missing == []


def _coded() -> set[str]:
    return {word for span in re.findall(r"`([^`\n]+)`", PAGE) for word in re.findall(r"[a-z_]+", span)}


def test_every_refusal_stands_on_the_page() -> None:
    """The table of refusals holds each code with its sentence, and no code that is gone."""
    known = {
        (error.code, error.says)
        for module in (claims, counts, fields, mentions, report_lines, strict_json)
        for error in vars(module).values()
        if isinstance(error, type) and issubclass(error, BadInput) and error is not BadInput
    }
    assert (
        set(re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \|$", PAGE.split("## Refusals")[1], re.MULTILINE))
        == known
    )
