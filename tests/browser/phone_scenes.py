"""A phone and its desk: what a person does on the page, what is left on the phone, and what the desk then holds."""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from door import through_the_door
from playwright.sync_api import Page, expect
from scenes import NAME, PASSWORD

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk, asking
from ashore.desk.commands.acting import Who
from ashore.desk.web.serve import DeskServer, serve
from ashore.model.clock import Surroundings, wall_clock
from ashore.model.report import Report

MARIE = Who(account="a-1", role="officer", person=True)


def new_phone_desk(folder: Path, ahead_ms: int = 0, kind: str = "live") -> Desk:
    """Return a desk by the real clock, or one that stands `ahead_ms` ahead of the phone's, with an officer."""
    surroundings = replace(Surroundings(), clock=lambda: wall_clock() + ahead_ms)
    desk = create_desk(folder / "desk", name="north-centre", kind=kind, surroundings=surroundings)
    desk.accounts.create(NAME, PASSWORD, "officer")
    return desk


def sign_in(page: Page, address: str) -> None:
    """Sign in and come back to the phone's page, once it can be opened without a network."""
    page.goto(f"{address}sign-in?back=/phone")
    through_the_door(page)
    expect(page.locator("#network")).to_contain_text("The desk answered at")
    expect(page.locator("#ready")).to_have_text("This page opens without a network too.")


def write(page: Page, words: str, kind: str = "Boat seen") -> None:
    """Write one report and put it into the queue."""
    page.get_by_label(kind).check()
    page.locator("[name=words]").fill(words)
    page.get_by_role("button", name="Keep and send").click()
    expect(page.locator("[name=words]")).to_have_value("")


def received(desk: Desk) -> list[Report]:
    """Return the reports that the desk holds, opened, in the order in which they came."""
    entries = [entry.id for entry in desk.ledger.read(0) if entry.header.type == "report.received"]
    found = [asking.words_of_report(desk, entry, MARIE) for entry in entries]
    return [report for report in found if report is not None]


def texts(desk: Desk) -> list[str | None]:
    """Return the words of every report received."""
    return [report.text for report in received(desk)]


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)


KEPT = """async () => {
  const [name] = await caches.keys();
  return (await (await caches.open(name)).keys()).map((request) => request.url);
}"""


"""The addresses that the worker keeps."""


SMALL = """() => [...document.querySelectorAll(
    'button, select, input:not([type=radio], [type=file]), textarea, .kinds label, .file, header a, summary')]
    .filter((each) => each.checkVisibility())
    .filter((each) => each.getBoundingClientRect().height < 44 || each.getBoundingClientRect().width < 44)
    .map((each) => each.outerHTML)"""


"""What is narrower or lower than a thumb."""


MANY = """async (count) => {
  const store = await import(document.querySelector('script[type=module]').src.replace('phone.js', 'phone-store.js'));
  const { log } = document.body.dataset;
  const written = { ms: Date.now(), zone: 'Europe/Paris', offset_min: 60 };
  for (let number = 0; number < count; number += 1) {
    const none = { place: '', many: '', children: '', number: '', position: null };
    const fields = { kind: 'boat', words: `boat ${number}`, ...none };
    const id = crypto.randomUUID();
    await store.enqueue({ id, log, fields, written, compared: null, line: null, refused: null });
  }
}"""


"""Writes as many reports as the page itself would queue them."""


def until(page: Page, holds: str, argument: object) -> None:
    """Wait for a function of the page to return true; the page's policy forbids Playwright's own way of waiting."""
    for _ in range(400):
        if page.evaluate(holds, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)


DRAFTED = """async (words) => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("ashore-phone");
    asked.onsuccess = () => resolve(asked.result);
  });
  const drafts = await new Promise((resolve) => {
    const asked = db.transaction(["drafts"]).objectStore("drafts").getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  db.close();
  return drafts.some((draft) => draft.words === words);
}"""


def held_on(page: Page) -> dict[str, int]:
    """Return how much is left in each of the phone's stores."""
    counted: dict[str, int] = page.evaluate(
        """async () => {
          const db = await new Promise((resolve) => {
            const asked = indexedDB.open("ashore-phone");
            asked.onsuccess = () => resolve(asked.result);
          });
          const counts = {};
          for (const name of ["drafts", "queue", "photos"]) {
            counts[name] = await new Promise((resolve) => {
              const asked = db.transaction([name]).objectStore(name).count();
              asked.onsuccess = () => resolve(asked.result);
            });
          }
          db.close();
          return counts;
        }"""
    )
    return counted


def pid_of(profile: Path) -> int:
    """Return the process of the browser that keeps its data in that folder: the one that is nobody's helper."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            said = (process / "cmdline").read_text("utf-8", "replace")
            if str(profile) in said and "--type=" not in said and "chrom" in said.partition("\0")[0]:
                return int(process.name)
    raise AssertionError(f"no browser keeps its data in {profile}")


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def served(desk: Desk, port: int) -> Iterator[str]:
    """Serve a desk on that very port for as long as the block runs."""
    running: queue.Queue[DeskServer] = queue.Queue()
    thread = threading.Thread(
        target=serve, args=(desk,), kwargs={"port": port, "say": str, "started": running.put}
    )
    thread.start()
    server = running.get(timeout=30)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join(timeout=30)
        assert not thread.is_alive()


def started(data: Path, port: int) -> subprocess.Popen[bytes]:
    """Return a desk served by a process of its own, once it listens."""
    command = [sys.executable, "-m", "ashore", "--data", str(data), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    raise AssertionError("the desk did not start")
