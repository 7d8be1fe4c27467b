"""A clinician records that a visit took place, booked or not: when, how long, of which kind, what it was about.

A session of therapy has its own decision (therapy/record_session); this is for all the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.visits.appointment import LAWFUL, Appointment
from plait.coordination import door
from plait.coordination.consequences import visits as consequences
from plait.coordination.consequences.visits import Whose
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.visits import actions, queries

KINDS = ("medication-visit", "evaluation", "other")


@dataclass(frozen=True, slots=True)
class Command:
    """What took place; ``appointment_id`` None: nobody had booked it."""

    patient_id: UUID
    appointment_id: UUID | None
    started_at: Instant
    minutes: int
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The visit, and whose it is."""

    encounter_id: UUID
    patient_id: UUID


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Whose:
    """The head of the form for a visit that nobody had booked."""
    with door.read("visits.record", actor=actor, at=at, patient=patient_id) as visit:
        return consequences.person_of(visit)


def read_booked(appointment_id: UUID, *, actor: Actor, at: Instant) -> tuple[Whose, Appointment]:
    """The head of the form for a booked visit, with what was agreed."""
    whose = partial(queries.patient_of_appointment, appointment_id)
    with door.read("visits.record", actor=actor, at=at, patient=whose) as visit:
        appointment = queries.appointment(appointment_id)
        if appointment is None:
            raise door.Denied(str(appointment_id))
        return consequences.person_of(visit), appointment


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Recorded | Refused:
    """Record it, and close the appointment that it was."""
    with door.write("visits.record", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Recorded(UUID(visit.replayed["encounter"]), visit.patient)
        appointment = queries.appointment(command.appointment_id) if command.appointment_id else None
        if command.appointment_id is not None and (appointment is None or appointment.patient_id != visit.patient):
            raise door.Denied(str(command.appointment_id))
        refused = _refusal(command, appointment, at)
        if refused is not None:
            return visit.refuse(refused)
        encounter = actions.record_encounter(
            visit.stamp,
            patient_id=visit.patient,
            started_at=command.started_at,
            ended_at=command.started_at.plus(seconds=60 * command.minutes).utc,
            kind=command.kind,
            text=command.text.strip(),
            practitioner_id=actor.practitioner_id,
            practitioner_name=actor.name,
        )
        if appointment is not None:
            actions.change_appointment(
                visit.stamp,
                appointment.appointment_id,
                what="fulfilled",
                status="fulfilled",
                encounter=str(encounter),
            )
        visit.detail = command.kind
        door.keep_outcome(visit, once, {"encounter": str(encounter)})
        return Recorded(encounter, visit.patient)


def _refusal(command: Command, appointment: Appointment | None, at: Instant) -> Refused | None:
    if command.kind not in KINDS:
        return Refused("kind", _("Choose from the list what kind of visit it was."), "kind")
    if command.started_at > at:
        return Refused("future", _("A visit is recorded once it took place."), "held_on")
    if not 1 <= command.minutes <= consequences.LONGEST:
        return Refused("minutes", _("Say how many minutes it took, between 1 and 480."), "minutes")
    if appointment is not None and "fulfilled" not in LAWFUL[appointment.status]:
        return Refused("over", _("This visit was called off, or it is recorded already."))
    return None
