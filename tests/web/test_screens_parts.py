"""The live parts of a page, cut out of its HTML."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.desk.web.live_pages import BadPart, digest, parts_of, with_digests

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12)

MARKS = (
    "",
    " data-live",
    ' title="a data-live b"',
    " data-lively",
    ' data-live class="x"',
    ' data-other data-live="on"',
)
"""What may stand in a start tag: the mark, and what only looks like it."""


def page(depth: int) -> st.SearchStrategy[str]:
    """Return pages whose elements nest this deep; the ids are put in afterwards."""
    if depth == 0:
        return WORDS.map(escape)
    inner = st.lists(st.one_of(WORDS.map(escape), page(depth - 1)), max_size=3).map("".join)
    tag = st.sampled_from(["div", "section", "span", "dl"])
    live = st.sampled_from(MARKS)
    return st.builds(lambda name, mark, inside: f"<{name} id=\0{mark}>{inside}</{name}>", tag, live, inner)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page in which every element has an id of its own."""
    pieces = draw(st.lists(page(3), max_size=4).map("".join)).split("id=\0")
    return pieces[0] + "".join(f'id="n-{number}&amp;"{rest}' for number, rest in enumerate(pieces[1:]))


class Marked(HTMLParser):
    """Finds by a real parser which elements are live, and which ids stand in a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a live element's id."""
        held = dict(attrs)
        if "data-live" in held:
            self.live.append(str(held["id"]))


def filled(part: str, parts: dict[str, str]) -> str:
    """Return a part with its holes filled by the parts that stand in them."""
    for name, inside in parts.items():
        hole = f'<template data-hole="{escape(name)}"></template>'
        if hole in part:
            part = part.replace(hole, filled(inside, parts))
    return part


@given(html=pages())
def test_every_live_element_is_a_part_and_the_holes_fill_again(html: str) -> None:
    """The parts are those a real parser finds, in order, and putting them together gives the page's own bytes."""
    parts = parts_of(html)
    assert list(parts) == Marked(html).live
    for part in parts.values():
        assert filled(part, parts) in html


def test_a_changed_row_changes_its_own_part_alone() -> None:
    """What is sent is that row; the list around it stays as it was."""
    page = '<section id="open" data-live><p id="a" data-live>{}</p><p id="b" data-live>two</p></section>'
    before, after = parts_of(page.format("one")), parts_of(page.format("1"))
    assert [name for name in before if before[name] != after[name]] == ["a"]


def test_a_new_order_of_rows_changes_the_list_and_no_row() -> None:
    """A list is sent as holes in their order."""
    one, two = '<p id="a" data-live>one</p>', '<p id="b" data-live>two</p>'
    before, after = (parts_of(f'<div id="l" data-live>{rows}</div>') for rows in (one + two, two + one))
    assert [name for name in before if before[name] != after[name]] == ["l"]


@pytest.mark.parametrize(
    "html",
    [
        "<p data-live>nameless</p>",
        '<p id="a" data-live>endless',
        '<p id="a" data-live></p><p id="a" data-live></p>',
    ],
)
def test_a_part_that_could_not_be_put_back_is_refused(html: str) -> None:
    """A mistake in a template is found when the page is drawn, not on somebody's screen."""
    with pytest.raises(BadPart):
        parts_of(html)


def test_a_page_carries_the_digests_of_its_parts() -> None:
    """So its stream sends only what changed while it was on its way."""
    part = '<p id="a" data-live>one</p>'
    assert f'data-has="{digest(part)}"' in with_digests(f'<body data-has="">{part}</body>')
