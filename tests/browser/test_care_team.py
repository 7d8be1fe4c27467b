"""Who may open a chart is decided by the coordinator, for as long as they treat the person; who looked is no secret."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.guard import Guard
from tests.browser.test_signing_in import SitDown

NOTHING = "There is nothing here"


@pytest.mark.journey
def test_a_chart_is_open_to_a_clinician_from_joining_the_care_team_until_leaving_it(
    sit_down: SitDown, guard: Guard
) -> None:
    guard.expect(404)
    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart("Mara Lindqvist")
    chart = reyes.page.url

    lind = sit_down("Maja Lind, LCSW")
    lind.page.goto(chart)
    expect(lind.page.get_by_role("heading", level=1)).to_have_text(NOTHING)

    cole = sit_down("Sam Cole")
    cole.hand.press_on(cole.find("Mara Lindqvist").get_by_role("link", name="Mara Lindqvist"))
    cole.hand.press("Put on the care team")  # nobody is put there by a slip
    expect(cole.problem).to_be_visible()
    cole.hand.choose("Who joins", "Maja Lind, LCSW, therapist")
    cole.hand.press("Put on the care team")
    cole.says("They can open the chart from now on.")
    lind.open_chart("Mara Lindqvist")

    cole.hand.press_on(cole.page.get_by_text("End the place of Maja Lind, LCSW"))
    cole.hand.press("End it now : Maja Lind, LCSW")
    cole.says("Their access to this chart has ended.")
    lind.page.goto(chart)
    expect(lind.page.get_by_role("heading", level=1)).to_have_text(NOTHING)
    expect(lind.find("Mara Lindqvist")).to_contain_text("Nobody of yours matches")


@pytest.mark.journey
def test_who_looked_at_a_chart_can_be_read_in_it(sit_down: SitDown, guard: Guard) -> None:
    ortiz = sit_down("Dr. Jon Ortiz")
    ortiz.open_chart("Mara Lindqvist")
    guard.expect(404)
    lind = sit_down("Maja Lind, LCSW")
    lind.page.goto(ortiz.page.url)

    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart("Mara Lindqvist")
    reyes.tab("Who looked")
    looks = reyes.main.get_by_role("row")
    expect(looks.filter(has_text="Dr. Jon Ortiz, Therapist").filter(has_text="Opened the chart").first).to_be_visible()
    expect(looks.filter(has_text="Maja Lind, LCSW").filter(has_text="denied").first).to_be_visible()


@pytest.mark.journey
def test_a_coordinator_reaches_people_and_sees_nothing_clinical(sit_down: SitDown, guard: Guard) -> None:
    cole = sit_down("Sam Cole")
    cole.hand.press_on(cole.find("Mara Lindqvist").get_by_role("link", name="Mara Lindqvist"))
    cole.says("+1 212 555 0142")
    contact = cole.page.url
    for clinical in ("ertraline", "PHQ", "penicillin", "epress"):
        expect(cole.main).not_to_contain_text(clinical)
    guard.expect(404)
    for page in ("", "medication/", "therapy/", "scores/", "problems/"):
        cole.page.goto(contact.replace("contact/", page))
        expect(cole.page.get_by_role("heading", level=1)).to_have_text(NOTHING)
