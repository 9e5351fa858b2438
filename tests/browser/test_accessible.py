"""Every page for everybody: read aloud, by keyboard alone, at a desk and on a phone, in each theme and language.

axe is run by the browser's own debugger, which no page's policy on scripts concerns; the policy stands as in service.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from busy_night import Night, busy_night
from scenes import new_desk
from test_web_live import serving

from ashore.desk.commands import Who
from ashore.desk.commands.acts import CompareCases

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
NOBODY = ""
COMES_LATER = 40
"""How many more things to be focused the map, or a change on the desk, may bring while Tab is pressed."""

HELD = ("heading-order", "page-has-heading-one", "label", "landmark-one-main", "empty-heading", "tabindex")
"""Rules that axe itself thinks less grave and that we hold all the same."""

RUN_AXE = """async (rules) => {
  const options = { resultTypes: ["violations"] };
  if (rules) options.runOnly = rules;
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, impact, nodes }) => ({
    id, impact, nodes: nodes.slice(0, 4).map((node) => [node.target.join(" "), node.failureSummary.slice(0, 300)]),
  }));
}"""

WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > wide + 1);
  return out.slice(0, 5).map((each) => each.outerHTML.slice(0, 120));
}"""

NOTE_FOCUS = """() => {
  document.activeElement?.blur();
  getSelection().removeAllRanges();
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  window.waiting = new Set([...(document.querySelector("dialog[open]") ?? document).querySelectorAll(all)].filter(
    (each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled && each.tabIndex >= 0));
  const reached = (at) => {
    window.waiting.delete(at);
    if (at.type === "radio") for (const each of document.getElementsByName(at.name)) window.waiting.delete(each);
  };
  document.addEventListener("focusin", (event) => reached(event.target), true);
  return window.waiting.size;
}"""
"""Counts what can be clicked now; what is focused from then on is taken off. Of a group of choices one is enough."""

NOT_REACHED = "() => [...window.waiting].filter((each) => each.isConnected).map((each) => each.outerHTML)"


def as_it_is(page: Page) -> None:
    """Do nothing."""


def type_a_call(page: Page) -> None:
    """Type a call and wait until it was read."""
    page.locator("#call-text").fill(
        "13 or 14 of us, 51 02.4 N 001 58.1 E, engine dead, 10 min ago, the sea is purple"
    )
    page.locator("#call-phone").fill("06 39 98 00 44")
    expect(page.locator("#understood")).to_contain_text("13")
    expect(page.locator("#understood")).to_contain_text("+33")


def open_everything(page: Page) -> None:
    """Open every disclosure, so that what it hides is looked at too."""
    page.evaluate("() => document.querySelectorAll('main details').forEach((each) => (each.open = true))")


def wait_for_the_cloud(page: Page) -> None:
    """Wait until the forecast is drawn, then open everything."""
    expect(page.locator("#drift .cloud img, .cloud img").first).to_be_visible(timeout=60_000)
    open_everything(page)


def wait_for_the_map(page: Page) -> None:
    """Wait until the map has its first picture."""
    expect(page.locator("#map canvas")).to_be_visible()


def wait_for_the_weighing(page: Page) -> None:
    """Wait until every boat is weighed, then open everything."""
    expect(page.locator("#weighed .waterfall").first).to_be_visible(timeout=120_000)
    open_everything(page)


def type_an_encounter(page: Page) -> None:
    """Type of a boat what does not fit the one that is sought, and wait until it is said."""
    page.locator("#met-taken_off").fill("9")
    page.locator("#met-position").fill("50 40.0 N 1 10.0 E")
    page.locator("#met-colour").select_option("white")
    expect(page.locator("#met-doubted")).to_be_visible(timeout=120_000)


def end_it_wrongly(page: Page) -> None:
    """Try an ending that is refused."""
    page.locator("#ending form.finish button").first.click()
    expect(page.locator("#refused")).to_be_visible()


def reach(look: Look, page: Page) -> None:
    """Bring a page to a look, its styles with it: what a form sends back may stand there before they do."""
    look.reach(page)
    page.wait_for_load_state("load")


