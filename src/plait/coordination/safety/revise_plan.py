"""A clinician makes or changes the one safety plan. Nothing is overwritten; of two at once, the second sees the first.

Either clinician may: the plan belongs to the person, and is the same whoever of the two they reach. What the person
proposed is taken over in the same step.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.safety_plan import LONGEST, LONGEST_PHONE, MOST_LINES, Rebased, SafetyPlan, rebased
from plait.coordination import door
from plait.coordination.consequences import safety_plan as consequences
from plait.coordination.consequences.safety_plan import CHANGED, REVISE
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.safety import plan_actions, plan_queries
from plait.records.safety.plan_queries import Version


@dataclass(frozen=True, slots=True)
class Command:
    """The whole plan as it shall stand. ``seen`` is the row that was on screen (None: there was none)."""

    patient_id: UUID
    plan: SafetyPlan
    seen: UUID | None
    together: bool = False
    note: str = ""
    taking: UUID | None = None  # the proposal that is taken over with it


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What a colleague wrote since the form was opened, and the two brought together."""

    base: SafetyPlan  # what was on screen when the form was opened
    theirs: Version
    together: Rebased


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Write the next version; returns its row's id."""
    with door.write(REVISE, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["row"])
        now = plan_queries.current(visit.patient)
        if consequences.moved_since(visit.patient, command.seen, now):
            return visit.refuse(Refused(CHANGED, _("Somebody else changed this plan while you wrote.")))
        if (refused := _refusal(command, now)) is not None:
            return visit.refuse(refused)
        if command.taking is not None and not _waits(visit.patient, command.taking):
            return visit.refuse(Refused("read", _("Somebody has read and answered these words already.")))
        what = "made" if now is None or now.plan.empty else "revised"
        row = plan_actions.write_plan(
            visit.stamp,
            visit.patient,
            command.plan,
            what=what,
            together=command.together,
            note=command.note.strip(),
        )
        if command.taking is not None:
            plan_actions.answer(visit.stamp, command.taking, status="taken")
            consequences.was_read(visit, command.taking, note="taken into the plan")
        visit.detail = what
        door.keep_outcome(visit, once, {"row": str(row)})
        return row


def _refusal(command: Command, now: Version | None) -> Refused | None:
    if command.plan.empty:
        return Refused("empty", _("Write at least one line, or say that no plan is wanted."))
    for name, lines in command.plan.parts:
        if len(lines) > MOST_LINES:
            return Refused("long", _("This is more than somebody in need can read. Keep to twelve lines."), name)
        if any(len(line.text) > LONGEST or len(line.phone) > LONGEST_PHONE for line in lines):
            return Refused("long", _("A line has at most 300 letters, a number at most 40."), name)
    if now is not None and command.plan == now.plan and command.taking is None:
        return Refused("same", _("Nothing is changed. To say that it still holds, review it."))
    return None


def _waits(patient_id: UUID, proposal_id: UUID) -> bool:
    found = plan_queries.proposals(patient_id)
    return any(one.proposal_id == proposal_id and one.status == "proposed" for one in found)


def meanwhile(command: Command, *, actor: Actor, at: Instant) -> Meanwhile | None:
    """After a refusal: what a colleague wrote since, and both brought together part by part."""
    with door.read(REVISE, actor=actor, at=at, patient=command.patient_id) as visit:
        theirs = plan_queries.current(visit.patient)
        if theirs is None or theirs.row_id == command.seen:
            return None
        seen = plan_queries.version(visit.patient, command.seen) if command.seen else None
        base = seen.plan if seen is not None else SafetyPlan()
        return Meanwhile(base, theirs, rebased(base, command.plan, theirs.plan))
