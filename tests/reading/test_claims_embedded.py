"""Texts inside a text: each mark reads its own test, numbers hold, and days are of the text they stand in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.model.claims import Claim
from ashore.reading.claims.embedded import Embedded, embedded_in
from ashore.reading.claims.quotations import quotations
from ashore.reading.claims.reader import read_claims
from ashore.reading.claims.tables import table

PUBLISHED = date(2031, 2, 6)
MARKS = table("embedded")["rule"]


def embedded(text: str) -> tuple[Embedded, ...]:
    return embedded_in(text, quotations(text), PUBLISHED)


def claims(text: str) -> list[Claim]:
    return [each.claim for each in read_claims(text, published=PUBLISHED)]


@pytest.mark.parametrize("mark", MARKS, ids=[f"{each['name']} {place}" for place, each in enumerate(MARKS)])
def test_every_mark_finds_the_words_the_author_and_the_day_of_its_own_test(mark: dict[str, Any]) -> None:
    before, rest = mark["test"].split("⟦")
    inner, after = rest.split("⟧")
    text = before + inner + after
    (only,) = embedded(text)
    assert text[only.start : only.end].strip() == inner.strip()
    assert (only.who, only.day, only.number) == (mark.get("who"), mark.get("day"), 0)


def test_they_are_numbered_in_the_order_they_stand_whether_or_not_they_hold_a_claim() -> None:
    text = (
        "They sent this:\n"
        "[08:14, 03/02/2031] Amir: hello\n"
        "[08:20, 03/02/2031] Desk: hello\n"
        "[08:31, 04/02/2031] Amir: yesterday 20 people were rescued\n"
    )
    rescued = next(each for each in claims(text) if each.outcome == "rescued")
    assert rescued.inside == 2
    assert (rescued.when_start, rescued.source, rescued.source_standing) == ("2031-02-03", "Amir", "private")


def test_the_date_of_a_post_is_a_time_that_stands_in_it() -> None:
    text = (
        "The minister spoke.\nWe saw 14 people rescued today.\n— Harbour Watch (@harbour_ex) February 3, 2031"
    )
    time = next(each for each in claims(text) if each.kind == "time")
    assert (time.quote, time.inside, time.value) == (
        "— Harbour Watch (@harbour_ex) February 3, 2031",
        0,
        None,
    )
    assert (time.when_start, time.when_end, time.unit) == ("2031-02-03", "2031-02-03", "calendar date")


def test_a_communique_that_is_the_whole_text_stands_in_nothing_and_gives_its_date_and_author() -> None:
    text = "Communiqué de presse de la préfecture du Nord – 4 février 2031\nHier, 14 personnes ont été secourues."
    rescued = next(each for each in claims(text) if each.outcome == "rescued")
    assert (rescued.inside, rescued.when_start, rescued.source) == (None, "2031-02-03", "préfecture du Nord")


def test_without_a_date_of_its_own_its_days_are_not_resolved_against_the_publication() -> None:
    text = "L'association Rivage a écrit sur Facebook : « Hier, 14 personnes ont été secourues. »"
    (only,) = claims(text)
    assert (only.inside, only.when_start) == (0, None)
    assert "no date of its own" in (only.when_rule or "")


@pytest.mark.parametrize(
    ("text", "who", "day"),
    [
        ("[12/9/30, 8:14:33 AM] Amir: 14 people were rescued", "Amir", date(2030, 9, 12)),
        ("[09/12/2030 à 08:14:33] Amir : 14 personnes ont été secourues", "Amir", date(2030, 12, 9)),
        (
            "The charity posted on X at 08:14 on Tuesday: “14 people were rescued.”",
            "The charity",
            date(2031, 2, 4),
        ),
        ("On Monday the coastguard tweeted: “14 people were rescued.”", "the coastguard", date(2031, 2, 3)),
        (
            "Tweet from @harbour_ex, 3 February 2031: “14 people were rescued.”",
            "@harbour_ex",
            date(2031, 2, 3),
        ),
        ("The group said on X on 3 February: '14 people were rescued.'", None, date(2031, 2, 3)),
        (
            "La préfecture a publié le communiqué suivant :\n\n    14 personnes ont été secourues.",
            "La préfecture",
            None,
        ),
    ],
)
def test_heads_as_they_are_met(text: str, who: str | None, day: date | None) -> None:
    """Day before month in a chat's figures, unless only the other way round has come."""
    (only,) = embedded(f"Voici :\n{text}\n\nThe paper went on.")
    assert (only.who, only.day, only.number) == (who, day, 0)