def link_it_wrongly(page: Page) -> None:
    """Open a case under a telephone number, which no label may be."""
    choice = page.locator("#unlinked details[id^='link-']").first
    choice.locator("summary").click()
    form = choice.locator("form[action$='open-case']")
    form.locator("input[name=label]").fill("+33 6 39 98 00 44")
    form.locator("button").click()
    expect(page.locator("#refused")).to_be_visible()


def open_the_keys(page: Page) -> None:
    """Ask for the list of keys."""
    page.locator("body").press("?")
    expect(page.locator("#keys")).to_be_visible()


def open_more(page: Page) -> None:
    """Open the menu of further pages."""
    page.locator("#more > summary").click()


@dataclass(frozen=True)
class Look:
    """A page in a state: its name, its address (`{0134 A}` is a case's id), who looks, and how it is reached.

    Its map, if it has one, stands in words unless it `draws`: as on a computer whose browser cannot draw it.
    """

    name: str
    address: str
    reader: str = "Marie"
    reach: Callable[[Page], None] = as_it_is
    desk: str = "busy"
    draws: bool = False


LOOKS = (
    Look("watch", "/", reach=open_everything, draws=True),
    Look("watch of an observer", "/", reader="Olga"),
    Look("watch with nothing on it", "/", reader=NOBODY, desk="empty"),
    Look("watch with a refused form", "/", reach=link_it_wrongly),
    Look("keys", "/", reach=open_the_keys),
    Look("more", "/", reach=open_more),
    Look("case with a cloud", "/cases/{0134 A}", reach=wait_for_the_cloud, draws=True),
    Look("case that called after the rescue", "/cases/{0102 B}", reach=open_everything),
    Look("case refused to be ended", "/cases/{0102 B}", reach=end_it_wrongly),
    Look("case that is ended", "/cases/{0034 A}", reach=open_everything),
    Look("case that is suspended", "/cases/{Slack mouth}", reach=open_everything),
    Look("case of an observer", "/cases/{0134 A}", reader="Olga"),
    Look("call", "/call"),
    Look("call typed", "/call", reach=type_a_call),
    Look("call with the card", "/call?card=kmr", reach=open_everything),
    Look("calls", "/calls"),
    Look("call back", "/cases/{0134 A}/call-back"),
    Look("encounter", "/cases/{0134 A}/encounter", reach=open_everything),
    Look("encounter with another boat", "/cases/{0134 A}/encounter", reach=type_an_encounter),
    Look("same boat", "/same-boat?mention={loose}", reach=wait_for_the_weighing, draws=True),
    Look(
        "two cases",
        "/same-boat/cases?one={0134 A}&other={0102 B}",
        reach=wait_for_the_weighing,
        draws=True,
    ),
    Look("what was shown", "/entries/{shown}", reach=open_everything),
    Look("map", "/map", reach=wait_for_the_map, draws=True),
    Look("map in words", "/map/words", reach=open_everything),
    Look("handover", "/handover", reader="Inès"),
    Look("lists", "/lists", reach=open_everything),
    Look("situation report", "/cases/{0134 A}/sitrep", reach=open_everything),
    Look("relay", "/relay", reader="Amina", reach=open_everything),
    Look("supervisor", "/supervisor", reader="Inès", reach=open_everything),
    Look("watch of a trainer", "/", reader="Tom"),
    Look("card", "/card"),
    Look("card in a language from right to left", "/card/ar", reach=open_everything),
    Look("phone", "/phone", reach=open_everything),
    Look("figures", "/figures", reach=open_everything),
    Look("figure", "/figures/{rescued}", reach=open_everything),
    Look("entry", "/entries/{entry}"),
    Look("words", "/words?mention={mention}"),
    Look("sealed", "/sealed/{rejected}"),
    Look("search that finds several", "/search?q=013"),
    Look("search that finds nothing", "/search?q=zzz"),
    Look("about", "/about?verify=1"),
    Look("refusal", "/no-such-page"),
    Look("sign in", "/sign-in", reader=NOBODY),
    Look("first account", "/first-account", reader=NOBODY, desk="empty"),
)


