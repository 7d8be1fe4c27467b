"""A person is registered once: whoever may be here already is shown first, and never more of them than one may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.clinical.moment import PartialDate
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.people import merge_records, open_chart, register_person, revise_details
from plait.coordination.people.register_person import Alike, Command, Registered
from plait.coordination.people.registration import Beside, Details, details_of, may_be_a_minor
from plait.coordination.people.revise_details import Meanwhile
from plait.foundation.clock import now
from plait.foundation.idempotency import Once
from plait.foundation.ids import new_id
from plait.records.audit.models import AuditEvent
from plait.records.people import linking, queries
from plait.records.people.models import Patient, PatientDetails
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

NEW = Details(given="Bea", family="Oyelaran", birth_date=PartialDate.parse("1988-07-14"), phones=("646 555 0109",))
MARA = Details(given="Mara", family="Lindqvist", birth_date=PartialDate.parse("1992-05-02"))
INES = Details(given="Ines", family="OHara", birth_date=PartialDate.parse("1956-11-30"))


@pytest.fixture(autouse=True)
def static(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def register(practice: Practice, who: str, command: Command | Details, once: Once | None = None) -> Any:
    command = command if isinstance(command, Command) else Command(command)
    return register_person.commit(command, actor=practice.staff[who], at=practice.at, once=once or Once(new_id(), ""))


def test_the_coordinator_registers_and_chooses_who_treats(practice: Practice) -> None:
    reyes = practice.staff["reyes"]
    command = Command(
        replace(NEW, languages=("Yoruba", "English"), interpreter=True, address={"city": "Albany"}),
        beside=Beside("guardian", "Ade Oyelaran", "father", "646 555 0110"),
        treating=((reyes.practitioner_id, "prescriber"),),
    )
    once = Once(new_id(), "")
    done = register(practice, "cole", command, once)
    assert register(practice, "cole", command, once) == done, "sent twice, registered once"
    assert Patient.objects.filter(number=done.number).count() == 1
    known = queries.patient(done.patient_id)
    assert details_of(known) == command.details
    assert [r.name for r in queries.relations(done.patient_id)] == ["Ade Oyelaran"]
    assert open_chart.read(done.patient_id, actor=reyes, at=practice.at).header.called == "Bea"
    with pytest.raises(door.Denied):
        open_chart.read(done.patient_id, actor=practice.staff["ortiz"], at=practice.at)


def test_a_clinician_who_registers_is_on_the_team_and_nobody_else(practice: Practice) -> None:
    other = practice.staff["reyes"].practitioner_id
    done = register(practice, "ortiz", Command(NEW, treating=((other, "prescriber"),)))
    assert [m.name for m in queries.care_team(done.patient_id)] == ["J. Ortiz"]


@pytest.mark.hazard("H-070")
def test_who_is_here_already_is_shown_before_anything_is_written(practice: Practice) -> None:
    before = Patient.objects.count()
    alike = register(practice, "cole", MARA)
    assert isinstance(alike, Alike)
    assert [(o.sure, r.name) for o, r in alike.shown] == [("strong", "Mara Lindqvist")]
    assert Patient.objects.count() == before
    unread = register(practice, "cole", Command(MARA, another="She has a twin."))
    assert isinstance(unread, Alike), "a reason for what was not shown is none"
    done = register(practice, "cole", Command(MARA, another="Her cousin of the same name.", seen=alike.seal))
    assert isinstance(done, Registered)
    assert linking.kept_apart(done.patient_id) == {practice.people["mara"]}
    choice = merge_records.choose(done.patient_id, "", actor=practice.staff["cole"], at=practice.at)
    assert choice.alike == (), "nobody is asked again about the two"


def test_of_somebody_else_s_person_only_that_there_is_one(practice: Practice) -> None:
    alike = register(practice, "both", MARA)  # at the same site, not on the team
    assert (alike.shown, alike.elsewhere) == ((), ("Main",))
    alike = register(practice, "cole", INES)  # at the other site
    assert (alike.shown, alike.elsewhere) == ((), ("Far",))
    page = _send(practice, "cole", given="Ines", family="OHara", birth_date="1956-11-30").content.decode()
    assert "alike is registered at Far" in page
    for secret in (
        "O&#x27;Hara",
        "212 555 0142",
        str(practice.people["ines"]),
        queries.patient(practice.people["ines"]).number,
    ):
        assert secret not in page
    event = AuditEvent.objects.filter(action="people.register").latest("id")
    assert practice.people["ines"] in event.patients, "who was found is accounted for"


IMPOSSIBLE = (
    (Details("", " "), "given"),
    (replace(NEW, birth_date=PartialDate.parse("2031")), "birth_date"),
    (replace(NEW, birth_date=PartialDate.parse("1880")), "birth_date"),
    (replace(NEW, sex_for_clinical_use="both"), "sex_for_clinical_use"),
)


def test_what_cannot_be_true_is_refused(practice: Practice) -> None:
    for details, field in IMPOSSIBLE:
        refused = register(practice, "cole", details)
        assert isinstance(refused, Refused)
        assert refused.field == field


def test_only_own_staff_can_be_chosen_and_administrators_register_nobody(practice: Practice) -> None:
    far = practice.staff["far"].practitioner_id
    assert register(practice, "cole", Command(NEW, treating=((far, "prescriber"),))).reason == "treating"
    with pytest.raises(door.Denied):
        register(practice, "admin", NEW)


def test_a_minor_by_the_birth_date_is_a_hint() -> None:
    today = date(2026, 11, 24)
    assert may_be_a_minor(PartialDate.parse("2008-11-25"), today)
    assert not may_be_a_minor(PartialDate.parse("2008-11-24"), today)
    assert may_be_a_minor(PartialDate.parse("2008"), today)
    assert not may_be_a_minor(None, today)


def revise(practice: Practice, who: str, seen: int, details: Details) -> Any:
    command = revise_details.Command(practice.people["mara"], seen, details)
    return revise_details.commit(command, actor=practice.staff[who], at=practice.at, once=Once(new_id(), ""))


def test_every_revision_stays_with_who_and_when(practice: Practice) -> None:
    read = revise_details.read(practice.people["mara"], actor=practice.staff["cole"], at=practice.at)
    changed = replace(read.details, family="Keller", phones=("646 555 0171",))
    assert revise(practice, "cole", read.sequence, changed) == practice.people["mara"]
    revise(practice, "ortiz", 2, replace(changed, preferred_name="Maja"))
    assert revise(practice, "ortiz", 3, replace(changed, preferred_name="Maja")) == practice.people["mara"]
    read = revise_details.read(practice.people["mara"], actor=practice.staff["reyes"], at=practice.at)
    told = [(one.by, [(c.name, c.before, c.after) for c in one.changes]) for one in read.revisions]
    assert told == [
        ("J. Ortiz", [("preferred_name", "", "Maja")]),
        ("S. Cole", [("family", "Lindqvist", "Keller"), ("phones", ("+1 212 555 0142",), ("646 555 0171",))]),
        ("Plait", []),
    ]
    assert queries.find(practice.staff["cole"], practice.at, "maja keller")[0]
    with pytest.raises(door.Denied):
        revise(practice, "both", 3, changed)


def test_of_two_at_once_the_second_is_told_and_loses_nothing(practice: Practice) -> None:
    mara = details_of(queries.patient(practice.people["mara"]))
    revise(practice, "cole", 1, replace(mara, family="Keller", phones=("646 555 0171",)))
    told = revise(practice, "ortiz", 1, replace(mara, preferred_name="Maja", phones=("718 555 0199",)))
    assert isinstance(told, Meanwhile)
    assert (told.details.family, told.details.preferred_name) == ("Keller", "Maja")
    assert told.details.phones == ("718 555 0199",), "what was typed stays, and is decided by whoever typed it"
    assert PatientDetails.objects.filter(patient_id=practice.people["mara"]).count() == 2
    assert revise(practice, "ortiz", told.revising.sequence, told.details) == practice.people["mara"]
    known = queries.patient(practice.people["mara"])
    assert (known.family, known.preferred_name, known.phones) == ("Keller", "Maja", ("718 555 0199",))


def _client(practice: Practice, who: str) -> Client:
    return sign_in(Client(), practice.staff[who].id)


def _send(practice: Practice, who: str, **fields: str) -> Any:
    data = {"once": str(uuid4()), **fields}
    return _client(practice, who).post(reverse("people:register"), data)


def test_the_page_registers_warns_and_goes_on(practice: Practice) -> None:
    wrong = _send(practice, "cole", birth_date="14.7.1988", phones="12", emails="nobody")
    assert wrong.status_code == 422
    assert wrong.content.decode().count('href="#id_') == 3
    warned = _send(practice, "cole", given="Mara", family="Lindqvist", birth_date="1992-05-02")
    page = warned.content.decode()
    assert warned.status_code == 200
    assert "Very likely the same person" in page
    assert reverse("people:contact", args=[practice.people["mara"]]) in page
    seal = page.split('name="seal" value="')[1].split('"')[0]
    fields = {"given": "Mara", "family": "Lindqvist", "birth_date": "1992-05-02", "seal": seal}
    assert _send(practice, "cole", **fields).status_code == 422, "how do you know?"
    done = _send(practice, "cole", **fields, another="A cousin.")
    assert done.status_code == 302
    contact = _client(practice, "cole").get(done["Location"])
    assert "Mara Lindqvist" in contact.content.decode()


def test_the_pages_of_revising_merging_and_undoing(practice: Practice) -> None:
    mara = practice.people["mara"]
    practice.at = now().plus(days=-1)
    done = register(practice, "cole", replace(NEW, given="Maja", family="Lindqvist"))
    client = _client(practice, "cole")
    form = client.get(reverse("people:revise", args=[mara])).content.decode()
    assert 'value="Lindqvist"' in form
    saved = client.post(
        reverse("people:revise", args=[mara]),
        {"once": str(uuid4()), "seen": "1", "given": "Mara", "family": "Keller", "birth_date": "1992-05-02"},
    )
    assert saved.status_code == 302
    assert "Lindqvist → <b>Keller</b>" in client.get(reverse("people:revise", args=[mara])).content.decode()
    found = client.get(reverse("people:merge", args=[mara]), {"q": "maja"}).content.decode()
    compare = reverse("people:merge-with", args=[mara, done.patient_id])
    assert compare in found
    assert "Which record goes on?" in client.get(compare).content.decode()
    merged = client.post(compare, {"once": str(uuid4()), "surviving": str(mara), "reason": "Same card."})
    assert merged["Location"] == reverse("people:contact", args=[mara])
    link = linking.links_under(mara)[0].thread
    undo = reverse("people:merge-undo", args=[mara, link])
    assert undo in client.get(merged["Location"]).content.decode()
    assert "Nothing was written since." in client.get(undo).content.decode()
    assert client.post(undo, {"once": str(uuid4()), "reason": ""}).status_code == 422
    assert client.post(undo, {"once": str(uuid4()), "reason": "Two people."}).status_code == 302
    assert client.get(undo).status_code == 404
    assert _client(practice, "reyes").get(compare).status_code == 404
    stranger = reverse("people:merge-with", args=[mara, UUID(int=5)])
    assert client.get(stranger).status_code == 404
