"""The same resource again: changed, older, returned to, or worked on here in between."""

from __future__ import annotations

from copy import deepcopy

import pytest

from plait.clinical.medication.regimen import state, steps
from plait.records.medication import queries as medication
from plait.records.problems import actions as problem_actions
from plait.records.problems import queries as problems
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import Bring, differences, fates, reasons, row_counts
from tests.unit.interchange.bundles import BASE, PATIENT, SUBJECT, bundle, concept, order

ASTHMA = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": SUBJECT,
    "code": {"text": "Asthma"},
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "onsetDateTime": "2019-05",
}


def resolved(resource: dict, **more) -> dict:
    return {**resource, "clinicalStatus": {"coding": [{"code": "resolved"}]}, **more}


def updated(resource: dict, moment: str) -> dict:
    return {**resource, "meta": {"lastUpdated": moment, "versionId": moment[-3:-1]}}


def test_a_changed_resource_is_one_more_revision_of_the_same_thread(bring: Bring):
    first = bring(bundle(ASTHMA, order()))
    before = row_counts()
    second = bring(bundle(resolved(ASTHMA), order()), later=60)
    assert differences(before, row_counts()) == {"problems_condition": 1, "inbox_receivedresource": 1}
    assert fates(second) == {"changed": 1, "here": 2}
    (problem,) = problems.conditions(first.patient_id)
    assert problem.clinical_status == "resolved"
    again = row_counts()
    assert fates(bring(bundle(resolved(ASTHMA), order()), later=120)) == {"here": 3}
    assert differences(again, row_counts()) == {}


def test_narrative_and_version_numbers_are_no_change(bring: Bring):
    bring(bundle(ASTHMA))
    told_again = {**updated(ASTHMA, "2026-11-01T00:00:00Z"), "text": {"status": "generated", "div": "<div>new</div>"}}
    assert fates(bring(bundle(told_again), later=60)) == {"here": 2}


def test_an_older_version_undoes_nothing(bring: Bring):
    newer = updated(resolved(ASTHMA), "2026-10-01T10:00:00+02:00")
    older = updated(ASTHMA, "2026-10-01T07:59:59Z")
    report = bring(bundle(newer))
    again = bring(bundle(older), later=60)
    assert fates(again) == {"here": 1, "older": 1}
    assert reasons(again) == {"older"}
    assert [one.clinical_status for one in problems.conditions(report.patient_id)] == ["resolved"]
    assert fates(bring(bundle(newer), later=90)) == {"here": 2}


def test_the_first_file_again_after_a_second_changes_nothing(bring: Bring):
    report = bring(bundle(ASTHMA))
    bring(bundle(resolved(ASTHMA)), later=60)
    before = row_counts()
    assert fates(bring(bundle(ASTHMA), later=120)) == {"here": 2}
    assert differences(before, row_counts()) == {}
    assert [one.clinical_status for one in problems.conditions(report.patient_id)] == ["resolved"]


def test_a_return_to_an_earlier_version_counts_where_the_sender_dates_it(bring: Bring):
    report = bring(bundle(updated(ASTHMA, "2026-01-01T00:00:00Z")))
    bring(bundle(updated(resolved(ASTHMA), "2026-02-01T00:00:00Z")), later=60)
    assert fates(bring(bundle(updated(ASTHMA, "2026-03-01T00:00:00Z")), later=120)) == {"here": 1, "changed": 1}
    assert [one.clinical_status for one in problems.conditions(report.patient_id)] == ["active"]


def test_what_was_worked_on_here_is_left_alone(bring: Bring, practice: Practice):
    from plait.foundation.facts import Stamp

    allergy = {"resourceType": "AllergyIntolerance", "id": "a1", "patient": SUBJECT, "code": {"text": "Penicillin"}}
    report = bring(bundle(allergy))
    ((thread, _),) = problems.allergies(report.patient_id).known
    here = Stamp(practice.staff["reyes"], NOW.plus(seconds=30))
    problem_actions.revise_allergy(here, thread, clinical_status="inactive")
    again = bring(bundle({**allergy, "criticality": "high"}), later=60)
    assert fates(again) == {"here": 1, "left-alone": 1}
    assert reasons(again) == {"left-alone"}
    assert problems.allergies(report.patient_id).known == ()
    assert fates(bring(bundle({**allergy, "criticality": "high"}), later=90)) == {"here": 2}


