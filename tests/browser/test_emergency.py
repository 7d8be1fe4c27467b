"""A chart is opened in an emergency, says so on every page, is left, and is reviewed by another person."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from plait.foundation.clock import now
from tests.browser.guard import Guard
from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown


def born(day: int) -> str:
    """A day in the month in which Mara was born, who is 34 whenever the demo is written."""
    today = now().day("America/New_York")
    years = 34 + ((today.month, today.day) < (5, 2))
    return date(today.year - years, 5, day).isoformat()


def ask(desk: Desk, day: str) -> None:
    desk.hand.follow("Emergency", within=desk.page.get_by_role("navigation", name="Main"))
    desk.hand.write("Full name", "mara lindqvist")
    desk.hand.write("Birth date", day)
    desk.hand.tick("The person is here, or on the phone, and at risk", group="Why")
    desk.hand.write("What is happening, in a few words", "On the phone, has taken tablets")
    desk.hand.press("Open the chart")


@pytest.mark.journey(by_keyboard=True)
def test_a_chart_is_opened_in_an_emergency_and_somebody_else_reviews_it(sit_down: SitDown, guard: Guard) -> None:
    lind = sit_down("Maja Lind, LCSW")
    ask(lind, born(3))
    expect(lind.problem).to_contain_text("Nobody was opened")
    ask(lind, born(2))
    expect(lind.page.get_by_role("heading", level=1)).to_have_text("Mara Lindqvist")
    chart, banner = lind.page.url, lind.page.get_by_role("region", name="Emergency access")
    expect(banner).to_contain_text("Everything you look at and write here is listed")
    lind.tab("Medication")
    expect(banner).to_contain_text("Emergency access until")
    expect(lind.page.get_by_role("navigation", name="Chart").get_by_text("Who looked")).to_have_count(0)
    lind.hand.press("Leave this chart now")
    lind.says("You have left the chart.")
    guard.expect(404)
    lind.page.goto(chart)
    expect(lind.page.get_by_role("heading", level=1)).to_have_text("There is nothing here")

    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart("Mara Lindqvist")
    expect(reyes.page.get_by_role("region", name="Emergency access")).to_have_count(0)
    reyes.tab("Who looked")
    looks = reyes.main.get_by_role("row").filter(has_text="Maja Lind")
    expect(looks.filter(has_text="Opened the chart in an emergency").first).to_be_visible()
    expect(looks.filter(has_text="Read the medicines").filter(has_text="in an emergency").first).to_be_visible()

    adeyemi = sit_down("Pat Adeyemi")
    adeyemi.hand.follow("Tasks", within=adeyemi.page.get_by_role("navigation", name="Main"))
    adeyemi.hand.follow("Do it : Review an emergency access")
    waiting = adeyemi.page.get_by_role("region", name="Waiting for a review")
    adeyemi.hand.press_on(waiting.get_by_role("link", name="Maja Lind, LCSW"))
    adeyemi.says("On the phone, has taken tablets")
    expect(adeyemi.main.get_by_role("row").filter(has_text="Read the medicines")).to_be_visible()
    for clinical in ("ertraline", "PHQ", "penicillin"):
        expect(adeyemi.main).not_to_contain_text(clinical)
    adeyemi.hand.tick("Not appropriate", group="What do you find")
    adeyemi.hand.press("Record the review")
    expect(adeyemi.problem).to_contain_text("Say in a few words why.")
    adeyemi.hand.tick("Appropriate", group="What do you find")
    adeyemi.hand.press("Record the review")
    adeyemi.says("The review is on record.")
    expect(adeyemi.page.get_by_role("region", name="Reviewed")).to_contain_text("Appropriate, Pat Adeyemi")


@pytest.mark.wide
@pytest.mark.journey
def test_the_administrator_names_the_privacy_lead_and_everybody_knows(sit_down: SitDown) -> None:
    adeyemi = sit_down("Pat Adeyemi")
    adeyemi.hand.follow("Privacy and safety lead")
    adeyemi.says("Pat Adeyemi")
    adeyemi.hand.choose("Duty", "Privacy lead")
    adeyemi.hand.press("Name them")
    expect(adeyemi.problem).to_be_visible()
    adeyemi.hand.choose("Who holds it", "Dr. Jon Ortiz")
    adeyemi.hand.press("Name them")
    adeyemi.says("It is on record who holds the duty.")

    ortiz = sit_down("Dr. Jon Ortiz")
    expect(ortiz.page.get_by_role("link", name="Emergency accesses")).to_be_visible()
    ortiz.hand.press_on(ortiz.page.locator("details.account summary"))
    ortiz.hand.follow("Who to turn to")
    expect(ortiz.page.locator(".card").filter(has_text="Privacy lead").first).to_contain_text("Dr. Jon Ortiz")
