"""Who signs in finds their own work, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.guard import Guard
from tests.browser.staff import Desk

SitDown = Callable[[str], Desk]
CARE = ["Today", "People", "Tasks", "Imports"]
CLINICIAN = ["Today", "People", "Caseload", "Tasks", "Imports", "Emergency"]


@pytest.mark.journey
@pytest.mark.parametrize(
    ("name", "role", "places"),
    [
        ("Dr. Ana Reyes", "prescriber", CLINICIAN),
        ("Dr. Jon Ortiz", "therapist", CLINICIAN),
        ("Sam Cole", "coordinator", CARE),
        ("Pat Adeyemi", "administrator", ["Accounts", "Tasks", "Messages out", "Emergency accesses"]),
    ],
    ids=["prescriber", "therapist", "coordinator", "administrator"],
)
def test_each_role_signs_in_and_sees_what_is_theirs(
    sit_down: SitDown, guard: Guard, name: str, role: str, places: list[str]
) -> None:
    desk = sit_down(name)
    signed_in = desk.page.locator("details.account summary")
    expect(signed_in).to_contain_text(name)
    expect(signed_in).to_contain_text(role)
    expect(desk.page.get_by_role("navigation", name="Main").get_by_role("link")).to_have_text(places)

    guard.expect(404)
    desk.page.goto("/accounts/" if "People" in places else "/people/")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
