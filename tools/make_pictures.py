"""Write the pictures of the documentation: the pages of a busy night, in both languages, as a browser draws them.

`make pictures` does it again. The night and its clock are always the same, so a picture changes when a page does.
"""

from __future__ import annotations

import io
import itertools
import queue
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from busy_night import Night, busy_night
from drilled_night import drilled_night
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ashore.desk.commands import Desk
from ashore.desk.commands.drilling import Drill
from ashore.desk.web.serve import DeskServer, serve
from ashore.desk.web.themes import THEME

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LANGUAGES = ("en", "fr")
ZONES = {"en": "Europe/London", "fr": "Europe/Paris"}
SCREEN = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
COLOURS = 96
CALL = {
    "en": "engine dead, water coming in, about 20, three kids, 51 02.4 N 001 58.1 E, 10 min ago",
    "fr": "moteur en panne, l'eau monte, une vingtaine, trois enfants, 51 02.4 N 001 58.1 E, il y a 10 min",
}
CHROMIUM_ARGS = (
    "--headless --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --hide-scrollbars".split()
)


def nothing(page: Page, language: str) -> None:
    """Leave a page as it is."""


def type_a_call(page: Page, language: str) -> None:
    """Type a call, and wait until it is shown how it was understood."""
    page.locator("#call-text").fill(CALL[language])
    page.locator("#call-phone").fill("06 39 98 00 44")
    page.locator("#understood li, #understood dt, #understood tr").first.wait_for()
    page.wait_for_timeout(1_000)


def draw_the_map(page: Page, language: str) -> None:
    """Wait until the map stands still."""
    page.locator("#map canvas").wait_for()
    page.wait_for_timeout(4_000)


def weigh(page: Page, language: str) -> None:
    """Wait until a report is weighed against every boat, and the map of it stands still."""
    page.locator(".waterfall").first.wait_for(timeout=120_000)
    page.locator("#map[data-ties]:not([data-ties='0'])").wait_for(timeout=120_000)
    page.wait_for_timeout(4_000)


