"""The administrator reads about backups above the accounts; the demo says that it is one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_signing_in import SitDown


@pytest.mark.journey
def test_the_administrator_of_the_demo_is_told_that_nothing_is_backed_up(sit_down: SitDown) -> None:
    admin = sit_down("Pat Adeyemi")
    notice = admin.page.locator(".notice").filter(has_text="This is the demo")
    expect(notice).to_contain_text("Nothing here is real, and nothing is backed up.")
    expect(admin.page.get_by_role("table")).to_contain_text("Pat Adeyemi")
