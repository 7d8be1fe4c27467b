"""A sign of harm: flagged by who took the call, acknowledged, closed with what came of it; and help is one tap away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_signing_in import SitDown

MARA = "Mara Lindqvist"


@pytest.mark.journey(by_keyboard=True)
def test_a_call_is_flagged_and_the_therapist_acknowledges_and_closes_it(sit_down: SitDown) -> None:
    cole = sit_down("Sam Cole")
    cole.open_chart(MARA)
    cole.hand.follow("Flag a risk")
    expect(cole.main.get_by_role("link", name="988", exact=True)).to_have_attribute("href", "tel:988")
    cole.hand.tick("harm to self", group="Who may come to harm")
    cole.hand.write("What was said or seen", "Her brother rang: she says she does not want to wake up")
    cole.hand.press("Flag it")
    cole.says("It is flagged. Call now:")

    ortiz = sit_down("Dr. Jon Ortiz")
    ortiz.page.goto("/")
    ortiz.says("set by hand")
    ortiz.hand.follow("Tasks", within=ortiz.page.get_by_role("navigation", name="Main"))
    ortiz.says("nobody has acknowledged it")
    ortiz.open_chart(MARA)
    ortiz.hand.press_on(ortiz.person.get_by_role("link", name="set by hand"))
    ortiz.says("she does not want to wake up")
    expect(ortiz.main.get_by_role("link", name="Ask on: C-SSRS screener")).to_be_visible()
    ortiz.hand.press("I look after this")
    ortiz.says("It is yours now.")
    ortiz.hand.tick("reached the person", group="How it ended")
    ortiz.hand.press("Write it down")
    ortiz.hand.press("Close it")
    expect(ortiz.problem).to_be_visible()
    ortiz.hand.tick("spoke with the person, safety plan reviewed", group="What came of it")
    ortiz.hand.write("In a few words", "Went through the plan, her brother stays with her")
    ortiz.hand.press("Close it")
    ortiz.says("It is closed. What came of it stays on the chart.")
    expect(ortiz.person.get_by_role("link", name="set by hand")).to_have_count(0)

    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart(MARA)
    expect(reyes.page.locator("#timeline-table")).to_contain_text("Sign of harm, flagged by hand")
    reyes.hand.follow("Signs of harm", within=reyes.main)
    reyes.says("spoke with the person, safety plan reviewed")