def meet_a_boat(page: Page, language: str) -> None:
    """Type of a boat what does not fit the one that is sought, and wait until it is said."""
    page.locator("#met-taken_off").fill("18")
    page.locator("#met-position").fill("50 58.0 N 1 38.0 E")
    page.locator("#met-engine").select_option("running")
    page.locator("#met-inside").select_option("dry")
    page.locator("#met-doubted:not([hidden])").wait_for(timeout=120_000)
    page.mouse.wheel(0, -4_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: its name, the address it is of (`{label}` stands for a case's id), and what is done there first.

    `night` says whose desk it is of: the busy night's, or the drilled one's.
    """

    name: str
    address: str
    size: dict[str, int]
    theme: str = "light"
    reader: str = "Marie"
    first: Callable[[Page, str], None] = nothing
    night: str = "busy"


SHOTS = (
    Shot(name="watch", address="/", size=SCREEN),
    Shot(name="case", address="/cases/{0134 A}", size=SCREEN),
    Shot(name="call", address="/call", size=SCREEN, first=type_a_call),
    Shot(name="map", address="/map", size=SCREEN, theme="dark", first=draw_the_map),
    Shot(name="same-boat", address="/same-boat?mention={a report of no case}", size=SCREEN, first=weigh),
    Shot(name="encounter", address="/cases/{0134 A}/encounter", size=SCREEN, first=meet_a_boat),
    Shot(name="handover", address="/handover", size=SCREEN, reader="Inès"),
    Shot(name="red-night", address="/", size=SCREEN, theme="red"),
    Shot(name="phone", address="/phone", size=PHONE),
    Shot(name="debrief", address="/debrief", size=SCREEN, reader="Tom", night="drilled"),
)


def main() -> None:
    """Write every picture, or those named on the command line."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Pictures need Chromium. On Debian: sudo apt install chromium")
    chosen = [shot for shot in SHOTS if not sys.argv[1:] or shot.name in sys.argv[1:]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        for name, shots in itertools.groupby(chosen, key=lambda shot: shot.night):
            with (
                tempfile.TemporaryDirectory(prefix="ashore-pictures-") as folder,
                NIGHTS[name](Path(folder) / "desk", browser) as (night, address),
            ):
                for shot, language in itertools.product(shots, LANGUAGES):
                    written = PICTURES / f"{shot.name}-{language}.png"
                    written.write_bytes(small(taken(browser, night, address, shot, language)))
                    print(f"{written.name}: {written.stat().st_size // 1024} kB")
        browser.close()


@contextmanager
def busy(folder: Path, browser: Browser) -> Iterator[tuple[Night, str]]:
    """Serve the busy night, with Paul on the telephone."""
    night = busy_night(folder)
    try:
        with served(night.desk) as address, on_the_phone(browser, night, address):
            yield night, address
    finally:
        night.desk.close()


@contextmanager
def drilled(folder: Path, browser: Browser) -> Iterator[tuple[Night, str]]:
    """Serve the desk of the drill."""
    with drilled_night(folder) as night, served(night.desk, night.drill) as address:
        yield night, address


@contextmanager
def served(desk: Desk, drill: Drill | None = None) -> Iterator[str]:
    """Serve a desk on a free port for as long as the block runs, and give its address without the last slash."""
    started: queue.Queue[DeskServer] = queue.Queue()
    said: queue.Queue[str] = queue.Queue()
    thread = threading.Thread(
        target=serve,
        args=(desk,),
        kwargs={"port": 0, "say": said.put, "started": started.put, "drill": drill},
    )
    thread.start()
    server = started.get(timeout=30)
    try:
        yield said.get(timeout=30).split()[-1].rstrip("/")
    finally:
        server.should_exit = True
        thread.join(timeout=30)


@contextmanager
def reading(
    browser: Browser, night: Night, address: str, name: str, language: str
) -> Iterator[BrowserContext]:
    """Open a browser of its own in which somebody is signed in, and a language chosen."""
    context = browser.new_context(locale=language, timezone_id=ZONES[language], viewport=SCREEN)
    context.clock.set_fixed_time(night.clock.ms / 1000)
    context.add_cookies(night.cookies(name, language, address))
    try:
        yield context
    finally:
        context.close()


@contextmanager
def on_the_phone(browser: Browser, night: Night, address: str) -> Iterator[None]:
    """Have Paul on the telephone with the boat that takes water for as long as the block runs."""
    with reading(browser, night, address, "Paul", "en") as context:
        page = context.new_page()
        page.goto(address + addressed("/cases/{0134 A}", night))
        page.locator("[data-on-phone]").click()
        yield


def taken(browser: Browser, night: Night, address: str, shot: Shot, language: str) -> bytes:
    """Return one page as PNG."""
    with reading(browser, night, address, shot.reader, language) as context:
        context.add_cookies([{"name": THEME, "value": shot.theme, "url": address}])
        page = context.new_page()
        page.set_viewport_size(shot.size)
        page.goto(address + addressed(shot.address, night))
        # A browser lets a page sound only after it was touched; until then a banner says so.
        page.mouse.click(2, shot.size["height"] - 2)
        page.mouse.move(0, 0)
        shot.first(page, language)
        page.wait_for_timeout(800)
        return page.screenshot(animations="disabled")


def addressed(address: str, night: Night) -> str:
    """Return an address with the ids of the cases that it names by our label."""
    for label, case in night.cases.items():
        address = address.replace(f"{{{label}}}", case)
    with night.desk.looking() as picture:
        loose = max((each.id for each in picture.loose() if each.mention.positions), default="")
    return address.replace("{a report of no case}", quote(loose, safe=""))


def small(png: bytes) -> bytes:
    """Return a picture in few colours: a page has not many."""
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        return out.getvalue()


NIGHTS = {"busy": busy, "drilled": drilled}


if __name__ == "__main__":
    main()
