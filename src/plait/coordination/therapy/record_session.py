"""A therapist records a session: when, how long, attended or not, where, focus, homework, one line for the team.

Where it had been booked, the appointment is closed with it: took place, missed or called off, as the session says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.therapy.course import ATTENDANCES, PLACES, Attendance, Place
from plait.clinical.visits.appointment import LAWFUL, Appointment
from plait.coordination import door
from plait.coordination.consequences.therapy import patient_of_course
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.therapy import actions, queries
from plait.records.visits import actions as visits
from plait.records.visits import queries as booked

LONGEST_MINUTES = 480
# What the appointment becomes, and what is noted of it.
AFTER = {
    "attended": ("fulfilled", "fulfilled"),
    "no-show": ("noshow", "missed"),
    "late-cancellation": ("cancelled", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """What took place. ``minutes`` stands for attended sessions only; ``appointment_id`` where it had been booked."""

    course_id: UUID
    held_at: Instant
    minutes: int | None
    attendance: Attendance
    place: Place
    focus: str = ""
    homework: str = ""
    team_line: str = ""
    appointment_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The session, and whose it is."""

    session_id: UUID
    patient_id: UUID


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Recorded | Refused:
    """Record the session."""
    whose = partial(patient_of_course, command.course_id)
    with door.write("therapy.conduct", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is not None:
            return Recorded(UUID(visit.replayed["session"]), visit.patient)
        appointment = booked.appointment(command.appointment_id) if command.appointment_id else None
        if command.appointment_id and (appointment is None or appointment.patient_id != visit.patient):
            raise door.Denied(str(command.appointment_id))
        refused = _refusal(command, visit.patient, at, actor) or _booked_refusal(command, appointment)
        if refused is not None:
            return visit.refuse(refused)
        session = actions.record_session(
            visit.stamp,
            patient_id=whose() or visit.patient,  # where the course stands, also after a merge
            course_id=command.course_id,
            held_at=command.held_at,
            minutes=command.minutes if command.attendance == "attended" else None,
            attendance=command.attendance,
            place=command.place,
            focus=command.focus,
            homework=command.homework,
            team_line=command.team_line,
            therapist_name=actor.name,
        )
        if appointment is not None:
            status, what = AFTER[command.attendance]
            visits.change_appointment(
                visit.stamp, appointment.appointment_id, what=what, status=status, session=str(session)
            )
        visit.detail = command.attendance
        door.keep_outcome(visit, once, {"session": str(session)})
        return Recorded(session, visit.patient)


def _refusal(command: Command, patient: UUID, at: Instant, actor: Actor) -> Refused | None:
    found = queries.course(command.course_id)
    day = command.held_at.day(actor.zone)
    course = found[1] if found else None
    if course is None:
        return Refused("no-course", _("There is no such course."))
    if command.held_at > at:
        return Refused("future", _("A session is recorded once it took place, or was missed."), "held_on")
    if day < course.started_on:
        return Refused("before-course", _("The course had not started then."), "held_on")
    if course.ended_on is not None and day > course.ended_on:
        return Refused("after-course", _("The course had ended by then."), "held_on")
    if command.attendance not in ATTENDANCES or command.place not in PLACES:
        return Refused("choice", _("Choose attendance and place from the lists."), "attendance")
    if command.attendance == "attended" and not (command.minutes and 1 <= command.minutes <= LONGEST_MINUTES):
        return Refused("minutes", _("Say how many minutes it took, between 1 and 480."), "minutes")
    if any(s.course_id == command.course_id and s.held_at == command.held_at for s in queries.sessions(patient)):
        return Refused("twice", _("A session of this course at this time is recorded already."), "held_on")
    return None


def _booked_refusal(command: Command, appointment: Appointment | None) -> Refused | None:
    """Whether the appointment can still become what the session says; it may stand like that already."""
    if appointment is None:
        return None
    status = AFTER[command.attendance][0]
    if status == appointment.status != "fulfilled" or status in LAWFUL[appointment.status]:
        return None
    return Refused("over", _("This visit was called off, or it is recorded already."))
