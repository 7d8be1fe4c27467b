"""From the home to a condition and a clinician; each public page fit to be read; staff find their door."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tools.crawl import Crawl

from tests.browser.hand import Hand
from tests.browser.look import Look
from tests.browser.practice import Practice
from tests.browser.test_every_screen import Sweep, report, sweeps
from tests.browser.test_signing_in import SitDown

# One page of each template; the wide tests look at all of them.
PAGES = (
    "/",
    "/es/",
    "/guide",
    "/conditions",
    "/conditions/depression",
    "/care/therapy",
    "/team",
    "/team/jon-ortiz",
    "/places",
    "/fees",
    "/questions",
)


@sweeps()
def test_every_public_page_is_fit_to_be_read(
    new_browser: Callable[..., BrowserContext], practice: Practice, sweep: Sweep
) -> None:
    page = new_browser(locale=sweep.language or "en-US").new_page()
    faults = {}
    for address in PAGES:
        page.goto(f"/es{address}" if sweep.language and not address.startswith("/es") else address)
        faults[address] = sweep.faults(page)
    report(faults)


@pytest.mark.wide
@pytest.mark.parametrize("start", ["/", "/es/"])
def test_all_public_pages_are_fit_to_be_read(page: Page, practice: Practice, start: str) -> None:
    sweep = Sweep()
    other = re.compile(r"/leave|/es(/.*)?" if start == "/" else r"/leave|(?!/es(/|$)).*")
    crawl = Crawl(page, [f"{practice.address}{start}"], elsewhere=other)
    report({str(screen): sweep.faults(page) for screen in crawl.screens()})
    assert len(crawl.seen) >= 30


@pytest.mark.journey(by_keyboard=True)
def test_from_the_home_to_somebody_who_helps_with_it(page: Page, practice: Practice, look: Look) -> None:
    page.goto("/")
    hand = Hand(page, keyboard=look.keyboard)
    main = page.locator("main")
    hand.follow("OCD", within=main)
    expect(main.get_by_role("heading", level=1)).to_have_text("OCD")
    expect(main).to_contain_text("Who answers for this page: Plait project.")
    hand.follow("Español")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_url(f"{practice.address}/es/conditions/ocd")
    page.goto("/team")
    hand.follow("Dr. Jon Ortiz", within=main)
    expect(main).to_contain_text("Psychologist in NY")
    expect(main.get_by_role("link", name="OCD")).to_have_attribute("href", "/conditions/ocd")
    page.goto("/places")
    expect(main.get_by_role("row", name="Wednesday 08:30")).to_contain_text("08:30 to 20:00")
    assert page.context.cookies() == []


@pytest.mark.journey
def test_a_clinician_leaves_the_site_and_comes_back(sit_down: SitDown, page: Page) -> None:
    desk = sit_down("Maja Lind, LCSW")
    desk.hand.press_on(desk.page.locator("details.account summary"))
    desk.hand.follow("Public profile")
    desk.hand.follow("See it as everybody does")
    expect(desk.main.get_by_role("heading", level=1)).to_have_text("Maja Lind, LCSW")
    address = desk.page.url
    desk.page.goto("/public-profile/")
    desk.page.get_by_label("Show this profile on the practice's site").uncheck()
    desk.hand.press("Keep it")
    desk.says("Kept. The site does not show it.")
    page.goto("/team")
    expect(page.locator("main")).to_contain_text("Dr. Jon Ortiz")
    expect(page.locator("main")).not_to_contain_text("Maja Lind")
    desk.page.get_by_label("Show this profile on the practice's site").check()
    desk.page.get_by_label("A first visit, in Spanish").fill("")
    desk.hand.press("Keep it")
    expect(desk.problem).to_contain_text("Say it in English and in Spanish, or leave both empty.")
    desk.page.get_by_label("A first visit, in Spanish").fill("Vamos despacio.")
    desk.hand.press("Keep it")
    desk.says("The practice's site shows it now.")
    page.goto(address.replace("/team/", "/es/team/"))
    expect(page.locator("main")).to_contain_text("Vamos despacio.")


@pytest.mark.journey
def test_staff_find_their_door(page: Page, practice: Practice) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    page.get_by_role("link", name="Staff sign-in").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