def test_a_condition_taken_back_or_ruled_out_is_no_problem(bring: Bring):
    report = bring(bundle(ASTHMA))
    refuted = {**ASTHMA, "verificationStatus": {"coding": [{"code": "refuted"}]}}
    assert fates(bring(bundle(refuted), later=60)) == {"here": 1, "changed": 1}
    assert problems.conditions(report.patient_id) == ()


ENDED = {"boundsPeriod": {"end": "2026-09-30"}}
STEPS = {
    "active": ({}, "active"),
    "on-hold": ({"status": "on-hold"}, "on-hold"),
    "stopped": ({"status": "stopped", "dosageInstruction": [{"timing": {"repeat": ENDED}}]}, "stopped"),
    "other dose": (
        {"dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 75, "code": "mg"}}]}]},
        "active",
    ),
    "taken back": ({"status": "entered-in-error"}, None),
    "withdrawn": ({"status": "cancelled"}, None),
}


@pytest.mark.parametrize("after", STEPS)
def test_an_order_is_what_its_newest_version_says(bring: Bring, after: str):
    second, status = STEPS[after]
    for number, before in enumerate(STEPS):
        person = {**PATIENT, "id": f"p{number}"}
        subject = {"subject": {"reference": f"Patient/p{number}"}}
        report = bring(bundle(order(**STEPS[before][0], **subject), patient=person))
        bring(bundle(order(**second, **subject), patient=person), later=60)
        orders = medication.orders(report.patient_id)
        standing = [one for one in (state(lines, at=NOW.plus(seconds=200)) for lines in orders) if one is not None]
        assert [one.status for one in standing] == ([status] if status else []), before
        assert all(not one.confirmed for one in standing)
        if status == "active":
            told = [str(step.dose) if step.dose else None for step in steps(orders[-1])]
            assert told == ["75 mg" if after == "other dose" else None], before


def test_an_order_confirmed_here_is_left_alone(bring: Bring, practice: Practice):
    from plait.foundation.facts import Stamp
    from plait.records.medication import actions

    report = bring(bundle(order()))
    ((line,),) = medication.orders(report.patient_id)
    actions.append_line(
        Stamp(practice.staff["reyes"], NOW.plus(seconds=30)),
        order_id=line.order_id,
        action="change",
        effective_at=NOW.plus(seconds=30),
        medicine=line.medicine,
        dose=line.dose,
        timing=line.timing,
        confirmed=True,
    )
    again = bring(bundle(order(status="stopped")), later=60)
    assert fates(again) == {"here": 1, "left-alone": 1}
    assert again.waiting == 0
    (lines,) = medication.orders(report.patient_id)
    assert state(lines, at=NOW.plus(seconds=200)).status == "active"


def test_the_person_is_revised_only_in_what_the_sender_changed(bring: Bring):
    from plait.records.people import queries

    person = {**PATIENT, "birthDate": "1990-04-01", "telecom": [{"system": "phone", "value": "555-0100"}]}
    report = bring(bundle(patient=person))
    moved = deepcopy(person)
    moved["telecom"][0]["value"] = "555-0199"
    assert fates(bring(bundle(patient=moved), later=60)) == {"changed": 1}
    found = queries.patient(report.patient_id)
    assert (found.phones, found.given, str(found.birth_date)) == (("555-0199",), "Ana", "1990-04-01")


def test_a_resource_named_by_a_very_long_address_is_known_again(bring: Bring):
    content = bundle(ASTHMA)
    for entry in content["entry"]:
        entry["fullUrl"] = entry["fullUrl"].replace(BASE, BASE + "/" + "x" * 400)
    bring(content)
    assert fates(bring(content, later=60)) == {"here": 2}


def test_a_combination_is_an_allergy_to_each_of_its_ingredients(bring: Bring):
    drug = concept("611247", "olanzapine / fluoxetine")
    report = bring(bundle({"resourceType": "AllergyIntolerance", "id": "a1", "patient": SUBJECT, "code": drug}))
    allergies = [allergy for _, allergy in problems.allergies(report.patient_id).known]
    assert {allergy.ingredient for allergy in allergies} == {"4493", "61381"}
    assert {allergy.substance.text for allergy in allergies} == {"olanzapine / fluoxetine"}
