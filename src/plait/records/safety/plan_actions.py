"""Writing safety plans, what the person would write differently, and links. Call under the person's lock."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.safety.safety_plan import SafetyPlan as Plan
from plait.foundation.facts import Stamp, record, revise
from plait.foundation.ids import new_id
from plait.records.safety.plan_models import SafetyPlan, SafetyPlanLink, SafetyPlanLinkEvent, SafetyPlanProposal
from plait.records.safety.plan_queries import rows_of


def write_plan(
    stamp: Stamp, patient_id: UUID, plan: Plan, *, what: str, together: bool = False, note: str = ""
) -> UUID:
    """The next row of the person's plan, or its first; returns the row's id."""
    columns = {**plan.stored(), "what": what, "together": together, "note": note, "effective_at": stamp.at.utc}
    newest = rows_of(patient_id).first()
    if newest is None or newest.origin_key:  # what a file brought stays as it came; ours goes on from its words
        return record(SafetyPlan, stamp, patient_id=patient_id, **columns).id
    last = SafetyPlan.objects.filter(thread=newest.thread).order_by("-sequence")[0]
    return revise(last, stamp, **columns, entered_in_error=False, error_reason="").id


def propose(stamp: Stamp, patient_id: UUID, *, part: str, text: str) -> UUID:
    """Keep what the person would write differently."""
    row = record(SafetyPlanProposal, stamp, patient_id=patient_id, effective_at=stamp.at.utc, part=part, text=text)
    return row.thread


def answer(stamp: Stamp, proposal_id: UUID, *, status: str, words: str = "") -> None:
    """Say what came of a proposal: taken into the plan, or answered in words."""
    last = SafetyPlanProposal.objects.filter(thread=proposal_id).order_by("-sequence")[0]
    revise(last, stamp, status=status, answer=words, effective_at=stamp.at.utc)


def give_link(stamp: Stamp, patient_id: UUID, *, digest: str, expires_at: Instant, basis: str) -> UUID:
    """Keep a new link."""
    at = stamp.at.utc
    link = SafetyPlanLink.objects.create(
        id=new_id(),
        created_at=at,
        changed_at=at,
        patient_id=patient_id,
        digest=digest,
        expires_at=expires_at.utc,
        basis=basis,
    )
    note_link(stamp, link.pk, "given")
    return link.pk


def note_link(stamp: Stamp, link_id: UUID, what: str) -> None:
    """Keep what happened to a link."""
    record(SafetyPlanLinkEvent, stamp, link_id=link_id, what=what)


def count_birth_date(stamp: Stamp, link_id: UUID, *, wrong: int) -> None:
    """How many wrong birth dates in a row there were; the moment of the last one is the link's last change."""
    SafetyPlanLink.objects.filter(pk=link_id).update(wrong_birth_dates=wrong, changed_at=stamp.at.utc)


def end_link(stamp: Stamp, link_id: UUID, what: str) -> bool:
    """Take a link back, or close it; False if it was ended before."""
    at = stamp.at.utc
    ended = SafetyPlanLink.objects.filter(pk=link_id, taken_back_at=None).update(taken_back_at=at, changed_at=at)
    if ended:
        note_link(stamp, link_id, what)
    return bool(ended)
