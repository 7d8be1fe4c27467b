"""One safety plan, written by prescriber and therapist, and opened by the person with a link and a birth date."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import looks_right
from tests.browser.hand import Hand
from tests.browser.test_signing_in import SitDown

MARA = "Mara Lindqvist"


@pytest.mark.journey
def test_prescriber_makes_the_plan_and_therapist_changes_it_one_tap_from_the_chart(sit_down: SitDown) -> None:
    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart(MARA)
    reyes.hand.press_on(reyes.person.get_by_role("link", name="Safety plan"))
    reyes.hand.follow("Make a safety plan")
    reyes.hand.write("My warning signs", "I stop singing")
    reyes.hand.write("What I can do myself", "Walk to the river")
    reyes.hand.write("People I can ask for help, 1: who or where", "Nils, my brother")
    reyes.hand.write("People I can ask for help, 1: phone", "+1 212 555 0143")
    reyes.hand.tick("We went through it together")
    reyes.hand.press("Keep this plan")
    reyes.says("The safety plan is kept.")
    expect(reyes.main.get_by_role("link", name="+1 212 555 0143")).to_have_attribute("href", "tel:+12125550143")

    ortiz = sit_down("Dr. Jon Ortiz")
    ortiz.open_chart(MARA)
    ortiz.hand.press_on(ortiz.person.get_by_role("link", name="Safety plan"))
    ortiz.says("Last changed by Dr. Ana Reyes (Prescriber)")
    ortiz.hand.follow("Change the plan")
    ortiz.hand.write("What I can do myself", "Walk to the library")
    ortiz.hand.press("Keep this plan")
    ortiz.hand.follow("Every version: who changed what")
    ortiz.says("What I can do myself, changed: Walk to the river Walk to the library")

    reyes.page.reload()
    reyes.says("Last changed by Dr. Jon Ortiz (Therapist)")


@pytest.mark.journey
def test_a_clinician_reviews_the_plan_of_somebody_whose_answer_spoke_of_harm(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Jon Ortiz")
    desk.open_chart("Zofia Nowak")
    desk.hand.press_on(desk.person.get_by_role("link", name="Safety plan"))
    desk.says("Mika, the dog: brush him")
    desk.hand.write("A word about it, if you like", "On the phone, she read it to me")
    desk.hand.press("Reviewed, it still holds")
    desk.says("Noted: the plan was reviewed and still holds.")
    desk.says("Reviewed by Dr. Jon Ortiz")
    desk.hand.follow("Print")
    desk.says("Safety plan of Zosia")


@pytest.mark.journey
def test_the_person_opens_their_own_plan_by_a_link_and_says_what_they_would_write_differently(
    sit_down: SitDown, new_browser: Callable[..., BrowserContext]
) -> None:
    ortiz = sit_down("Dr. Jon Ortiz")
    ortiz.open_chart("Zofia Nowak")
    ortiz.hand.press_on(ortiz.person.get_by_role("link", name="Safety plan"))
    born = re.search(r"born (\d+) (\w+) (\d{4})", ortiz.person.inner_text())
    assert born is not None
    ortiz.hand.follow("Link for the person")
    ortiz.hand.press("Make a link")
    link = ortiz.main.locator(".plan-address").inner_text()

    phone = new_browser(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    phone.goto(link)
    looked_at = new_browser(java_script_enabled=True, viewport={"width": 360, "height": 740}).new_page()
    looked_at.goto(link)
    looks_right.accessible(looked_at)  # axe is a script
    expect(phone.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    assert "Mika" not in phone.content()
    hand = Hand(phone)
    type_born(hand, "1", "1", "2001")
    hand.press("Open my plan")
    expect(phone.locator("[data-error-summary]")).to_contain_text("This is not the birth date")
    type_born(hand, month(born[2]), born[1], born[3])
    hand.press("Open my plan")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Zosia, this is your plan")
    expect(phone.get_by_role("link", name="+1 718 555 0163")).to_have_attribute("href", "tel:+17185550163")
    nothing_to_scroll_sideways(phone)

    type_born(Hand(looked_at), month(born[2]), born[1], born[3])
    looked_at.get_by_role("button", name="Open my plan").click()
    expect(looked_at.get_by_role("heading", level=1)).to_have_text("Zosia, this is your plan")
    looks_right.accessible(looked_at)
    looked_at.get_by_role("link", name="I would write this differently").click()
    looks_right.accessible(looked_at)
    hand.follow("I would write this differently")
    hand.choose("Which part?", "What I can do myself")
    hand.write("How would you write it?", "Not the blue playlist any more. The green one.")
    hand.press("Send it")
    expect(phone.get_by_text("Kept. Nobody has answered yet.")).to_be_visible()

    ortiz.open_chart("Zofia Nowak")
    ortiz.hand.press_on(ortiz.person.get_by_role("link", name="Safety plan"))
    ortiz.says("Not the blue playlist any more. The green one.")
    expect(ortiz.main).to_contain_text("Last opened")
    ortiz.hand.follow("Put it into the plan")
    written = ortiz.page.get_by_label("What I can do myself").input_value()
    ortiz.hand.write("What I can do myself", written.replace("blue playlist", "green playlist"))
    ortiz.hand.press("Keep this plan")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("The green playlist, loud")
    expect(phone.locator("main")).to_contain_text("Taken into the plan by Dr. Jon Ortiz")
    expect(phone.get_by_role("link", name="Leave this page")).to_have_attribute("href", "/my-plan/leave/")


def type_born(hand: Hand, month: str, day: str, year: str) -> None:
    """A birth date, number by number."""
    hand.write("Month", month)
    hand.write("Day", day)
    hand.write("Year", year)


def month(name: str) -> str:
    """Its number, from the first three letters."""
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return str(names.index(name[:3]) + 1)


def nothing_to_scroll_sideways(page: Page) -> None:
    """The page fits its telephone. Asked of the frame by its box: scripts are off."""
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
