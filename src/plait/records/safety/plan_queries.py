"""Reading safety plans: the one that holds, its versions, what the person proposed, and the links that open it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import JSONObject

from plait.clinical.moment import Instant
from plait.clinical.safety.safety_plan import PARTS
from plait.clinical.safety.safety_plan import SafetyPlan as Plan
from plait.foundation.facts import latest
from plait.foundation.pinned import Pinned
from plait.records.people import queries as people
from plait.records.people.one_person import of_person
from plait.records.people.types import PatientRecord
from plait.records.safety.marks import FlagMark, marks_column, marks_from
from plait.records.safety.plan_models import SafetyPlan, SafetyPlanLink, SafetyPlanLinkEvent, SafetyPlanProposal

MOST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Version:
    """The plan as one row left it. ``what``: made, revised, reviewed, declined."""

    row_id: UUID
    what: str
    plan: Plan
    together: bool
    note: str
    effective_at: Instant
    recorded_at: Instant
    by: str
    role: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the person would write differently, when, and what came of it."""

    proposal_id: UUID
    part: str
    text: str
    status: str
    answer: str
    said_at: Instant
    answered_by: str
    answered_at: Instant | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link that opens the plan: until when, and what happened to it, newest first as (what, when, by whom)."""

    link_id: UUID
    patient_id: UUID
    basis: str
    given_at: Instant
    expires_at: Instant
    taken_back_at: Instant | None
    wrong_birth_dates: int
    changed_at: Instant
    events: tuple[tuple[str, Instant, str], ...] = ()

    def good(self, at: Instant) -> bool:
        """Whether it opens anything at a moment."""
        return self.taken_back_at is None and at < self.expires_at

    def waits_until(self, every: int, seconds: int) -> Instant | None:
        """After every few wrong birth dates in a row: until when none is taken."""
        if not self.wrong_birth_dates or self.wrong_birth_dates % every:
            return None
        return Instant(self.changed_at.utc + timedelta(seconds=seconds))


def current(patient_id: UUID) -> Version | None:
    """The plan that holds: the newest row of any of the person's records. None: nobody ever made one."""
    return next((_version(row) for row in _CURRENT(patient_id)), None)


def _newest(patient_id: UUID) -> QuerySet[Any]:
    return rows_of(patient_id)[:1]


def rows_of(patient_id: UUID) -> QuerySet[Any]:
    """Every row of a person, what holds first. A plan that was begun here comes before one that a file brought."""
    rows = SafetyPlan.objects.filter(of_person(patient_id), entered_in_error=False)
    begun_here = ExpressionWrapper(Q(origin_key=""), BooleanField())
    return rows.alias(begun_here=begun_here).order_by("-begun_here", "-effective_at", "-sequence")


_CURRENT = Pinned(_newest)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the head of a chart says of the plan. ``state``: none, declined, standing; ``review``: a flag came since."""

    state: str
    touched_at: Instant | None
    review: bool


def mark(patient_id: UUID) -> Mark:
    """Whether there is a plan, and whether a sign of harm came after somebody last looked at it."""
    found = patient_and_marks(patient_id)
    return found[1] if found is not None else _mark([], [])


def patient_and_marks(patient_id: UUID) -> tuple[PatientRecord, Mark, tuple[FlagMark, ...]] | None:
    """A person as known now, the mark of their plan, their flags: in one query, for every page of a chart asks them."""
    found = ((people.patient_of(row), _mark(row.plan, row.flag), marks_from(row.flag)) for row in _BESIDE(patient_id))
    return next(found, None)


def _beside(patient_id: UUID) -> QuerySet[Any]:
    """The person's newest details, with the newest row of the plan and the flags."""
    plan = rows_of(patient_id).values_list(JSONObject(what="what", at="recorded_at"))
    rows = people.details_rows(patient_id)
    return rows.annotate(plan=ArraySubquery(plan[:1]), flag=marks_column(patient_id))[:1]


_BESIDE = Pinned(_beside)


