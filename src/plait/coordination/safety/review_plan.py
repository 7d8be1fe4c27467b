"""A clinician says that the safety plan was gone through and still holds, or that the person wants none now.

A flag asks for it. Both are rows of the plan's own history, with the words as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.safety_plan import SafetyPlan
from plait.coordination import door
from plait.coordination.consequences.safety_plan import CHANGED, REVISE, moved_since
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.safety import plan_actions, plan_queries


@dataclass(frozen=True, slots=True)
class Review:
    """Whose plan, and the row that was on screen."""

    patient_id: UUID
    seen: UUID | None
    together: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decline:
    """No plan is wanted now, and why."""

    patient_id: UUID
    note: str


def commit(command: Review, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Say that it still holds; returns the row's id."""
    with door.write(REVISE, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["row"])
        now = plan_queries.current(visit.patient)
        if now is None or now.plan.empty:
            return visit.refuse(Refused("none", _("There is no plan to review yet.")))
        if moved_since(visit.patient, command.seen, now):
            return visit.refuse(Refused(CHANGED, _("Somebody else changed this plan while you read. Read it again.")))
        row = plan_actions.write_plan(
            visit.stamp, visit.patient, now.plan, what="reviewed", together=command.together, note=command.note.strip()
        )
        visit.detail = "reviewed"
        door.keep_outcome(visit, once, {"row": str(row)})
        return row


def decline(command: Decline, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Say that no plan is wanted; a plan that stands is changed instead, never emptied."""
    with door.write(REVISE, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["row"])
        now = plan_queries.current(visit.patient)
        if now is not None and not now.plan.empty:
            return visit.refuse(Refused("stands", _("A plan stands. Change it, or say that it was reviewed.")))
        if not command.note.strip():
            return visit.refuse(Refused("note", _("Say in a few words why there is none."), "note"))
        row = plan_actions.write_plan(
            visit.stamp, visit.patient, SafetyPlan(), what="declined", note=command.note.strip()
        )
        visit.detail = "declined"
        door.keep_outcome(visit, once, {"row": str(row)})
        return row
