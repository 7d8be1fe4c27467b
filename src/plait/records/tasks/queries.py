"""Reading tasks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from plait.clinical.moment import Instant
from plait.foundation.actor import Actor
from plait.foundation.pinned import Pinned
from plait.records.people.queries import visible_to
from plait.records.tasks.actions import OPEN
from plait.records.tasks.models import Task

PAGE = 50
URGENCY = Case(  # FHIR's priorities, the most pressing first
    When(priority="stat", then=0), When(priority="asap", then=1), When(priority="urgent", then=2), default=3
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as it stands in a list."""

    task_id: UUID
    kind: str
    title: str
    detail: str
    status: str
    patient_id: UUID | None
    patient_name: str
    phone: str
    due_at: Instant | None
    created_at: Instant
    priority: str = "routine"
    cause_id: UUID | None = None


def mine(actor: Actor, at: Instant, most: int = PAGE) -> tuple[TaskLine, ...]:
    """Open tasks for the actor or the actor's role or duty, about people the actor may see; the most urgent first."""
    if actor.practitioner_id is None:
        return ()
    shape = Actor("staff", acting_role=actor.acting_role, duties=actor.duties, site_id=actor.site_id)
    return tuple(_line(row) for row in _mine(shape, most)(actor.practitioner_id, at.utc))


@lru_cache(maxsize=64)
def _mine(shape: Actor, most: int) -> Pinned:
    """The query for everybody of one role, duties and site."""
    return Pinned(partial(_open_tasks, shape, most))


def _open_tasks(shape: Actor, most: int, one: UUID, at: datetime) -> QuerySet[Task]:
    actor = replace(shape, practitioner_id=one)
    own = Q(owner_id=one) | Q(owner__isnull=True, owner_role__in=(actor.acting_role, *actor.duties))
    seen = Q(patient__isnull=True) | Q(patient_id__in=visible_to(actor, Instant(at)).values("patient_id"))
    found = Task.objects.filter(own, seen, status__in=OPEN).select_related("patient__index")
    return found.order_by(URGENCY, "due_at", "created_at")[:most]


def is_open(task_id: UUID) -> bool:
    """Whether a task still waits for somebody."""
    return Task.objects.filter(pk=task_id, status__in=OPEN).exists()


def one(task_id: UUID) -> TaskLine | None:
    """One task, or None."""
    row = Task.objects.filter(pk=task_id).select_related("patient__index").first()
    return None if row is None else _line(row)


def of_cause(kind: str, cause_kind: str, cause_id: UUID) -> UUID | None:
    """The open task of this kind that a cause has, or None."""
    rows = Task.objects.filter(kind=kind, cause_kind=cause_kind, cause_id=cause_id, status__in=OPEN)
    return rows.values_list("pk", flat=True).first()


def _line(row: Task) -> TaskLine:
    index = row.patient.index if row.patient_id else None
    return TaskLine(
        task_id=row.id,
        kind=row.kind,
        title=row.title,
        detail=row.detail,
        status=row.status,
        patient_id=row.patient_id,
        patient_name=(index.preferred_name or index.name) if index else "",
        phone=index.phone if index else "",
        due_at=Instant(row.due_at) if row.due_at else None,
        created_at=Instant(row.created_at),
        priority=row.priority,
        cause_id=row.cause_id,
    )
