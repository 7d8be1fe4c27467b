"""A prescriber starts, raises, holds, resumes and stops a medicine, and sees each time what it will change."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown


def fill_in_lamotrigine(desk: Desk, dose: str) -> None:
    """Up to the point where the preview can be asked for."""
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Start a medicine")
    desk.hand.write("Which medicine?", "lamotrigine")
    if not desk.javascript:
        desk.hand.press("Find", within=desk.main)
    desk.hand.press_on(desk.page.locator("#found").get_by_role("link", name="Lamotrigine").first)
    expect(desk.page.get_by_role("heading", level=2, name="Start lamotrigine")).to_be_visible()
    desk.hand.choose("Form and strength", "oral tablet, any strength")
    desk.hand.write("Dose each time", dose)
    desk.hand.choose("How often", "Every day")
    desk.hand.tick("Evening", group="Time of day")
    desk.hand.write("For which problem", "mood swings")
    desk.hand.choose("Why", "New problem")
    desk.hand.write("In your words", "Mara would like to try it")


@pytest.mark.journey(by_keyboard=True)
def test_a_prescriber_starts_a_medicine_after_seeing_what_it_will_change(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    fill_in_lamotrigine(desk, "25")
    desk.look_before("25 mg")
    desk.hand.press("Start lamotrigine 25 mg every evening")

    desk.says("Lamotrigine started: 25 mg every evening.")
    desk.says("Mara would like to try it")
    desk.tab("Summary")
    desk.says("Lamotrigine 25 mg every evening")


@pytest.mark.journey
def test_a_prescriber_raises_a_dose_after_seeing_what_it_will_change(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Change dose")
    expect(desk.page.get_by_label("Dose each time")).to_have_value("150")
    desk.hand.write("Dose each time", "200")
    desk.hand.choose("Why", "Partial response")
    desk.look_before("150 mg", "200 mg")
    desk.hand.press_on(desk.preview.get_by_role("button", name="Change to 200 mg"))

    desk.says("changed to 200 mg")
    desk.tab("Summary")
    desk.says("Sertraline 200 mg")
    expect(desk.page.locator("#timeline-table")).to_contain_text("200 mg")


@pytest.mark.journey
def test_a_prescriber_holds_a_medicine_and_resumes_it(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.tab("Medication")
    desk.hand.follow("Hold : Sertraline")
    desk.hand.choose("Why", "Before a procedure")
    desk.look_before()
    desk.hand.press("Hold sertraline", within=desk.preview)
    desk.says("Sertraline is on hold.")

    desk.hand.follow("Resume : Sertraline")
    desk.hand.choose("Why", "The reason for the hold is over")
    desk.look_before()
    desk.hand.press("Resume sertraline", within=desk.preview)
    desk.says("Sertraline is resumed.")
    expect(desk.main).not_to_contain_text("On hold")


@pytest.mark.journey
def test_a_prescriber_stops_a_medicine_after_seeing_what_it_will_change(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.tab("Medication")
    desk.hand.follow("Stop : Sertraline")
    desk.hand.choose("Why", "Well without it")
    desk.look_before("150 mg")
    desk.hand.press("Stop sertraline", within=desk.preview)

    desk.says("Sertraline is stopped.")
    desk.tab("Summary")
    expect(desk.page.locator("#timeline-table")).to_contain_text("Well without it")


@pytest.mark.journey
@pytest.mark.parametrize("typed", ["twenty", "0", "12,5", "-5"])
def test_what_is_no_dose_is_refused_beside_its_field_and_stays_as_typed(sit_down: SitDown, typed: str) -> None:
    desk = sit_down("Dr. Ana Reyes")
    fill_in_lamotrigine(desk, typed)
    desk.hand.press("Show what will change")

    expect(desk.problem).to_contain_text("There is a problem")
    expect(desk.page).to_have_title("Error: Start lamotrigine · Mara Lindqvist · Plait")
    if desk.javascript:
        expect(desk.problem).to_be_focused()
    expect(desk.page.get_by_label("Dose each time")).to_have_value(typed)
    expect(desk.page.get_by_label("In your words")).to_have_value("Mara would like to try it")
    desk.hand.press_on(desk.problem.get_by_role("link").first)
    if desk.javascript:
        expect(desk.page.get_by_label("Dose each time")).to_be_focused()


@pytest.mark.journey
def test_of_two_tabs_changing_one_order_the_later_is_told_what_changed(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Change dose")
    later = Desk(desk.page.context.new_page(), keyboard=desk.hand.keyboard, javascript=desk.javascript)
    later.page.goto(desk.page.url)
    for tab, dose in ((later, "200"), (desk, "175")):
        tab.hand.write("Dose each time", dose)
        tab.hand.choose("Why", "Partial response")
        tab.look_before(f"{dose} mg")
    desk.hand.press_on(desk.preview.get_by_role("button", name="Change to 175 mg"))
    desk.says("changed to 175 mg")

    later.hand.press_on(later.preview.get_by_role("button", name="Change to 200 mg"))
    expect(later.problem).to_be_visible()
    expect(later.preview).to_contain_text("175 mg")
    expect(later.page.get_by_label("Dose each time")).to_have_value("200")
    later.hand.press_on(later.preview.get_by_role("button", name="Change to 200 mg"))
    later.says("changed to 200 mg")


@pytest.mark.journey(without_javascript=False)
def test_a_double_click_saves_one_line(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Change dose")
    desk.hand.write("Dose each time", "200")
    desk.hand.choose("Why", "Partial response")
    desk.look_before("200 mg")
    desk.preview.get_by_role("button", name="Change to 200 mg").dblclick()

    desk.says("changed to 200 mg")
    desk.hand.open("History")
    today = f"{date.today():%-d %b %Y}"  # noqa: DTZ011 — the clock of the browser's own machine
    expect(
        desk.page.locator(".order").filter(has_text="200 mg").first.locator(".history > li", has_text=today)
    ).to_have_count(1)


@pytest.mark.journey
def test_a_therapist_cannot_order_but_reports_what_the_person_takes(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Jon Ortiz")
    desk.open_chart("Mara Lindqvist")
    desk.tab("Medication")
    expect(desk.page.get_by_role("link", name="Start a medicine")).to_have_count(0)
    expect(desk.page.get_by_role("link", name="Change dose")).to_have_count(0)
    desk.hand.follow("Report a medicine")
    desk.hand.write("Which medicine?", "ibuprofen")
    if not desk.javascript:
        desk.hand.press("Find", within=desk.main)
    desk.hand.press_on(desk.page.locator("#found").get_by_role("link", name="Ibuprofen").first)
    desk.hand.tick("Over the counter", group="Where does it come from?")
    desk.hand.press("Put on the list as reported")
    desk.says("Ibuprofen is on the list as reported.")
