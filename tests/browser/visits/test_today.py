"""The day as it is worked through: somebody is booked, arrives, is met, and it stands where it belongs."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown

EARLY = "00:05"  # a time that is over whenever the journey runs, and at which the demo books nobody


def today(desk: Desk) -> str:
    """The day it is at the practice, as the page of the day says."""
    desk.page.goto("/today/")
    return desk.page.get_by_label("Day", exact=True).input_value()


def contact_of(desk: Desk, name: str) -> None:
    """Somebody's page of contact and team."""
    desk.hand.press_on(desk.find(name).get_by_role("link", name=name))
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(name)


def book(desk: Desk, who: str, day: str, start: str = EARLY, service: str = "") -> None:
    """Fill in the form of a visit, and send it."""
    desk.hand.follow("Book a visit")
    desk.hand.choose("With", who)
    if service:
        desk.hand.choose("What for", service)
    desk.hand.write("Day", day)
    desk.hand.write("Start", start)
    desk.hand.write("Minutes", "20")
    desk.hand.press("Book the visit")


def line_of(desk: Desk, name: str, clock: str = EARLY) -> Locator:
    """The line of a visit on the page of the day."""
    return desk.main.locator("li.visit").filter(has_text=name).filter(has_text=clock)


@pytest.mark.journey(by_keyboard=True)
def test_the_desk_books_a_visit_notes_who_came_and_takes_it_back(sit_down: SitDown) -> None:
    cole = sit_down("Sam Cole")
    expect(cole.page).to_have_url(re.compile(r"/today/$"))
    day = today(cole)
    contact_of(cole, "Mara Lindqvist")
    book(cole, "Dr. Jon Ortiz, psychologist", day, service="Session")
    cole.says("This time is over already.")
    cole.hand.press("Book it all the same")
    cole.says("The visit is booked.")

    cole.page.goto("/today/")
    line = line_of(cole, "Mara Lindqvist")
    expect(line).to_contain_text("not here yet")
    cole.hand.press("Arrived : Mara Lindqvist", within=line)
    cole.says("Noted: they are here.")
    expect(line).to_contain_text("here since")
    cole.hand.press("Take back : Mara Lindqvist", within=line)
    expect(line).to_contain_text("not here yet")
    for clinical in ("ertraline", "PHQ", "penicillin", "epress"):
        expect(cole.main).not_to_contain_text(clinical)

    cole.hand.press_on(line.locator("a.visit-when"))
    for told in ("Taken back: booked again", "Arrived", "Booked"):
        cole.says(told)
    cole.hand.follow("Call off")
    cole.hand.tick("The person asked for it", group="Why")
    cole.hand.press("Call it off")
    cole.says("The visit is called off.")


@pytest.mark.journey
def test_a_therapist_records_a_session_from_the_day(sit_down: SitDown) -> None:
    ortiz = sit_down("Dr. Jon Ortiz")
    day = today(ortiz)
    ortiz.open_chart("Mara Lindqvist")
    ortiz.tab("Contact and team")
    book(ortiz, "Dr. Jon Ortiz, psychologist", day)
    ortiz.hand.press("Book it all the same")

    ortiz.page.goto("/today/")
    line = line_of(ortiz, "Mara Lindqvist")
    expect(line).to_contain_text("Not recorded yet")
    expect(line).to_contain_text("Homework:")
    ortiz.hand.press("Record session : Mara Lindqvist", "link", within=line)
    expect(ortiz.page.get_by_label("Start")).to_have_value(EARLY)
    expect(ortiz.page.get_by_label("Length in minutes")).to_have_value("20")
    ortiz.hand.write("One line for the team", "A short one, on the way home")
    ortiz.hand.press("Record the session")
    ortiz.says("The session is recorded.")

    ortiz.page.goto("/today/")
    expect(line_of(ortiz, "Mara Lindqvist")).to_contain_text("Took place")
    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart("Mara Lindqvist")
    reyes.says("A short one, on the way home")


@pytest.mark.journey
def test_a_prescriber_works_through_the_day(sit_down: SitDown) -> None:
    reyes = sit_down("Dr. Ana Reyes")
    expect(reyes.page.get_by_role("heading", level=1)).to_have_text("Today")
    day = today(reyes)
    reyes.open_chart("Mara Lindqvist")
    reyes.tab("Contact and team")
    book(reyes, "Dr. Ana Reyes, psychiatrist", day)
    reyes.hand.press("Book it all the same")

    reyes.page.goto("/today/")
    line = line_of(reyes, "Mara Lindqvist")
    expect(line).to_contain_text(re.compile("[Ss]ince "))
    reyes.hand.press("Record visit : Mara Lindqvist", "link", within=line)
    reyes.hand.write("In one line", "Looked at the last two weeks")
    reyes.hand.press("Record the visit")
    reyes.says("The visit is recorded.")
    expect(reyes.page.locator("#timeline-table")).to_contain_text("Looked at the last two weeks")
    reyes.page.goto("/today/")
    expect(line_of(reyes, "Mara Lindqvist")).to_contain_text("Took place")

    after = (date.fromisoformat(day) + timedelta(days=700)).isoformat()
    reyes.page.goto(f"/today/?day={after}")
    reyes.says("No visits on this day")


@pytest.mark.wide
@pytest.mark.journey
def test_a_clash_is_said_and_booked_with_a_reason(sit_down: SitDown) -> None:
    cole = sit_down("Sam Cole")
    far = (date.fromisoformat(today(cole)) + timedelta(days=400)).isoformat()
    contact_of(cole, "Mara Lindqvist")
    book(cole, "Dr. Ana Reyes, psychiatrist", far, "09:00")
    cole.says("The visit is booked.")
    contact_of(cole, "Mara Lindqvist")
    book(cole, "Dr. Jon Ortiz, psychologist", far, "09:10")
    cole.says("This person has another visit then, 09:00 to 09:20, with Dr. Ana Reyes.")
    cole.hand.press("Book it all the same")
    expect(cole.problem).to_contain_text("Say why it is booked all the same.")
    cole.hand.write("Why all the same", "They see her together")
    cole.hand.press("Book it all the same")
    cole.says("They see her together")
