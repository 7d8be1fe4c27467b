"""A file about somebody who may be here already waits until somebody says who it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import looks_right
from tests.browser.practice import Practice
from tests.browser.test_imports import JOB_MS, bring_in
from tests.browser.test_signing_in import SitDown

CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"


def file_of_mara(practice: Practice, folder: Path) -> Path:
    """What another practice would send of Mara Lindqvist: none of our numbers, the same name and birth date."""
    [(born,)] = practice.query(
        "SELECT birth_date FROM people_patientdetails WHERE given = 'Mara' AND family = 'Lindqvist' LIMIT 1"
    )
    whole = "urn:uuid:0b7c9a52-4f0e-4f8c-9d57-6a1f5f6f3c11"
    person = {
        "resourceType": "Patient",
        "identifier": [{"system": "urn:example:other-practice", "value": "77-1"}],
        "name": [{"given": ["Mara"], "family": "Lindqvist"}],
        "birthDate": born,
    }
    migraine = {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
        "code": {"text": "Migraine with aura"},
        "subject": {"reference": whole},
        "onsetDateTime": "2019",
    }
    path = folder / "mara-from-elsewhere.json"
    path.write_text(
        json.dumps(
            {
                "resourceType": "Bundle",
                "type": "collection",
                "entry": [
                    {"fullUrl": whole, "resource": person},
                    {"fullUrl": "urn:uuid:5a2b6f0e-93c1-4c9d-8a0e-3a7a2e1d9b42", "resource": migraine},
                ],
            }
        ),
        encoding="utf-8",
    )
    return path


def number_of_mara(practice: Practice) -> str:
    """The number that stands on her card."""
    [(number,)] = practice.query("SELECT number FROM people_patientindex WHERE name = 'Mara Lindqvist'")
    return str(number)


@pytest.mark.journey
def test_a_file_about_somebody_who_is_here_waits_until_it_is_said_who_it_is(
    sit_down: SitDown, practice: Practice, tmp_path: Path
) -> None:
    practice.start_worker()
    count = "SELECT count(*) FROM people_patient"
    before = practice.query(count)
    desk = sit_down("Dr. Ana Reyes")
    bring_in(desk, file_of_mara(practice, tmp_path))
    run = desk.page.url
    assert practice.query("SELECT count(*) FROM problems_condition WHERE text = 'Migraine with aura'") == [(0,)]

    desk.hand.follow("Decide who it is")
    desk.says("Somebody here may be this person.")
    desk.says("Nobody is merged.")
    looks_right.accessible(desk.page)
    assert looks_right.too_wide(desk.page) == []
    desk.hand.press("Decide")
    expect(desk.problem).to_be_visible()
    assert practice.query("SELECT count(*) FROM problems_condition WHERE text = 'Migraine with aura'") == [(0,)]

    desk.hand.tick(f"The same person as Mara Lindqvist, {number_of_mara(practice)}", group="Who is it?")
    desk.hand.write("How do you know?", "Asked her by phone")
    desk.hand.press("Decide")
    desk.says("It is decided. The import goes on by itself.")

    desk.page.goto(run)
    for _ in range(JOB_MS // 500):
        if desk.main.filter(has_text="were taken in.").count():
            break
        desk.page.wait_for_timeout(500)
        desk.page.reload()
    desk.says("were taken in.")
    assert practice.query(count) == before
    desk.open_chart("Mara Lindqvist")
    desk.tab("Problems and results")
    desk.says("Migraine with aura")
