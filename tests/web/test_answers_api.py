"""Questions and claims over HTTP: the same answers as the command line's."""

from __future__ import annotations

import json

import pytest
from scenes import client_of

from ashore.desk.commands import Desk, questioning
from ashore.desk.commands.counting import Cut
from ashore.figures.questions import QUESTIONS


@pytest.mark.parametrize("name", [*sorted(QUESTIONS), "D1"])
def test_an_answer_is_the_desks_own(night: Desk, name: str) -> None:
    """Every question by its name, and by its number."""
    told = client_of(night).get(f"/api/answers/{name}?period=2020-12-09")
    assert told.status_code == 200
    assert told.json() == json.loads(
        questioning.as_json(questioning.ask(night, name, Cut(period="2020-12-09")))
    )


def test_what_is_no_question_is_answered_by_a_sentence(night: Desk) -> None:
    """With its code, and the questions there are."""
    told = client_of(night).get("/api/answers/weather")
    assert (told.status_code, told.json()["code"]) == (422, "not-a-question")


def test_claims_come_one_a_line(night: Desk) -> None:
    """31 is published once for each of the two texts; its parts name it."""
    told = client_of(night).get("/api/claims")
    lines = [json.loads(line) for line in told.text.splitlines()]
    assert {line["format"] for line in lines} == {"ashore.claim-beside/1"}
    heads = {line["claim"]: line for line in lines if line["value"] == 31 and line["part_of"] is None}
    assert len(heads) == 2
    assert {line["value"] for line in lines if line["part_of"] in heads} >= {13, 14}