def _mark(plan: list[dict[str, Any]], flag: list[dict[str, Any]]) -> Mark:
    touched = Instant.parse(plan[0]["at"]) if plan else None
    flagged = Instant.parse(flag[0]["at"]) if flag else None
    state = "none" if touched is None else "declined" if plan[0]["what"] == "declined" else "standing"
    return Mark(state, touched, flagged is not None and (touched is None or touched < flagged))


def versions(patient_id: UUID) -> tuple[Version, ...]:
    """Every row, the newest first."""
    return tuple(_version(row) for row in rows_of(patient_id))


def version(patient_id: UUID, row_id: UUID) -> Version | None:
    """One row of a person's plan, or None."""
    row = SafetyPlan.objects.filter(of_person(patient_id), pk=row_id).first()
    return _version(row) if row is not None else None


def _version(row: SafetyPlan) -> Version:
    return Version(
        row_id=row.pk,
        what=row.what,
        plan=Plan.read({name: getattr(row, name) for name in PARTS}),
        together=row.together,
        note=row.note,
        effective_at=Instant(row.effective_at),
        recorded_at=Instant(row.recorded_at),
        by=row.recorded_by_name,
        role=row.recorded_as,
    )


def proposals(patient_id: UUID) -> tuple[Proposal, ...]:
    """What the person proposed: what waits first, then the newest."""
    said = {row.thread: row for row in SafetyPlanProposal.objects.filter(of_person(patient_id), sequence=1)}
    rows = [row for row in latest(SafetyPlanProposal.objects.filter(of_person(patient_id))) if not row.entered_in_error]
    found = [_proposal(said[row.thread], row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.status != "proposed", -one.said_at.utc.timestamp())))


def waiting(patient_id: UUID) -> int:
    """How many proposals nobody has taken or answered."""
    return sum(one.status == "proposed" for one in proposals(patient_id))


def patient_of_proposal(proposal_id: UUID) -> UUID | None:
    """Whose words they are."""
    rows = SafetyPlanProposal.objects.filter(pk=proposal_id)
    return rows.values_list("patient_id", flat=True).first()


def _proposal(first: SafetyPlanProposal, last: SafetyPlanProposal) -> Proposal:
    answered = last.status != "proposed"
    return Proposal(
        proposal_id=last.thread,
        part=last.part,
        text=first.text,
        status=last.status,
        answer=last.answer,
        said_at=Instant(first.effective_at),
        answered_by=last.recorded_by_name if answered else "",
        answered_at=Instant(last.effective_at) if answered else None,
    )


def link(digest: str) -> LinkLine | None:
    """The link of a token, good or not; None: there never was one."""
    row = SafetyPlanLink.objects.filter(digest=digest).first()
    return _link(row) if row is not None else None


def patient_of_link(link_id: UUID) -> UUID | None:
    """Whose plan a link opens."""
    return SafetyPlanLink.objects.filter(pk=link_id).values_list("patient_id", flat=True).first()


def links(patient_id: UUID) -> tuple[LinkLine, ...]:
    """Every link of a person, the newest first, with what happened to each."""
    rows = list(SafetyPlanLink.objects.filter(of_person(patient_id)).order_by("-created_at"))
    told: defaultdict[UUID, list[tuple[str, Instant, str]]] = defaultdict(list)
    events = SafetyPlanLinkEvent.objects.filter(link__in=rows).order_by("-recorded_at", "-pk")
    for event in events:
        told[event.link_id].append((event.what, Instant(event.recorded_at), event.recorded_by_name))  # type: ignore[attr-defined]
    return tuple(_link(row, tuple(told[row.pk][:MOST_EVENTS])) for row in rows)


def _link(row: SafetyPlanLink, events: tuple[tuple[str, Instant, str], ...] = ()) -> LinkLine:
    return LinkLine(
        link_id=row.pk,
        patient_id=row.patient_id,  # type: ignore[attr-defined]
        basis=row.basis,
        given_at=Instant(row.created_at),
        expires_at=Instant(row.expires_at),
        taken_back_at=Instant(row.taken_back_at) if row.taken_back_at else None,
        wrong_birth_dates=row.wrong_birth_dates,
        changed_at=Instant(row.changed_at),
        events=events,
    )
