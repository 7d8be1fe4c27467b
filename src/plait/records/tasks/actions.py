"""Writing tasks: opened once per cause, then worked on until somebody closes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plait.foundation.facts import Stamp, record
from plait.foundation.ids import new_id
from plait.records.tasks.models import Task, TaskEvent

OPEN = ("requested", "in-progress")


def open_task(stamp: Stamp, *, kind: str, cause_kind: str, cause_id: UUID, title: str, **fields: Any) -> UUID | None:
    """Open a task for a cause; None if that cause has one already."""
    task, made = Task.objects.get_or_create(
        kind=kind,
        cause_kind=cause_kind,
        cause_id=cause_id,
        defaults={"id": new_id(), "title": title, "created_at": stamp.at.utc, "changed_at": stamp.at.utc, **fields},
    )
    if not made:
        return None
    record(TaskEvent, stamp, task=task, what="requested")
    return task.id


def change_task(stamp: Stamp, task_id: UUID, *, status: str, note: str = "") -> None:
    """Move a task on, and keep who did."""
    Task.objects.filter(pk=task_id).update(status=status, changed_at=stamp.at.utc)
    record(TaskEvent, stamp, task_id=task_id, what=status, note=note)


def close_for(
    stamp: Stamp, *, kind: str, cause_kind: str, cause_id: UUID | None = None, status: str = "completed", note: str = ""
) -> int:
    """Close the open tasks of a kind, for one cause or for all; returns how many."""
    rows = Task.objects.filter(kind=kind, cause_kind=cause_kind, status__in=OPEN)
    found = [row.pk for row in (rows.filter(cause_id=cause_id) if cause_id else rows)]
    for task_id in found:
        change_task(stamp, task_id, status=status, note=note)
    return len(found)
