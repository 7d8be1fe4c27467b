"""Somebody of the staff before their screen: signing in, finding a person, opening a chart."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import Hand


class Desk:
    """A person of the staff with a page and a hand."""

    def __init__(self, page: Page, *, keyboard: bool = False, javascript: bool = True) -> None:
        """``keyboard``: they use no mouse."""
        self.page = page
        self.javascript = javascript
        self.hand = Hand(page, keyboard=keyboard)

    def sign_in(self, name: str) -> None:
        """By the demo's one click."""
        self.page.goto("/sign-in/")
        self.hand.press(f"Sign in as {name}")
        expect(self.page.get_by_role("heading", name="Sign in", exact=True)).to_have_count(0)

    def find(self, text: str) -> Locator:
        """Look somebody up on the page of people; returns the list of who was found."""
        self.page.goto("/people/")
        self.hand.write("Name, preferred name, birth date, phone or number", text)
        self.hand.press("Find", within=self.page.locator("main"))
        expect(self.page).to_have_url(re.compile(r"[?&]q="))
        return self.page.locator("#results")

    def open_chart(self, name: str) -> None:
        """Find somebody by their name, and open their chart."""
        found = self.find(name)
        self.hand.press_on(found.get_by_role("link", name=name).first)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def tab(self, name: str) -> None:
        """Turn to another part of the chart."""
        self.hand.follow(name, within=self.page.get_by_role("navigation", name="Chart"))

    @property
    def main(self) -> Locator:
        """What stands on the page, without its frame."""
        return self.page.locator("main")

    @property
    def person(self) -> Locator:
        """The head of the chart, always there."""
        return self.page.get_by_role("region", name="Person")

    @property
    def problem(self) -> Locator:
        """The summary of what is wrong in a form."""
        return self.page.locator("[data-error-summary]")

    @property
    def preview(self) -> Locator:
        """What a step would change, shown before it is taken."""
        return self.page.locator("section.preview")

    def look_before(self, *shown: str) -> None:
        """See what will change; without JavaScript by asking for it, else it stands there by itself."""
        if not self.javascript:
            self.hand.press("Show what will change")
        for text in shown:
            expect(self.preview).to_contain_text(text)

    def says(self, text: str) -> None:
        """The page tells it somewhere in its content."""
        expect(self.main.filter(has_text=text), f"the page says: {text}").to_be_visible()
