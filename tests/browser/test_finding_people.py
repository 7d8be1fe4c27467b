"""A person is found by whatever one remembers of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_signing_in import SitDown


@pytest.mark.journey
def test_somebody_finds_a_person_by_name_birth_date_phone_and_number(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    shown = desk.person.inner_text()
    number = shown.split("no. ")[1].split()[0]
    born = shown.split("born ")[1].split("·")[0].strip()

    for remembered in ("lindqvist", "Mara", "mara l", born, "555 0142", "0142", number):
        found = desk.find(remembered)
        expect(found.get_by_role("link", name="Mara Lindqvist"), f"by {remembered!r}").to_be_visible()


@pytest.mark.journey
def test_whoever_finds_nobody_is_told_what_to_try(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    found = desk.find("Nobody of this name")
    expect(found).to_contain_text("Nobody of yours matches")
    desk.hand.follow("Show all of mine")
    expect(desk.page.get_by_role("link", name="Mara Lindqvist")).to_be_visible()
