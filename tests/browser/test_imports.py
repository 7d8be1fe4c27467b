"""A person's real file from another system comes in, and stands on the same timeline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import looks_right
from tests.browser.practice import Practice
from tests.browser.staff import Desk
from tests.browser.test_signing_in import SitDown

FILES = Path(__file__).parents[1] / "data" / "fhir"
JOB_MS = 90_000


def bring_in(desk: Desk, file: Path) -> None:
    """Choose a file and wait until its report is there."""
    desk.page.goto("/imports/")
    desk.page.get_by_label("File").set_input_files(file)
    desk.hand.press("Import")
    expect(desk.page).to_have_url(re.compile(r"/imports/[0-9a-f-]{36}/$"))
    report = desk.page.locator("#report")
    for _ in range(0 if desk.javascript else 2 * JOB_MS // 1000):  # without JavaScript one looks again oneself
        if report.count():
            break
        desk.page.wait_for_timeout(500)
        desk.page.reload()
    expect(report).to_be_visible(timeout=JOB_MS)


@pytest.mark.journey
def test_a_synthea_file_comes_in_and_stands_on_the_timeline(sit_down: SitDown, practice: Practice) -> None:
    practice.start_worker()
    desk = sit_down("Dr. Ana Reyes")
    bring_in(desk, FILES / "synthea-brain-erdman.json")
    desk.says("were taken in.")
    desk.says("The person is new here.")
    looks_right.accessible(desk.page)
    assert looks_right.too_wide(desk.page) == []
    desk.hand.press_on(desk.page.locator("#report").get_by_role("link", name=re.compile("^Open ")))

    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Erdman")
    desk.hand.press_on(desk.page.get_by_role("navigation", name="Period").locator("a[href^='?period=all']"))
    expect(desk.page.locator("#timeline-table tbody tr").nth(20)).to_be_visible()
    expect(desk.page.locator("#timeline .tl-mark:visible").nth(10)).to_be_visible()

    bring_in(desk, FILES / "synthea-brain-erdman.json")
    desk.says("Everything in this file was here already. Nothing was changed.")


@pytest.mark.wide
@pytest.mark.journey
def test_a_broken_file_gets_a_report_and_nothing_is_written(
    sit_down: SitDown, practice: Practice, tmp_path: Path
) -> None:
    practice.start_worker()
    whole = (FILES / "synthea-eddy-fadel.json").read_bytes()
    half = tmp_path / "half.json"
    half.write_bytes(whole[: len(whole) // 2])
    before = practice.query("SELECT count(*) FROM people_patient")
    desk = sit_down("Dr. Ana Reyes")
    bring_in(desk, half)
    desk.says("The file was not taken in")
    desk.says("Nothing of it is stored in anybody's record.")
    assert practice.query("SELECT count(*) FROM people_patient") == before


@pytest.mark.journey
def test_a_form_without_a_file_says_so(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.page.goto("/imports/")
    desk.hand.press("Import")
    expect(desk.problem).to_be_visible()
