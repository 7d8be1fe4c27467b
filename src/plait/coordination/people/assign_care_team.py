"""The coordinator puts a practitioner on a person's care team, or ends their place: dated, and never overwritten.

Joining opens the chart to them from that moment; ending closes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import actions, queries

TEAM_ROLES = ("prescriber", "therapist", "coordinator")


@dataclass(frozen=True, slots=True)
class Join:
    """Who joins, in which role."""

    patient_id: UUID
    practitioner_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Which membership ends."""

    patient_id: UUID
    membership: UUID


def join(command: Join, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record that somebody joins; returns the membership."""
    with door.write("people.assign-care-team", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["membership"])
        member = queries.practitioner(command.practitioner_id, at.day(actor.zone))
        if member is None or member.site_id != queries.site_of(command.patient_id):
            return visit.refuse(Refused("practitioner", _("Choose a practitioner of this site."), "member"))
        if command.role not in TEAM_ROLES or command.role not in member.roles:
            return visit.refuse(Refused("role", _("This practitioner does not have that role today."), "member"))
        membership = actions.join_care_team(
            visit.stamp,
            patient_id=command.patient_id,
            practitioner_id=command.practitioner_id,
            role=command.role,
            starts_at=at,
        )
        visit.detail = f"{member.name}, {command.role}"
        door.keep_outcome(visit, once, {"membership": str(membership)})
        return membership


def leave(command: Leave, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record that somebody leaves; returns the membership."""
    with door.write("people.assign-care-team", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return command.membership
        member = next((m for m in visit.team if m.thread == command.membership and m.at(at)), None)
        if member is None:
            return visit.refuse(Refused("membership", _("This place on the care team has ended already."), "member"))
        actions.leave_care_team(visit.stamp, command.membership, at)
        visit.detail = f"{member.name}, {member.role} leaves"
        door.keep_outcome(visit, once, {"membership": str(command.membership)})
        return command.membership
