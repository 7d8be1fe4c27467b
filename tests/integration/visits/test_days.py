"""The day on one screen: what is new, what is missing, who may see whom, in few questions to the database."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.coordination.visits import read_day, read_site_day
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.audit.models import AuditEvent
from plait.records.people import actions as people
from plait.records.tasks import actions as tasks
from plait.records.visits import queries
from tests.integration.conftest import NOW
from tests.integration.visits.conftest import ZONE, wall
from tests.integration.visits.story import between_visits
from tests.signed_in import sign_in

MOST_QUERIES = 15
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture(autouse=True)
def static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def today(clock: str = "12:00", days: int = 0) -> str:
    """A wall time of the real day: web pages ask the real clock."""
    return f"{now().day(ZONE) + timedelta(days=days)}T{clock}"


def page(desk, name: str, **asked: str) -> str:
    client = sign_in(Client(), desk.practice.staff[name].id)
    response = client.get(reverse("visits:today"), asked)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def day_of(desk, name: str, **asked):
    return read_day.read(actor=desk.who(name), at=NOW, **asked)


def test_a_line_tells_what_changed_since_the_last_visit_and_by_whom(desk):
    between_visits(desk.practice, desk.mara, now())
    desk.booked(today())
    told = re.sub(r"<[^>]+>", "", page(desk, "reyes"))
    for words in (
        "New allergy: penicillin",
        "Sertraline 50 → 100 mg Dr. L. Haddad",
        "PHQ-9 14 → 9",
        "Sodium 138 mmol/L",
        "1 session, 1 missed",
        "“Sleeps through again”",
        "Moved house",
        "Self-harm answered 1, PHQ-9",
    ):
        assert words in told, f"{words!r} is not in {told}"
    assert "allergies never asked" not in told


def test_only_a_visit_that_is_over_is_asked_how_it_ended_on_a_later_day_too(desk):
    over = desk.booked(wall(0, "09:00"))
    desk.booked(wall(0, "09:45"), minutes=60)
    desk.booked(wall(0, "15:00"))
    desk.booked(wall(1))
    ahead = day_of(desk, "reyes", day=NOW.day(ZONE) + timedelta(days=3))
    assert [one.appointment.appointment_id for one in ahead.left_open] == [over]


def test_a_therapist_reads_the_homework_and_not_their_own_line(desk):
    between_visits(desk.practice, desk.mara, now())
    desk.booked(today(), with_="ortiz", service="session")
    told = re.sub(r"<[^>]+>", "", page(desk, "ortiz"))
    assert "Homework: Three thought records" in told
    assert "1 missed" in told
    assert "Sleeps through again" not in told


def test_before_the_first_visit_the_line_says_so(desk):
    desk.booked(today())
    told = page(desk, "reyes")
    assert "First visit with you" in told
    assert "allergies never asked" in told


@pytest.mark.hazard("H-061")
def test_whom_a_clinician_does_not_treat_stands_without_a_name(desk):
    desk.booked(wall(0, "11:00"), patient="theo")
    desk.booked(wall(0, "12:00"))
    stranger, mara = day_of(desk, "reyes").lines
    assert (stranger.person, stranger.news, stranger.risk) == (None, (), None)
    assert mara.person.name == "Mara Lindqvist"
    assert list(AuditEvent.objects.latest("recorded_at").patients) == [desk.mara]
    desk.booked(today(), patient="theo")
    assert "Theo" not in page(desk, "reyes")


def test_a_visit_late_in_the_evening_belongs_to_the_day_of_the_site(desk):
    desk.booked(wall(0, "23:30"))
    desk.booked(wall(1, "00:00"))
    assert [line.appointment.local_start for line in day_of(desk, "reyes").lines] == [wall(0, "23:30")]
    tomorrow = NOW.day(ZONE) + timedelta(days=1)
    assert [line.appointment.local_start for line in day_of(desk, "reyes", day=tomorrow).lines] == [wall(1, "00:00")]


def test_a_visit_without_an_outcome_is_asked_about_and_missed_before_the_next(desk):
    desk.booked(wall(-4))
    desk.booked(wall(0, "12:00"))
    read = day_of(desk, "reyes")
    assert [one.appointment.local_start for one in read.left_open] == [wall(-4)]
    assert "outcome" in [one.what for one in read.lines[0].missing]


def test_an_empty_day_says_when_the_next_one_is_and_who_has_none(desk):
    assert day_of(desk, "reyes").next_ahead is None
    assert [one.person.name for one in day_of(desk, "reyes").unplanned] == ["Mara Lindqvist"]
    desk.booked(wall(6))
    read = day_of(desk, "reyes")
    assert read.next_ahead == queries.appointments(desk.mara)[0].starts_at
    assert (read.unplanned, read.unplanned_count) == ((), 0)
    assert "No visits today" in page(desk, "reyes")


def add_people(desk, number: int) -> list[UUID]:
    """People whom Dr. Reyes and J. Ortiz treat."""
    made = []
    for n in range(number):
        stamp = Stamp(SYSTEM, NOW.plus(days=-500 + n))
        patient = people.register_patient(
            stamp, site_id=desk.practice.sites["main"], details={"given": f"P{n}", "family": "Q", "birth_date": "1980"}
        )
        for name in ("reyes", "ortiz"):
            member = desk.practice.staff[name]
            people.join_care_team(
                stamp,
                patient_id=patient,
                practitioner_id=member.practitioner_id,
                role=member.acting_role,
                starts_at=stamp.at,
            )
        made.append(patient)
    return made


def test_who_has_waited_longest_without_a_visit_stands_first_and_the_dead_do_not_wait(desk):
    first, second, third, dead = add_people(desk, 4)
    for patient, days in ((first, 10), (second, 40), (desk.mara, 5)):
        desk.practice.people["x"] = patient
        meet(desk, patient, days)
    people.revise_details(Stamp(SYSTEM, NOW), dead, deceased="2026-10-01")
    read = day_of(desk, "reyes")
    assert [one.person.patient_id for one in read.unplanned] == [third, second, first, desk.mara]
    assert read.unplanned_count == 4
    as_therapist = day_of(desk, "ortiz")
    assert [one.last_met for one in as_therapist.unplanned] == [None] * 4


def meet(desk, patient: UUID, days: int) -> None:
    from plait.records.visits import actions

    reyes = desk.who("reyes")
    actions.record_encounter(
        Stamp(reyes, NOW.plus(days=-days)),
        patient_id=patient,
        started_at=NOW.plus(days=-days),
        kind="medication-visit",
        practitioner_id=reyes.practitioner_id,
    )


def asked(desk, name: str) -> list[str]:
    client = sign_in(Client(), desk.practice.staff[name].id)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(reverse("visits:today"))
    assert response.status_code == 200
    return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(NOT_QUERIES)]


@pytest.mark.parametrize("name", ["reyes", "ortiz", "cole"])
def test_a_day_takes_at_most_fifteen_queries_however_many_come(desk, name):
    between_visits(desk.practice, desk.mara, now())
    for number, patient in enumerate([desk.mara, *add_people(desk, 20)]):
        desk.practice.people[f"p{number}"] = patient
        for with_ in ("reyes", "ortiz"):
            service = "session" if with_ == "ortiz" else "follow-up"
            clock = f"{8 + number // 3:02}:{20 * (number % 3):02}"
            desk.booked(today(clock), patient=f"p{number}", with_=with_, service=service)
    sql = asked(desk, name)
    assert len(sql) <= MOST_QUERIES, "\n".join(one[:160] for one in sql)


CLINICAL = ("sertraline", "phq", "penicillin", "sodium", "house", "sleeps", "self-harm", "thought records")


@pytest.mark.hazard("H-061")
def test_the_coordinators_day_says_who_comes_and_nothing_clinical(desk):
    between_visits(desk.practice, desk.mara, now())
    desk.booked(today(), text="Needs a lift")
    desk.booked(today("13:00"), patient="theo")
    told = page(desk, "cole").lower()
    assert [words for words in CLINICAL if words in told] == []
    for words in ("mara lindqvist", "needs a lift", "+1 212 555 0142", "dr. a. reyes is not on the care team yet"):
        assert words in told
    assert told.count("is not on the care team yet") == 1, "of Mara's visit it is not said"


def test_the_coordinator_sees_who_has_not_come_who_is_alone_and_who_is_new(desk):
    desk.booked(wall(0, "09:30"))
    desk.booked(wall(0, "09:58"), patient="theo")
    newcomer = people.register_patient(
        Stamp(SYSTEM, NOW.plus(days=-2)),
        site_id=desk.practice.sites["main"],
        details={"given": "New", "family": "Here"},
    )
    tasks.open_task(
        Stamp(SYSTEM, NOW), kind="reach", cause_kind="test", cause_id=desk.mara, title="Call", patient_id=desk.mara,
        owner_role="coordinator",
    )  # fmt: skip
    read = read_site_day.read(actor=desk.who("cole"), at=NOW)
    assert [one.person.name for one in read.late] == ["Mara Lindqvist"], "two minutes are not late"
    assert [one.person.patient_id for one in read.registered] == [newcomer]
    assert [one.person.name for one in read.without_clinician] == ["New Here", "Theo Brandt"]
    assert [one.title for one in read.tasks] == ["Call"]
    assert read.tallies == {"booked": 2}


def test_the_coordinators_day_ends_at_the_site_and_may_be_one_clinicians(desk):
    from dataclasses import replace

    desk.booked(wall(0, "09:30"))
    desk.booked(wall(0, "11:00"), with_="ortiz", service="session")
    own = read_site_day.read(actor=desk.who("cole"), at=NOW, practitioner_id=desk.who("ortiz").practitioner_id)
    assert [one.appointment.practitioner for one in own.booked] == ["J. Ortiz"]
    assert [name for _id, name, _count in own.clinicians] == ["Dr. A. Reyes", "J. Ortiz"]
    elsewhere = replace(desk.who("cole"), site_id=desk.practice.sites["far"])
    assert read_site_day.read(actor=elsewhere, at=NOW).booked == ()


def test_staff_land_on_today_and_an_administrator_where_they_did(desk):
    for name, where in (("reyes", "visits:today"), ("cole", "visits:today"), ("admin", "accounts:list")):
        response = sign_in(Client(), desk.practice.staff[name].id).get("/")
        assert response.headers["Location"] == reverse(where)


def test_a_tap_on_the_page_is_noted_and_a_stale_one_is_told(desk):
    appointment = desk.booked(today("00:01"))
    client = sign_in(Client(), desk.practice.staff["cole"].id)
    address = reverse("visits:mark", args=[appointment])
    seen = queries.appointment(appointment).changed_at.iso()
    form = {"once": "018f0000-0000-7000-8000-000000000001", "shown": seen, "back": "/today/?day=2026-11-24"}
    response = client.post(address, {**form, "status": "arrived"})
    assert response.headers["Location"] == f"/today/?day=2026-11-24#visit-{appointment}"
    assert queries.appointment(appointment).status == "arrived"
    client.post(address, {**form, "once": "018f0000-0000-7000-8000-000000000002", "status": "noshow"})
    assert "Somebody changed this visit" in client.get(reverse("visits:today")).content.decode()
    assert client.post(address, {**form, "status": "noshow"}).status_code == 302, "two buttons pressed at once"
    assert queries.appointment(appointment).status == "arrived"
    last = {"once": "018f0000-0000-7000-8000-000000000003", "back": "//elsewhere.example/"}
    outward = client.post(address, {**form, **last, "status": "arrived"})
    assert outward.headers["Location"].startswith("/today/")
