"""A record leaves the practice: on paper, and as a file for whoever goes on with the care."""

from __future__ import annotations

import io
import json

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser import looks_right
from tests.browser.test_signing_in import SitDown


def words_of(content: bytes) -> str:
    """Everything that a PDF says."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    pages = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    return " ".join(" ".join(pages).split())


@pytest.mark.journey
def test_a_chart_is_printed_and_says_who_it_is_about_on_every_page(sit_down: SitDown) -> None:
    pytest.importorskip("plutoprint")
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Print the chart", within=desk.main)
    expect(desk.main.get_by_role("heading", name="Medicines now")).to_be_visible()
    desk.says("Some information may be withheld by choice or by law.")
    looks_right.accessible(desk.page)
    assert looks_right.too_wide(desk.page) == []
    href = desk.main.get_by_role("link", name="Open as PDF").get_attribute("href")
    # A headless browser saves a PDF instead of showing it: it is asked for with the same login session.
    answer = desk.page.request.get(href)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    said = words_of(answer.body())
    for words in (
        "Mara Lindqvist",
        "penicillin: hives",
        "Sertraline",
        "150 mg every morning",
        "CBT",
        "On one time axis",
    ):
        assert words in said, words
    assert "Page 2 of" in said


@pytest.mark.journey
def test_a_record_is_exported_with_a_reason_that_is_kept(sit_down: SitDown) -> None:
    desk = sit_down("Dr. Ana Reyes")
    desk.open_chart("Mara Lindqvist")
    desk.hand.follow("Export the record", within=desk.main)
    looks_right.accessible(desk.page)
    desk.page.get_by_label("Why is the record given out?").select_option("other-clinician")
    desk.hand.write("To whom, in a few words", "Dr. Else, who goes on")
    with desk.page.expect_download() as started:
        desk.hand.press("Save the file")
    bundle = json.loads(started.value.path().read_bytes())
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert {"Patient", "MedicationRequest", "ServiceRequest", "QuestionnaireResponse"} <= kinds
    assert bundle["entry"][0]["resource"]["name"][0]["family"] == "Lindqvist"

    desk.page.reload()
    desk.page.get_by_label("Why is the record given out?").select_option("legal")
    desk.hand.press("Save the file")
    expect(desk.problem).to_contain_text("within the last hour")
    desk.tab("Who looked")
    desk.says("Dr. Else, who goes on")
