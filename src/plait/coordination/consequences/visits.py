"""What the decisions about visits share: whose it is, whether a time is one, what to know before, who may be chosen.

Nobody but the person is named in what is said about a clash: that somebody else comes then is none of the reader's
business.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.visits.agreed_time import AgreedTime, agreed
from plait.clinical.visits.appointment import MODES, Appointment
from plait.clinical.visits.concerns import Concern, concerns
from plait.coordination import door, situation
from plait.coordination.door import Visit
from plait.coordination.people.chart_header import Header, age, header
from plait.foundation.actor import CLINICAL
from plait.foundation.locks import lock_patients
from plait.records.people import queries as people
from plait.records.people.types import PatientRecord
from plait.records.visits import queries

SHORTEST, LONGEST = 5, 480  # minutes
CHANGED = Refused(
    "changed", _("Somebody changed this visit in the meantime. Look at how it stands now, then decide again.")
)
DAYS_AHEAD = 2 * 366


@dataclass(frozen=True, slots=True)
class Whose:
    """The person; ``header`` only for clinicians who treat them. ``zone``: the clock of the person's site."""

    header: Header | None
    patient: PatientRecord
    age: int | None
    zone: str


def person_of(visit: Visit) -> Whose:
    """The person whom this passage through the door is about. Raises ``Denied`` if there is no such person."""
    actor, at = visit.stamp.actor, visit.stamp.at
    known = situation.gather(visit.patient) if actor.clinical else None
    patient = known.patient if known else people.patient(visit.patient)
    if patient is None:
        raise door.Denied(str(visit.patient))
    return Whose(
        header=header(known, visit, actor=actor, at=at) if known else None,
        patient=patient,
        age=age(patient.birth_date, at.day(actor.zone)),
        zone=people.zone_of(patient.site_id) or actor.zone,
    )


@dataclass(frozen=True, slots=True)
class Clinician:
    """Somebody a visit may be booked with; ``treats``: on the person's care team as a clinician now."""

    practitioner_id: UUID
    name: str
    profession: str
    treats: bool


@dataclass(frozen=True, slots=True)
class Warned:
    """Nothing was written: this should be known first. ``seen`` is what the form hands back with a reason."""

    concerns: tuple[Concern, ...]

    @property
    def seen(self) -> frozenset[str]:
        """The keys of all of it."""
        return frozenset(concern.key for concern in self.concerns)

    @property
    def needs_reason(self) -> bool:
        """Whether something clashes."""
        return any(concern.clash for concern in self.concerns)


def clinicians(visit: Visit, site_id: UUID) -> tuple[Clinician, ...]:
    """Whom a visit may be booked with: who treats the person first, by name; for a coordinator then all of the site."""
    actor, at = visit.stamp.actor, visit.stamp.at
    now = [m for m in visit.team if m.at(at) and m.role in CLINICAL]
    found = {m.practitioner_id: Clinician(m.practitioner_id, m.name, m.profession, treats=True) for m in now}
    if actor.acting_role == "coordinator":
        for one in people.staff(at.day(actor.zone), site_id=site_id):
            if set(one.roles) & CLINICAL and one.practitioner_id not in found:
                found[one.practitioner_id] = Clinician(one.practitioner_id, one.name, one.profession, treats=False)
    return tuple(sorted(found.values(), key=lambda c: (not c.treats, c.name)))


def chosen(visit: Visit, site_id: UUID, practitioner_id: UUID) -> Clinician | Refused:
    """The clinician, out of those a visit may be booked with."""
    offered = clinicians(visit, site_id)
    found = next((one for one in offered if one.practitioner_id == practitioner_id), None)
    return found or Refused("clinician", _("Choose somebody from the list."), "practitioner")


def time_of(local_start: str, zone: str, minutes: int, mode: str, *, at: Instant) -> AgreedTime | Refused:
    """The agreed time, or why it is none."""
    if not SHORTEST <= minutes <= LONGEST:
        return Refused("minutes", _("A visit takes between 5 and 480 minutes."), "minutes")
    if mode not in MODES:
        return Refused("mode", _("Choose from the list how you meet."), "mode")
    try:
        when = agreed(local_start, zone, minutes)
    except ValueError:
        return Refused("time", _("This is not a day and a time."), "starts")
    if when.clock == "leapt-over":
        return Refused(
            "leapt-over",
            _("There is no such time that day: the clock is put forward and leaps over it. Choose another time."),
            "starts",
        )
    if when.starts_at > at.plus(days=DAYS_AHEAD):
        return Refused("too-far-ahead", _("This is more than two years ahead."), "day")
    return when


def look(
    when: AgreedTime, *, patient_id: UUID, clinician: Clinician, at: Instant, leaving_out: UUID | None = None
) -> Warned:
    """What to know about this time. Holds the clinician's day until the transaction ends, after the person's lock.

    Everybody who books by hand passes here, so two of them never both see the same hour free.
    """
    lock_patients([clinician.practitioner_id])
    around = queries.standing_between(
        when.starts_at, when.ends_at, patient_id=patient_id, practitioner_id=clinician.practitioner_id
    )
    return Warned(
        concerns(
            when,
            (other for other in around if other.appointment_id != leaving_out),
            patient_id=patient_id,
            practitioner=(clinician.practitioner_id, clinician.name),
            treats=clinician.treats,
            at=at,
        )
    )


def accepted(warned: Warned, seen: frozenset[str], reason: str) -> bool:
    """Whether somebody saw all of it, and gave a reason where something clashes."""
    return warned.seen <= seen and bool(reason.strip() or not warned.needs_reason)


def changed_meanwhile(appointment: Appointment, seen: str) -> Refused | None:
    """Somebody else changed it after it was shown (``seen`` is its ``changed_at`` as of then): the second is told."""
    return None if appointment.changed_at.iso() == seen else CHANGED
