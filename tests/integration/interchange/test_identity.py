"""Who a received person is here: certain by the sender's own id, else by number, birth date and name together."""

from __future__ import annotations

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
    for number, other in enumerate(
        (
            person("p2", birthDate="1991-04-01"),
            person("p3", birthDate="1990"),
            person("p4", name=[{"family": "Rivera", "given": ["Tomás"]}]),
        )
    ):
        report = bring(bundle(patient=other), later=10 + number)
        assert report.new_person
        assert report.patient_id != first.patient_id
        assert reasons(report) == {"identifier-elsewhere"}
        assert people.named_by([(MRN, "77")]) == {(MRN, "77"): first.patient_id}


def test_a_namesake_is_named_and_not_merged(bring: Bring):
    first = bring(bundle(patient=person(identifier=[])))
    second = bring(bundle(patient=person("p2", identifier=[])), later=9)
    assert second.new_person
    assert [dict(note.values) for note in second.notes] == [{"numbers": people.patient(first.patient_id).number}]


def test_numbers_of_two_people_refuse_the_file(bring: Bring):
    bring(bundle(patient=person()))
    bring(bundle(patient=person("p2", identifier=[{"system": MRN, "value": "78"}])), later=5)
    before = row_counts()
    both = person("p3", identifier=[{"system": MRN, "value": "77"}, {"system": MRN, "value": "78"}])
    report = bring(bundle(patient=both), later=9)
    assert (report.status, report.reason.code) == ("refused", "several-people")
    assert differences(before, row_counts()) == {}


def test_old_numbers_and_numbers_without_a_system_name_nobody(bring: Bring):
    bring(bundle(patient=person(identifier=[{"value": "77"}, {"system": MRN, "value": "77", "use": "old"}])))
    assert bring(bundle(patient=person("p2", identifier=[{"value": "77"}, {"system": MRN, "value": "77"}]))).new_person


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
    assert (report.status, report.reason.code) == ("refused", "unstated-known")


def test_equal_keys_of_two_people_never_meet(bring: Bring):
    """Two senders' "Patient/p1", each with a resource that a third system named alike."""
    condition = {"resourceType": "Condition", "id": "c1", "code": {"text": "Asthma"}}
    reports = []
    for number, sender in enumerate(("https://one.example", "https://two.example")):
        content = bundle({**condition, "subject": {"reference": f"{sender}/Patient/p1"}}, patient=person(identifier=[]))
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
