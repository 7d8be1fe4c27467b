"""Emergency access: an hour, a reason, no oracle, everything listed, and a review by somebody else."""

from __future__ import annotations

import re
import threading
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.people import end_emergency_access, open_chart, open_in_emergency, review_emergency
from plait.coordination.people.open_in_emergency import MOST_TRIES, NO_MATCH, Command, Opened
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.knowledge.formulary import formulary
from plait.records.audit.models import AuditEvent
from plait.records.medication import actions as medication
from plait.records.people import actions as people
from plait.records.people import duties, linking
from plait.records.people.models import EmergencyAccess
from plait.records.tasks.models import Task
from plait.records.therapy import actions as therapy
from tests.integration.conftest import Practice, build_practice
from tests.signed_in import sign_in

THEO = Command("Theo Brandt", date(2010, 3, 9), "at-risk", "Found on the doorstep")


@pytest.fixture(autouse=True)
def quick(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def once() -> Once:
    return Once(uuid4(), "x")


def ask(practice: Practice, who="ortiz", command=THEO, at=None, key=None):
    return open_in_emergency.commit(command, actor=practice.staff[who], at=at or practice.at, once=key or once())


def lead(practice: Practice, who="cole"):
    """Somebody as privacy lead, with the actor that they are from then on."""
    from dataclasses import replace

    actor = practice.staff[who]
    duties.name_holder(
        Stamp(SYSTEM, practice.at), duties.PRIVACY_LEAD, actor.practitioner_id, practice.at.day(actor.zone)
    )
    practice.staff[who] = replace(actor, duties=(duties.PRIVACY_LEAD,))
    return practice.staff[who]


def look(practice: Practice, who="ortiz", person="theo", at=None):
    return open_chart.read(practice.people[person], actor=practice.staff[who], at=at or practice.at)


@pytest.mark.hazard("H-040")
def test_a_chart_stands_open_for_an_hour_and_no_longer(practice):
    with pytest.raises(door.Denied):
        look(practice)
    opened = ask(practice)
    assert opened == Opened(practice.people["theo"], practice.at.plus(seconds=3600))
    assert look(practice, at=practice.at.plus(seconds=3599)).header.emergency.ends_at == opened.ends_at
    with pytest.raises(door.Denied):
        look(practice, at=practice.at.plus(seconds=3600))
    with pytest.raises(door.Denied):
        look(practice, at=practice.at.plus(seconds=-1))


def test_it_is_open_to_that_clinician_in_that_role_alone(practice):
    ask(practice, "both")
    for who in ("reyes", "ortiz", "cole", "admin"):
        with pytest.raises(door.Denied):
            look(practice, who)
    from dataclasses import replace

    other_role = replace(practice.staff["both"], acting_role="therapist")
    with pytest.raises(door.Denied):
        open_chart.read(practice.people["theo"], actor=other_role, at=practice.at)


@pytest.mark.parametrize("who", ["cole", "admin"])
def test_only_clinicians_may_ask(practice, who):
    with pytest.raises(door.Denied):
        ask(practice, who)


@pytest.mark.hazard("H-041")
def test_nobody_learns_who_is_in_care(practice):
    """Unknown, wrong day, and two of one name: the same words, the same audit event, the same queries."""
    for born in ("1990-01-01", "1990-01-01"):
        people.register_patient(
            Stamp(SYSTEM, practice.at),
            site_id=practice.sites["main"],
            details={"given": "Ann", "family": "Li", "birth_date": born},
        )
    answers, asked = [], []
    for name, born in (
        ("Nobody Here", date(1950, 1, 1)),
        ("Theo Brandt", date(2010, 3, 8)),
        ("Ann Li", date(1990, 1, 1)),
    ):
        with CaptureQueriesContext(connection) as caught:
            answers.append(ask(practice, command=Command(name, born, "other", "x")))
        asked.append([q["sql"].split(" WHERE ")[0][:80] for q in caught.captured_queries if "POINT" not in q["sql"]])
    assert answers[0] == answers[1] == answers[2]
    assert asked[0] == asked[1] == asked[2]
    events = AuditEvent.objects.filter(action="people.open-in-emergency")
    assert {(e.outcome, e.detail, tuple(e.patients), e.purpose) for e in events} == {
        ("denied", NO_MATCH, (), "emergency")
    }
    assert not EmergencyAccess.objects.exists()
    assert not Task.objects.exists()


@pytest.mark.parametrize("name", ["Theo", "Brandt", "Theo B", "Theo Brandt Brandt", "", "theo%"])
def test_less_than_the_full_name_opens_nobody(practice, name):
    assert isinstance(ask(practice, command=Command(name, THEO.birth_date, "other", "x")), Refused)


@pytest.mark.parametrize("name", ["theo brandt", "BRANDT, Theo", "  Théo   Brandt "])
def test_case_accents_and_order_do_not_matter(practice, name):
    assert isinstance(ask(practice, command=Command(name, THEO.birth_date, "other", "x")), Opened)


def test_a_reason_and_words_are_needed(practice):
    assert ask(practice, command=Command("Theo Brandt", THEO.birth_date, "curious", "x")).field == "reason"
    assert ask(practice, command=Command("Theo Brandt", THEO.birth_date, "at-risk", "  ")).field == "note"


@pytest.mark.hazard("H-041")
def test_tries_are_few_whatever_came_of_them(practice):
    wrong = Command("Theo Brandt", date(2010, 3, 8), "other", "x")
    for _ in range(MOST_TRIES - 1):
        assert ask(practice, command=wrong).reason == "nobody"
    assert isinstance(ask(practice), Opened)
    assert ask(practice).reason == "wait"
    assert ask(practice, command=wrong).reason == "wait"
    assert ask(practice, "reyes", command=wrong).reason == "nobody"  # each clinician for themself
    later = practice.at.plus(seconds=15 * 60)
    assert ask(practice, command=wrong, at=later).reason == "nobody"


def test_a_request_sent_twice_is_one_access_and_another_needs_a_reason_of_its_own(practice):
    key = once()
    assert ask(practice, key=key) == ask(practice, key=key)
    assert EmergencyAccess.objects.count() == 1
    ask(practice, at=practice.at.plus(seconds=60), command=Command("Theo Brandt", THEO.birth_date, "other", "again"))
    assert [a.reason for a in EmergencyAccess.objects.order_by("starts_at")] == ["at-risk", "other"]


def test_who_treats_the_person_needs_no_emergency(practice):
    mara = Command("Mara Lindqvist", date(1992, 5, 2), "other", "x")
    assert ask(practice, command=mara) == Opened(practice.people["mara"], None)
    assert not EmergencyAccess.objects.exists()


def test_leaving_ends_it_at_once(practice):
    ask(practice)
    access = EmergencyAccess.objects.get()
    at = practice.at.plus(seconds=600)
    with pytest.raises(door.Denied):
        end_emergency_access.commit(
            end_emergency_access.Command(access.id), actor=practice.staff["reyes"], at=at, once=once()
        )
    for _ in range(2):
        end_emergency_access.commit(
            end_emergency_access.Command(access.id), actor=practice.staff["ortiz"], at=at, once=once()
        )
    with pytest.raises(door.Denied):
        look(practice, at=at)
    read = review_emergency.read(access.id, actor=lead(practice), at=at)
    assert read.access.ended_at == at


def test_it_works_on_either_of_two_merged_records(practice):
    """The record that was merged is read under the other one: both names open it, and both addresses answer."""
    theo, ines = practice.people["theo"], practice.people["ines"]
    stamp = Stamp(SYSTEM, practice.at)
    linking.link_records(stamp, patient_id=ines, person_id=theo, reason="the same")
    people.refresh_people([ines, theo])
    assert ask(practice, command=Command("Ines O'Hara", date(1956, 11, 30), "other", "x")).patient_id == theo
    assert look(practice).header.emergency is not None
    with pytest.raises(door.Moved):
        look(practice, person="ines")
    assert door.relation_of(practice.staff["ortiz"], practice.at, theo)[0] == "emergency"
    assert door.relation_of(practice.staff["ortiz"], practice.at, practice.people["mara"])[0] == "treats"


def test_what_is_done_is_noted_as_an_emergency_and_shown_to_those_who_treat(practice):
    people.join_care_team(
        Stamp(SYSTEM, practice.at),
        patient_id=practice.people["theo"],
        practitioner_id=practice.staff["reyes"].practitioner_id,
        role="prescriber",
        starts_at=now(),
    )
    ask(practice, at=now())
    client = sign_in(Client(), practice.staff["ortiz"].id)
    theo = practice.people["theo"]
    page = client.get(f"/people/{theo}/").content.decode()
    assert "Emergency access until" in page
    assert "Leave this chart now" in page
    assert f"/people/{theo}/who-looked/" not in page
    assert set(
        AuditEvent.objects.filter(patients=[theo], recorded_as="therapist").values_list("purpose", flat=True)
    ) == {"emergency"}
    seen = sign_in(Client(), practice.staff["reyes"].id).get(f"/people/{theo}/who-looked/").content.decode()
    assert "Opened the chart in an emergency" in seen
    assert "in an emergency" in seen


@pytest.mark.hazard("H-042")
def test_the_privacy_lead_is_told_once_and_reviews(practice):
    reviewer, key = lead(practice), once()
    ask(practice, key=key)
    ask(practice, key=key)
    look(practice)
    task = Task.objects.get()
    assert (task.kind, task.owner_role, task.patient_id, task.status) == (
        "review-emergency-access",
        "privacy-lead",
        None,
        "requested",
    )
    access = EmergencyAccess.objects.get()
    assert task.cause_id == access.id
    read = review_emergency.read(access.id, actor=reviewer, at=practice.at)
    assert [step.action for step in read.steps] == [*["people.open-in-emergency"] * 2, "people.open-chart"]
    assert (read.access.patient_name, read.own) == ("Theo Brandt", False)
    with pytest.raises(door.Denied):
        look(practice, "cole")
    said = review_emergency.Command(access.id, "question", "")
    assert review_emergency.commit(said, actor=reviewer, at=practice.at, once=once()).field == "note"
    for finding, status in (("question", "requested"), ("appropriate", "completed")):
        said = review_emergency.Command(access.id, finding, "Asked")
        review_emergency.commit(said, actor=reviewer, at=practice.at.plus(seconds=60), once=once())
        assert Task.objects.get().status == status
    assert [k.finding for k in review_emergency.read(access.id, actor=reviewer, at=practice.at).access.looks] == [
        "question",
        "appropriate",
    ]


@pytest.mark.hazard("H-042")
def test_nobody_reviews_their_own_and_without_a_lead_the_administrators_are_told(practice):
    reviewer = lead(practice, "ortiz")
    ask(practice)
    access = EmergencyAccess.objects.get()
    own = review_emergency.Command(access.id, "appropriate", "")
    assert review_emergency.commit(own, actor=reviewer, at=practice.at, once=once()).reason == "own"
    assert sorted(Task.objects.values_list("kind", "owner_role")) == [
        ("name-privacy-lead", "administrator"),
        ("review-emergency-access", "privacy-lead"),
    ]
    page = sign_in(Client(), practice.staff["admin"].id).get("/accounts/").content.decode()
    assert "nobody may review it" in page


@pytest.mark.parametrize("who", ["reyes", "cole", "admin"])
def test_without_the_duty_there_is_nothing_to_review(practice, who):
    ask(practice)
    client = sign_in(Client(), practice.staff[who].id)
    access = EmergencyAccess.objects.get()
    assert client.get("/emergency-accesses/").status_code == 404
    theirs, nobody = (client.get(f"/emergency-accesses/{one}/") for one in (access.id, uuid4()))
    assert (theirs.status_code, theirs.content) == (404, nobody.content)


@pytest.mark.hazard("H-040")
def test_what_an_emergency_opens_and_what_not(practice):
    """Reads and the writes of an emergency; no course of therapy, no care team, no who looked."""
    theo = practice.people["theo"]
    ask(practice, "ortiz", at=now())
    ask(practice, "reyes", at=now())
    therapist = sign_in(Client(), practice.staff["ortiz"].id)
    prescriber = sign_in(Client(), practice.staff["reyes"].id)
    for client in (therapist, prescriber):
        for page in ("", "medication/", "therapy/", "scores/", "problems/", "contact/"):
            assert client.get(f"/people/{theo}/{page}").status_code == 200, page
        for page in ("problems/allergy/", "problems/pregnancy/", "problems/life-event/", "scores/phq-9/"):
            assert client.get(f"/people/{theo}/{page}").status_code == 200, page
        assert client.get(f"/people/{theo}/who-looked/").status_code == 404
    assert therapist.get(f"/people/{theo}/medication/start/").status_code == 404
    assert prescriber.get(f"/people/{theo}/medication/start/").status_code == 200
    assert therapist.get(f"/people/{theo}/therapy/start/").status_code == 404
    assert "Start a course" not in therapist.get(f"/people/{theo}/therapy/").content.decode()


def test_who_signed_in_a_while_ago_confirms_first_and_loses_nothing(practice, settings):
    settings.DEMO = False
    client = sign_in(Client(), practice.staff["ortiz"].id, began=600)
    typed = {
        "once": str(uuid4()),
        "name": "Theo Brandt",
        "birth_date": "2010-03-09",
        "reason": "at-risk",
        "note": "Here",
    }
    assert client.get("/emergency/")["Location"] == "/confirm/?next=%2Femergency%2F"
    late = client.post("/emergency/", typed)
    assert (late.status_code, b"/confirm/?next=%2Femergency%2F" in late.content) == (422, True)
    assert not EmergencyAccess.objects.exists()
    client.post("/confirm/?next=/emergency/", {"password": "correct horse staple"})
    assert "Theo Brandt" in client.get("/emergency/").content.decode()
    assert client.post("/emergency/", typed)["Location"] == f"/people/{practice.people['theo']}/"


def test_twenty_tries_at_once_are_still_five(fresh_database):
    practice = build_practice(now())
    wrong, found = Command("Theo Brandt", date(2010, 3, 8), "other", "x"), []

    def one_try() -> None:
        outcome = ask(practice, command=wrong)
        found.append(outcome.reason if isinstance(outcome, Refused) else "opened")
        connections["default"].close()

    threads = [threading.Thread(target=one_try) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["nobody"] * MOST_TRIES + ["wait"] * 15


@pytest.mark.parametrize("who", ["ortiz", "reyes"])
def test_no_link_of_a_chart_open_in_an_emergency_leads_nowhere(practice, who):
    """What an emergency does not open is not offered either."""
    theo, at = practice.people["theo"], now().plus(days=-20)
    stamp = Stamp(SYSTEM, at)
    common = {"patient_id": theo, "effective_at": at}
    medication.start(
        stamp,
        medicine=formulary().medicine("312941"),
        prescriber_id=None,
        prescriber_name="",
        dose=Dose.parse("50", "mg"),
        timing=Timing("daily"),
        **common,
    )
    therapy.start_course(stamp, modality="cbt", format="individual", started_on=at.day("UTC"), **common)
    ask(practice, who, at=now())
    client, seen, waiting = sign_in(Client(), practice.staff[who].id), set(), [f"/people/{theo}/"]
    while waiting:
        address = waiting.pop()
        page = client.get(address)
        assert page.status_code == 200, address
        found = re.findall(r'href="(/(?:people|orders|courses|appointments)/[^"#?]+)', page.content.decode())
        new = {link for link in found if link not in seen}
        seen |= new
        waiting += sorted(new)
    assert len(seen) > 10
