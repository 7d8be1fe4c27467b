"""One door: a look and its audit event commit together, a decision and its outcome too, and a denial by itself."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from plait.clinical.therapy.course import progress
from plait.coordination import door, policy
from plait.coordination.people import find_person, open_chart
from plait.coordination.therapy import record_session, start_course
from plait.foundation.actor import ANONYMOUS, Actor
from plait.foundation.idempotency import KeyReused, Once
from plait.records.audit.models import AuditEvent
from plait.records.therapy import queries as therapy
from tests.signed_in import sign_in


@pytest.fixture(autouse=True)
def static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def broken_audit(monkeypatch):
    """An audit trail that refuses every line, as PostgreSQL would."""

    def refuse(*_args, **_kwargs):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_auditevent (id) VALUES (NULL)")

    monkeypatch.setattr("plait.coordination.door.audit.note", refuse)


@pytest.mark.hazard("H-008")
def test_without_its_audit_event_nothing_is_answered(practice, broken_audit):
    reyes, mara = practice.staff["reyes"], practice.people["mara"]
    client = sign_in(Client(raise_request_exception=False), reyes.id)
    response = client.get(reverse("people:chart", args=[mara]))
    assert response.status_code == 503
    assert b"Mara" not in response.content
    assert b"Lindqvist" not in response.content
    assert response.headers["Retry-After"]


@pytest.mark.hazard("H-008")
def test_without_its_audit_event_nothing_is_decided(practice, broken_audit):
    ortiz, mara = practice.staff["ortiz"], practice.people["mara"]
    command = start_course.Command(mara, "cbt", "individual", 12, 7, "low mood", practice.at.day("UTC"))
    with pytest.raises(door.AuditUnavailable), transaction.atomic():
        start_course.commit(command, actor=ortiz, at=practice.at, once=Once(uuid4(), "x"))
    assert therapy.courses(mara) == ()


def test_a_bug_after_the_look_leaves_no_event_and_no_answer(practice):
    before = AuditEvent.objects.count()
    with (
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
        door.read("people.open-chart", actor=practice.staff["reyes"], at=practice.at, patient=practice.people["mara"]),
    ):
        _ = 1 / 0
    assert AuditEvent.objects.count() == before


@pytest.mark.hazard("H-006")
@pytest.mark.parametrize(
    ("who", "whom"), [("reyes", "theo"), ("reyes", "ines"), ("cole", "mara"), ("admin", "mara"), ("far", "mara")]
)
def test_who_does_not_treat_does_not_open(practice, who, whom):
    with pytest.raises(door.Denied):
        open_chart.read(practice.people[whom], actor=practice.staff[who], at=practice.at)
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.outcome, event.patients, event.recorded_by) == (
        "denied",
        [practice.people[whom]],
        practice.staff[who].id,
    )


def test_anonymous_may_nothing(practice):
    assert [action for action in policy.RULES if policy.permits(action, ANONYMOUS, "treats")] == []
    with pytest.raises(door.Denied):
        open_chart.read(practice.people["mara"], actor=ANONYMOUS, at=practice.at)


@pytest.mark.hazard("H-020")
def test_one_with_two_roles_acts_in_one_at_a_time(practice):
    from plait.foundation.facts import Stamp
    from plait.records.people import actions as people

    both, theo = practice.staff["both"], practice.people["theo"]
    earlier = practice.at.plus(days=-3)
    people.join_care_team(
        Stamp(both, earlier), patient_id=theo, practitioner_id=both.practitioner_id, role="therapist", starts_at=earlier
    )
    as_prescriber = Actor(**{**_fields(both), "acting_role": "prescriber"})
    as_therapist = Actor(**{**_fields(both), "acting_role": "therapist"})
    assert open_chart.read(theo, actor=as_therapist, at=practice.at).header.name == "Theo Brandt"
    with pytest.raises(door.Denied):
        open_chart.read(theo, actor=as_prescriber, at=practice.at)


def _fields(actor):
    return {name: getattr(actor, name) for name in actor.__slots__}


@pytest.mark.hazard("H-006")
def test_a_place_on_the_team_opens_and_its_end_closes(practice):
    from plait.coordination.people import assign_care_team as team

    cole, reyes, theo, at = practice.staff["cole"], practice.staff["reyes"], practice.people["theo"], practice.at
    place = team.join(team.Join(theo, reyes.practitioner_id, "prescriber"), actor=cole, at=at, once=Once(uuid4(), "a"))
    assert open_chart.read(theo, actor=reyes, at=at).header.number
    assert [p.name for p in find_person.read("theo", actor=reyes, at=at).people] == ["Theo Brandt"]
    team.leave(team.Leave(theo, place), actor=cole, at=at.plus(seconds=60), once=Once(uuid4(), "b"))
    with pytest.raises(door.Denied):
        open_chart.read(theo, actor=reyes, at=at.plus(seconds=61))
    assert find_person.read("theo", actor=reyes, at=at.plus(seconds=61)).people == ()


def test_a_list_names_everybody_it_showed(practice):
    found = find_person.read("", actor=practice.staff["cole"], at=practice.at)
    event = AuditEvent.objects.order_by("-id")[0]
    assert (
        {p.patient_id for p in found.people}
        == set(event.patients)
        == {practice.people["mara"], practice.people["theo"]}
    )
    assert event.action == "people.find"


@pytest.mark.hazard("H-011")
def test_a_request_sent_twice_is_done_once(practice):
    ortiz, mara, at = practice.staff["ortiz"], practice.people["mara"], practice.at
    once = Once(uuid4(), "same")
    command = start_course.Command(mara, "cbt", "individual", 12, 7, "low mood", at.day("UTC"))
    first = start_course.commit(command, actor=ortiz, at=at, once=once)
    second = start_course.commit(command, actor=ortiz, at=at.plus(seconds=5), once=once)
    assert first == second
    assert len(therapy.courses(mara)) == 1
    with pytest.raises(KeyReused):
        start_course.commit(command, actor=ortiz, at=at, once=Once(once.key, "other"))


@pytest.mark.hazard("H-034")
def test_sessions_count_by_attendance_and_a_wrong_one_leaves_the_count(practice):
    from plait.coordination.therapy import mark_session_entered_in_error as wrong

    ortiz, mara, at = practice.staff["ortiz"], practice.people["mara"], practice.at
    begun = at.plus(days=-40)
    started = start_course.commit(
        start_course.Command(mara, "cbt", "individual", 12, 7, "low mood", begun.day("UTC")),
        actor=ortiz,
        at=begun,
        once=Once(uuid4(), "a"),
    )
    recorded = [
        record_session.commit(
            record_session.Command(started.course_id, at.plus(days=-days), 50, attendance, "video"),
            actor=ortiz,
            at=at,
            once=Once(uuid4(), str(days)),
        )
        for days, attendance in ((30, "attended"), (23, "no-show"), (16, "late-cancellation"), (9, "attended"))
    ]
    course = therapy.courses(mara)[0]
    count = progress(course, therapy.sessions(mara))
    assert (count.attended, count.no_shows, count.late_cancellations, count.planned) == (2, 1, 1, 12)
    wrong.commit(wrong.Command(recorded[3].session_id, "other person"), actor=ortiz, at=at, once=Once(uuid4(), "e"))
    assert progress(course, therapy.sessions(mara)).attended == 1


@pytest.mark.hazard("H-019")
def test_a_dead_database_is_said_plainly(practice, monkeypatch):
    client = sign_in(Client(raise_request_exception=False), practice.staff["reyes"].id)

    def gone(*_args, **_kwargs):
        raise DatabaseError("connection refused")

    monkeypatch.setattr("plait.web.people.find.find_person.read", gone)
    response = client.get(reverse("people:find"))
    assert (response.status_code, b"Help now" in response.content) == (503, True)


def test_no_browser_keeps_a_chart(practice):
    client = sign_in(Client(), practice.staff["reyes"].id)
    for address in (reverse("people:chart", args=[practice.people["mara"]]), reverse("people:find")):
        assert client.get(address).headers["Cache-Control"] == "no-store"
