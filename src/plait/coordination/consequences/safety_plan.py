"""What decisions about a safety plan share: the link that opens it, and who is asked to read what the person wrote.

A sign of harm asks nobody to do anything here: whether the plan was looked at since is a question that the head of the
chart asks anew each time (``records.safety.plan_queries.mark``), so no job can forget it.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.moment import Instant
from plait.coordination.door import Visit
from plait.foundation.signed_links import new_token
from plait.records.safety import plan_actions, plan_queries
from plait.records.safety.plan_queries import Version
from plait.records.tasks import actions as tasks

REVISE = "safety.revise-plan"  # the action of whoever changes, reviews, shares or answers
CHANGED = "changed-since"  # the reason of a no: a colleague wrote meanwhile
PURPOSE = "safety-plan"
GIVEN, AFTER_ANSWER = "given", "after-answer"
AFTER_ANSWER_SECONDS = 24 * 60 * 60
READ_WORDS = "read-safety-plan-words"
CAUSE = "safety-plan-proposal"
DUE_DAYS = 1
ROLES = ("prescriber", "therapist")


def new_link(visit: Visit, patient_id: UUID, *, expires_at: Instant, basis: str = GIVEN) -> tuple[UUID, str]:
    """Make a link to a person's plan: its id, and the token that is shown once."""
    token = new_token(PURPOSE)
    return (
        plan_actions.give_link(visit.stamp, patient_id, digest=token.digest, expires_at=expires_at, basis=basis),
        token.text,
    )


def own_plan_after_answer(visit: Visit, patient_id: UUID) -> str | None:
    """For somebody whose answer spoke of harm: the token of a link to their own plan, good for a day.

    None where no plan stands. The plan still opens only after the birth date. Call in the transaction of the answer.
    """
    if plan_queries.mark(patient_id).state != "standing":
        return None
    for link in plan_queries.links(patient_id):
        if link.basis == AFTER_ANSWER and link.good(visit.stamp.at):
            plan_actions.end_link(visit.stamp, link.link_id, "replaced")
    expires_at = visit.stamp.at.plus(seconds=AFTER_ANSWER_SECONDS)
    return new_link(visit, patient_id, expires_at=expires_at, basis=AFTER_ANSWER)[1]


def moved_since(patient_id: UUID, seen: UUID | None, now: Version | None) -> bool:
    """Whether the words of the plan are others than those of the row that somebody had on screen."""
    if (now.row_id if now is not None else None) == seen:
        return False
    before = plan_queries.version(patient_id, seen) if seen is not None else None
    return before is None or now is None or before.plan != now.plan


def ask_to_read(visit: Visit, proposal_id: UUID) -> None:
    """Ask everybody who treats the person to read what they would write differently; nobody treats: the coordinator."""
    roles = {member.role for member in visit.team if member.at(visit.stamp.at)} & set(ROLES)
    for role in sorted(roles or {"coordinator"}):
        tasks.open_task(
            visit.stamp,
            kind=f"{READ_WORDS}-{role}",
            cause_kind=CAUSE,
            cause_id=proposal_id,
            patient_id=visit.patient,
            title=gettext("Read what the person wrote about their safety plan"),
            owner_role=role,
            priority="urgent",
            due_at=visit.stamp.at.plus(days=DUE_DAYS).utc,
        )


def was_read(visit: Visit, proposal_id: UUID, *, note: str) -> None:
    """Somebody took it over or answered it: nobody else need read it any more."""
    for role in (*ROLES, "coordinator"):
        tasks.close_for(visit.stamp, kind=f"{READ_WORDS}-{role}", cause_kind=CAUSE, cause_id=proposal_id, note=note)
