"""A clinician opens a chart in an emergency: by exact name and birth date, with a reason, for an hour, and listed.

Nobody learns here who is in care. Whether nobody or several have that name and birth date, the answer and the work
done for it are the same; tries are few in a quarter of an hour, whatever came of them; every one is in the audit trail.
What an emergency opens stands in the policy, and never process notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.emergency import tell
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.foundation.locks import lock_patients
from plait.records.audit import queries as audit
from plait.records.people import duties, emergency

ACTION = "people.open-in-emergency"
SECONDS = 60 * 60
MOST_TRIES = 5
TRIES_WITHIN_SECONDS = 15 * 60
REASONS = ("at-risk", "covering", "warned", "other")
TOO_MANY = _("Too many tries. Wait a quarter of an hour, or ask the coordinator to put you on the care team.")
NO_MATCH = "no single person of that name and birth date"


@dataclass(frozen=True, slots=True)
class Command:
    """Who is meant, as typed, and why."""

    name: str
    birth_date: date
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose chart is open, and until when; None: the clinician is on the care team, and needed no emergency."""

    patient_id: UUID
    ends_at: Instant | None


def prepare(*, actor: Actor, at: Instant) -> str:
    """Before asking: may the actor at all? Returns the name of the privacy lead who will be told, or nothing."""
    with door.read(ACTION, actor=actor, at=at):
        lead = duties.holder(duties.PRIVACY_LEAD, at.day(actor.zone))
        return lead.name if lead else ""


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Opened | Refused:
    """Open the one chart that is meant, or none."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            ends = visit.replayed["ends"]
            visit.saw([UUID(visit.replayed["patient"])])
            return Opened(UUID(visit.replayed["patient"]), Instant.parse(ends) if ends else None)
        if actor.practitioner_id is None:
            raise door.Denied(ACTION)
        if command.reason not in REASONS:
            return visit.refuse(Refused("reason", _("Choose a reason."), "reason"))
        if not command.note.strip():
            return visit.refuse(Refused("note", _("Say in a few words what is happening."), "note"))
        lock_patients([actor.practitioner_id])  # tries at the same moment are counted one after the other
        if _tries(actor, at) >= MOST_TRIES:
            return visit.refuse(Refused("wait", TOO_MANY))
        found = emergency.persons_called(command.name, command.birth_date)
        if len(found) != 1:
            visit.outcome, visit.detail = "denied", NO_MATCH
            return Refused("nobody", _("Nobody was opened. Check the full name and the birth date."))
        return _open(visit, command, found[0], once)


def _tries(actor: Actor, at: Instant) -> int:
    since = at.plus(seconds=-TRIES_WITHIN_SECONDS)
    assert actor.practitioner_id is not None  # noqa: S101 - asked above
    opened = emergency.opened_since(actor.practitioner_id, since)
    return opened + audit.denied_since(actor.id, ACTION, NO_MATCH, since)


def _open(visit: door.Visit, command: Command, patient_id: UUID, once: Once) -> Opened:
    actor, at = visit.stamp.actor, visit.stamp.at
    visit.saw([patient_id])
    relation, _team = door.relation_of(actor, at, patient_id)
    opened = Opened(patient_id, None if relation == "treats" else at.plus(seconds=SECONDS))
    if opened.ends_at is None:
        visit.detail = "on the care team"
    else:
        assert actor.practitioner_id is not None  # noqa: S101 - asked above
        access = emergency.open_access(
            visit.stamp,
            patient_id=patient_id,
            practitioner_id=actor.practitioner_id,
            reason=command.reason,
            note=command.note.strip(),
            ends_at=opened.ends_at,
        )
        visit.detail = command.reason
        tell(visit, access)
    door.keep_outcome(visit, once, {"patient": str(patient_id), "ends": opened.ends_at.iso() if opened.ends_at else ""})
    return opened
