"""The privacy lead reviews each emergency access: who, whom, why, what was looked at and written, and what to find.

It opens no chart: of the person the review shows name and number, of what was done the kind of page and the time,
nothing clinical. Nobody reviews their own access. A second look is another finding beside the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.emergency import reviewed
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.audit import queries as audit
from plait.records.people import emergency
from plait.records.people.emergency import UNSETTLED, Access
from plait.records.people.one_person import records_of

ACTION = "people.review-emergency-access"
FINDINGS = ("appropriate", "question", "not-appropriate")


@dataclass(frozen=True, slots=True)
class Accesses:
    """One page of emergency accesses, those that wait for a review first."""

    accesses: tuple[Access, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Something done during an access: when, what (an action of the policy), and how it ended. Nothing clinical."""

    at: Instant
    action: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Review:
    """An access with what was done during it. ``own``: somebody else has to review it."""

    access: Access
    steps: tuple[Step, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Command:
    """What was found."""

    access_id: UUID
    finding: str
    note: str


def listed(*, actor: Actor, at: Instant, page: int = 1) -> Accesses:
    """One page of all accesses."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        accesses, more = emergency.listed(max(1, page))
        visit.saw(access.patient_id for access in accesses)
        return Accesses(accesses, max(1, page), more)


def read(access_id: UUID, *, actor: Actor, at: Instant) -> Review:
    """One access in full. Raises ``Denied`` where there is none."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        access = _access(visit, access_id)
        done = audit.in_emergency(access.user_id, records_of(access.patient_id), access.starts_at, access.ended_at)
        steps = tuple(Step(look.at, look.action, look.outcome) for look in done)
        return Review(access, steps, access.practitioner_id == actor.practitioner_id)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record a finding."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        access = _access(visit, command.access_id)
        if visit.replayed is not None:
            return access.access_id
        if access.practitioner_id == actor.practitioner_id:
            return visit.refuse(Refused("own", _("This is your own access: somebody else has to review it.")))
        if command.finding not in FINDINGS:
            return visit.refuse(Refused("finding", _("Choose what you found."), "finding"))
        if command.finding != "appropriate" and not command.note.strip():
            return visit.refuse(Refused("note", _("Say in a few words why."), "note"))
        emergency.review(visit.stamp, access.access_id, finding=command.finding, note=command.note.strip())
        reviewed(visit.stamp, access.access_id, command.finding, settled=command.finding != UNSETTLED)
        visit.detail = command.finding
        door.keep_outcome(visit, once, {"access": str(access.access_id)})
        return access.access_id


def _access(visit: door.Visit, access_id: UUID) -> Access:
    access = emergency.one(access_id)
    if access is None:
        raise door.Denied(ACTION)
    visit.saw([access.patient_id])
    return access
