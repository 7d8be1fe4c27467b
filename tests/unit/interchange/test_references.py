"""References inside one Bundle: every lawful form, and those that lead nowhere."""

from __future__ import annotations

import pytest

from .bundles import BASE, bundle, order, read, received, warnings, why_kept

DOCTOR = {
    "resourceType": "Practitioner",
    "id": "d1",
    "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}],
    "name": [{"prefix": ["Dr."], "given": ["Mei"], "family": "Chen"}],
}


@pytest.mark.parametrize(
    "reference",
    [
        "Practitioner/d1",
        "Practitioner/d1/_history/3",
        f"{BASE}/Practitioner/d1",
        f"{BASE}/Practitioner/d1/_history/2",
        "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1234567893",
    ],
)
def test_forms_of_reference(reference):
    found = received(order(requester={"reference": reference}), DOCTOR)
    link = found.medication_requests[0].requester
    assert (link.key, link.resource_type, link.display) == (
        f"{BASE}|p1|Practitioner|d1",
        "Practitioner",
        "Dr. Mei Chen",
    )
    assert warnings(found, "m1") == set()
    assert found.practitioners[0].npi == "1234567893"


def test_by_uuid():
    content = bundle(order(requester={"reference": "urn:uuid:aa"}), {**DOCTOR, "id": "aa"})
    content["entry"][2]["fullUrl"] = "urn:uuid:aa"
    assert read(content).medication_requests[0].requester.display == "Dr. Mei Chen"


def test_to_an_entry_that_does_not_state_its_address():
    content = bundle(order(requester={"reference": f"{BASE}/Practitioner/d1"}), DOCTOR)
    del content["entry"][2]["fullUrl"]
    assert read(content).medication_requests[0].requester.display == "Dr. Mei Chen"


def test_contained():
    found = received(order(requester={"reference": "#d1"}, contained=[DOCTOR]))
    link = found.medication_requests[0].requester
    assert (link.key, link.display) == ("", "Dr. Mei Chen")


@pytest.mark.parametrize(
    "reference",
    ["Practitioner/none", "#none", "urn:uuid:none", "https://other.example/Practitioner/d1", "x", "//", "#"],
)
def test_leading_nowhere_is_reported_and_harms_nothing(reference):
    found = received(order(requester={"reference": reference, "display": "Dr. No"}), DOCTOR)
    link = found.medication_requests[0].requester
    assert (link.reference, link.display) == (reference, "Dr. No")
    assert ("reference-nowhere" in warnings(found, "m1")) == (reference != "#")


def test_two_alike_are_not_chosen_between():
    content = bundle(order(requester={"reference": "Practitioner/d1"}), DOCTOR, DOCTOR)
    for index, host in ((1, "https://one.example"), (2, "https://two.example"), (3, "https://three.example")):
        kind = content["entry"][index]["resource"]["resourceType"]
        content["entry"][index]["fullUrl"] = f"{host}/{kind}/{content['entry'][index]['resource']['id']}"
    assert read(content).medication_requests[0].requester.key == ""


def test_cycles_end():
    first = {"resourceType": "Basic", "id": "a", "next": {"reference": "Basic/b"}}
    second = {"resourceType": "Basic", "id": "b", "next": {"reference": "Basic/a"}}
    medication = {"resourceType": "Medication", "id": "m", "ingredient": [{"itemReference": {"reference": "#m"}}]}
    itself = order(medicationReference={"reference": "#m"}, contained=[medication])
    del itself["medicationCodeableConcept"]
    found = received(first, second, itself, order(id="m2", priorPrescription={"reference": "MedicationRequest/m2"}))
    assert [one.origin.resource_id for one in found.medication_requests] == ["m2"]
    assert why_kept(found)["m1"] == "missing"
