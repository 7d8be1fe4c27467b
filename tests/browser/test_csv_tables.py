"""A table of people comes in by screen: columns confirmed, first rows looked at, refused rows taken home as a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import looks_right
from tests.browser.practice import Practice
from tests.browser.test_imports import JOB_MS
from tests.browser.test_signing_in import SitDown

TABLE = """Number;First name;Last name;Born;Sex;Phone
R-1;Adaeze;Okafor;11/02/1984;F;+1 212 555 0190
R-2;Bram;de Vries;03/12/1979;M;
R-3;;Nobody;01/01/1990;F;
R-4;=cmd();Levi;31/31/1990;F;
"""


@pytest.mark.journey
def test_a_table_of_people_comes_in_and_what_did_not_comes_back(
    sit_down: SitDown, practice: Practice, tmp_path: Path
) -> None:
    practice.start_worker()
    table = tmp_path / "riverside.csv"
    table.write_text(TABLE, encoding="cp1252")
    desk = sit_down("Sam Cole")
    desk.page.goto("/imports/")
    desk.hand.follow("Bring in a table (CSV) of people, medicines, appointments or scores")
    desk.hand.tick("People", group="What the table is about")
    desk.page.get_by_label("File").set_input_files(table)
    desk.hand.press("Look at the table")

    desk.says("Between two cells: semicolon.")
    desk.hand.choose("Number in the other system", "Number")
    desk.hand.choose("Birth date", "Born")
    desk.hand.press("Take the table in")
    expect(desk.problem).to_contain_text("Say how days are written")
    desk.hand.choose("How days are written", "day first: 04/03/2026 is 4 March")
    desk.hand.press("Show the rows anew")
    desk.says("Adaeze Okafor · born 11 Feb 1984")
    looks_right.accessible(desk.page)
    assert looks_right.too_wide(desk.page) == []
    desk.hand.press("Take the table in")

    report = desk.page.locator("#report")
    for _ in range(0 if desk.javascript else 2 * JOB_MS // 1000):
        if report.count():
            break
        desk.page.wait_for_timeout(500)
        desk.page.reload()
    expect(report).to_be_visible(timeout=JOB_MS)
    desk.says("2 of 4 rows were taken in.")
    desk.says("First name: This is empty.")
    with desk.page.expect_download() as downloaded:
        desk.hand.press("Download these rows with the reasons", "link")
    refused = Path(downloaded.value.path()).read_text("utf-8-sig")
    assert "'=cmd()" in refused
    assert re.search(r"R-4;.*31/31/1990.* is no day", refused)
    assert "Adaeze" not in refused
    expect(desk.find("Okafor")).to_contain_text("Adaeze Okafor")
