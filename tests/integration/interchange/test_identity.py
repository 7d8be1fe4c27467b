"""Who a received person is here: certain by the sender's own id, else by number, birth date and name together."""

from __future__ import annotations

import pytest

from plait.foundation.actor import SYSTEM
from plait.foundation.facts import Stamp
from plait.records.inbox import queries as inbox
from plait.records.people import actions as people_actions
from plait.records.people import queries as people
from tests.integration.conftest import Practice
from tests.integration.interchange.conftest import Bring, differences, reasons, row_counts
from tests.unit.interchange.bundles import BASE, bundle

MRN = "urn:oid:1.2.3.4"


def person(identity: str = "p1", **more) -> dict:
    return {
        "resourceType": "Patient",
        "id": identity,
        "name": [{"family": "Rivera", "given": ["Ana", "Lucía"]}],
        "birthDate": "1990-04-01",
        "identifier": [{"system": MRN, "value": "77"}],
        **more,
    }


def test_the_senders_own_id_is_certain_whatever_the_name(bring: Bring):
    first = bring(bundle(patient=person()))
    second = bring(bundle(patient=person(birthDate="1990-04-02") | {"name": [{"family": "Vega"}]}), later=9)
    assert second.patient_id == first.patient_id
    assert people.patient(first.patient_id).family == "Vega"


def test_a_number_counts_where_birth_date_and_a_given_name_agree(bring: Bring):
    first = bring(bundle(patient=person()))
    elsewhere = person("other", name=[{"family": "Vega", "given": ["lucia"]}], gender="female")
    second = bring(bundle(patient=elsewhere), later=9)
    assert second.patient_id == first.patient_id
    assert people.patient(first.patient_id).family == "Rivera", "only blanks are filled from another record"
    assert people.patient(first.patient_id).sex_for_clinical_use == "female"
    assert "blanks-filled" in reasons(second)


def test_a_number_of_somebody_else_merges_nobody(bring: Bring):
    first = bring(bundle(patient=person()))
    stranger = person("p2", name=[{"family": "Okafor", "given": ["Tobias"]}], birthDate="1961-09-30")
    report = bring(bundle(patient=stranger), later=10)
    assert report.new_person
    assert report.patient_id != first.patient_id
    assert reasons(report) == {"identifier-elsewhere"}
    assert people.named_by([(MRN, "77")]) == {(MRN, "77"): first.patient_id}


@pytest.mark.hazard("H-023")
@pytest.mark.parametrize(
    "other",
    [
        {"identifier": []},
        {"birthDate": "1991-04-01"},
        {"birthDate": "1990"},
        {"identifier": [], "name": [{"family": "Riveras", "given": ["Ana", "Lucía"]}]},
    ],
    ids=["namesake", "another year", "a year alone", "a slip of the pen"],
)
def test_whoever_may_be_here_already_is_held_and_nothing_is_written(bring: Bring, other):
    bring(bundle(patient=person()))
    before = row_counts()
    report = bring(bundle(patient=person("p2", **other)), later=10)
    assert (report.status, report.reason.code) == ("held", "held")
    assert differences(before, row_counts()) == {"tasks_task": 1, "tasks_taskevent": 1}


def test_a_twin_is_somebody_else(bring: Bring):
    first = bring(bundle(patient=person()))
    twin = bring(bundle(patient=person("p2", name=[{"family": "Rivera", "given": ["Tomás"]}])), later=10)
    assert twin.new_person
    assert twin.patient_id != first.patient_id


def test_numbers_of_two_people_hold_the_file(bring: Bring, practice: Practice):
    first = bring(bundle(patient=person()))
    second = people_actions.register_patient(
        Stamp(SYSTEM, practice.at),
        site_id=practice.sites["main"],
        details={"given": "Ana", "family": "Rivera", "birth_date": "1990-04-01"},
        identifiers=[(MRN, "78")],
    )
    both = person("p3", identifier=[{"system": MRN, "value": "77"}, {"system": MRN, "value": "78"}])
    report = bring(bundle(patient=both), later=9)
    assert report.status == "held"
    (run,) = inbox.held()
    assert {one["patient"] for one in run.identity["likely"]} == {str(first.patient_id), str(second)}


def test_old_numbers_and_numbers_without_a_system_name_nobody(bring: Bring):
    bring(bundle(patient=person(identifier=[{"value": "77"}, {"system": MRN, "value": "77", "use": "old"}])))
    other = person("p2", identifier=[{"value": "77"}, {"system": MRN, "value": "77"}], birthDate="1961-09-30")
    assert bring(bundle(patient=other | {"name": [{"family": "Okafor", "given": ["Tobias"]}]})).new_person


def without_addresses(content: dict) -> dict:
    for entry in content["entry"]:
        del entry["fullUrl"]
    return content


def test_without_a_sender_only_the_very_same_person_is_known_again(bring: Bring):
    unstated = without_addresses(bundle(patient=person(identifier=[])))
    first = bring(unstated)
    assert bring(unstated, later=5).patient_id == first.patient_id
    other = without_addresses(bundle(patient=person(identifier=[], gender="female")))
    report = bring(other, later=9)
    assert (report.status, report.reason.code) == ("held", "held")


def test_equal_keys_of_two_people_never_meet(bring: Bring):
    """Two senders' "Patient/p1", each with a resource that a third system named alike."""
    condition = {"resourceType": "Condition", "id": "c1", "code": {"text": "Asthma"}}
    reports = []
    for number, sender in enumerate(("https://one.example", "https://two.example")):
        somebody = person(identifier=[], name=[{"family": sender[-11:-8], "given": [sender[8:11]]}])
        somebody["birthDate"] = f"19{50 + 20 * number}-0{3 + number}-1{number}"
        content = bundle({**condition, "subject": {"reference": f"{sender}/Patient/p1"}}, patient=somebody)
        content["entry"][0]["fullUrl"] = f"{sender}/Patient/p1"
        content["entry"][1]["fullUrl"] = f"{BASE}/Condition/c1"
        reports.append(bring(content, later=number))
    one, two = reports
    assert one.patient_id != two.patient_id
    assert [line.happened for line in two.lines] == ["new", "new"]


def test_the_person_is_found_by_name_and_stands_at_the_importers_site(bring: Bring, practice: Practice):
    report = bring(bundle(patient=person(telecom=[{"system": "phone", "value": "+1 (617) 555-0101"}])))
    found, _ = people.find(practice.staff["reyes"], practice.at.plus(seconds=5), "lucia rivera")
    assert [line.patient_id for line in found] == [report.patient_id]
    assert people.site_of(report.patient_id) == practice.sites["main"]
    by_phone, _ = people.find(practice.staff["reyes"], practice.at.plus(seconds=5), "555 0101")
    assert [line.patient_id for line in by_phone] == [report.patient_id]
