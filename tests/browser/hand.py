"""What a hand does on a page, with the mouse or by keyboard alone, so that one journey serves both.

By keyboard nothing is focused or clicked by the test: it walks with Tab until it is there, as a person does. A thing
that cannot be reached that way fails the journey.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 150
# Which element has the focus, and how far it is from where we want to be.
THERE = "wanted => document.activeElement === wanted"
IN_ITS_GROUP = """wanted => wanted.type === "radio" && document.activeElement?.type === "radio"
  && document.activeElement.name === wanted.name && document.activeElement.form === wanted.form"""


def named(label: str) -> re.Pattern[str]:
    """A label as it is read, whether or not it says that the field may stay empty."""
    return re.compile(rf"^\s*{re.escape(label)}(\s+\(optional\))?\s*$")


class Hand:
    """Presses, writes and chooses. Things are named by what a person reads: a button, a link, a label."""

    def __init__(self, page: Page, *, keyboard: bool = False) -> None:
        """``keyboard``: alone, without the mouse."""
        self.page = page
        self.keyboard = keyboard

    def press(self, name: str, role: str = "button", *, within: Locator | Page | None = None) -> None:
        """Press a button or follow a link (``role="link"``)."""
        self.press_on((within or self.page).get_by_role(role, name=re.compile(rf"^{re.escape(name)}$")).first)

    def follow(self, name: str, *, within: Locator | Page | None = None) -> None:
        """Follow a link."""
        self.press(name, "link", within=within)

    def press_on(self, thing: Locator) -> None:
        """Press whatever was found."""
        if not self.keyboard:
            thing.click()
            return
        self.walk_to(thing)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str, *, within: Locator | Page | None = None) -> None:
        """Type into a field, in place of what stood there. Dates as 2026-03-31, times as 14:00."""
        field = (within or self.page).get_by_label(named(label)).first
        kind = field.get_attribute("type") or ""
        if not self.keyboard:
            field.fill(text)
        elif kind == "date":
            year, month, day = text.split("-")
            self.walk_to(field)
            self.page.keyboard.type(f"{month}{day}{year}")
        elif kind == "time":
            hour, minute = text.split(":")
            self.walk_to(field)
            self.page.keyboard.type(f"{int(hour) % 12 or 12:02d}{minute}{'PM' if int(hour) >= 12 else 'AM'}")
        else:
            self.walk_to(field)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def choose(self, label: str, option: str, *, within: Locator | Page | None = None) -> None:
        """Take an option of a list."""
        field = (within or self.page).get_by_label(named(label)).first
        if not self.keyboard:
            field.select_option(label=option)
            return
        self.walk_to(field)
        self.page.keyboard.type(option)
        chosen = field.evaluate("list => list.selectedOptions[0]?.textContent.trim()")
        assert chosen == option, f"by keyboard the list {label!r} came to stand at {chosen!r}, not at {option!r}"

    def tick(self, label: str, *, group: str | re.Pattern[str] = "", within: Locator | Page | None = None) -> None:
        """Tick a box or one of several circles; ``group`` is the question above the circles."""
        around = within or self.page
        if group:
            around = around.get_by_role("group", name=group if isinstance(group, re.Pattern) else named(group)).first
        box = around.get_by_label(named(label)).first
        if not self.keyboard:
            box.check()
            return
        if box.get_attribute("type") == "radio":
            self.walk_to(box, nearly=IN_ITS_GROUP)
            self._walk_along_circles(box)
        else:
            self.walk_to(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def open(self, summary: str, *, within: Locator | Page | None = None) -> None:
        """Open something folded, if it is not open yet."""
        folded = (within or self.page).locator("details", has=self.page.locator("summary", has_text=summary)).first
        if folded.get_attribute("open") is None:
            self.press_on(folded.locator("summary").first)

    def walk_to(self, thing: Locator, nearly: str = "") -> None:
        thing.wait_for(state="attached")
        arrived: list[Callable[[], bool]] = [lambda: thing.evaluate(THERE)]
        if nearly:
            arrived.append(lambda: thing.evaluate(nearly))
        for _ in range(MOST_STOPS):
            if any(is_so() for is_so in arrived):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_STOPS} times Tab did not lead to {thing}")

    def _walk_along_circles(self, box: Locator) -> None:
        for _ in range(MOST_STOPS):
            if box.evaluate(THERE):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys did not lead to {box}")
