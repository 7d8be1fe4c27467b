"""The administrator opens accounts and sees nobody's record; one with two roles acts in one at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.guard import Guard
from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown

PASSWORD = "quiet harbour seven lamps"


@pytest.mark.journey
def test_the_administrator_opens_an_account_and_its_owner_signs_in_with_a_password_of_their_own(
    sit_down: SitDown, new_browser: Callable[..., BrowserContext]
) -> None:
    admin = sit_down("Pat Adeyemi")
    admin.hand.follow("Open an account")
    admin.hand.press("Open the account")
    expect(admin.problem).to_be_visible()
    admin.hand.write("Full name", "Dr. Vera Sand")
    admin.hand.write("Sign-in name", "sand")
    admin.hand.write("Profession", "psychiatrist")
    admin.hand.tick("prescriber", group="Roles from today")
    admin.hand.press("Open the account")
    link = admin.page.get_by_label("Set-up link").input_value()

    own = Desk(new_browser().new_page(), keyboard=admin.hand.keyboard, javascript=admin.javascript)
    own.page.goto(link)
    own.hand.write("New password", PASSWORD)
    own.hand.write("New password once more", PASSWORD)
    own.hand.press("Keep this password")
    own.page.goto("/sign-in/")
    own.hand.open("With a name and a password")
    form = own.page.locator("form[action='/sign-in/']")
    own.hand.write("Sign-in name", "sand", within=form)
    own.hand.write("Password", PASSWORD, within=form)
    own.hand.press("Sign in", within=form)
    expect(own.page.locator("details.account summary")).to_contain_text("Dr. Vera Sand")
    own.says("No visits today")
    own.hand.follow("People", within=own.page.get_by_role("navigation", name="Main"))
    own.says("Nobody is assigned to you yet")


@pytest.mark.journey
def test_the_administrator_sees_no_person_and_no_clinical_content(sit_down: SitDown, guard: Guard) -> None:
    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart("Mara Lindqvist")
    chart = reyes.page.url
    guard.expect(404)
    admin = sit_down("Pat Adeyemi")
    for page in ("/people/", "/today/", "/imports/", chart, f"{chart}contact/", f"{chart}who-looked/"):
        admin.page.goto(page)
        expect(admin.page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    admin.page.goto("/tasks/")
    expect(admin.main).not_to_contain_text("Mara")


@pytest.mark.journey
def test_one_with_two_roles_acts_in_one_at_a_time_and_the_header_says_which(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Leila Haddad")
    signed_in = desk.page.locator("details.account summary")
    expect(signed_in).to_contain_text("prescriber")
    desk.open_chart("Chandrasekhar Iyer")
    expect(desk.main.get_by_role("link", name="Start a medicine")).to_be_visible()

    desk.hand.press_on(signed_in)
    desk.hand.press("therapist")
    expect(signed_in).to_contain_text("therapist")
    desk.open_chart("Chandrasekhar Iyer")
    expect(desk.main.get_by_role("link", name="Start a medicine")).to_have_count(0)
    expect(desk.main.get_by_role("link", name="Report a medicine")).to_be_visible()
