"""Reading care plans and goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant, PartialDate
from plait.foundation.facts import latest
from plait.records.careplan.models import CarePlan, Goal
from plait.records.people.one_person import of_person


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal as known now; ``targets`` are (measure, detail, due) in words."""

    thread: UUID
    text: str
    codings: tuple[tuple[str, str, str], ...]
    lifecycle_status: str
    achievement: str
    started: PartialDate | None
    targets: tuple[tuple[str, str, str], ...]
    addresses: tuple[UUID, ...]
    stated_by: str
    effective_at: Instant
    recorded_at: Instant
    recorded_by: str
    received: bool  # it came from another system


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A care plan as known now; ``activities`` are (what, status) in words."""

    thread: UUID
    title: str
    text: str
    codings: tuple[tuple[str, str, str], ...]
    status: str
    intent: str
    started: PartialDate | None
    ended: PartialDate | None
    author: str
    activities: tuple[tuple[str, str], ...]
    goals: tuple[UUID, ...]
    addresses: tuple[UUID, ...]
    effective_at: Instant
    recorded_at: Instant
    recorded_by: str
    received: bool


def goals(patient_id: UUID) -> tuple[GoalLine, ...]:
    """A person's goals, the newest first; without those that were entered in error."""
    rows = [row for row in latest(Goal.objects.filter(of_person(patient_id))) if not row.entered_in_error]
    return tuple(_goal(row) for row in sorted(rows, key=lambda row: row.effective_at, reverse=True))


def care_plans(patient_id: UUID) -> tuple[PlanLine, ...]:
    """A person's care plans, the newest first; without those that were entered in error."""
    rows = [row for row in latest(CarePlan.objects.filter(of_person(patient_id))) if not row.entered_in_error]
    return tuple(_plan(row) for row in sorted(rows, key=lambda row: row.effective_at, reverse=True))


def _goal(row: Goal) -> GoalLine:
    return GoalLine(
        thread=row.thread,
        text=row.text,
        codings=_codings(row.codings),
        lifecycle_status=row.lifecycle_status,
        achievement=row.achievement,
        started=_partial(row.started),
        targets=tuple((one["measure"], one["detail"], one["due"]) for one in row.targets),
        addresses=tuple(UUID(one) for one in row.addresses),
        stated_by=row.stated_by,
        effective_at=Instant(row.effective_at),
        recorded_at=Instant(row.recorded_at),
        recorded_by=row.recorded_by_name,
        received=bool(row.origin_key),
    )


def _plan(row: CarePlan) -> PlanLine:
    return PlanLine(
        thread=row.thread,
        title=row.title,
        text=row.text,
        codings=_codings(row.codings),
        status=row.status,
        intent=row.intent,
        started=_partial(row.started),
        ended=_partial(row.ended),
        author=row.author_name,
        activities=tuple((one["text"], one["status"]) for one in row.activities),
        goals=tuple(UUID(one) for one in row.goals),
        addresses=tuple(UUID(one) for one in row.addresses),
        effective_at=Instant(row.effective_at),
        recorded_at=Instant(row.recorded_at),
        recorded_by=row.recorded_by_name,
        received=bool(row.origin_key),
    )


def _codings(stored: list[Any]) -> tuple[tuple[str, str, str], ...]:
    return tuple((system, code, display) for system, code, display in stored)


def _partial(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
