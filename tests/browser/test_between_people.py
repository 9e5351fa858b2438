"""Between people, in a real browser: a shift handed over, lists compared, the centres pressed, a report drawn up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from between_scenes import NAME, RELAY, TAKER, Between, between, call, log
from door import through_the_door
from playwright.sync_api import Page, expect
from test_web_live import serving

from ashore.desk.commands.handing import ask_handover
from ashore.desk.commands.pressing import ask_relay
from ashore.desk.commands.sitrep_text import issued

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")


@pytest.fixture
def scene(tmp_path: Path) -> Between:
    """A watch with something of everything."""
    return between(tmp_path)


def come_in(page: Page, address: str, name: str, path: str) -> None:
    """Sign in as somebody and open a page."""
    page.goto(f"{address}sign-in?back={path}")
    through_the_door(page, name)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.wait_for_load_state()


def containing(text: str) -> re.Pattern[str]:
    """Return what matches any text with these words in it."""
    return re.compile(re.escape(text))


def press_on(page: Page, row: str, *keys: str) -> None:
    """Put the focus on a row and press keys there."""
    page.locator(row).focus()
    for key in keys:
        page.keyboard.press(key)


def test_a_shift_is_handed_over_item_by_item(page: Page, scene: Between) -> None:
    """Signed with one key each; a report that comes in about one must be signed for again; then the watch is taken."""
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, TAKER, "/handover")
        items = page.locator("[data-item]")
        count = items.count()
        expect(page.locator("#to-sign")).to_have_text(f"{count} not signed for by you")

        page.get_by_role("button", name="I have the watch").click()
        expect(page.get_by_label("From whom")).to_be_focused()  # required, and empty: nothing was sent
        page.get_by_label("From whom").fill(NAME)
        page.get_by_role("button", name="I have the watch").click()
        expect(page.locator("#refused")).to_contain_text(f"{count} items of the handover are not signed for")
        expect(page.get_by_label("From whom")).to_have_value(NAME)

        page.goto(f"{address}handover")
        page.keyboard.press("j")
        for left in range(count - 1, -1, -1):
            page.keyboard.press("Space")
            said = f"{left} not signed for by you" if left else "You have signed for everything as it stands."
            expect(page.locator("#to-sign")).to_have_text(said)
        assert not ask_handover(scene.desk).unsigned(scene.who[TAKER].account)

        log(scene.desk, scene.who[NAME], call(9, mentions=[{"danger": ["sinking"]}]), case=scene.first)
        expect(page.locator(".changed")).to_have_count(1)
        expect(page.locator("#to-sign")).to_have_text("1 not signed for by you")
        page.locator("[data-item]:not(.mine) button").click()
        expect(page.locator("#to-sign")).to_have_text("You have signed for everything as it stands.")

        page.get_by_label("From whom").fill(NAME)
        page.get_by_role("button", name="I have the watch").click()
        expect(page.locator("#handover-items")).to_contain_text(f"{TAKER} has the watch, taken from {NAME}")
        expect(page.locator("#to-sign")).to_contain_text("not signed for by you")
    scene.desk.close()


def test_a_space_that_scrolls_the_page_signs_nothing(page: Page, scene: Between) -> None:
    """A key counts for the row that has the focus, and where none has it signs for nobody."""
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, TAKER, "/handover")
        before = scene.desk.ledger.latest()
        page.locator("h1").click()
        page.keyboard.press("Space")
        page.locator("#keys-off").evaluate(
            "box => { box.checked = true; box.dispatchEvent(new Event('change')) }"
        )
        press_on(page, "[data-item] >> nth=1", "Space")
        page.get_by_label("From whom").press("Space")
        expect(page.locator("#to-sign")).to_contain_text("not signed for by you")
        page.goto(f"{address}handover")
        assert scene.desk.ledger.latest() == before
    scene.desk.close()


def test_the_sounds_are_played_and_what_was_heard_is_written_down(page: Page, scene: Between) -> None:
    """Each is named while it sounds; the question comes when all four have been."""
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, TAKER, "/handover")
        expect(page.get_by_role("button", name="I heard all four")).to_be_hidden()
        page.get_by_role("button", name="Play the four sounds").click()
        expect(page.locator("#sound-said")).to_contain_text("a new distress")
        page.get_by_role("button", name="I heard all four").click()
        expect(page.locator("#sounds-tested")).to_contain_text(f"{TAKER} heard all four.")
    scene.desk.close()


def test_a_list_read_over_the_telephone_is_compared_by_keys_alone(page: Page, scene: Between) -> None:
    """Typed a line at a time, then each ticked by one key; what is left over stays red."""
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, NAME, "/lists")
        page.keyboard.press("l")
        page.keyboard.type("HM Coastguard Dover")
        page.keyboard.press("Tab")
        page.keyboard.type("M1 - 40 people off Gravelines")
        page.keyboard.press("Enter")
        page.keyboard.type("M2, 30 people")
        page.keyboard.press("Enter")
        page.keyboard.type("M3, 8 people")
        page.keyboard.press("Control+Enter")
        theirs = page.locator(".list-of", has=page.get_by_role("heading", name="HM Coastguard Dover"))
        expect(theirs.locator(".line")).to_have_count(3)
        page.wait_for_load_state()
        expect(theirs.locator(".left-over")).to_contain_text(
            "3 lines are none of ours yet, 2 of ours are not on it"
        )

        theirs.locator(".line").nth(0).focus()
        page.keyboard.press("s")
        expect(theirs.locator(".line").nth(0)).to_contain_text("not looked at yet")
        theirs.locator(".line").nth(0).focus()
        page.keyboard.press("1")
        expect(theirs.locator(".line").nth(0)).to_contain_text("= 2234B")
        expect(theirs.locator(".line").nth(1)).to_be_focused()
        page.keyboard.press("2")
        expect(theirs.locator(".line").nth(1)).to_contain_text("= K7")
        expect(theirs.locator(".line").nth(2)).to_be_focused()
        page.keyboard.press("o")
        expect(theirs.locator(".line").nth(2)).to_contain_text("not ours")
        expect(theirs.locator(".left-over")).to_contain_text("1 line is none of ours yet")
        page.goto(address)
        expect(page.locator("#not-ours")).to_contain_text("M3")
        expect(page.locator("#open")).to_contain_text("HM Coastguard Dover")
    scene.desk.close()


def test_what_is_half_typed_outlives_a_reload_until_the_desk_has_taken_it(page: Page, scene: Between) -> None:
    """A list read over the telephone and a report drawn up by hand; what was taken does not come back."""
    again = "What you typed and the desk has not taken stands here again."
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, NAME, f"/cases/{scene.first}/sitrep")
        page.locator("#field-H").fill("W 5, rain")
        page.reload()
        expect(page.locator("#field-H")).to_have_value("W 5, rain")
        expect(page.locator("#sitrep-text")).to_contain_text("W 5, rain")
        expect(page.get_by_text(again)).to_be_visible()
        page.goto(f"{address}cases/{scene.second}/sitrep")
        expect(page.locator("#field-H")).to_have_value("")

        page.goto(f"{address}lists")
        page.get_by_label("Whose list").fill("Dover")
        page.locator("textarea[name=text]").fill("M1, 40 people\nM2, 30")
        page.goto(address)
        page.goto(f"{address}lists")
        expect(page.get_by_label("Whose list")).to_have_value("Dover")
        expect(page.locator("textarea[name=text]")).to_have_value("M1, 40 people\nM2, 30")
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("heading", name="Dover")).to_be_visible()
        expect(page.locator("textarea[name=text]")).to_have_value("")
        expect(page.get_by_text(again)).to_be_hidden()
    scene.desk.close()


def test_both_centres_are_pressed_with_one_text_and_one_of_them_answers(page: Page, scene: Between) -> None:
    """Filled in from what is known, completed by hand, copied, pressed; then the answer by one key."""
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, RELAY, "/relay")
        boat = page.locator(f"#boat-{scene.second}")
        text = boat.locator("textarea")
        expect(text).to_have_value(containing("People aboard: environ 30 / about 30"))
        text.fill(text.input_value() + "\nA woman aboard is about to give birth.")
        log(
            scene.desk, scene.who[NAME], call(8, mentions=[{"craft": {"colour": "black"}}]), case=scene.second
        )
        expect(boat.locator(".five")).to_contain_text("black")
        expect(text).to_have_value(containing("give birth"))
        boat.get_by_role("button", name="Copy").click()
        boat.get_by_role("button", name="Pressed both").click()
        boat = page.locator(f"#boat-{scene.second}")
        expect(boat.locator(".pressed li")).to_have_count(2)
        expect(boat.locator(".pressed")).to_contain_text("no answer for 0 min")
        page.wait_for_load_state()

        boat.locator("h2 a").first.focus()
        page.keyboard.press("2")
        expect(boat.locator(".pressed li").nth(1)).to_contain_text("and has answered")
        pressed = next(
            each for each in ask_relay(scene.desk).boats if each.row.case.id == scene.second
        ).pressed
        assert [len(each.waiting) for each in pressed] == [1, 0]
        assert "give birth" not in page.content().replace(boat.inner_html(), "")
    scene.desk.close()


def test_the_text_of_a_report_follows_what_is_written_and_goes_out_as_it_is_read(
    page: Page, scene: Between
) -> None:
    """What is seen is what is written down; nothing is typed twice for the next."""
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, NAME, f"/cases/{scene.first}/sitrep")
        text = page.locator("#sitrep-text")
        expect(text).to_contain_text("A. Identity of casualty: 2234B / Charlie")
        assert "E. " not in text.inner_text()
        page.locator("#field-E").fill("two units\na helicopter")
        expect(text).to_contain_text("E. Assistance required: two units")
        page.locator("#to").fill("CROSS Gris-Nez, HM Coastguard Dover")
        expect(text).to_contain_text("To: CROSS Gris-Nez, HM Coastguard Dover")
        page.get_by_role("button", name="It went out").click()
        expect(page.locator("h1")).to_contain_text("Situation report 2")
        expect(page.locator("#field-E")).to_have_value("two units a helicopter")
        [sent] = issued(scene.desk, scene.first)
        assert sent.body.to == ("CROSS Gris-Nez", "HM Coastguard Dover")
    scene.desk.close()


@pytest.mark.parametrize("theme", ["light", "dark", "red"])
def test_no_page_between_people_fails_whoever_needs_a_screen_reader(
    page: Page, scene: Between, theme: str
) -> None:
    """Axe finds nothing serious in our part of any page, in any light, wide or on a telephone."""
    pages = ("/handover", "/lists", "/relay", "/supervisor", f"/cases/{scene.first}/sitrep")
    with serving(scene.desk) as (address, _, _):
        come_in(page, address, NAME, "/handover")
        page.context.add_cookies([{"name": "ashore-theme", "value": theme, "url": address}])
        for path in pages:
            for width in (1366, 390):
                page.set_viewport_size({"width": width, "height": 768})
                page.goto(address.rstrip("/") + path)
                assert page.locator("html").get_attribute("data-theme") == theme
                page.evaluate(AXE)
                found = page.evaluate("axe.run('main', {resultTypes: ['violations']})")["violations"]
                grave = [each for each in found if each["impact"] in ("serious", "critical")]
                assert not grave, [(path, width, each["id"], each["nodes"][0]["html"]) for each in grave]
                wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wider <= 0, (path, width, wider)
    scene.desk.close()
