"""In a real browser: somebody writes, goes away, comes back, and finds what they wrote."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import (  # noqa: F401 - fixtures
    FLAGS,
    chromium,
    opened_practice,
    practice,
)
from tests.browser.guard import Guard
from tests.browser.practice import Practice
from tests.browser.staff import Desk

pytestmark = pytest.mark.browser
MINUTE_MS = 60_000


def test_a_screen_that_locks_by_itself_keeps_what_was_being_written(practice: Practice, chromium: str) -> None:  # noqa: F811
    guard = Guard(practice.address)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        context = browser.new_context(base_url=practice.address)
        guard.watch(context)
        page = context.new_page()
        page.clock.install()
        Desk(page).sign_in("Pat Adeyemi")
        page.goto("/accounts/new/")
        page.get_by_label("Full name").fill("Dr. N. Quist")
        page.get_by_label("therapist").check()
        page.clock.run_for(14 * MINUTE_MS + 10_000)
        warning = page.get_by_role("alertdialog")
        expect(warning).to_contain_text("about to lock")
        warning.get_by_role("button", name="Go on working").click()
        expect(warning).to_be_hidden()
        page.clock.run_for(15 * MINUTE_MS + 10_000)
        expect(page.get_by_role("heading", level=1)).to_have_text("This screen is locked")
        expect(page.locator("main")).to_contain_text("What you typed is kept")
        page.get_by_role("button", name="It is me").click()
        expect(page.locator("main")).to_contain_text("We kept what you typed")
        expect(page.get_by_label("Full name")).to_have_value("Dr. N. Quist")
        expect(page.get_by_label("therapist")).to_be_checked()
        browser.close()
    guard.check()
