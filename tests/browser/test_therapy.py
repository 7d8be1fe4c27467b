"""A therapist records what took place, in a minute, and it stands on the timeline."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_signing_in import SitDown


@pytest.mark.journey(by_keyboard=True)
def test_a_therapist_records_a_session(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Jon Ortiz")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Record a session")
    desk.hand.write("Start", "00:05")
    desk.hand.write("Length in minutes", "45")
    desk.hand.tick("Attended", group="Attendance")
    desk.hand.tick("Video", group="Place")
    desk.hand.write("Focus", "Singing again")
    desk.hand.write("Homework until next time", "Ask the choir for the spring dates")
    desk.hand.write("One line for the team", "Mara plans for the spring")
    desk.hand.press("Record the session")

    desk.says("The session is recorded.")
    desk.says("Mara plans for the spring")
    expect(desk.page.locator("#timeline-table")).to_contain_text("Singing again")
    desk.tab("Therapy")
    desk.says("Ask the choir for the spring dates")


@pytest.mark.journey
def test_a_session_without_its_length_comes_back_with_what_was_typed(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Jon Ortiz")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Record a session")
    desk.hand.write("Length in minutes", "")
    desk.hand.write("Focus", "Singing again")
    desk.hand.press("Record the session")

    expect(desk.problem).to_contain_text("Say how many minutes it took.")
    expect(desk.page.get_by_label("Focus")).to_have_value("Singing again")


@pytest.mark.journey
def test_a_therapist_starts_a_course_and_ends_it(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Jon Ortiz")
    desk.open_chart("Mara Lindqvist")
    desk.tab("Therapy")
    desk.hand.follow("Start a course")
    desk.hand.choose("Kind of therapy", "CBT for insomnia")
    desk.hand.write("Target problem", "Awake from three on")
    desk.hand.press("Start the course")
    desk.says("The course has started.")
    course = desk.page.locator(".card").filter(has_text="CBT for insomnia")
    desk.hand.follow("End the course", within=course)
    desk.hand.write("How it ended", "Sleeps through since the spring")
    desk.hand.press("End the course")
    desk.says("The course has ended.")
    expect(course).to_contain_text("Ended")
    expect(course).to_contain_text("Sleeps through since the spring")
    expect(course.get_by_role("link", name="Record a session")).to_have_count(0)
