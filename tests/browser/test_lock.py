"""A screen that nobody uses locks; what was typed is there again. Help is there even when nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.guard import Guard
from tests.browser.practice import Practice
from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown


@pytest.mark.journey(without_javascript=False)
def test_an_idle_screen_warns_then_locks_and_keeps_what_was_typed(
    new_browser: Callable[..., BrowserContext],
) -> None:
    context = new_browser()
    context.clock.install()
    desk = Desk(context.new_page())
    desk.sign_in("Dr. Jon Ortiz")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Record a session")
    desk.hand.write("Focus", "Something half thought")

    desk.page.clock.fast_forward("14:10")
    warning = desk.page.get_by_role("alertdialog")
    expect(warning).to_contain_text("This screen is about to lock")
    desk.page.clock.fast_forward("01:05")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("This screen is locked")
    desk.says("What you typed is kept, for you alone.")
    expect(desk.page.locator("body")).not_to_contain_text("Mara")

    desk.hand.press("It is me")
    desk.says("We kept what you typed.")
    expect(desk.page.get_by_label("Focus")).to_have_value("Something half thought")
    desk.hand.press("Record the session")
    desk.says("The session is recorded.")
    desk.page.goto("/drafts/")
    expect(desk.main).not_to_contain_text("session")


@pytest.mark.journey(without_javascript=False)
def test_whoever_goes_on_working_in_time_is_not_locked_out(new_browser: Callable[..., BrowserContext]) -> None:
    context = new_browser()
    context.clock.install()
    desk = Desk(context.new_page())
    desk.sign_in("Dr. Jon Ortiz")
    desk.page.clock.fast_forward("14:10")
    desk.hand.press("Go on working")
    expect(desk.page.get_by_role("alertdialog")).to_be_hidden()
    desk.page.clock.fast_forward("01:30")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Today")


@pytest.mark.journey
def test_help_is_there_while_the_database_is_not(sit_down: SitDown, practice: Practice, guard: Guard) -> None:
    desk = sit_down("Dr. Ana Reyes")
    practice.lose_database()
    guard.expect(503)
    desk.page.goto("/people/")
    expect(desk.page.get_by_role("heading", level=1)).not_to_have_text("People")
    desk.hand.follow("Help now")
    expect(desk.page.get_by_role("main").get_by_role("link", name="Call 988")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Call 911")).to_be_visible()
