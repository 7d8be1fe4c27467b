"""Before the session: the therapist sees which answers rose, in the line of the day and on the chart, and why."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.staff import Desk
from tests.browser.test_scores import fill_in_phq9
from tests.browser.test_signing_in import SitDown
from tests.browser.visits.test_today import book, line_of, today

SLEEP = "Trouble falling or staying asleep"


def book_a_session(ortiz: Desk) -> None:
    """A session with Mara today."""
    day = today(ortiz)
    ortiz.open_chart("Mara Lindqvist")
    ortiz.tab("Contact and team")
    book(ortiz, "Dr. Jon Ortiz, psychologist", day)
    ortiz.hand.press("Book it all the same")
    ortiz.says("The visit is booked.")


@pytest.mark.journey(by_keyboard=True)
def test_the_therapist_sees_before_the_session_what_rose(sit_down: SitDown) -> None:
    reyes = sit_down("Dr. Ana Reyes")
    fill_in_phq9(reyes, [1, 1, 3, 1, 1, 1, 1, 0, 0])
    reyes.says("PHQ-9: depression: 9, mild.")

    ortiz = sit_down("Dr. Jon Ortiz")
    book_a_session(ortiz)
    ortiz.page.goto("/today/")
    line = line_of(ortiz, "Mara Lindqvist")
    expect(line).to_contain_text("Rose: Trouble falling or staying")

    ortiz.hand.press_on(line.locator("summary"))
    if not ortiz.javascript:
        ortiz.hand.press_on(line.locator(".more-body a"))
    told = line if ortiz.javascript else ortiz.main
    expect(told).to_contain_text(f"{SLEEP}, or sleeping too much 1 → 3")
    expect(told).to_contain_text("Write the early signs on one card")

    ortiz.open_chart("Mara Lindqvist")
    folded = ortiz.main.locator(".before-visit > details")
    expect(folded.locator("summary").first).to_contain_text("Before the visit: PHQ-9 9; +3 since")
    ortiz.hand.press_on(folded.locator("summary").first)
    ortiz.hand.press_on(folded.get_by_role("link", name="PHQ-9", exact=True))
    expect(ortiz.page.get_by_role("heading", name="Over time, with what was done")).to_be_visible()
    expect(ortiz.page.locator("#timeline-table")).to_contain_text("PHQ-9 9 of 27")
    ortiz.says("start of this treatment step")


@pytest.mark.journey
def test_a_clinician_finds_in_the_caseload_who_gets_worse_and_opens_the_scores(sit_down: SitDown) -> None:
    reyes = sit_down("Dr. Ana Reyes")
    reyes.hand.follow("Caseload", within=reyes.page.get_by_role("navigation", name="Main"))
    expect(reyes.main).to_contain_text("people of yours, by PHQ-9")
    reyes.hand.choose("Order", "Worst change since the start first")
    reyes.hand.press("Show them")
    first = reyes.main.locator("tbody tr").first
    expect(first).to_contain_text("+4 from 2")
    reyes.hand.press_on(reyes.main.locator(".shares a").filter(has_text="Remission"))
    expect(reyes.page.get_by_role("heading", name="Remission")).to_be_visible()
    reyes.hand.press_on(reyes.main.locator("tbody tr th a").first)
    expect(reyes.page.get_by_role("heading", name="Scores", exact=True)).to_be_visible()
