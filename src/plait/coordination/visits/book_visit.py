"""A visit is booked by hand: who comes to whom, what for, on which day at what time of the site's clock, how long.

What clashes or is odd is said first (``Warned``); booked all the same, the reason stays with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.visits.appointment import SERVICES
from plait.coordination import door
from plait.coordination.consequences import visits as consequences
from plait.coordination.consequences.visits import Clinician, Warned, Whose
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people
from plait.records.visits import actions


@dataclass(frozen=True, slots=True)
class Command:
    """What was agreed, in wall time ("2026-11-24T09:00"); ``seen`` and ``reason``: booked in spite of what was said."""

    patient_id: UUID
    practitioner_id: UUID
    service: str
    local_start: str
    minutes: int
    mode: str
    text: str = ""
    seen: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """The new appointment, and whose it is."""

    appointment_id: UUID
    patient_id: UUID


@dataclass(frozen=True, slots=True)
class Desk:
    """What the form needs: the person, and whom a visit may be booked with."""

    whose: Whose
    clinicians: tuple[Clinician, ...]


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Desk:
    """What the form shows."""
    with door.read("visits.schedule", actor=actor, at=at, patient=patient_id) as visit:
        person = consequences.person_of(visit)
        offered = consequences.clinicians(visit, person.patient.site_id)
        return Desk(person, offered)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Booked | Warned | Refused:
    """Book it, or say what should be known first."""
    with door.write("visits.schedule", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Booked(UUID(visit.replayed["appointment"]), visit.patient)
        site_id = people.site_of(visit.patient)
        zone = people.zone_of(site_id)
        if site_id is None or zone is None:
            raise door.Denied(str(visit.patient))
        clinician = consequences.chosen(visit, site_id, command.practitioner_id)
        if isinstance(clinician, Refused):
            return visit.refuse(clinician)
        if command.service not in SERVICES:
            return visit.refuse(Refused("service", _("Choose from the list what the visit is for."), "service"))
        when = consequences.time_of(command.local_start, zone, command.minutes, command.mode, at=at)
        if isinstance(when, Refused):
            return visit.refuse(when)
        warned = consequences.look(when, patient_id=visit.patient, clinician=clinician, at=at)
        if not consequences.accepted(warned, command.seen, command.reason):
            visit.outcome, visit.detail = "refused", ", ".join(sorted(warned.seen))
            return warned
        appointment = actions.book_appointment(
            visit.stamp,
            patient_id=visit.patient,
            practitioner_id=clinician.practitioner_id,
            site_id=site_id,
            service=command.service,
            local_start=when.local_start,
            zone=zone,
            minutes=when.minutes,
            mode=command.mode,
            text=command.text.strip(),
            note=command.reason.strip() if warned.concerns else "",
        )
        visit.detail = "booked"
        door.keep_outcome(visit, once, {"appointment": str(appointment)})
        return Booked(appointment, visit.patient)
