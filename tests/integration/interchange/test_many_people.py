"""Several people at once: a Bundle about many, lines, a folder, an archive. Each is whole, or not there at all."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from plait.coordination.interchange import import_bundle
from plait.coordination.interchange.batches import BatchReport
from plait.coordination.interchange.import_person import PersonImport
from plait.coordination.interchange.reading.files import InMemory
from plait.coordination.interchange.reports import Report
from plait.records.careplan import queries as careplan
from plait.records.inbox import queries
from plait.records.people import queries as people
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import FILES, differences, row_counts
from tests.many_people import lines

SOURCE = "https://old.example"
CMS = [path for path in FILES if path.stem.startswith("cms")]


def ndjson(*resources: dict) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in resources)


def bring(practice: Practice, content: bytes, name: str = "people.ndjson", *, by: str = "reyes", later: int = 0):
    at = NOW.plus(seconds=later)
    found = import_bundle.import_file(content, name, actor=practice.staff[by], at=at, source=SOURCE)
    assert isinstance(found, Report | BatchReport), found
    return found


def folder(practice: Practice, files: dict[str, bytes], *, sha: str = "f" * 64, later: int = 0) -> BatchReport:
    at, actor = NOW.plus(seconds=later), practice.staff["reyes"]
    held = tuple(InMemory(name, content) for name, content in files.items())
    run = import_bundle.open_files("folder", sum(one.size for one in held), sha, actor=actor, at=at)
    work = import_bundle.go_on(run, held, actor=actor, at=at, clock=lambda: at, source=SOURCE)
    work.begin()
    work.work()
    return work.finish()


def patient(identity: str, given: str = "Ana", **more) -> dict:
    born = f"19{40 + int(identity[-1])}-0{int(identity[-1]) + 1}-11"
    name = [{"family": f"{given}son", "given": [given]}]
    return {"resourceType": "Patient", "id": identity, "name": name, "birthDate": born, **more}


def condition(identity: str, person: str, **more) -> dict:
    subject = {"reference": f"Patient/{person}"}
    return {"resourceType": "Condition", "id": identity, "subject": subject, "code": {"text": "Asthma"}, **more}


@pytest.mark.hazard("H-024")
def test_the_eight_small_files_as_lines_are_eight_people_with_everything(practice: Practice):
    resources = list(lines(8, CMS))
    report = bring(practice, ndjson(*resources))
    assert (report.status, report.progress.people, report.progress.by_fate) == ("done", 8, {"done": 8})
    assert report.refused == 0
    assert sum(number for (kind, _), number in report.counts.items() if kind == "Condition") == sum(
        one["resourceType"] == "Condition" for one in resources
    )
    before = row_counts()
    again = bring(practice, ndjson(*resources), later=60)
    assert differences(before, row_counts()) == {}
    assert {happened for (_, happened), _ in again.counts.items()} == {"here"}


def test_what_is_shared_is_here_once(practice: Practice):
    doctor = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Chen"}]}
    who = {"reference": "Practitioner/d1"}
    visits = [
        {
            "resourceType": "Encounter",
            "id": f"e{n}",
            "status": "finished",
            "class": {"code": "AMB"},
            "subject": {"reference": f"Patient/p{n}"},
            "period": {"start": "2026-03-01T09:00:00Z"},
            "participant": [{"individual": who}],
        }
        for n in (1, 2)
    ]
    before = row_counts()
    bring(practice, ndjson(patient("p1"), patient("p2", "Bo"), *visits, doctor))
    more = differences(before, row_counts())
    assert (more["people_practitioner"], more["visits_encounter"], more["people_patient"]) == (1, 2, 2)


def test_a_bundle_about_two_people_gives_each_their_own(practice: Practice):
    two = [patient("p1"), patient("p2", "Bo"), condition("c1", "p1"), condition("c2", "p2"), condition("c3", "p3")]
    entries = [{"fullUrl": f"{SOURCE}/{one['resourceType']}/{one['id']}", "resource": one} for one in two]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    report = bring(practice, json.dumps(bundle, indent=1).encode(), "two.json")
    assert report.progress.by_fate == {"done": 2}
    assert [(one.detail.code, one.path) for one in report.left] == [("person-not-here", "$.entry[4].resource")]
    assert report.refused == 1


def test_references_lead_across_the_files_of_a_folder(practice: Practice):
    """As bulk exports write them: a file a type, and one of clinicians, named by their number alone."""
    npi = {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}
    doctor = {"resourceType": "Practitioner", "id": "x9", "identifier": [npi], "name": [{"family": "Chen"}]}
    clinicians = {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": doctor}]}
    order = {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {"text": "sertraline"},
        "requester": {"reference": f"Practitioner?identifier={npi['system']}|{npi['value']}"},
    }
    goal = {
        "resourceType": "Goal",
        "id": "g1",
        "subject": {"reference": "Patient/p1"},
        "lifecycleStatus": "active",
        "description": {"text": "Sleep"},
        "addresses": [{"reference": "Condition/c1"}],
    }
    report = folder(
        practice,
        {
            "Condition.ndjson": ndjson(condition("c1", "p1"), condition("c2", "p2")),
            "clinicians.json": json.dumps(clinicians).encode(),
            "Goal.ndjson": ndjson(goal),
            "MedicationRequest.ndjson": ndjson(order),
            "Patient.ndjson": ndjson(patient("p1"), patient("p2", "Bo")),
        },
    )
    assert report.progress.by_fate == {"done": 2}
    from plait.records.medication.models import MedicationRequest

    row = MedicationRequest.objects.get(origin_key__endswith="|MedicationRequest|m1")
    assert (row.prescriber.name, row.prescriber_name) == ("Chen", "Chen")
    (found,) = careplan.goals(row.patient_id)
    assert len(found.addresses) == 1


def test_a_line_that_cannot_be_read_is_named_and_takes_nobody_with_it(practice: Practice):
    broken = b'\n{"resourceType":"Condition",\n[1]\n' + b"{" * 10_000
    report = bring(practice, ndjson(patient("p1"), condition("c1", "p1")) + broken)
    assert report.progress.by_fate == {"done": 1}
    assert [one.path.partition(": $")[0] for one in report.left] == [f"people.ndjson:{n}" for n in (3, 4, 5)]
    assert {one.detail.code for one in report.left} <= {"not-json", "not-an-object", "too-deep"}
    assert report.refused == 3


def test_a_value_in_doubt_is_refused_with_its_line_and_the_rest_is_taken(practice: Practice):
    doubtful = ndjson(condition("c2", "p1")).replace(b'"text"', b'"text": "a", "text"')
    report = bring(practice, ndjson(patient("p1"), condition("c1", "p1")) + b"\n" + doubtful)
    assert report.progress.by_fate == {"done": 1}
    assert (report.counts["", "refused"], report.refused) == (1, 1)


def test_nobody_in_the_files_is_a_refusal(practice: Practice):
    report = bring(practice, ndjson(condition("c1", "p1"), condition("c2", "p1")))
    assert (report.status, report.reason.code, report.refused) == ("refused", "nobody", 2)


def test_an_archive_is_a_folder_and_a_bomb_is_none(practice: Practice):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../Patient.ndjson", ndjson(patient("p1"), patient("p2", "Bo")))
        archive.writestr("Condition.ndjson", ndjson(condition("c1", "p1")))
    assert bring(practice, made.getvalue(), "export.zip").progress.by_fate == {"done": 2}
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Patient.ndjson", b" " * 30_000_000)
    report = bring(practice, bomb.getvalue(), "bomb.zip", later=9)
    assert (report.status, report.reason.code) == ("refused", "archive-too-big")
    broken = bring(practice, made.getvalue()[:-30], "broken.zip", later=9)
    assert (broken.status, broken.reason.code) == ("refused", "bad-archive")


def test_interrupted_it_goes_on_where_it_stopped(practice: Practice, monkeypatch):
    files = {"people.ndjson": ndjson(patient("p1"), condition("c1", "p1"), patient("p2", "Bo"), condition("c2", "p2"))}
    take, seen = PersonImport.take, []

    def stop_at_the_second(self, slot, found, at):
        seen.append(slot.name)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return take(self, slot, found, at)

    monkeypatch.setattr(PersonImport, "take", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        folder(practice, files)
    run_id = queries.unfinished(practice.staff["reyes"].id, "f" * 64)
    assert queries.parts_by_status(run_id) == {"done": 1}
    report = folder(practice, files, later=9)
    assert report.progress.by_fate == {"done": 2}
    assert seen == ["people.ndjson:1", "people.ndjson:3", "people.ndjson:3"]
    assert queries.unfinished(practice.staff["reyes"].id, "f" * 64) is None


def test_a_mistake_with_one_person_leaves_the_others_whole(practice: Practice, monkeypatch):
    from plait.coordination.interchange import taking_in

    kept = taking_in.TakingIn._keep_resources

    def fail(self):
        if self.found.patient.legal_name.given == ("Bo",):
            raise RuntimeError("no")
        kept(self)

    monkeypatch.setattr(taking_in.TakingIn, "_keep_resources", fail)
    report = bring(practice, ndjson(patient("p1"), patient("p2", "Bo"), condition("c2", "p2"), patient("p3", "Cleo")))
    assert report.progress.by_fate == {"done": 2, "failed": 1}
    assert people.named_by([(SOURCE, "p2")]) == {}
    assert report.refused == 1
