"""The coordinators answer who asked: the list, tries, registering, closing; what was handed over waits on the chart."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.coordination.people.register_person import ACTION as REGISTER
from plait.foundation.clock import now
from plait.records.audit.models import AuditEvent
from plait.records.intake.models import ContactEvent, ContactLink, ContactRequest
from plait.records.people.models import Patient
from plait.records.tasks.models import Task
from tests.integration.conftest import Practice
from tests.integration.contact.conftest import aid, ask, only, value_of
from tests.signed_in import sign_in


def as_(practice: Practice, name: str) -> Client:
    return sign_in(Client(), practice.staff[name].id)


def page_of(request_id: UUID) -> str:
    return reverse("contact:request", args=[request_id])


def test_the_coordinator_finds_it_on_the_day_and_among_the_tasks_and_in_the_list(practice: Practice):
    sent = ask(now(), about_name="", seeks="both")
    cole = as_(practice, "cole")
    for page in ("visits:today", "tasks:list", "contact:list"):
        assert page_of(sent.request_id) in cole.get(reverse(page)).content.decode(), page
    text = cole.get(page_of(sent.request_id)).content.decode()
    assert "I cannot sleep and I do not know whom to ask." in text
    assert "+1 212 555 0177" in text
    assert "may be left" in text
    assert "send none" in text
    shown = AuditEvent.objects.filter(action="intake.read-contact-request").get()
    assert str(sent.request_id) in shown.detail


@pytest.mark.parametrize("name", ["reyes", "ortiz", "admin", "far"])
def test_nobody_but_the_coordinators_reads_who_asked(practice: Practice, name: str):
    sent = ask(now())
    client = as_(practice, name)
    for page in (reverse("contact:list"), page_of(sent.request_id), page_of(uuid4())):
        assert client.get(page).status_code == 404, page
    wrong = client.post(reverse("contact:try", args=[sent.request_id]), {"once": uuid4(), "how": "reached"})
    assert wrong.status_code == 404
    assert not ContactEvent.objects.exists()


def test_tries_are_noted_in_one_tap_and_closing_needs_a_reason(practice: Practice):
    sent = ask(now())
    cole, here = as_(practice, "cole"), page_of(sent.request_id)
    early = cole.post(f"{here}close/", {"once": uuid4(), "reason": "not-reached"})
    assert early.status_code == 422
    once = uuid4()
    for _time in range(2):
        assert cole.post(f"{here}try/", {"once": once, "how": "no-answer"}).status_code == 302
    assert cole.post(f"{here}try/", {"once": uuid4(), "how": "a-dance"}).status_code == 422
    assert "no answer" in cole.get(here).content.decode()
    task = Task.objects.get(kind="answer-contact-request")
    assert task.status == "in-progress"
    assert cole.post(f"{here}close/", {"once": uuid4(), "reason": "not-reached", "note": "Twice."}).status_code == 302
    assert [event.what for event in ContactEvent.objects.order_by("recorded_at")] == ["tried", "closed"]
    task.refresh_from_db()
    assert task.status == "completed"
    assert cole.post(f"{here}try/", {"once": uuid4(), "how": "reached"}).status_code == 422
    listed = cole.get(reverse("contact:list")).content.decode()
    assert "Everybody has been answered" in listed
    assert "could not be reached" in listed


def test_whoever_is_registered_brings_what_they_wrote_and_their_sheet_waits_on_the_chart(practice: Practice):
    at = now()
    handed = {"aid": aid(at.plus(seconds=-1200)), "aid_agreed": True}
    sent = ask(at, name="Rowan Ellery", email="rowan@example.org", birth_date="1991-02-03", **handed)
    cole = as_(practice, "cole")
    address = f"{reverse('people:register')}?asked={sent.request_id}"
    form = cole.get(address).content.decode()
    typed = {name: value_of(form, name) for name in ("given", "family", "phones", "emails", "birth_date", "asked")}
    assert (typed["given"], typed["family"], typed["phones"]) == ("Rowan", "Ellery", "+1 212 555 0177")
    reyes = practice.staff["reyes"]
    typed |= {"once": str(uuid4()), "treating": f"{reyes.practitioner_id}:prescriber"}
    assert cole.post(reverse("people:register"), typed).status_code == 302
    patient = ContactLink.objects.get().patient_id
    assert Task.objects.get(kind="answer-contact-request").status == "completed"
    waits = Task.objects.get(kind="read-handed-over-prescriber")
    assert (waits.patient_id, waits.owner_id) == (patient, reyes.practitioner_id)
    chart = reverse("contact:of-person", args=[patient])
    doctor = as_(practice, "reyes")
    assert chart in doctor.get(reverse("tasks:list")).content.decode()
    assert chart in doctor.get(reverse("people:contact", args=[patient])).content.decode()
    text = doctor.get(chart).content.decode()
    for words in ("I cannot sleep", "I lean to: therapy", "Few side effects: matters a lot"):
        assert words in text
    assert cole.get(chart).status_code == 404, "a coordinator reads no chart"
    assert as_(practice, "far").get(chart).status_code == 404
    again = cole.post(reverse("people:register"), {**typed, "once": str(uuid4()), "another": "x"})
    assert again.status_code == 422
    assert ContactLink.objects.count() == 1
    assert AuditEvent.objects.filter(action=REGISTER, outcome="done", patients__contains=[patient]).exists()


def test_somebody_in_care_already_is_linked_by_number_of_the_own_site_only(practice: Practice):
    sent = ask(now())
    cole, here = as_(practice, "cole"), page_of(sent.request_id)
    mara, ines = (Patient.objects.get(pk=practice.people[name]) for name in ("mara", "ines"))
    for number in ("12", ines.number, "nothing"):
        assert cole.post(f"{here}link/", {"once": uuid4(), "number": number}).status_code == 422
    assert not ContactLink.objects.exists()
    assert cole.post(f"{here}link/", {"once": uuid4(), "number": mara.number}).status_code == 302
    assert only(list(ContactLink.objects.values_list("patient_id", flat=True))) == mara.pk
    assert reverse("people:contact", args=[mara.pk]) in cole.get(here).content.decode()


def test_what_was_not_agreed_to_is_not_kept(practice: Practice):
    ask(now(), aid=aid(now(), harm=True), aid_agreed=False)
    row = ContactRequest.objects.get()
    assert (row.aid, row.aid_name, row.aid_answered_at) == (None, "", None)
