"""Walks through every distinct screen that somebody can reach from where they start, by its links alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urldefrag, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

LINKS = "links => links.map((link) => new URL(link.getAttribute('href'), document.baseURI).href)"
DOWNLOADS = frozenset({"mfa_download_recovery_codes"})


@dataclass(frozen=True)
class Screen:
    """One kind of page: its route, and what its address asks beside it."""

    route: str
    asked: tuple[str, ...] = ()

    def __str__(self) -> str:
        """How it is called in a report."""
        return self.route + (f"?{'&'.join(self.asked)}" if self.asked else "")


def screen_of(url: str) -> Screen | None:
    """Which screen an address shows; None where it is none of ours."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    words = tuple(f"{name}={value}" for name, value in match.kwargs.items() if name == "instrument")
    return Screen(match.view_name, (*words, *sorted(parse_qs(parts.query))))


@dataclass
class Crawl:
    """``start``: where to begin; what is found first of a screen is what is looked at."""

    page: Page
    start: list[str]
    seen: set[Screen] = field(default_factory=set)

    def screens(self) -> Iterator[Screen]:
        """Open one screen after the other; the page stands on it while it is looked at."""
        origin = urlsplit(self.page.url)[:2]
        waiting = deque(self.start)
        asked: set[Screen] = set()
        while waiting:
            address = waiting.popleft()
            wanted = screen_of(address)
            if wanted is None or wanted in asked or wanted in self.seen or wanted.route in DOWNLOADS:
                continue
            asked.add(wanted)
            self.page.goto(address)
            shown = screen_of(self.page.url)
            if shown is None or shown in self.seen:
                continue
            self.seen.add(shown)
            found = self.page.locator("a[href]").evaluate_all(LINKS)
            waiting.extend(urldefrag(link).url for link in found if urlsplit(link)[:2] == origin)
            yield shown
