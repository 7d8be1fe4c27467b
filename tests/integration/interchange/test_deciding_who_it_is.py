"""A held import: a human says who it is, and the import goes on, or is discarded."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from plait.clinical.refusal import Refused
from plait.coordination.accounts import importer
from plait.coordination.door import Denied
from plait.coordination.interchange import decide_identity, import_bundle
from plait.coordination.interchange.decide_identity import Command
from plait.foundation.actor import SYSTEM
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.records.inbox import queries
from plait.records.people import actions as people_actions
from plait.records.people import linking
from plait.records.people import queries as people
from plait.records.problems import queries as problems
from plait.records.tasks import queries as tasks
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import Bring
from tests.signed_in import sign_in
from tests.unit.interchange.bundles import bundle

LATER = NOW.plus(seconds=30)
CONDITION = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": {"reference": "Patient/p9"},
    "code": {"text": "Asthma"},
}


@pytest.fixture
def held(bring: Bring, practice: Practice):
    """Mara's namesake, born the same day, comes in from elsewhere."""
    name = [{"family": "Lindqvist", "given": ["Mara"]}]
    alike = {"resourceType": "Patient", "id": "p9", "name": name, "birthDate": "1992-05-02"}
    assert bring(bundle(CONDITION, patient=alike), by="reyes").status == "held"
    (run,) = queries.held()
    return run


def decide(practice: Practice, run, decision: str, *, by: str = "cole", who=None, reason: str = "asked by phone"):
    command = Command(run.run_id, decision, reason, who)
    return decide_identity.commit(command, actor=practice.staff[by], at=LATER, once=Once(uuid4(), "x"))


def go_on(run):
    actor = importer.of_run(run.run_id, at=LATER)
    return import_bundle.run(run.run_id, actor=actor, at=LATER.plus(seconds=1))


def test_what_is_shown_is_who_they_are_and_nothing_clinical(held, practice: Practice):
    shown = decide_identity.read(held.run_id, actor=practice.staff["cole"], at=LATER)
    (one,) = shown.beside
    assert (shown.person.name, one.described.name, one.patient_id) == (
        "Mara Lindqvist",
        "Mara Lindqvist",
        practice.people["mara"],
    )
    assert "Asthma" not in repr(shown)


def test_the_same_person_gets_what_came_in(held, practice: Practice):
    assert decide(practice, held, "same", who=practice.people["mara"]) == held.run_id
    report = go_on(held)
    assert (report.status, report.patient_id, report.new_person) == ("done", practice.people["mara"], False)
    assert [note.code for note in report.notes][:1] == ["decided"]
    assert [one.concept.text for one in problems.conditions(practice.people["mara"])] == ["Asthma"]
    assert tasks.of_cause("decide-identity", "import-run", held.run_id) is None


def merge_into_another(practice: Practice, merged) -> UUID:
    """A second record of the person, into which the first is merged."""
    stamp = Stamp(SYSTEM, LATER)
    surviving = people_actions.register_patient(
        stamp, site_id=practice.sites["main"], details={"given": "Mara", "family": "Lindqvist-Cho"}
    )
    linking.link_records(stamp, patient_id=merged, person_id=surviving, reason="She showed both cards.")
    people_actions.refresh_people([surviving, merged])
    return surviving


def test_whoever_was_merged_meanwhile_is_still_offered_under_the_surviving_record(held, practice: Practice):
    surviving = merge_into_another(practice, practice.people["mara"])
    (one,) = decide_identity.read(held.run_id, actor=practice.staff["cole"], at=LATER).beside
    assert (one.patient_id, one.number) == (surviving, people.patient(surviving).number)
    assert decide(practice, held, "same", who=surviving) == held.run_id
    assert go_on(held).patient_id == surviving


def test_what_was_decided_holds_for_the_surviving_record(held, practice: Practice):
    decide(practice, held, "same", who=practice.people["mara"])
    surviving = merge_into_another(practice, practice.people["mara"])
    report = go_on(held)
    assert (report.status, report.patient_id) == ("done", surviving)


def test_a_new_person_is_registered(held, practice: Practice):
    decide(practice, held, "new")
    report = go_on(held)
    assert report.new_person
    assert report.patient_id != practice.people["mara"]
    assert queries.run(held.run_id).identity["decided"]["reason"] == "asked by phone"


def test_what_is_discarded_is_over(held, practice: Practice):
    decide(practice, held, "discard")
    assert queries.run(held.run_id).status == "refused"
    assert go_on(held).reason.code == "discarded"
    assert people.named_by([("https://ehr.example", "p9")]) == {}


def test_without_a_reason_and_about_a_stranger_nothing_is_decided(held, practice: Practice):
    assert isinstance(decide(practice, held, "new", reason="  "), Refused)
    assert isinstance(decide(practice, held, "same", who=practice.people["theo"]), Refused)
    with pytest.raises(Denied):
        decide(practice, held, "new", by="ortiz")
    with pytest.raises(Denied):
        decide(practice, held, "new", by="far")
    assert queries.run(held.run_id).status == "held"


def test_somebody_of_another_site_is_not_shown_and_still_holds(bring: Bring, practice: Practice):
    name = [{"family": "O'Hara", "given": ["Inês"]}]
    alike = {"resourceType": "Patient", "id": "p9", "name": name, "birthDate": "1956-11-30"}
    assert bring(bundle(CONDITION, patient=alike)).status == "held"
    (run,) = queries.held()
    (one,) = decide_identity.read(run.run_id, actor=practice.staff["cole"], at=LATER).beside
    assert (one.patient_id, one.described, one.number, one.site) == (None, None, "", "Far")
    with pytest.raises(Denied):
        decide(practice, run, "same", who=practice.people["ines"])


def test_the_page_of_imports_leads_to_the_decision(held, practice: Practice):
    cole = sign_in(Client(), practice.staff["cole"].id)
    address = f"/imports/{held.run_id}/who/"
    assert address in cole.get("/imports/").content.decode()
    page = cole.get(address).content.decode()
    assert "Mara Lindqvist" in page
    sent = cole.post(address, {"once": str(uuid4()), "who": "new", "reason": "asked"})
    assert (sent.status_code, sent.url) == (302, "/imports/")
    assert cole.get(address).status_code == 404
    reyes = sign_in(Client(), practice.staff["reyes"].id)
    assert "data-poll" in reyes.get(f"/imports/{held.run_id}/").content.decode()
