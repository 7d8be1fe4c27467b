"""What came in with a file is gone through: side by side, one decision a line, and the chart shows what was decided."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import looks_right
from tests.browser.practice import Practice
from tests.browser.test_imports import bring_in
from tests.browser.test_signing_in import SitDown

PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "name": [{"family": "Okafor", "given": ["Adaeze"]}],
    "birthDate": "1984-02-11",
    "gender": "female",
}
SUBJECT = {"reference": "Patient/p1"}
RXNORM, SNOMED = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://snomed.info/sct"


def concept(system: str, code: str, words: str) -> dict[str, Any]:
    return {"text": words, "coding": [{"system": system, "code": code, "display": words}]}


def order(name: str, milligrams: int | None, **more: Any) -> dict[str, Any]:
    dosage: dict[str, Any] = {"text": "Take one tablet every morning"}
    if milligrams:
        dosage |= {
            "doseAndRate": [{"doseQuantity": {"value": milligrams, "code": "mg"}}],
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        }
    made = {
        "resourceType": "MedicationRequest",
        "id": name,
        "status": "active",
        "intent": "order",
        "subject": SUBJECT,
        "authoredOn": "2026-03-01T09:00:00-05:00",
        "requester": {"display": "Dr. N. Elsewhere"},
        "dosageInstruction": [dosage],
    }
    return {**made, **more}


def file_of_adaeze(folder: Path) -> Path:
    sertraline = {"medicationCodeableConcept": concept(RXNORM, "312941", "sertraline 50 MG Oral Tablet")}
    lithium = {"medicationCodeableConcept": concept(RXNORM, "6448", "lithium")}
    resources = [
        PATIENT,
        order("m1", 50, **sertraline),
        order("m2", 100, **sertraline, authoredOn="2026-05-01T09:00:00-05:00"),
        order("m3", None, **lithium),
        {
            "resourceType": "AllergyIntolerance",
            "id": "a1",
            "patient": SUBJECT,
            "code": concept(RXNORM, "7980", "penicillin G"),
            "reaction": [{"manifestation": [{"text": "hives"}], "severity": "moderate"}],
        },
        {
            "resourceType": "Condition",
            "id": "c1",
            "subject": SUBJECT,
            "code": concept(SNOMED, "35489007", "Depressive disorder"),
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "onsetDateTime": "2019",
        },
        {
            "resourceType": "Observation",
            "id": "o1",
            "status": "final",
            "subject": SUBJECT,
            "code": concept("http://loinc.org", "44260-8", "PHQ-9 item 9"),
            "valueInteger": 1,
            "effectiveDateTime": "2025-03",
        },
    ]
    entries = [{"fullUrl": f"https://ehr.example/{r['resourceType']}/{r['id']}", "resource": r} for r in resources]
    file = folder / "adaeze okafor.json"
    file.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return file


@pytest.mark.journey(by_keyboard=True)
def test_what_came_in_is_gone_through_and_the_chart_says_so(
    sit_down: SitDown, practice: Practice, tmp_path: Path
) -> None:
    practice.start_worker()
    desk = sit_down("Dr. Ana Reyes")
    bring_in(desk, file_of_adaeze(tmp_path))
    desk.hand.follow("Open Adaeze Okafor")
    expect(desk.person).to_contain_text("an earlier answer of 1 to the self-harm question, PHQ-9, Mar 2025, imported")
    desk.hand.follow("6 imported lines to go through")
    expect(desk.page.get_by_role("heading", name="Imported, to be gone through")).to_be_visible()
    looks_right.accessible(desk.page)
    assert looks_right.too_wide(desk.page) == []

    def line(name: str, number: int = 0) -> Any:
        return desk.page.locator("article", has=desk.page.get_by_role("heading", name=name, exact=True)).nth(number)

    answer = line("PHQ-9: an answer to the self-harm question")
    desk.hand.tick("Looked at and discussed", within=answer)
    desk.hand.write("Why", "Spoke about it today", within=answer)
    first, second = line("Sertraline"), line("Sertraline", 1)
    expect(second).to_contain_text("differs")
    desk.hand.tick("Still true: take it over as it stands", within=first)
    desk.hand.tick("No longer true", within=second)
    expect(line("Lithium")).to_contain_text("states no dose that could be read")
    desk.hand.tick("Still true: take it over as it stands", within=line("Penicillin G"))
    desk.hand.tick("Still true: take it over as it stands", within=line("Depressive disorder"))
    desk.hand.press("Record the decisions")

    expect(desk.problem).to_contain_text("Sertraline: Say why.")
    desk.says("4 lines are decided. 2 are still open.")
    desk.hand.write("Why", "Halved in May", within=line("Sertraline"))
    desk.hand.press("Record the decisions")
    desk.says("1 line is decided. 1 is still open.")
    desk.says("Spoke about it today")

    desk.hand.follow("Confirm it with a dose : Lithium", within=line("Lithium"))
    expect(desk.page.get_by_role("heading", level=2)).to_contain_text("Change lithium")
    desk.page.goto(practice.address + "/tasks/")
    desk.says("imported medicine")
    desk.open_chart("Adaeze Okafor")
    desk.says("Sertraline 50 mg once a day")
    desk.says("1 imported line to go through")
    desk.tab("Medication")
    desk.says("Halved in May")
