"""Known again, or not: keys, hashes, duplicates, sources that say nothing about themselves, other people."""

from __future__ import annotations

import json

import pytest

from plait.coordination.interchange.reading import Received
from plait.coordination.interchange.reading.origin import UNSTATED, UUIDS, canonical

from .bundles import (
    BASE,
    PATIENT,
    SUBJECT,
    bundle,
    concept,
    loinc,
    observation,
    order,
    read,
    received,
    warnings,
    why_kept,
)

CONDITION = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": SUBJECT,
    "code": concept("35489007", "Depression", "http://snomed.info/sct"),
}


def test_a_changed_resource_is_a_revision_and_only_that_one():
    before = received(CONDITION, order())
    after = received({**CONDITION, "recordedDate": "2026-01-01"}, order())
    known = {origin.key: origin.content_hash for origin in before.origins()}
    assert sorted(after.changes(known).values()) == ["changed", "same", "same"]
    assert set(after.changes({}).values()) == {"new"}


@pytest.mark.parametrize(
    "renewed",
    [
        {"meta": {"versionId": "7", "lastUpdated": "2026-11-24T00:00:00Z"}},
        {"text": {"status": "generated", "div": "<div>new words</div>"}},
    ],
)
def test_a_new_export_of_the_same_content_is_the_same(renewed):
    before, after = received(CONDITION), received({**CONDITION, **renewed})
    assert before.conditions[0].origin.content_hash == after.conditions[0].origin.content_hash


def test_order_of_names_and_white_space_do_not_matter():
    turned = dict(reversed(CONDITION.items()))
    spaced = read(json.dumps(bundle(turned), indent=4).encode())
    assert spaced.conditions[0].origin == received(CONDITION).conditions[0].origin


def test_numbers_keep_their_digits():
    assert canonical({"b": [1, None, True], "a": "ä"}) == '{"a":"ä","b":[1,null,true]}'
    raw = json.dumps(bundle(observation("8302-2", valueQuantity={"value": 1, "unit": "cm"}))).replace(
        '"value": 1', '"value": 1.50'
    )
    assert '"value":1.50' in read(raw.encode()).results[0].origin.raw


def test_an_order_changes_with_the_medication_it_names():
    def with_medication(code: str, words: str) -> Received:
        medication = {"resourceType": "Medication", "id": "med", "code": concept(code, words)}
        named = order(medicationReference={"reference": "Medication/med"})
        del named["medicationCodeableConcept"]
        return received(named, medication)

    one, other = with_medication("312941", "sertraline"), with_medication("4493", "fluoxetine")
    assert one.medication_requests[0].origin.key == other.medication_requests[0].origin.key
    assert one.medication_requests[0].origin.content_hash != other.medication_requests[0].origin.content_hash
    assert why_kept(one) == {"med": "medication-read"}


def test_the_same_twice_is_skipped_and_two_versions_are_not_chosen_between():
    found = received(CONDITION, dict(CONDITION))
    assert [line.outcome for line in found.lines] == ["mapped", "mapped", "skipped-duplicate"]
    found = received(CONDITION, {**CONDITION, "recordedDate": "2020"}, dict(CONDITION))
    assert [line.outcome for line in found.lines] == ["mapped", "kept", "refused", "refused"]
    assert found.conditions == ()


def test_systems_come_from_addresses():
    found = received(CONDITION)
    assert found.patient.origin.system == BASE
    assert found.conditions[0].origin.key == f"{BASE}|p1|Condition|c1"
    content = bundle()
    content["entry"][0]["fullUrl"] = "urn:uuid:0b0a7c1e-5d5a-4b58-9d1d-7d0a7c1e5d5a"
    del content["entry"][0]["resource"]["id"]
    found = read(content)
    assert (found.patient.origin.system, found.patient.origin.resource_id) == (
        UUIDS,
        content["entry"][0]["fullUrl"][9:],
    )


