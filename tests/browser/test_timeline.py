"""Everything that happened to a person stands on one timeline, drawn and as a table, with its reasons."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import Hand
from tests.browser.test_signing_in import SitDown

ROW_OF_EACH_MARK = """marks => marks.map((mark) => mark.getAttribute("href"))
  .filter((href) => !href?.startsWith("#") || !document.getElementById(href.slice(1)))"""


def marks(page: Page) -> Locator:
    """Everything drawn at this width that can be pointed at."""
    return page.locator("#timeline .tl-mark:visible")


@pytest.mark.journey
def test_medicines_sessions_scores_and_life_stand_on_one_timeline(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    drawn, table = marks(desk.page), desk.page.locator("#timeline-table tbody")
    assert drawn.count() > 30
    assert drawn.evaluate_all(ROW_OF_EACH_MARK) == []
    for told in ("PHQ-9 11, well tolerated, CBT going well", "not attended", "PHQ-9", "Mother ill", "Half way there"):
        expect(table.filter(has_text=told), told).to_be_visible()


@pytest.mark.journey(without_javascript=False)
def test_the_reason_behind_a_change_is_told_by_focus_with_the_keyboard_alone(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    by_keys = Hand(desk.page, keyboard=True)
    by_keys.walk_to(marks(desk.page).first)
    tip = desk.page.locator(".tl-tip")
    expect(tip).to_be_visible()
    first = tip.inner_text()
    desk.page.keyboard.press("ArrowRight")
    expect(tip).to_be_visible()
    expect(tip).not_to_have_text(first)
    desk.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


@pytest.mark.journey
def test_a_mark_leads_to_its_row_in_the_table(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    mark = marks(desk.page).first
    row = mark.get_attribute("href") or ""
    desk.page.goto(f"{desk.page.url.split('#')[0]}{row}")
    expect(desk.page.locator(row)).to_be_in_viewport()


@pytest.mark.journey
def test_the_period_is_switched_between_three_months_and_all(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    table = desk.page.locator("#timeline-table tbody")
    periods = desk.page.get_by_role("navigation", name="Period")
    counts = {}
    for period in ("3", "36", "all"):
        desk.hand.press_on(periods.locator(f"a[href^='?period={period}']").first)
        expect(periods.locator("[aria-current]")).to_have_attribute("href", f"?period={period}#timeline")
        counts[period] = table.locator("tr").count()
    assert 0 < counts["3"] < counts["36"] <= counts["all"]
