"""The caller's card in a real browser: answered by keys, copied, legible, and working without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from scenes import played_night
from test_web_live import serving

from ashore.desk.commands import Desk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A replay desk, whose pages need no account on this machine."""
    desk = played_night(tmp_path_factory.mktemp("card"))
    yield desk
    desk.close()


HEAR = """() => {
  window.heard = [];
  document.addEventListener("ashore:answered", (event) => window.heard.push(event.detail));
}"""

DRAWN = """all => all.map((each) => {
  const box = each.querySelector("use").getBBox();
  return [Math.min(box.width, box.height), getComputedStyle(each).color];
})"""


def test_the_whole_card_is_answered_by_number_keys(page: Page, replay: Desk) -> None:
    """Numbers where a number is asked for, 1 2 3 for yes, no, not known; Enter goes on; each answer is an event."""
    with serving(replay) as (address, _, _):
        page.goto(f"{address}card/ar")
        page.evaluate(HEAR)
        page.keyboard.type("30")
        page.keyboard.press("Enter")
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        for key in "12313":
            page.keyboard.press(key)
        expect(page.locator('[name="card.left_from"]')).to_be_focused()
        page.keyboard.type("Wissant")
        page.keyboard.press("Enter")
        page.keyboard.type("12")
        page.keyboard.press("Enter")
        expect(page.locator("#card-line")).to_have_text(
            "people aboard: 30; children: 2; water coming in: yes; engine working: no; "
            "anyone in the water: not known; anyone hurt: yes; lifejackets: not known; "
            "left from: Wissant; battery %: 12"
        )
        expect(page.locator("[data-copy-line]")).to_be_focused()
        heard = page.evaluate("window.heard")
    assert heard == [
        {"question": "people", "answer": "30"},
        {"question": "children", "answer": "2"},
        {"question": "water_in", "answer": "yes"},
        {"question": "engine", "answer": "no"},
        {"question": "in_water", "answer": "not_known"},
        {"question": "hurt", "answer": "yes"},
        {"question": "lifejackets", "answer": "not_known"},
        {"question": "left_from", "answer": "Wissant"},
        {"question": "battery", "answer": "12"},
    ]


def test_a_count_may_be_typed_as_the_caller_said_it(page: Page, replay: Desk) -> None:
    """“About 30” stays about 30: whoever reads counts makes a range of it."""
    with serving(replay) as (address, _, _):
        page.goto(f"{address}card/tr")
        page.locator('[name="card.people"]').fill("about 30")
        page.keyboard.press("Tab")
        expect(page.locator("#card-line")).to_have_text("people aboard: about 30")


def test_a_search_typed_in_the_head_of_the_page_answers_nothing(page: Page, replay: Desk) -> None:
    """Digits go where the officer types them."""
    with serving(replay) as (address, _, _):
        page.goto(f"{address}card/tr")
        page.locator("#q").focus()
        page.keyboard.type("1234")
        expect(page.locator("#q")).to_have_value("1234")
        expect(page.locator("#card-line")).to_have_text("")


def test_once_loaded_it_works_without_a_network(page: Page, replay: Desk) -> None:
    """Pictures, phrases and answers are all there when the server is gone."""
    with serving(replay) as (address, _, _):
        page.goto(f"{address}card/vi")
        page.context.set_offline(True)
        page.locator('[name="card.people"]').focus()
        page.keyboard.type("41")
        page.keyboard.press("Enter")
        expect(page.locator("#card-line")).to_have_text("people aboard: 41")
        page.context.set_offline(False)


def test_every_picture_is_drawn_and_takes_the_colour_of_the_text(page: Page, replay: Desk) -> None:
    """Under the content security policy, light and dark."""
    with serving(replay) as (address, _, _):
        inks: list[set[str]] = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{address}card/ar")
            pictures = page.locator(".card-picture")
            expect(pictures).to_have_count(16)
            drawn = pictures.evaluate_all(DRAWN)
            assert min(size for size, _ in drawn) > 20
            inks.append({ink for _, ink in drawn})
    assert [len(each) for each in inks] == [1, 1]
    assert inks[0] != inks[1]


@pytest.mark.parametrize("width", [390, 1366])
def test_nothing_runs_off_the_side(page: Page, replay: Desk, width: int) -> None:
    """On a phone and on a small laptop, in a language from the right and one from the left."""
    page.set_viewport_size({"width": width, "height": 768})
    with serving(replay) as (address, _, _):
        for code in ("ckb", "vi"):
            page.goto(f"{address}card/{code}?lang=fr")
            assert page.evaluate("document.querySelector('.card').scrollWidth") <= width


def test_the_headings_and_the_questions_are_named_for_a_screen_reader(page: Page, replay: Desk) -> None:
    """Each question's answers are a group under its phrase; the unchecked warning is a note."""
    with serving(replay) as (address, _, _):
        page.goto(f"{address}card/tr?lang=en")
        group = page.get_by_role("group", name="Motor çalışıyor mu?")
        expect(group.get_by_role("radio")).to_have_count(3)
        expect(page.get_by_role("note")).to_contain_text("No native speaker has checked these phrases.")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Türkçe")
        expect(page.get_by_role("heading", level=2)).to_have_count(4)
