"""Somebody asks for contact on a telephone, without JavaScript; the coordinator answers; help comes first in danger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from plait.web.contact.ask_form import LEAST_SECONDS
from tests.browser.guard import Guard
from tests.browser.hand import Hand
from tests.browser.test_signing_in import SitDown

NewBrowser = Callable[..., BrowserContext]
Axe = Callable[[Page], None]


def telephone(new_browser: NewBrowser, *, javascript: bool) -> Page:
    """Somebody's own telephone."""
    return new_browser(viewport={"width": 360, "height": 740}, java_script_enabled=javascript).new_page()


def fill(page: Page, *, danger: str = "No") -> Hand:
    """Fill the form in, and take the time that a person takes."""
    hand = Hand(page)
    hand.tick(danger, group="Are you or is somebody else in danger now?")
    hand.tick("For me", group="Who is it for?")
    hand.tick("I am not sure", group="What do you look for?")
    hand.write("Your name", "Rowan Ellery")
    hand.write("Phone", "+1 212 555 0177")
    hand.write("In your own words", "I do not sleep, and I do not know whom to ask.")
    page.get_by_label("Yes, you may keep this and contact me").check()
    page.wait_for_timeout(1000 * LEAST_SECONDS + 500)
    return hand


@pytest.mark.journey
def test_somebody_asks_without_an_account_and_the_coordinator_registers_them(
    new_browser: NewBrowser, sit_down: SitDown, guard: Guard
) -> None:
    page = telephone(new_browser, javascript=False)
    page.goto("/contact")
    guard.expect(422)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.goto("/contact")
    fill(page).press("Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    expect(page.locator("main")).to_contain_text("at the latest")

    cole = sit_down("Sam Cole")
    cole.hand.follow("Tasks", within=cole.page.get_by_role("navigation", name="Main"))
    cole.hand.follow("Who asked for contact")
    cole.hand.follow("Rowan Ellery")
    cole.says("I do not sleep, and I do not know whom to ask.")
    cole.hand.press("left a message")
    cole.says("It is written down.")
    cole.hand.follow("Register as a person")
    expect(cole.page.get_by_label("Family name")).to_have_value("Ellery")
    cole.page.get_by_label("Dr. Ana Reyes, prescriber").check()
    cole.hand.press("Register")
    cole.says("Rowan Ellery is registered with the number")

    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart("Rowan Ellery")
    reyes.tab("Contact and team")
    reyes.hand.follow("From the front door: what they wrote before they came")
    reyes.says("I do not sleep, and I do not know whom to ask.")


@pytest.mark.hazard("H-150")
@pytest.mark.journey
def test_whoever_is_in_danger_sees_help_at_once_and_the_safety_lead_acknowledges(
    new_browser: NewBrowser, sit_down: SitDown, axe: Axe
) -> None:
    page = telephone(new_browser, javascript=True)
    page.goto("/contact")
    help_beside = page.locator(".contact-danger-help")
    expect(help_beside).to_be_hidden()
    hand = fill(page, danger="Yes, I am")
    expect(help_beside.get_by_role("link", name="Call 988")).to_be_visible()
    axe(page)
    hand.press("Send")
    expect(page.get_by_role("heading", level=2).first).to_have_text("You do not have to carry this alone")
    expect(page.locator("main").get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    axe(page)

    cole = sit_down("Sam Cole")
    cole.page.goto("/contact-requests/")
    cole.says("call now")

    lead = sit_down("Dr. Leila Haddad")
    lead.page.goto("/safety/")
    lead.hand.follow("Rowan Ellery")
    lead.says("Asked for contact. There is no chart yet.")
    axe(lead.page)
    lead.hand.press("I look after this")
    lead.says("It is yours now.")