@dataclass
class Served:
    """The desks that are looked at, and the browsers signed in on them."""

    night: Night
    addresses: dict[str, str]
    names: dict[str, str]
    contexts: dict[tuple[str, str, str, bool], BrowserContext]
    browser: Callable[[bool], Browser]
    """The one that draws maps, or the one that does not; each is started when it is first asked for."""

    def page(self, look: Look, language: str) -> Page:
        """Open a page in a state of its own, in a browser whose reader has chosen this language."""
        key = (look.desk, look.reader, language, look.draws)
        address = self.addresses[look.desk]
        if key not in self.contexts:
            browser = self.browser(look.draws)
            context = browser.new_context(locale=language, viewport=DESK, reduced_motion="reduce")
            context.add_cookies(self.night.cookies(look.reader, language, address))
            self.contexts[key] = context
        page = self.contexts[key].new_page()
        page.set_default_timeout(20_000)
        asked = look.address
        for name, id_ in self.names.items():
            asked = asked.replace(f"{{{name}}}", id_)
        page.goto(address + asked.removeprefix("/"))
        return page


@pytest.fixture(scope="module")
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The busy night and an empty desk, both served."""

    def browser(draws: bool) -> Browser:
        started: Browser = request.getfixturevalue("drawing_browser" if draws else "browser")
        return started

    night = busy_night(tmp_path_factory.mktemp("busy") / "desk")
    empty = new_desk(tmp_path_factory.mktemp("empty"))
    held_apart = (night.cases["0134 A"], night.cases["0102 B"])
    officer = Who(account="a-officer", role="officer", person=True)
    night.desk.do(CompareCases(cases=held_apart, standing="apart", reason="two beaches"), officer)
    with serving(night.desk) as (busy_address, _, _), serving(empty) as (empty_address, _, _):
        held = Served(night, {"busy": busy_address, "empty": empty_address}, names(night), {}, browser)
        yield held
        for context in held.contexts.values():
            context.close()
    night.desk.close()
    empty.close()


def names(night: Night) -> dict[str, str]:
    """Return the ids that addresses name, by what we call them."""
    from urllib.parse import quote

    with night.desk.looking() as picture:
        by_type = {name: next(iter(ids)) for name, ids in picture.by_type.items() if ids}
        report = picture.entries[by_type["report.received"]].body.report
        loose = max(each.id for each in picture.loose() if each.mention.positions)
    figure = night.figure("rescued")
    return {
        **night.cases,
        "rescued": figure,
        "entry": by_type["case.opened"],
        "rejected": by_type["report.rejected"],
        "mention": quote(report.mention_id(0)),
        "loose": quote(loose, safe=""),
        "shown": by_type["advice.link"],
    }


def faults(page: Page, rules: list[str] | None = None) -> list[dict[str, Any]]:
    """Return what axe finds that nobody may meet."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, rules)
    return [each for each in found if each["impact"] in ("serious", "critical") or each["id"] in HELD]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_page_is_for_everybody(served: Served, look: Look) -> None:
    """axe finds nothing grave on it by day at a desk, and on a phone nothing is wider than the screen."""
    page = served.page(look, "en")
    reach(look, page)
    page.set_viewport_size(DESK)
    assert faults(page) == []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate(WIDER) == []
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_page_is_for_everybody_in_french_in_every_theme_and_size(served: Served, look: Look) -> None:
    """axe finds nothing grave by day in any size, nor a contrast too weak at night; nothing is too wide."""
    page = served.page(look, "fr")
    reach(look, page)
    found: dict[str, Any] = {}
    for name, size in (("phone", PHONE), ("desk", DESK)):
        page.set_viewport_size(size)
        found[f"wider than the screen, {name}"] = page.evaluate(WIDER)
        found[f"light, {name}"] = faults(page)
    for theme in ("dark", "red"):
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        found[theme] = faults(page, ["color-contrast"])
    page.close()
    grave = {where: each for where, each in found.items() if each}
    assert not grave, json.dumps(grave, indent=1, ensure_ascii=False)


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_tab_key_reaches_everything(served: Served, look: Look) -> None:
    """Whatever can be clicked is reached by Tab from the top of the page, and nothing holds the focus."""
    page = served.page(look, "en")
    reach(look, page)
    for _ in range(page.evaluate(NOTE_FOCUS) + COMES_LATER):
        page.keyboard.press("Tab")
    assert page.evaluate(NOT_REACHED) == []
    page.close()
