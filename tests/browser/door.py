"""The door of the desk, as a person goes through it."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from scenes import NAME, PASSWORD


def through_the_door(page: Page, name: str = NAME) -> None:
    """Sign in on the page that asks for it, which is open, and wait until another page is there.

    A page asked for at once would come instead of what the sign-in leads to, and without its session.
    """
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    button = page.locator("main").get_by_role("button", name="Sign in")
    button.click()
    expect(button).to_have_count(0)
