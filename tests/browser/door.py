"""The door of the desk, as a person goes through it."""

from __future__ import annotations

from playwright.sync_api import Page
from scenes import NAME, PASSWORD


def through_the_door(page: Page, name: str = NAME) -> None:
    """Sign in on the page that asks for it, which is open."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
