"""What is printed can be read on paper; what is not somebody's looks as if it did not exist."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect

from tests.browser import looks_right
from tests.browser.guard import Guard
from tests.browser.look import Look
from tests.browser.test_signing_in import SitDown

PAPER = {"width": 720, "height": 1000}  # A4 and letter between their margins, in CSS pixels
BRIGHTNESS_OF_INK = """() => Math.max(...getComputedStyle(document.body).color.match(/[0-9.]+/g).map(Number)) / 255"""
pytestmark = pytest.mark.wide


@pytest.mark.parametrize("look", [Look(), Look(theme="dark")], indirect=True, ids=str)
def test_the_chart_is_printed_with_what_may_hurt_first_and_nothing_to_press(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.page.emulate_media(media="print")
    desk.page.set_viewport_size(PAPER)
    expect(desk.person).to_contain_text("penicillin")
    expect(desk.page.locator("#timeline-table")).to_be_visible()
    expect(desk.page.locator("#timeline svg:visible").first).to_be_visible()
    for pressed in (".top-nav", ".find", ".tabs", ".tl-filter", "a.btn", "button.btn"):
        expect(desk.page.locator(f"{pressed}:visible"), pressed).to_have_count(0)
    assert looks_right.too_wide(desk.page) == []
    assert desk.page.evaluate(BRIGHTNESS_OF_INK) < 0.2  # dark ink on white paper, whatever the screen's theme
    assert len(desk.page.pdf(format="A4", print_background=True)) > 10_000


def test_not_yours_and_does_not_exist_answer_with_the_same_bytes(sit_down: SitDown, guard: Guard) -> None:
    guard.expect(404)
    reyes = sit_down("Dr. Ana Reyes")
    reyes.open_chart("Mara Lindqvist")
    patient = UUID(reyes.page.url.split("/people/")[1].split("/")[0])
    for name in ("Maja Lind, LCSW", "Sam Cole", "Pat Adeyemi"):
        asks = sit_down(name).page.context.request
        for page in ("", "medication/", "therapy/", "scores/", "problems/", "who-looked/", "scores/phq-9/"):
            theirs, nobodys = (asks.get(f"/people/{one}/{page}") for one in (patient, uuid4()))
            assert (theirs.status, nobodys.status) == (404, 404)
            assert theirs.body() == nobodys.body(), f"{name}: {page}"
