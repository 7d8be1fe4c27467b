"""A person answers by a link on their telephone, or on the tablet that somebody of the staff hands to them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import looks_right
from tests.browser.guard import Guard
from tests.browser.practice import Practice
from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown

PHONE = {"java_script_enabled": False, "viewport": {"width": 360, "height": 780}}
CALM = ("Several days", "Not at all", "Several days", "Not at all", "Several days")
NewBrowser = Callable[..., BrowserContext]


def born(practice: Practice, name: str) -> list[str]:
    """The year, month and day of a demo person's birth."""
    found = practice.query("SELECT birth_date FROM people_patientdetails WHERE family = %s", name)
    return str(found[0][0]).split("-")


def answer(page: Page, words: tuple[str, ...], first: int) -> None:
    """Answer the questions of one page, which begin with this number, and go on."""
    for number, text in enumerate(words, first):
        page.get_by_role("group", name=re.compile(rf"^{number}\. ")).get_by_label(text, exact=True).check()
    page.get_by_role("button", name="Save and go on").click()


def ask(desk: Desk, how: str, *instruments: str) -> None:
    """On the chart of Mara: ask for answers."""
    desk.open_chart("Mara Lindqvist")
    desk.tab("Scores")
    desk.hand.follow("Ask for answers")
    for one in instruments:
        desk.hand.tick(one, group="What")
    desk.hand.tick(how, group="How")
    desk.hand.press("Ask")


def open_roster(sit_down: SitDown) -> None:
    """Somebody says when the practice reads what comes in, at both sites."""
    desk = sit_down("Pat Adeyemi")
    desk.page.goto("/safety/roster/")
    sites = desk.page.locator("#hours_site option").all_inner_texts()
    for site in sites:
        desk.page.select_option("#hours_site", label=site)
        desk.page.fill("#hours_opens", "09:00")
        desk.page.fill("#hours_closes", "17:00")
        desk.page.locator("form", has=desk.page.locator("#hours_site")).get_by_role("button").click()


@pytest.mark.journey(without_javascript=False)
def test_a_person_answers_by_link_at_360_px_without_javascript(
    sit_down: SitDown, new_browser: NewBrowser, practice: Practice, guard: Guard
) -> None:
    open_roster(sit_down)
    desk = sit_down("Dr. Ana Reyes")
    ask(desk, "Show the link to copy", "PHQ-9: depression")
    link = desk.page.get_by_label("Link", exact=True).input_value()

    page = new_browser(**PHONE).new_page()
    page.goto(link)
    expect(page).to_have_title(re.compile(r"^Questions from Willow Street Practice"))
    expect(page.locator("main")).not_to_contain_text(re.compile("Mara|PHQ|depress", re.IGNORECASE))
    year, month, day = born(practice, "Lindqvist")
    for label, value in (("Month", month), ("Day", day), ("Year", year)):
        page.get_by_label(label, exact=True).fill(str(int(value)))
    faults = looks_right.too_wide(page)
    page.get_by_role("button", name="Begin").click()
    faults += looks_right.too_wide(page)
    answer(page, CALM, 1)
    answer(page, ("Several days", "Not at all", "Not at all", "Several days"), 6)

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    faults += looks_right.too_wide(page)
    page.get_by_role("link", name="Go on with the questions").click()
    expect(page.locator("main")).to_contain_text("You left 1 question open")
    faults += looks_right.too_wide(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("main")).to_contain_text("5, on a scale from 0 to 27")
    assert faults + looks_right.too_wide(page) == []
    guard.expect(404)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link is not open")

    desk.page.goto("/")
    desk.open_chart("Mara Lindqvist")
    desk.tab("Scores")
    desk.says("An answer speaks of harm")


@pytest.mark.hazard("H-124")
@pytest.mark.journey(without_javascript=False)
def test_the_tablet_that_was_handed_over_cannot_reach_the_chart(sit_down: SitDown, guard: Guard) -> None:
    desk = sit_down("Dr. Ana Reyes")
    ask(desk, "Hand over the tablet now", "PHQ-9: depression")
    tablet = desk.page
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Questions from Willow Street Practice")
    questions = tablet.url
    for _ in range(4):
        tablet.go_back()
        expect(tablet.locator("body")).not_to_contain_text("Lindqvist")
    tablet.goto("/")  # the practice's own site, as for everybody
    expect(tablet.get_by_role("link", name="Staff sign-in").last).to_be_attached()
    for address in ("/today/", "/people/", "/tasks/"):
        tablet.goto(address)
        expect(tablet).to_have_url(re.compile(r"/sign-in/"))

    tablet.goto(questions)
    tablet.get_by_role("button", name="Begin").click()
    answer(tablet, CALM, 1)
    answer(tablet, CALM[:4], 6)
    tablet.get_by_role("button", name="Send my answers").click()
    expect(tablet.locator("main")).to_contain_text("Please give the tablet back now.")
    expect(tablet.locator("main")).not_to_contain_text("Lindqvist")
    tablet.get_by_role("link", name="Staff: sign in again").click()
    expect(tablet).to_have_url(re.compile(r"/sign-in/"))
