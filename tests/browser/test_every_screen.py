"""Every screen that each role can reach: no obstacle for axe, no scrolling sideways, one name, help in reach."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tools.crawl import Crawl

from tests.browser import looks_right
from tests.browser.guard import Guard
from tests.browser.look import FIRST, Look
from tests.browser.test_signing_in import SitDown

UNFOLD = """() => document.querySelectorAll("main details").forEach((folded) => (folded.open = true))"""
# Somebody of each role, and whose record they see first: the richest one, so that every screen has much to show.
OUTSIDE = ("/sign-in/", "/help-now", "/help-now?lang=es", "/set-up/no-such-link/", "/_components/", "/nothing/")
STAFF = {
    "prescriber": ("Dr. Ana Reyes", "Tenzin Dorjee"),
    "therapist": ("Maja Lind, LCSW", "Mireille Jean-Baptiste"),
    "coordinator": ("Sam Cole", "Zofia Nowak"),
    "administrator": ("Pat Adeyemi", ""),
}
# What a therapist sees, a prescriber sees as well, but for two forms that have journeys of their own.
LATER = {"therapist": pytest.mark.wide}
# What no link leads to, because somebody searches first.
SEARCHED = (
    "medication/start/?q=lithium",
    "medication/start/?medicine=6448",
    "medication/report/?medicine=5640",
    "problems/allergy/?q=lamotrigine",
    "problems/allergy/?medicine=28439",
)
# The practice's own site is looked at once, from outside: tests/browser/site.
PUBLIC = re.compile(
    r"/leave|/es(/.*)?|/help-now|/(guide|care|conditions|team|places|fees|questions|privacy|about|aid|contact)(/.*)?"
)
SHOWS_A_CHART = ("/_components/", "2 main headings")  # the gallery shows the head of a chart, too


def report(faults: dict[str, list[str]]) -> None:
    """Fail with all of it at once."""
    told = [f"{screen}\n    " + "\n    ".join(found) for screen, found in faults.items() if found]
    assert not told, f"{len(told)} screens are not as they should be:\n  " + "\n  ".join(told)


@dataclass(frozen=True)
class Sweep:
    """How all screens are looked at: in which widths, in which language."""

    look: Look = FIRST
    widths: tuple[int, ...] = (360, 1280)
    language: str = ""

    def faults(self, page: Page) -> list[str]:
        """What is wrong with the screen that the page stands on. Without JavaScript axe cannot run either."""
        faults = []
        page.evaluate(UNFOLD)
        for width in self.widths:
            page.set_viewport_size({"width": width, "height": 800})
            found = looks_right.unnamed(page) + looks_right.too_wide(page)
            found += looks_right.obstacles(page)
            faults += [f"{width} px: {fault}" for fault in found]
        return faults


SWEEPS = {
    "light": Sweep(widths=(360,)),
    "light-wider": Sweep(widths=(320, 768, 1280)),
    "dark": Sweep(Look(theme="dark"), (360, 768, 1280)),
    "spanish": Sweep(language="es"),
    "no-javascript": Sweep(Look(javascript=False)),
}


def sweeps(*names: str) -> pytest.MarkDecorator:
    """The first in `make test`, the others in `make test-wide`."""
    marks = {name: [] if name == "light" else [pytest.mark.wide] for name in names or SWEEPS}
    every = [pytest.param(SWEEPS[name].look, SWEEPS[name], id=name, marks=mark) for name, mark in marks.items()]
    return pytest.mark.parametrize(("look", "sweep"), every, indirect=["look"])


@sweeps()
@pytest.mark.parametrize("role", [pytest.param(one, marks=LATER.get(one, ())) for one in STAFF])
def test_every_screen_of_a_role_is_fit_to_be_read(sit_down: SitDown, role: str, sweep: Sweep) -> None:
    name, whose = STAFF[role]
    desk = sit_down(name)
    start = desk.page.url
    if sweep.language:
        desk.hand.press_on(desk.page.locator("details.account summary"))
        desk.hand.press("Español")
        expect(desk.page.locator("html")).to_have_attribute("lang", "es")
    if whose:
        chart = desk.page.locator("#results").get_by_role("link", name=whose)
        desk.page.goto(f"/people/?q={whose}")
        start = chart.first.evaluate("link => link.href")
    by_hand = [f"{start}{path}" for path in SEARCHED] if role == "prescriber" else []
    crawl = Crawl(desk.page, [start, desk.page.url, *by_hand], elsewhere=PUBLIC)
    report({str(screen): sweep.faults(desk.page) for screen in crawl.screens()})
    print(f"{role}: {len(crawl.seen)} screens: {', '.join(sorted(map(str, crawl.seen)))}")  # noqa: T201 — shown by -rA
    assert len(crawl.seen) >= {"prescriber": 25, "therapist": 15, "coordinator": 6, "administrator": 4}[role]


@sweeps()
def test_every_screen_outside_is_fit_to_be_read(
    new_browser: Callable[..., BrowserContext], guard: Guard, sweep: Sweep
) -> None:
    guard.expect(404)
    page = new_browser(locale=sweep.language or "en-US").new_page()
    faults = {}
    for address in OUTSIDE:
        page.goto(address)
        faults[address] = [fault for fault in sweep.faults(page) if (address, fault[-15:]) != SHOWS_A_CHART]
    report(faults)


@sweeps("light", "light-wider", "dark")
def test_forms_that_came_back_are_fit_to_be_read(sit_down: SitDown, sweep: Sweep) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    chart = desk.page.url
    faults = {}
    for form, button in (
        (f"{chart}medication/start/?medicine=28439", "Show what will change"),
        (f"{chart}problems/allergy/", "Record it"),
        (f"{chart}problems/life-event/", "Record it"),
        ("/imports/", "Import"),
    ):
        desk.page.goto(form)
        desk.hand.press(button)
        expect(desk.problem).to_be_visible()
        faults[form] = sweep.faults(desk.page)
    desk.page.goto(chart)
    desk.hand.press_on(desk.page.locator("details.account summary"))
    faults["account menu"] = sweep.faults(desk.page)
    desk.page.goto(f"{chart}medication/")
    desk.hand.follow("Stop : Sertraline")
    expect(desk.preview).to_be_visible()
    faults["preview"] = sweep.faults(desk.page)
    report(faults)
