"""One appointment: who, when, with whom, what became of it and by whom; and what may be done about it now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Course
from plait.clinical.visits.appointment import LAWFUL, THERAPY, Appointment, AppointmentEvent
from plait.coordination import door
from plait.coordination.consequences import visits as consequences
from plait.coordination.consequences.visits import Whose
from plait.foundation.actor import Actor
from plait.records.therapy import queries as therapy
from plait.records.visits import queries


@dataclass(frozen=True, slots=True)
class OneVisit:
    """The page of an appointment. ``may`` lists what it may become; ``courses``: those it can be a session of."""

    whose: Whose
    appointment: Appointment
    events: tuple[AppointmentEvent, ...]
    may: tuple[str, ...]
    courses: tuple[Course, ...]


def read(appointment_id: UUID, *, actor: Actor, at: Instant) -> OneVisit:
    """The page of an appointment."""
    whose = partial(queries.patient_of_appointment, appointment_id)
    with door.read("visits.read", actor=actor, at=at, patient=whose) as visit:
        appointment = queries.appointment(appointment_id)
        if appointment is None:
            raise door.Denied(str(appointment_id))
        courses: tuple[Course, ...] = ()
        if actor.acting_role == "therapist" and appointment.service in THERAPY:
            running = [course for course in therapy.courses(visit.patient) if course.ended_on is None]
            own = [course for course in running if course.therapist_id == actor.practitioner_id]
            courses = tuple(own or running)
        return OneVisit(
            whose=consequences.person_of(visit),
            appointment=appointment,
            events=queries.appointment_events(appointment_id),
            may=tuple(status for status in LAWFUL[appointment.status] if _now(status, appointment, at)),
            courses=courses,
        )


def prefill(appointment_id: UUID, *, actor: Actor, at: Instant) -> Appointment:
    """What was agreed, for the form that records what took place."""
    whose = partial(queries.patient_of_appointment, appointment_id)
    with door.read("visits.record", actor=actor, at=at, patient=whose):
        appointment = queries.appointment(appointment_id)
        if appointment is None:
            raise door.Denied(str(appointment_id))
        return appointment


def _now(status: str, appointment: Appointment, at: Instant) -> bool:
    """Whether it is the time for it: nobody has arrived before the day, nobody is missed before the hour."""
    if status == "arrived":
        return appointment.starts_at.day(appointment.zone) <= at.day(appointment.zone)
    return status != "noshow" or appointment.starts_at <= at
