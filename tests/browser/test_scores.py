"""A PHQ-9 is filled in with the person; an answer that speaks of harm cannot be overlooked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown

ANSWERS = ("Not at all", "Several days", "More than half the days", "Nearly every day")


def fill_in_phq9(desk: Desk, answers: list[int]) -> None:
    """Answer the items in order."""
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Fill in a PHQ-9")
    for number, value in enumerate(answers, 1):
        desk.hand.tick(f"{value} · {ANSWERS[value]}", group=re.compile(rf"^{number}\. "))
    desk.hand.press("Keep these answers")


@pytest.mark.journey(by_keyboard=True)
def test_an_answer_about_self_harm_stands_on_the_chart_and_the_help_page_is_one_tap_away(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    fill_in_phq9(desk, [2, 2, 1, 2, 1, 1, 1, 0, 1])

    desk.says("PHQ-9: depression: 11, moderate.")
    desk.says("An answer speaks of harm")
    for tab in ("Summary", "Medication", "Therapy", "Scores"):
        desk.tab(tab)
        expect(desk.person.get_by_role("link", name="Risk")).to_be_visible()
    desk.hand.press_on(desk.main.get_by_role("link", name="Help now"))
    expect(desk.page.get_by_role("main").get_by_role("link", name="Call 988")).to_be_visible()


@pytest.mark.journey
def test_a_phq9_without_harm_stands_on_the_timeline_with_its_direction(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    fill_in_phq9(desk, [1, 0, 1, 0, 1, 0, 1, 0, 0])

    desk.says("PHQ-9: depression: 4, none or minimal.")
    expect(desk.main).not_to_contain_text("An answer speaks of harm")
    desk.tab("Summary")
    desk.says("PHQ-9 4, from 17")
    expect(desk.page.locator("#timeline-table")).to_contain_text("PHQ-9")


@pytest.mark.journey
def test_a_phq9_with_too_many_answers_left_out_is_kept_without_a_total(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    fill_in_phq9(desk, [1, 0, 1])
    desk.says("Kept, without a total")
