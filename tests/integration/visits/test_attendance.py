"""At the desk: one tap, never the last word; and what took place is recorded where it belongs."""

from __future__ import annotations

from uuid import UUID

import pytest

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.door import Denied
from plait.coordination.therapy import record_session
from plait.coordination.visits import record_visit
from plait.foundation.facts import Stamp
from plait.records.therapy import actions as therapy
from plait.records.therapy import queries as sessions
from plait.records.visits import queries
from tests.integration.conftest import NOW
from tests.integration.visits.conftest import ZONE, once, wall


def shown(appointment: UUID) -> Instant:
    return queries.appointment(appointment).changed_at


def story(appointment: UUID) -> list[str]:
    return [event.what for event in queries.appointment_events(appointment)]


def test_arrived_by_mistake_is_taken_back_and_both_stay_in_the_history(desk):
    appointment = desk.booked(wall(0, "09:30"))
    desk.mark(appointment, "arrived", shown(appointment))
    assert queries.appointment(appointment).status == "arrived"
    desk.mark(appointment, "booked", shown(appointment), at=NOW.plus(seconds=60))
    desk.mark(appointment, "noshow", shown(appointment), at=NOW.plus(seconds=120))
    assert story(appointment) == ["booked", "arrived", "reopened", "missed"]
    assert queries.appointment(appointment).status == "noshow"


def test_the_second_of_two_at_the_desk_is_told_and_changes_nothing(desk):
    appointment = desk.booked(wall(0, "09:30"))
    seen = shown(appointment)
    desk.mark(appointment, "arrived", seen)
    refused = desk.mark(appointment, "noshow", seen)
    assert isinstance(refused, Refused)
    assert refused.reason == "changed"
    assert queries.appointment(appointment).status == "arrived"


@pytest.mark.parametrize(
    ("start", "status", "reason"),
    [
        (wall(1), "arrived", "too-early"),
        (wall(0, "10:30"), "noshow", "not-yet"),
        (wall(0, "09:30"), "booked", "unlawful"),
        (wall(0, "09:30"), "fulfilled", "unlawful"),
        (wall(1), "cancelled", "reason"),
    ],
)
def test_nobody_arrives_before_the_day_or_is_missed_before_the_hour(desk, start, status, reason):
    appointment = desk.booked(start)
    assert desk.mark(appointment, status, shown(appointment)).reason == reason
    assert story(appointment) == ["booked"]


def test_a_visit_is_called_off_with_its_reason(desk):
    appointment = desk.booked(wall(3))
    assert desk.mark(appointment, "cancelled", shown(appointment), reason="other").reason == "note"
    desk.mark(appointment, "cancelled", shown(appointment), reason="other", note="Snow")
    assert queries.appointment(appointment).cancel_reason == "other: Snow"
    desk.mark(appointment, "booked", shown(appointment))
    assert queries.appointment(appointment).cancel_reason == ""


def record(desk, appointment: UUID | None, by: str = "reyes", **more):
    fields = {"patient_id": desk.mara, "started_at": NOW.plus(seconds=-3600), "minutes": 30, "kind": "medication-visit"}
    command = record_visit.Command(appointment_id=appointment, **{**fields, **more})
    return record_visit.commit(command, actor=desk.who(by), at=NOW, once=once())


def test_a_recorded_visit_closes_its_appointment_and_is_named_by_it(desk):
    appointment = desk.booked(wall(0, "09:00"))
    outcome = record(desk, appointment, text="Sleeps better")
    assert queries.appointment(appointment).status == "fulfilled"
    assert queries.appointment_events(appointment)[-1].after["encounter"] == str(outcome.encounter_id)
    (visit,) = queries.encounters(desk.mara)
    assert (visit.kind, visit.text, visit.practitioner) == ("medication-visit", "Sleeps better", "Dr. A. Reyes")
    assert record(desk, appointment).reason == "over"
    assert queries.last_met([desk.mara], desk.who("reyes").practitioner_id, NOW) == {desk.mara: visit.started_at}


def test_a_visit_that_nobody_had_booked_is_recorded_too_and_none_in_the_future(desk):
    assert not isinstance(record(desk, None), Refused)
    assert record(desk, None, started_at=NOW.plus(seconds=60)).reason == "future"
    assert record(desk, None, kind="party").reason == "kind"


def test_another_persons_appointment_is_closed_by_nobody(desk):
    theirs = desk.booked(wall(0, "09:00"), patient="theo")
    with pytest.raises(Denied):
        record(desk, theirs)
    with pytest.raises(Denied):
        record(desk, None, by="cole")
    assert queries.appointment(theirs).status == "booked"


def conduct(desk, course: UUID, appointment: UUID, attendance: str = "attended"):
    held = queries.appointment(appointment).starts_at
    command = record_session.Command(course, held, 50, attendance, "in-person", appointment_id=appointment)
    return record_session.commit(command, actor=desk.who("ortiz"), at=NOW, once=once())


@pytest.fixture
def course(desk) -> UUID:
    stamp = Stamp(desk.who("ortiz"), NOW.plus(days=-60))
    return therapy.start_course(
        stamp,
        patient_id=desk.mara,
        effective_at=stamp.at,
        modality="cbt",
        format="individual",
        started_on=stamp.at.day(ZONE),
        therapist_id=desk.who("ortiz").practitioner_id,
        therapist_name="J. Ortiz",
    )


@pytest.mark.parametrize(
    ("attendance", "status", "what"),
    [
        ("attended", "fulfilled", "fulfilled"),
        ("no-show", "noshow", "missed"),
        ("late-cancellation", "cancelled", "cancelled"),
    ],
)
def test_a_session_says_what_became_of_its_appointment(desk, course, attendance, status, what):
    appointment = desk.booked(wall(0, "09:00"), with_="ortiz", service="session", minutes=50)
    outcome = conduct(desk, course, appointment, attendance)
    assert queries.appointment(appointment).status == status
    last = queries.appointment_events(appointment)[-1]
    assert (last.what, last.after["session"]) == (what, str(outcome.session_id))


def test_a_missed_session_that_the_desk_noted_still_counts_in_the_course(desk, course):
    appointment = desk.booked(wall(0, "09:00"), with_="ortiz", service="session", minutes=50)
    desk.mark(appointment, "noshow", shown(appointment))
    assert not isinstance(conduct(desk, course, appointment, "no-show"), Refused)
    assert [one.attendance for one in sessions.sessions(desk.mara)] == ["no-show"]


def test_a_session_never_closes_an_appointment_twice_or_of_somebody_else(desk, course):
    appointment = desk.booked(wall(0, "09:00"), with_="ortiz", service="session", minutes=50)
    conduct(desk, course, appointment)
    refused = conduct(desk, course, appointment)
    assert isinstance(refused, Refused)
    theirs = desk.booked(wall(-1, "09:00"), patient="theo", with_="ortiz", service="session", minutes=50)
    with pytest.raises(Denied):
        conduct(desk, course, theirs)
