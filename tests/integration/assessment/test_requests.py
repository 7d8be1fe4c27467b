"""What may be asked of whom and how, who may ask, and what happens when nobody answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.clinical.coding import CodeableConcept
from plait.clinical.refusal import Refused
from plait.clinical.situation import Problem
from plait.coordination.assessment import (
    call_off_request,
    follow_up_requests,
    note_reminder,
    read_requests,
    renew_request_link,
    request_measures,
)
from plait.coordination.consequences.measure_requests import Asked
from plait.coordination.consequences.measure_schedule import measures_for
from plait.coordination.door import Denied
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.assessment import requests
from plait.records.assessment.models import MeasureLink, MeasureRequest, MeasureRequestEvent
from plait.records.people import actions as people
from plait.records.people import linking
from plait.records.tasks.models import Task
from tests.integration.assessment.asking import Phone, ask, once, open_hours
from tests.integration.conftest import Practice
from tests.signed_in import sign_in


@pytest.fixture(autouse=True)
def plain_static(settings) -> None:
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}


def command(practice: Practice, *instruments: str, channel: str = "link", language: str = "en"):
    day = now().day("UTC") + timedelta(days=3)
    return request_measures.Command(practice.people["mara"], instruments, "course", channel, language, day)


def tried(practice: Practice, *instruments: str, **how: str):
    return request_measures.commit(
        command(practice, *instruments, **how), actor=practice.staff["reyes"], at=now(), once=once()
    )


@pytest.mark.hazard("H-121")
def test_without_a_roster_what_asks_about_harm_is_not_sent_and_loses_no_question(practice: Practice):
    refused = tried(practice, "gad-7", "phq-9")
    assert isinstance(refused, Refused)
    assert refused.reason == "nobody-looks"
    assert MeasureRequest.objects.count() == 0
    assert isinstance(tried(practice, "gad-7"), Asked)
    assert isinstance(tried(practice, "phq-9", channel="tablet"), Asked), "in the room somebody is there"
    open_hours(practice)
    assert isinstance(tried(practice, "phq-9"), Asked)


@pytest.mark.parametrize(
    ("instruments", "how", "reason"),
    [
        (("c-ssrs-screener",), {}, "asked-by-clinician"),
        ((), {}, "instruments"),
        (("nothing",), {}, "instruments"),
        (("gad-7",), {"language": "fr"}, "language"),
    ],
)
def test_what_cannot_be_answered_alone_is_refused(practice: Practice, instruments, how, reason):
    open_hours(practice)
    refused = tried(practice, *instruments, **how)
    assert isinstance(refused, Refused)
    assert refused.reason == reason


def test_only_who_treats_the_person_asks(practice: Practice):
    for who in ("cole", "admin", "far", "both"):
        with pytest.raises(Denied):
            request_measures.commit(command(practice, "gad-7"), actor=practice.staff[who], at=now(), once=once())
    asked = ask(practice)
    for who in ("cole", "far"):
        with pytest.raises(Denied):
            call_off_request.commit(asked.request_id, actor=practice.staff[who], at=now(), once=once())


def test_the_token_is_shown_once_and_only_its_hash_is_kept(practice: Practice):
    key, asking = once(), command(practice, "gad-7")
    asked = request_measures.commit(asking, actor=practice.staff["reyes"], at=now(), once=key)
    again = request_measures.commit(asking, actor=practice.staff["reyes"], at=now(), once=key)
    assert isinstance(asked, Asked)
    assert isinstance(again, Asked)
    assert asked.token
    assert again == Asked(asked.request_id, practice.people["mara"], None)
    (link,) = MeasureLink.objects.all()
    assert asked.token not in {str(value) for value in vars(link).values()}


def test_a_new_link_ends_the_one_before_and_calling_off_ends_all(practice: Practice):
    first = ask(practice)
    second = renew_request_link.commit(first.request_id, "link", actor=practice.staff["ortiz"], at=now(), once=once())
    assert isinstance(second, Asked)
    assert Phone(first.token).get().status_code == 404
    assert Phone(second.token).get().status_code == 200
    call_off_request.commit(first.request_id, actor=practice.staff["reyes"], at=now(), once=once())
    assert Phone(second.token).get().status_code == 404
    told = list(MeasureRequestEvent.objects.order_by("recorded_at").values_list("what", flat=True))
    assert told == ["asked", "link-made", "link-made", "cancelled"]


@pytest.mark.hazard("H-122")
def test_two_reminders_then_one_task_however_often_the_worker_runs(practice: Practice):
    asked, reyes = ask(practice), practice.staff["reyes"]
    late = now().plus(days=9)
    for number in (1, 2):
        note_reminder.commit(asked.request_id, actor=reyes, at=now().plus(days=3 * number), once=once())
    enough = note_reminder.commit(asked.request_id, actor=reyes, at=late, once=once())
    assert isinstance(enough, Refused)
    assert follow_up_requests.run(actor=SYSTEM, at=now().plus(days=5)).tasks == 0
    assert [follow_up_requests.run(actor=SYSTEM, at=late).tasks for _ in range(2)] == [1, 0]
    task = Task.objects.get(kind="ask-for-measures")
    assert (task.cause_id, task.patient_id, task.owner_role) == (
        asked.request_id,
        practice.people["mara"],
        "coordinator",
    )
    (missed,) = read_requests.missed(actor=reyes, at=late)
    assert missed.request.request_id == asked.request_id
    assert read_requests.missed(actor=practice.staff["far"], at=late) == ()
    call_off_request.commit(asked.request_id, actor=reyes, at=late, once=once())
    task.refresh_from_db()
    assert task.status == "cancelled"
    assert follow_up_requests.run(actor=SYSTEM, at=late.plus(days=30)).tasks == 0


def test_on_either_of_two_merged_records(practice: Practice):
    stamp, mara = Stamp(SYSTEM, practice.at), practice.people["mara"]
    other = people.register_patient(stamp, site_id=practice.sites["main"], details={"given": "M", "family": "L"})
    asked = ask(practice)
    MeasureRequest.objects.filter(pk=asked.request_id).update(patient_id=other)
    assert requests.of_patient(mara, now()) == ()
    linking.link_records(stamp, patient_id=other, person_id=mara, reason="She showed both cards.")
    people.refresh_people([other, mara])
    assert [one.request_id for one in requests.of_patient(mara, now())] == [asked.request_id]
    assert Phone(asked.token).get().status_code == 200


def test_one_measure_is_proposed_for_a_problem_and_none_beside_one_in_use():
    told = [
        Problem(CodeableConcept("Major depressive disorder, recurrent")),
        Problem(CodeableConcept("Anxiety"), "resolved"),
    ]
    assert [one.id for one in measures_for(told, {})] == ["phq-9"]
    assert [one.id for one in measures_for(told, {"qids-sr16": now().day("UTC")})] == ["qids-sr16"]
    assert measures_for([], {}) == []
    for words, measure in (("Post-traumatic stress disorder", "pcl-5"), ("Panic disorder", "gad-7")):
        assert [one.id for one in measures_for([Problem(CodeableConcept(words))], {})] == [measure]


def test_the_page_of_staff_shows_the_link_once_and_what_is_due(practice: Practice):
    client = sign_in(Client(), practice.staff["reyes"].id)
    page = reverse("assessment:measures", args=[practice.people["mara"]])
    assert "No roster yet" in client.get(page).content.decode()
    day = (now().day("UTC") + timedelta(days=3)).isoformat()
    fields = {"instruments": ["gad-7"], "channel": "link", "language": "en", "due_on": day, "why": "first"}
    shown = client.post(page, {"once": str(uuid4()), **fields})
    link = MeasureLink.objects.get()
    assert shown.status_code == 200
    assert "http://testserver/answer/" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    listed = client.get(page).content.decode()
    assert "waiting for answers" in listed
    assert "/answer/" not in listed
    again = client.post(reverse("assessment:request-link", args=[link.request_id]), {"once": str(uuid4())})
    assert "http://testserver/answer/" in again.content.decode()
