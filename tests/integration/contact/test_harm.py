"""A sign of harm from the front door takes the one path: one flag, told to who covers, on the chart later."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from plait.coordination.consequences import harm_waiting
from plait.coordination.intake import read_contact_requests
from plait.coordination.safety import raise_alarm
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.records.people import duties
from plait.records.people.models import Patient
from plait.records.safety import actions
from plait.records.safety.models import Flag, OpenFlag
from plait.records.tasks import roster
from plait.records.tasks.models import Task
from tests.integration.conftest import Practice
from tests.integration.contact.conftest import aid, ask, only, typed
from tests.signed_in import sign_in

MINUTE = 60


def as_(practice: Practice, name: str) -> Client:
    return sign_in(Client(), practice.staff[name].id)


@pytest.fixture
def led(practice: Practice) -> Practice:
    """The practice manager is the safety lead."""
    duties.name_holder(
        Stamp(SYSTEM, practice.at), duties.SAFETY_LEAD, practice.staff["admin"].practitioner_id, date(2020, 1, 1)
    )
    return practice


def flagged(minutes: int = 0, **changes: object) -> UUID:
    """Somebody handed over an aid that speaks of harm, some minutes ago, answered an hour before; the flag."""
    at = now().plus(seconds=-MINUTE * minutes)
    ask(at, aid=aid(at.plus(seconds=-3600), harm=True), aid_agreed=True, **changes)
    return only(list(Flag.objects.values_list("pk", flat=True)))


@pytest.mark.hazard("H-150")
def test_an_aid_that_speaks_of_harm_opens_one_flag_with_the_time_of_its_answer(led: Practice):
    at, once = now(), Once(uuid4(), "asked")
    sent = ask(at, once=once, aid=aid(at.plus(seconds=-3600), harm=True), aid_agreed=True, danger="somebody-else")
    assert sent.harm
    assert ask(at.plus(seconds=5), once=once) == sent, "sent again, it is the same"
    flag = Flag.objects.get()
    assert (flag.cause_kind, flag.cause_id, flag.contact_request) == (
        "contact-request",
        sent.request_id,
        sent.request_id,
    )
    assert (flag.said_at, flag.recorded_at) == (at.plus(seconds=-3600).utc, at.utc)
    assert (flag.level, flag.whom, flag.items) == ("high", "both", [["9", 2]])
    assert sorted(
        Task.objects.exclude(kind="answer-contact-request").values_list("kind", "owner_role", "priority")
    ) == [
        ("find-clinician", "coordinator", "urgent"),
        ("risk-answer-of-nobody", "safety-lead", "urgent"),
    ]


def test_a_flag_is_about_a_patient_or_somebody_who_asked_never_both_or_neither(led: Practice):
    flagged()
    row = Flag.objects.get()
    for about in ({"patient_id": led.people["mara"]}, {"contact_request": None}):
        fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields} | {
            "id": uuid4(),
            "cause_id": uuid4(),
            **about,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Flag(**fields).save()


@pytest.mark.hazard("H-150")
def test_lead_and_clinicians_see_it_the_coordinator_is_told_whom_to_call_and_nobody_else_reads_it(led: Practice):
    flag = flagged(danger="somebody-else")
    address = reverse("safety:flag", args=[flag])
    for name in ("admin", "reyes", "ortiz", "far"):  # nobody is on call: the lead, and every clinician
        client = as_(led, name)
        listed = client.get(reverse("safety:list")).content.decode()
        assert address in listed, name
        page = client.get(address)
        assert page.status_code == 200, name
        assert "Rowan" in page.content.decode()
        assert "+1 212 555 0177" in page.content.decode()
        assert "Thoughts of being better off dead" in page.content.decode()
        assert "For me" in page.content.decode()
    cole = as_(led, "cole")
    for page in (reverse("safety:list"), reverse("contact:request", args=[Flag.objects.get().contact_request])):
        text = cole.get(page).content.decode()
        assert "Rowan" in text
        assert "call now: Dr. A. Reyes" in text
        assert reverse("safety:hand-over", args=[flag]) in text
        for answered in ("Thoughts of being better off dead", "I feel low most days", "Yes, somebody else is"):
            assert answered not in text
    assert cole.get(address).status_code == 404
    assert "call now" in cole.get(reverse("contact:list")).content.decode()


def test_only_who_is_on_call_acts_while_the_clinic_is_closed(led: Practice):
    stamp, today = Stamp(SYSTEM, led.at), now()
    ortiz, main = led.staff["ortiz"], led.sites["main"]
    closed = today.plus(days=2).day("America/New_York").weekday()  # a clinic that opens on another day only
    roster.open_hours(stamp, site_id=main, weekday=closed, opens=today.utc.time(), closes=today.utc.time())
    span = {"starts_at": today.plus(days=-1), "ends_at": today.plus(days=1)}
    roster.add_cover(stamp, kind=roster.AFTER_HOURS, covered_by=ortiz.practitioner_id, site_id=main, **span)
    address = reverse("safety:flag", args=[flagged()])
    assert as_(led, "ortiz").get(address).status_code == 200
    assert as_(led, "reyes").get(address).status_code == 404
    assert as_(led, "admin").get(address).status_code == 200, "the safety lead, always"


@pytest.mark.hazard("H-150")
def test_its_clock_runs_to_the_banner_and_the_alarm_without_a_worker(led: Practice):
    flagged(minutes=90)
    assert raise_alarm.read(actor=SYSTEM, at=now()).late == 1
    text = as_(led, "far").get(reverse("visits:today")).content.decode()
    assert "A sign of harm waits" in text
    assert harm_waiting.late(now())[0].reading.late


@pytest.mark.hazard("H-150")
def test_the_lead_acknowledges_hands_over_and_the_clinician_closes(led: Practice):
    flag = flagged()
    request_id = Flag.objects.get().contact_request
    here = reverse("safety:flag", args=[flag])
    admin, reyes, cole = (as_(led, name) for name in ("admin", "reyes", "cole"))
    closing = cole.post(reverse("contact:close", args=[request_id]), {"once": uuid4(), "reason": "answered"})
    assert closing.status_code == 422, "a sign of harm is open"
    assert admin.post(f"{here}acknowledge/", {"once": uuid4()}).status_code == 302
    assert OpenFlag.objects.get().waiting_since is None
    to = led.staff["reyes"].practitioner_id
    assert admin.post(f"{here}hand-over/", {"once": uuid4(), "to": to, "note": "Please call."}).status_code == 302
    assert OpenFlag.objects.get().waiting_since is not None
    assert reyes.post(f"{here}acknowledge/", {"once": uuid4()}).status_code == 302
    assert reyes.post(f"{here}contact/", {"once": uuid4(), "how": "reached", "note": "Safe."}).status_code == 302
    done = {"once": uuid4(), "disposition": "safe", "note": "Spoke, a plan for tonight."}
    assert reyes.post(f"{here}close/", done).status_code == 302
    assert not OpenFlag.objects.exists()
    assert not Task.objects.filter(kind__in=("find-clinician", "risk-answer-of-nobody"), status="requested").exists()
    assert reyes.get(here).status_code == 200, "who looked after it can read what came of it"
    assert as_(led, "ortiz").get(here).status_code == 404
    assert (
        cole.post(reverse("contact:close", args=[request_id]), {"once": uuid4(), "reason": "answered"}).status_code
        == 302
    )


@pytest.mark.hazard("H-150")
def test_once_registered_the_flag_stands_on_that_chart_and_is_still_the_only_one(led: Practice):
    flag = flagged()
    request_id, mara = Flag.objects.get().contact_request, Patient.objects.get(pk=led.people["mara"])
    cole = as_(led, "cole")
    linked = cole.post(reverse("contact:link", args=[request_id]), {"once": uuid4(), "number": mara.number})
    assert linked.status_code == 302
    assert Flag.objects.count() == 1
    reyes = as_(led, "reyes")
    for page in (reverse("people:chart", args=[mara.pk]), reverse("safety:of-person", args=[mara.pk])):
        assert reverse("safety:flag", args=[flag]) in reyes.get(page).content.decode(), page
    assert reyes.get(reverse("safety:flag", args=[flag])).status_code == 200
    assert as_(led, "far").get(reverse("safety:flag", args=[flag])).status_code == 404, "it is Mara's team's now"
    assert Task.objects.filter(kind="ask-about-risk-answer-prescriber", patient=mara).count() == 1
    before = list(OpenFlag.objects.values())
    actions.rebuild()
    assert list(OpenFlag.objects.values()) == before


@pytest.mark.hazard("H-150")
def test_what_a_coordinator_hears_on_the_phone_is_flagged_before_there_is_a_chart(led: Practice):
    request_id = ask(now()).request_id
    cole, here = as_(led, "cole"), reverse("contact:request", args=[request_id])
    said = {"whom": "self", "words": "She says she has had enough of everything."}
    assert as_(led, "ortiz").post(f"{here}flag/", {"once": uuid4(), **said}).status_code == 404
    assert cole.post(f"{here}flag/", {"once": uuid4(), "whom": "self"}).status_code == 422
    assert not Flag.objects.exists()
    assert cole.post(f"{here}flag/", {"once": uuid4(), **said}).status_code == 302
    flag = Flag.objects.get()
    assert (flag.contact_request, flag.patient_id, flag.level, flag.source) == (request_id, None, "high", "hand")
    assert "call now" in cole.get(here).content.decode()
    assert "had enough of everything" in as_(led, "reyes").get(reverse("safety:flag", args=[flag.pk])).content.decode()


def test_nothing_of_a_request_is_kept_without_its_flag(led: Practice, monkeypatch):
    monkeypatch.setattr("plait.records.safety.actions.open_flag", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        flagged()
    assert not Task.objects.exists()


def test_the_aid_is_asked_about_before_it_is_kept(led: Practice):
    assert Client().post("/contact?with=aid", typed(aid_agreed="on")).status_code == 303, "nothing is carried: no aid"
    assert not Flag.objects.exists()


@pytest.mark.hazard("H-150")
def test_however_many_wait_whoever_must_be_called_now_is_on_the_list(led: Practice, monkeypatch):
    for name in ("Ida", "Ben", "Rosa"):
        ask(now().plus(days=-2), name=name)
    flagged(name="Kim")
    monkeypatch.setattr(read_contact_requests, "MOST", 2)
    found = read_contact_requests.read(actor=led.staff["cole"], at=now())
    assert [one.name for one in found.waiting] == ["Kim", "Ida"]
    assert found.more
    page = as_(led, "cole").get(reverse("contact:list")).content.decode()
    assert "More people wait than stand here." in page
