"""Walks through every distinct screen that somebody can reach from where they start, by its links alone."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urldefrag, urlsplit

from playwright.sync_api import Page

LINKS = "links => links.map((link) => new URL(link.getAttribute('href'), document.baseURI).href)"
ID = re.compile(r"/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)(?=/)")
DOWNLOADS = (
    "/two-factor/recovery-codes/download/",
    "/people/*/print/chart.pdf",
    "/people/*/safety-plan/pdf/",
)
# "Leave this page" leads to another origin; and the Spanish twin of the public site is no screen of staff.
ELSEWHERE = re.compile(r"/leave|/es(/.*)?")


@dataclass(frozen=True, order=True)
class Screen:
    """One kind of page: its path with every id left out, and what its address asks beside it."""

    path: str
    asked: tuple[str, ...] = ()

    @classmethod
    def of(cls, url: str) -> "Screen":
        """Which screen an address shows."""
        parts = urlsplit(url)
        return cls(ID.sub("/*", parts.path), tuple(sorted(parse_qs(parts.query, keep_blank_values=True))))

    def __str__(self) -> str:
        """How it is called in a report."""
        return self.path + (f"?{'&'.join(self.asked)}" if self.asked else "")

    @property
    def file_name(self) -> str:
        """How its picture is called."""
        return re.sub(r"[^a-z0-9]+", "-", str(self).replace("*", "one")).strip("-") or "start"


@dataclass
class Crawl:
    """``start``: where to begin. Of all pages that are one screen the first found is looked at.

    ``elsewhere``: paths that are not followed.
    """

    page: Page
    start: list[str]
    seen: set[Screen] = field(default_factory=set)
    elsewhere: re.Pattern[str] = ELSEWHERE

    def screens(self) -> Iterator[Screen]:
        """Open one screen after the other; the page stands on it while it is looked at."""
        origin = urlsplit(self.start[0])[:2]
        waiting, asked = deque(self.start), set[Screen]()
        while waiting:
            address = waiting.popleft()
            wanted = Screen.of(address)
            if wanted in asked or wanted in self.seen or wanted.path in DOWNLOADS:
                continue
            asked.add(wanted)
            if self.elsewhere.fullmatch(wanted.path):
                continue
            self.page.goto(address)
            shown = Screen.of(self.page.url)
            if shown in self.seen:
                continue
            self.seen.add(shown)
            found = self.page.locator("a[href]").evaluate_all(LINKS)
            waiting.extend(urldefrag(link).url for link in found if urlsplit(link)[:2] == origin)
            yield shown