def test_the_first_patient_of_two_unnamed_systems_is_not_one_person():
    def unnamed(patient: dict) -> Received:
        content = bundle(patient=patient)
        del content["entry"][0]["fullUrl"]
        return read(content)

    ana = unnamed(PATIENT)
    ben = unnamed({**PATIENT, "name": [{"family": "Okafor", "given": ["Ben"]}]})
    assert ana.patient.origin.system.startswith(UNSTATED)
    assert ana.patient.origin.key != ben.patient.origin.key
    assert [one.code for one in ana.notes] == ["source-unstated"]


def test_without_an_id_it_is_known_by_its_content():
    content = bundle({name: value for name, value in CONDITION.items() if name != "id"})
    del content["entry"][1]["fullUrl"]
    first, second = read(content), read(content)
    assert first.conditions[0].origin.key == second.conditions[0].origin.key
    assert warnings(first, first.conditions[0].origin.resource_id) == {"no-id"}


@pytest.mark.parametrize("bad", ["a b", "", 7, "x" * 65, "<script>"])
def test_a_bad_id_keeps_the_resource(bad):
    found = received({**CONDITION, "id": bad})
    assert [one.reason.code for one in found.kept] == ["bad-id"]


def test_a_full_url_that_is_no_text_keeps_the_resource():
    content = bundle(CONDITION)
    content["entry"][1]["fullUrl"] = 7
    assert [one.reason.code for one in read(content).kept] == ["bad-full-url"]


@pytest.mark.hazard("H-023")
@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/other"},
        {"reference": "https://elsewhere.example/Patient/p9"},
        {"reference": "urn:uuid:00000000-0000-0000-0000-000000000000"},
        {"reference": "Group/g1"},
        {"reference": "#someone"},
        {"identifier": {"system": "x", "value": "y"}},
    ],
)
def test_what_is_about_somebody_else_is_never_stored(subject):
    contained = {"contained": [{"resourceType": "Patient", "id": "someone"}]}
    found = received({**CONDITION, **contained, "subject": subject})
    assert [line.outcome for line in found.lines] == ["mapped", "refused"]
    assert found.lines[1].detail.code == "about-somebody-else"
    assert [origin.resource_id for origin in found.origins()] == ["p1"]


@pytest.mark.parametrize(
    ("subject", "outcome"),
    [
        ({"reference": "Patient/p2"}, "refused"),
        ({"reference": "urn:uuid:00000000-0000-0000-0000-000000000000"}, "refused"),
        ({"reference": "Location/l1"}, "kept"),
        ({"reference": f"{BASE}/Patient/p1"}, "kept"),
        ({"display": "somebody"}, "kept"),
        ("not an object", "kept"),
    ],
)
def test_kept_resources_about_another_person_are_refused_too(subject, outcome):
    found = received({"resourceType": "Immunization", "id": "i1", "patient": subject})
    assert found.lines[1].outcome == outcome


def test_the_person_may_be_meant_by_identifier():
    patient = {**PATIENT, "identifier": [{"system": "urn:mrn", "value": "42"}]}
    found = received({**CONDITION, "subject": {"identifier": {"system": "urn:mrn", "value": "42"}}}, patient=patient)
    assert len(found.conditions) == 1


def test_whom_it_is_about_is_needed_where_fhir_needs_it():
    unsaid = {name: value for name, value in CONDITION.items() if name != "subject"}
    assert why_kept(received(unsaid)) == {"c1": "no-subject"}
    result = observation("8302-2", valueString="tall")
    del result["subject"]
    assert warnings(received(result), "o1") == {"subject-assumed"}


def test_sensitive_labels_travel_along():
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R", "display": "restricted"}
    found = received({**CONDITION, "meta": {"security": [label, 7, {"code": 7}]}})
    assert [one.code for one in found.conditions[0].origin.labels] == ["R"]
    assert warnings(found, "c1") == {"labelled"}


def test_every_code_of_a_line_has_words():
    found = received(CONDITION, {**CONDITION, "id": "c2", "code": loinc("1-8")}, {"resourceType": "Goal", "id": "g"})
    for line in found.lines:
        assert all(str(one) for one in (*line.warnings, *((line.detail,) if line.detail else ())))
