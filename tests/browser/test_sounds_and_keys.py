"""What sounds until it is acknowledged by name, and what one key does, on a real desk in a real browser.

The ear is the browser's own: whatever is connected to the loudspeaker is connected to an analyser too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from door import through_the_door
from playwright.sync_api import Browser, BrowserContext, Page, expect
from scenes import CALL, LATER_CALL, NAME, PASSWORD, RESCUE, WATCH_BEGINS_MS, case_of
from test_web_live import serving

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk, Who, asking, person
from ashore.desk.commands.acts import AcknowledgeAlarm, EndCase, LogCall
from ashore.model.times import iso
from ashore.testing.surroundings import repeatable

pytestmark = pytest.mark.browser

EAR = """
window.loudest = 0;
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (to, ...rest) {
  if (to instanceof AudioDestinationNode) {
    window.ear ??= new AnalyserNode(this.context, { fftSize: 2048 });
    connect.call(this, window.ear);
  }
  return connect.call(this, to, ...rest);
};
window.sounds = [];
new MutationObserver(() => window.sounds.push(document.body.dataset.sounded)).observe(document, {
  subtree: true, attributes: true, attributeFilter: ["data-sounded"],
});
setInterval(() => {
  if (!window.ear) return;
  const wave = new Float32Array(window.ear.fftSize);
  window.ear.getFloatTimeDomainData(wave);
  window.loudest = Math.max(window.loudest, ...wave);
}, 15);
"""


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    ms: int = WATCH_BEGINS_MS

    def __call__(self) -> int:
        return self.ms

    def pass_minutes(self, minutes: int) -> None:
        """Let time go by."""
        self.ms += minutes * 60_000


@dataclass
class Watch:
    """A live desk, its clock, its address, and windows of its officers."""

    desk: Desk
    clock: Clock
    who: dict[str, Who]
    browser: Browser
    address: str = ""
    contexts: list[BrowserContext] = field(default_factory=list)

    def log(self, report: dict[str, Any], **linked: str) -> str:
        """Log a report received now; return the case it is in, "" for none."""
        line = {**report, "received_at": iso(self.clock.ms)}
        done = self.desk.do(LogCall(report=json.dumps(line), **linked), self.who[NAME])
        return case_of(done) if linked else ""

    def computer(self, name: str = NAME) -> BrowserContext:
        """Return a browser on a computer of its own, in which somebody is signed in."""
        context = self.browser.new_context(locale="en-GB", viewport={"width": 1366, "height": 768})
        context.add_init_script(EAR)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(f"{self.address}sign-in")
        through_the_door(page, name)
        expect(page.get_by_role("heading", name="Open cases")).to_be_visible()
        page.close()
        return context

    def window(self, context: BrowserContext | None = None, at: str = "", *, touched: bool = True) -> Page:
        """Open a window, and touch it, so that it may sound."""
        page = (context or self.computer()).new_page()
        page.set_default_timeout(20_000)
        page.goto(self.address + at)
        if touched:
            page.mouse.click(3, 300)
        return page


@pytest.fixture
def watch(browser: Browser, tmp_path: Path) -> Iterator[Watch]:
    """A live desk with two officers, served."""
    clock = Clock()
    surroundings = replace(repeatable("sounds"), clock=clock)
    desk = create_desk(tmp_path / "desk", name="north-centre", kind="live", surroundings=surroundings)
    who = {name: person(desk.accounts.create(name, PASSWORD, "officer")) for name in (NAME, "Paul")}
    with serving(desk) as (address, _, _):
        held = Watch(desk, clock, who, browser, address)
        yield held
        for context in held.contexts:
            context.close()
    desk.close()


def heard(page: Page, sound: str, times: int = 1) -> None:
    """Wait until a sound was played so often and the loudspeaker was not still."""
    page.wait_for_function(
        "([sound, times]) => window.sounds.filter((each) => each === sound).length >= times && window.loudest > 0.05",
        arg=[sound, times],
        timeout=60_000,  # a page that only time changes is made anew every half minute
    )


def still(page: Page) -> None:
    """Hold that nothing sounds for longer than a sound would wait to repeat."""
    page.wait_for_timeout(2_000)
    before = len(page.evaluate("window.sounds"))
    page.wait_for_timeout(8_000)
    assert len(page.evaluate("window.sounds")) == before


def acknowledge(page: Page, sound: str) -> None:
    """Say that a sound was heard."""
    page.locator(f".sound-{sound} button").click()
    expect(page.locator(f".sound-{sound}")).to_have_count(0)


def test_a_new_distress_sounds_until_somebody_says_by_name_that_they_heard_it(watch: Watch) -> None:
    """It repeats, is seen with its boat, and is over for a second computer as well once Paul acknowledged it."""
    page, other = watch.window(), watch.window(watch.computer("Paul"))
    watch.log(CALL, open="boat", label="2234B")
    heard(page, "distress", times=2)
    expect(page.locator(".sound-distress")).to_contain_text("New distress")
    expect(page.locator(".sound-distress")).to_contain_text("2234B")
    expect(page).to_have_title("(1!) List · Ashore")
    acknowledge(other, "distress")
    expect(page.locator(".alarm-line")).to_have_count(0)
    expect(page).to_have_title("List · Ashore")
    still(page)
    with watch.desk.looking() as picture:
        said = picture.said(picture.by_type["alarm.acknowledged"])
    assert [each.actor for each in said] == [watch.who["Paul"].account]


def test_a_call_after_the_rescue_sounds_as_nothing_else_does(watch: Watch) -> None:
    """Situations E3: the boat was met and taken off, and somebody of it calls again."""
    case = watch.log(CALL, open="boat", label="2234B")
    watch.log(RESCUE, case=case)
    alarms = tuple(alarm.id for alarm in asking.ask_alarms(watch.desk))
    watch.desk.do(AcknowledgeAlarm(alarm=alarms), watch.who[NAME])
    page = watch.window()
    expect(page.locator(".alarm-line")).to_have_count(0)
    watch.clock.pass_minutes(5)
    watch.log({**LATER_CALL, "sender": CALL["sender"]})
    heard(page, "after")
    expect(page.locator(".sound-after")).to_contain_text("2234B")
    acknowledge(page, "after")
    still(page)


def test_silence_sounds_of_itself(watch: Watch) -> None:
    """No entry is written: time alone passes, and the page hears of it."""
    watch.log({**CALL, "mentions": [{"danger": ["cold"]}]}, open="boat", label="2234B")
    page = watch.window()
    expect(page.locator(".alarm-line")).to_have_count(0)
    watch.clock.pass_minutes(31)
    heard(page, "silent")
    expect(page.locator(".sound-silent")).to_contain_text("2234B")


def test_a_lost_server_is_heard_and_seen(watch: Watch, tmp_path: Path) -> None:
    """Situations E4: kill the server, and within seconds you hear it."""
    desk = create_desk(tmp_path / "other", name="south-centre", kind="live", surroundings=repeatable("lost"))
    desk.accounts.create(NAME, PASSWORD, "officer")
    with serving(desk) as (address, _, _):
        elsewhere = replace(watch, desk=desk, address=address)
        page = elsewhere.window()
        expect(page.locator("#sound-off")).to_be_hidden()
    heard(page, "lost", times=2)
    expect(page.locator("#lost")).to_contain_text("No connection since")
    desk.close()


def test_of_two_windows_one_sounds(watch: Watch) -> None:
    """One that may not sound yet does not silence the one that may; when the voice is closed the other takes it up."""
    computer = watch.computer()
    silent = watch.window(computer, touched=False)
    first, second = watch.window(computer), watch.window(computer)
    expect(silent.locator("#sound-off")).to_be_visible()
    watch.log(CALL, open="boat", label="2234B")
    while not (sounded := [page for page in (first, second) if page.evaluate("window.sounds")]):
        silent.wait_for_timeout(100)
    [voice] = sounded
    heard(voice, "distress", times=2)
    [other] = {first, second} - {voice}
    assert other.evaluate("window.sounds") == []
    assert silent.evaluate("window.sounds") == []
    voice.close()
    heard(other, "distress")


def test_a_window_says_that_it_makes_no_sound_until_it_is_touched(watch: Watch) -> None:
    """In words, above everything else on the page; the alarm itself is seen meanwhile."""
    watch.log(CALL, open="boat", label="2234B")
    page = watch.window(touched=False)
    expect(page.locator("#sound-off")).to_contain_text("makes no sound yet")
    expect(page.locator(".sound-distress")).to_be_visible()
    page.mouse.click(3, 300)
    expect(page.locator("#sound-off")).to_be_hidden()
    heard(page, "distress")


def test_at_the_start_of_a_shift_all_four_are_played_and_asked_about(watch: Watch) -> None:
    """Each is named while it plays, and what one heard is written down."""
    page = watch.window(at="handover")
    page.locator("#sound-test").click()
    expect(page.locator("#sound-said")).not_to_be_empty()
    expect(page.locator("#sound-heard")).to_be_visible(timeout=30_000)
    assert page.evaluate("window.sounds") == ["distress", "silent", "after", "lost"]
    page.locator("#sound-heard button[value=yes]").click()
    expect(page.locator("body")).to_contain_text("heard all four")


def test_acknowledging_leaves_a_half_typed_call_alone(watch: Watch) -> None:
    """The page is not left for it, by mouse or by key."""
    page = watch.window(at="call")
    page.locator("#call-text").fill("we are twenty")
    watch.log(CALL, open="boat", label="2234B")
    acknowledge(page, "distress")
    expect(page.locator("#call-text")).to_have_value("we are twenty")
    assert page.url == f"{watch.address}call"


@pytest.mark.parametrize(("key", "leads_to"), [("n", "call"), ("m", "map"), ("h", "handover")])
def test_one_key_leads_to_a_page(watch: Watch, key: str, leads_to: str) -> None:
    """From wherever one is."""
    page = watch.window()
    page.keyboard.press(key)
    expect(page).to_have_url(re.compile(f"^{re.escape(watch.address)}{leads_to}"))


def two_boats(watch: Watch) -> tuple[str, str]:
    """Log a boat that is sinking and one that is cold, heard by Paul, and return their cases in that order."""
    first = watch.log(CALL, open="boat", label="2234B")
    second = watch.log(
        {
            **CALL,
            "id": "n-9",
            "mentions": [{"danger": ["cold"]}],
            "sender": {"role": "aboard", "phone": "+33600000009"},
        },
        open="boat",
        label="K7",
    )
    alarms = tuple(alarm.id for alarm in asking.ask_alarms(watch.desk))
    watch.desk.do(AcknowledgeAlarm(alarm=alarms), watch.who["Paul"])
    return first, second


def test_rows_are_walked_and_a_key_counts_for_the_row_that_has_the_focus(watch: Watch) -> None:
    """j and k go down and up; c calls back the boat in the row, not the first of the list."""
    first, second = two_boats(watch)
    page = watch.window()
    page.keyboard.press("j")
    expect(page.locator(f"#row-{first} :focus")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator(f"#row-{second} :focus")).to_have_count(1)
    page.keyboard.press("k")
    expect(page.locator(f"#row-{first} :focus")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url(f"{watch.address}cases/{second}/call-back")


def test_a_key_acknowledges_the_first_alarm(watch: Watch) -> None:
    """The gravest stands first."""
    watch.log(CALL, open="boat", label="2234B")
    page = watch.window()
    page.keyboard.press("a")
    expect(page.locator(".alarm-line")).to_have_count(0)


def test_a_key_held_down_is_one_press(watch: Watch) -> None:
    """A hand that rests on a key acknowledges one alarm, and not each that comes up after it."""
    watch.log(CALL, open="boat", label="2234B")
    watch.log({**CALL, "id": "n-8", "sender": {"role": "aboard", "phone": "+33600000008"}}, open="boat")
    page = watch.window()
    expect(page.locator(".alarm-line")).to_have_count(2)
    page.keyboard.down("a")
    expect(page.locator(".alarm-line")).to_have_count(1)
    for _ in range(5):
        page.keyboard.down("a")
    page.wait_for_timeout(1_000)
    expect(page.locator(".alarm-line")).to_have_count(1)


def test_one_key_reopens_a_boat_that_called_after_it_was_ended(watch: Watch) -> None:
    """Nobody asks why: the search was suspended, they call, and the boat is on the board again."""
    case = watch.log(CALL, open="boat", label="2234B")
    watch.desk.do(
        EndCase(case=case, how="suspended", reason="daylight", owner="Marie", review_at="8 h"),
        watch.who["Paul"],
    )
    watch.clock.pass_minutes(5)
    watch.log({**CALL, "id": "n-7"}, case=case)
    page = watch.window(at=f"cases/{case}")
    expect(page.locator(".sound-after")).to_have_count(1)
    page.keyboard.press("o")
    expect(page.get_by_role("button", name="All accounted for")).to_be_visible()
    assert [row.case.id for row in asking.ask_board(watch.desk).rows] == [case]


def test_one_key_undoes_ones_own_last_act_by_an_entry(watch: Watch) -> None:
    """The log keeps both; a minute later the key is gone."""
    first, _ = two_boats(watch)
    page = watch.window(at=f"cases/{first}")
    page.locator("#do-label summary").click()
    page.locator("#do-label input[name=label]").fill("Charlie")
    page.locator("#do-label button").click()
    expect(page.locator("h1")).to_contain_text("Charlie")
    expect(page.locator("#undo")).to_contain_text("Called")
    page.wait_for_load_state("load")
    page.keyboard.press("z")
    expect(page.locator("h1")).not_to_contain_text("Charlie")
    with watch.desk.looking() as picture:
        assert [len(picture.by_type[each]) for each in ("case.labelled", "act.undone")] == [3, 1]
    watch.clock.pass_minutes(2)
    page.reload()
    expect(page.locator("#undo")).to_have_count(0)


def test_what_was_done_without_leaving_the_page_is_what_the_key_undoes(watch: Watch) -> None:
    """The button names the signature just given, and not an act before it."""
    two_boats(watch)
    page = watch.window(at="handover")
    expect(page.locator("#undo")).to_contain_text("Report")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    expect(page.locator("#undo")).to_contain_text("Handover item signed")
    page.keyboard.press("z")
    expect(page.locator("#undo")).not_to_contain_text("Handover item signed")
    with watch.desk.looking() as picture:
        assert not picture.standing(picture.by_type["item.signed"])


def test_keys_rest_while_somebody_types(watch: Watch) -> None:
    """Every letter goes into the field; Esc leaves it, and then they count again."""
    page = watch.window()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("njkaczhm?")
    expect(page.locator("#q")).to_have_value("njkaczhm?")
    assert page.url == watch.address
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url(f"{watch.address}call**")


def test_the_list_of_keys_is_what_this_page_can_do(watch: Watch) -> None:
    """Undo stands in it only while there is something to undo, and encounters only where there is a boat."""
    page = watch.window()
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys).to_contain_text("A new call")
    expect(keys).not_to_contain_text("A unit met this boat")
    page.keyboard.press("n")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    two_boats(watch)
    expect(page.locator("#open tbody tr")).to_have_count(2)
    page.keyboard.press("?")
    expect(keys).to_contain_text("A unit met this boat")


def test_single_keys_can_be_turned_off(watch: Watch) -> None:
    """For whoever speaks to their computer or whose hand shakes; only the list of keys still opens."""
    page = watch.window()
    page.keyboard.press("?")
    page.locator("#keys-off").check()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert page.url == watch.address
    page.keyboard.press("?")
    page.locator("#keys-off").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(f"{watch.address}call**")


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_a_key_of_the_browser_stays_the_browsers(watch: Watch, modifier: str) -> None:
    """Ctrl+A selects all, and acknowledges nothing."""
    watch.log(CALL, open="boat", label="2234B")
    page = watch.window()
    page.keyboard.press(f"{modifier}+a")
    page.wait_for_timeout(300)
    expect(page.locator(".alarm-line")).to_have_count(1)
