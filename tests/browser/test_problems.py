"""Allergies, pregnancy and life events are recorded where they are asked, and stand where they matter."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from plait.foundation.clock import now
from tests.browser.test_signing_in import SitDown


@pytest.mark.journey
def test_an_allergy_is_recorded_and_stands_in_the_head_of_every_page(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.tab("Problems and results")
    desk.hand.follow("Record an allergy")
    desk.hand.write("Is it a medicine? Look it up", "lamotrigine")
    if not desk.javascript:
        desk.hand.press("Find", within=desk.main)
    desk.hand.press_on(desk.page.locator("#found").get_by_role("link", name="Lamotrigine").first)
    desk.hand.press("Record it")
    expect(desk.problem).to_be_visible()
    desk.hand.tick("An allergy: hives, swelling, trouble breathing", group="What is it?")
    desk.hand.write("What happened", "rash")
    desk.hand.press("Record it")
    desk.says("On record: lamotrigine.")
    for tab in ("Summary", "Medication", "Therapy"):
        desk.tab(tab)
        expect(desk.person).to_contain_text("amotrigine: rash")


@pytest.mark.journey
def test_a_life_event_is_recorded_and_stands_on_the_timeline(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Jon Ortiz")
    desk.open_chart("Mara Lindqvist")
    desk.tab("Problems and results")
    desk.hand.follow("Record a life event")
    desk.hand.press("Record it")
    expect(desk.problem).to_be_visible()
    desk.hand.write("What happened", "Moved in with her sister")
    desk.hand.write("When", f"{now().utc.year}-01")
    desk.hand.press("Record it")
    desk.says("It stands on the timeline.")
    desk.tab("Summary")
    expect(desk.page.locator("#timeline-table")).to_contain_text("Moved in with her sister")
