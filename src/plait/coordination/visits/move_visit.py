"""A visit is moved: another time, length, clinician or way to meet. It stays the same appointment, with its history."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.visits.appointment import Appointment
from plait.coordination import door
from plait.coordination.consequences import visits as consequences
from plait.coordination.consequences.visits import Clinician, Warned, Whose
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people
from plait.records.visits import actions, queries


@dataclass(frozen=True, slots=True)
class Command:
    """The new time in wall time of the same clock; ``shown``: the appointment's ``changed_at`` when it was shown."""

    appointment_id: UUID
    practitioner_id: UUID
    local_start: str
    minutes: int
    mode: str
    shown: str
    seen: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """The appointment, and whose it is."""

    appointment_id: UUID
    patient_id: UUID


@dataclass(frozen=True, slots=True)
class Desk:
    """What the form needs: the person, the appointment as it stands, and whom it may be moved to."""

    whose: Whose
    appointment: Appointment
    clinicians: tuple[Clinician, ...]


def read(appointment_id: UUID, *, actor: Actor, at: Instant) -> Desk:
    """What the form shows."""
    whose = partial(queries.patient_of_appointment, appointment_id)
    with door.read("visits.schedule", actor=actor, at=at, patient=whose) as visit:
        appointment = queries.appointment(appointment_id)
        if appointment is None:
            raise door.Denied(str(appointment_id))
        person = consequences.person_of(visit)
        offered = consequences.clinicians(visit, person.patient.site_id)
        return Desk(person, appointment, offered)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Moved | Warned | Refused:
    """Move it, or say what should be known first."""
    whose = partial(queries.patient_of_appointment, command.appointment_id)
    with door.write("visits.schedule", actor=actor, at=at, patient=whose, once=once) as visit:
        appointment = queries.appointment(command.appointment_id)
        if appointment is None:
            raise door.Denied(str(command.appointment_id))
        if visit.replayed is not None:
            return Moved(appointment.appointment_id, visit.patient)
        refused = consequences.changed_meanwhile(appointment, command.shown)
        if refused is None and not appointment.standing:
            refused = Refused("over", _("Only a visit that is still booked can be moved."))
        if refused is not None:
            return visit.refuse(refused)
        site_id = people.site_of(visit.patient) or appointment.site_id
        clinician = consequences.chosen(visit, site_id, command.practitioner_id)
        if isinstance(clinician, Refused):
            return visit.refuse(clinician)
        when = consequences.time_of(command.local_start, appointment.zone, command.minutes, command.mode, at=at)
        if isinstance(when, Refused):
            return visit.refuse(when)
        warned = consequences.look(
            when, patient_id=visit.patient, clinician=clinician, at=at, leaving_out=appointment.appointment_id
        )
        if not consequences.accepted(warned, command.seen, command.reason):
            visit.outcome, visit.detail = "refused", ", ".join(sorted(warned.seen))
            return warned
        actions.move_appointment(
            visit.stamp,
            appointment.appointment_id,
            practitioner_id=clinician.practitioner_id,
            local_start=when.local_start,
            zone=when.zone,
            minutes=when.minutes,
            mode=command.mode,
            note=command.reason.strip(),
        )
        visit.detail = "moved"
        door.keep_outcome(visit, once, {"appointment": str(appointment.appointment_id)})
        return Moved(appointment.appointment_id, visit.patient)
