"""A clinician answers what the person would write differently in their safety plan, without changing the plan.

Taking the words over is a change of the plan (``revise_plan``). Either way nothing that the person wrote is lost, and
the person reads the answer where they read the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.consequences import safety_plan as consequences
from plait.coordination.consequences.safety_plan import REVISE
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.safety import plan_actions, plan_queries
from plait.records.safety.plan_queries import Proposal

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Command:
    """Which words, and what the person reads in reply."""

    proposal_id: UUID
    answer: str


def read(proposal_id: UUID, *, actor: Actor, at: Instant) -> tuple[Header, Proposal]:
    """What the person wrote, before somebody answers. Raises Denied."""
    whose = partial(plan_queries.patient_of_proposal, proposal_id)
    with door.read(REVISE, actor=actor, at=at, patient=whose) as visit:
        found = _one(visit.patient, proposal_id)
        return header(situation.gather(visit.patient), visit, actor=actor, at=at), found


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Answer; returns whose plan it is about."""
    whose = partial(plan_queries.patient_of_proposal, command.proposal_id)
    with door.write(REVISE, actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is not None:
            return visit.patient
        words = command.answer.strip()
        if not words:
            return visit.refuse(Refused("answer", _("Write what the person shall read."), "answer"))
        if len(words) > LONGEST:
            return visit.refuse(Refused("long", _("Keep it to 1000 letters."), "answer"))
        if _one(visit.patient, command.proposal_id).status != "proposed":
            return visit.refuse(Refused("read", _("Somebody has read and answered these words already.")))
        plan_actions.answer(visit.stamp, command.proposal_id, status="answered", words=words)
        consequences.was_read(visit, command.proposal_id, note="answered")
        visit.detail = "answered what the person wrote"
        door.keep_outcome(visit, once, {"answered": True})
        return visit.patient


def _one(patient_id: UUID, proposal_id: UUID) -> Proposal:
    found = (one for one in plan_queries.proposals(patient_id) if one.proposal_id == proposal_id)
    proposal = next(found, None)
    if proposal is None:
        raise door.Denied(str(proposal_id))
    return proposal
