"""A link goes out by e-mail to somebody who said that we may write; the practice sees what came of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looks_right
from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown

WIDTHS = (360, 1280)


def looks_well(desk: Desk, name: str) -> None:
    """Nothing in the way and nothing too wide, on a telephone and on a desk."""
    for width in WIDTHS:
        desk.page.set_viewport_size({"width": width, "height": 900})
        assert looks_right.too_wide(desk.page) + looks_right.obstacles(desk.page) == [], f"{name} at {width}"


@pytest.mark.hazard("H-141")
@pytest.mark.journey
def test_a_link_goes_by_e_mail_to_who_agreed_and_it_is_seen_what_came_of_it(sit_down: SitDown) -> None:
    okafor = sit_down("Chidi Okafor, PMHNP")
    okafor.open_chart("Kwame Asante")
    okafor.page.goto(re.sub(r"/people/([^/]+)/.*", r"/people/\1/measures/", okafor.page.url))
    expect(okafor.main).to_contain_text("It is not on record that we may write.")
    expect(okafor.page.get_by_label("Send the link by e-mail")).to_have_count(0)
    measures = okafor.page.url

    cole = sit_down("Sam Cole")
    cole.page.goto(measures.replace("/measures/", "/contact/"))
    looks_well(cole, "contact")
    cole.hand.press("They said that we may write")
    expect(cole.main).to_contain_text("noted by Sam Cole")

    okafor.page.goto(measures)
    okafor.hand.tick("GAD-7: anxiety", group="What")
    okafor.hand.tick("Send the link by e-mail to kwame@example.org", group="How")
    okafor.hand.press("Ask")
    expect(okafor.main).to_contain_text("Link to questions: not sent: this is a demo")
    looks_well(okafor, "measures")

    cole.page.goto("/tasks/")
    cole.hand.follow("Messages out", within=cole.main)
    expect(cole.main).to_contain_text("kwame@example.org")
    expect(cole.main).to_contain_text("not sent: this is a demo")
    expect(cole.main).not_to_contain_text(re.compile("GAD|anxiety", re.IGNORECASE))
    looks_well(cole, "messages")
