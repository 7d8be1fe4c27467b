"""How to reach a person, who treats them and how they attend: what booking and outreach need, nothing clinical.

A clinician who treats the person sees the same page under the head of the chart; nobody else gets that head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Progress, progress
from plait.clinical.visits.appointment import Appointment
from plait.coordination import door, situation
from plait.coordination.people.chart_header import Header, age, header
from plait.foundation.actor import Actor
from plait.records.intake import queries as intake
from plait.records.outbox import queries as outbox
from plait.records.outbox.queries import Permission
from plait.records.people import linking
from plait.records.people import queries as people
from plait.records.people.linking import Link
from plait.records.people.types import PatientRecord, PractitionerLine, RelationLine, TeamMember
from plait.records.therapy import queries as therapy
from plait.records.visits import queries as visits

TEAM_ROLES = ("prescriber", "therapist", "coordinator")
MOST_EARLIER = 5


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact page: reaching, team (present and past), attendance by course in counts, last visit."""

    header: Header | None  # for the clinicians who treat the person
    patient: PatientRecord
    age: int | None
    team: tuple[TeamMember, ...]
    former: tuple[TeamMember, ...]
    relations: tuple[RelationLine, ...]
    attendance: tuple[Progress, ...]
    last_contact: Instant | None
    ahead: tuple[Appointment, ...]  # visits that are booked, soonest first
    earlier: tuple[Appointment, ...]  # the last few that were booked, latest first
    merged: tuple[tuple[Link, PatientRecord], ...]  # records that are read under this one
    permissions: Mapping[str, Permission]  # by e-mail address: whether we may write there
    asked: bool  # they sent something from the public page; told to the clinicians
    can_join: tuple[PractitionerLine, ...]  # staff of the site who could join, for those who may assign


def read(patient_id: UUID, *, actor: Actor, at: Instant, assigning: bool = False) -> Contact:
    """The contact page of a person; ``assigning``: for somebody who is about to change the care team."""
    action = "people.assign-care-team" if assigning else "people.open-contact"
    with door.read(action, actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id) if actor.clinical else None
        patient = known.patient if known else people.patient(patient_id)
        if patient is None:
            raise door.Denied(str(patient_id))
        today = at.day(actor.zone)
        booked = visits.appointments(patient_id)
        ahead = [one for one in booked if one.standing and one.ends_at > at]
        sessions = therapy.sessions(patient_id)
        met = [s.held_at for s in sessions if s.attendance == "attended"]
        met += [e.started_at for e in visits.encounters(patient_id) if e.started_at <= at]
        return Contact(
            header=header(known, visit, actor=actor, at=at) if known else None,
            patient=patient,
            age=age(patient.birth_date, today),
            team=tuple(m for m in visit.team if m.at(at)),
            former=tuple(m for m in visit.team if not m.at(at)),
            relations=people.relations(patient_id),
            attendance=tuple(progress(c, sessions) for c in therapy.courses(patient_id) if c.ended_on is None),
            last_contact=max(met, default=None),
            ahead=tuple(reversed(ahead)),
            earlier=tuple(one for one in booked if one not in ahead)[:MOST_EARLIER],
            merged=_merged(patient_id),
            permissions=outbox.permissions(patient_id),
            asked=known is not None and intake.has_asked(patient_id),
            can_join=tuple(m for m in people.staff(today, site_id=patient.site_id) if set(m.roles) & set(TEAM_ROLES))
            if actor.acting_role == "coordinator"
            else (),
        )


def _merged(patient_id: UUID) -> tuple[tuple[Link, PatientRecord], ...]:
    links = linking.links_under(patient_id)
    return tuple((link, record) for link in links if (record := people.patient(link.patient_id)) is not None)
