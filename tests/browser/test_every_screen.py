"""Every screen that each role can reach: no obstacle for axe, no scrolling sideways, one name, help in reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tools.crawl import Crawl

from tests.browser import looks_right
from tests.browser.guard import Guard
from tests.browser.look import Look
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
SHOWS_A_CHART = ("/_components/", "2 main headings")  # the gallery shows the head of a chart, too


def faults_of(page: Page, widths: tuple[int, ...]) -> list[str]:
    """What is wrong with the screen that the page stands on, at each width."""
    faults = []
    page.evaluate(UNFOLD)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found = looks_right.unnamed(page) + looks_right.too_wide(page) + looks_right.obstacles(page)
        faults += [f"{width} px: {fault}" for fault in found]
    return faults


def report(faults: dict[str, list[str]]) -> None:
    """Fail with all of it at once."""
    told = [f"{screen}\n    " + "\n    ".join(found) for screen, found in faults.items() if found]
    assert not told, f"{len(told)} screens are not as they should be:\n  " + "\n  ".join(told)


def looks() -> list[object]:
    """The narrow and the wide screen in light each time; the rest in `make test-wide`."""
    wide = pytest.mark.wide
    return [
        pytest.param(Look(), (360, 1280), "", id="light"),
        pytest.param(Look(), (320, 768), "", id="light-320-768", marks=wide),
        pytest.param(Look(theme="dark"), (360, 768, 1280), "", id="dark", marks=wide),
        pytest.param(Look(), (360, 1280), "Español", id="spanish", marks=wide),
        pytest.param(Look(javascript=False), (360, 1280), "", id="no-javascript", marks=wide),
    ]


@pytest.mark.parametrize(("look", "widths", "language"), looks(), indirect=["look"])
@pytest.mark.parametrize("role", list(STAFF))
def test_every_screen_of_a_role_is_fit_to_be_read(
    sit_down: SitDown, role: str, widths: tuple[int, ...], language: str
) -> None:
    name, whose = STAFF[role]
    desk = sit_down(name)
    start = desk.page.url
    if language:
        desk.hand.press_on(desk.page.locator("details.account summary"))
        desk.hand.press(language)
        expect(desk.page.locator("html")).to_have_attribute("lang", "es")
    if whose:
        chart = desk.page.locator("#results").get_by_role("link", name=whose)
        desk.page.goto(f"/people/?q={whose}")
        start = chart.first.evaluate("link => link.href")
    crawl = Crawl(desk.page, [start, desk.page.url])
    report({str(screen): faults_of(desk.page, widths) for screen in crawl.screens()})
    print(f"{role}: {len(crawl.seen)} screens: {', '.join(sorted(map(str, crawl.seen)))}")  # noqa: T201 — shown by -rA
    assert len(crawl.seen) >= {"prescriber": 25, "therapist": 15, "coordinator": 6, "administrator": 4}[role]


@pytest.mark.parametrize(("look", "widths", "language"), looks(), indirect=["look"])
def test_every_screen_outside_is_fit_to_be_read(
    new_browser: Callable[..., BrowserContext], guard: Guard, widths: tuple[int, ...], language: str
) -> None:
    guard.expect(404)
    page = new_browser(**({"locale": "es-ES"} if language else {})).new_page()
    faults = {}
    for address in OUTSIDE:
        page.goto(address)
        faults[address] = [fault for fault in faults_of(page, widths) if (address, fault[-15:]) != SHOWS_A_CHART]
    report(faults)


@pytest.mark.parametrize(("look", "widths", "language"), looks()[:3], indirect=["look"])
def test_forms_that_came_back_are_fit_to_be_read(sit_down: SitDown, widths: tuple[int, ...], language: str) -> None:
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
        faults[form] = faults_of(desk.page, widths)
    desk.page.goto(chart)
    desk.hand.press_on(desk.page.locator("details.account summary"))
    faults["account menu"] = faults_of(desk.page, widths)
    report(faults)