def test_what_the_paper_says_around_it_is_of_the_paper() -> None:
    text = (
        "Harbour Watch tweeted on Monday: “Today 14 people were rescued.”\n"
        "On Wednesday 17 people were rescued off Sangatte."
    )
    post, paper = claims(text)
    assert (post.inside, post.source, post.when_start) == (0, "Harbour Watch", "2031-02-03")
    assert (paper.inside, paper.source, paper.when_start) == (None, None, "2031-02-05")


def test_a_quotation_over_several_paragraphs_is_a_text_of_its_own_on_the_day_of_the_paper() -> None:
    text = (
        "The mayor said: “On Tuesday 14 people were rescued.\n"
        "“Yesterday 20 people were rescued.”\n"
        "Three people died."
    )
    first, second, outside = claims(text)
    assert [each.inside for each in (first, second, outside)] == [0, 0, None]
    assert [each.source for each in (first, second, outside)] == ["The mayor", "The mayor", None]
    assert second.when_start == "2031-02-05"


@pytest.mark.parametrize(
    "text",
    [
        "The tunnel “jungle” had grown, he said.",
        "The crew's boat wasn't theirs: it was the skippers' own.",
        "From: here, the boat went on.",
        "On 3 February the desk wrote: nothing.",
        "He said in a low voice: go.",
    ],
)
def test_words_that_only_look_like_a_mark_embed_nothing(text: str) -> None:
    assert all(each.name != "a quotation over several paragraphs" for each in embedded(text))
    assert [each.number for each in embedded(text) if each.formal and each.day] == []


PIECES = st.sampled_from(
    [
        *(mark["test"].replace("⟦", "").replace("⟧", "") for mark in MARKS),
        "14 people were rescued on Tuesday, he added.",
        "« Douze personnes",
        "“", "»", "‘", "\n\n", "> ", "From: ", "Date: 3 Feb 2031", "[1", "(@", "— ", " : ", "a écrit sur X :",
    ]
)  # fmt: skip


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
"""No fractions nor raised digits: that those raise nothing is held by the test of any text."""


@given(st.lists(PIECES | WORDS, max_size=7), st.sampled_from(["\n", " ", ""]))
def test_whatever_stands_together_every_claim_quotes_the_text_and_stands_in_one_there_is(
    pieces: list[str], between: str
) -> None:
    text = between.join(pieces)
    found = embedded(text)
    numbers = [each.number for each in found if each.number is not None]
    assert numbers == list(range(len(numbers)))
    for claim in claims(text):
        assert text[claim.start : claim.end] == claim.quote
        assert claim.inside is None or claim.inside in numbers
        assert claim.repeats is None or claim.repeats < len(claims(text))


@given(st.text(alphabet="“”«»‘’\"'ab \n", max_size=60))
def test_quotations_stand_one_after_the_other_and_inside_the_text(text: str) -> None:
    end = 0
    for each in quotations(text):
        assert end <= each.start < each.end <= len(text)
        end = each.end


def test_what_stands_in_a_head_is_not_read_and_parts_still_name_their_whole() -> None:
    text = (
        "Voici :\n[14:14, 03/02/2031] Desk: 31 people, including two children, were rescued.\n"
        "From: 14 people rescued\nDate: 4 Feb 2031\n\n20 people, including a child, were rescued today."
    )
    read = claims(text)
    assert [(each.value, each.inside) for each in read if each.kind in ("count", "subset")] == [
        (31, 0),
        (2, 0),
        (20, 1),
        (1, 1),
    ]
    for each in read:
        if each.kind == "subset":
            whole = read[each.subset_of if each.subset_of is not None else -1]
            assert (whole.kind, whole.inside) == ("count", each.inside)
