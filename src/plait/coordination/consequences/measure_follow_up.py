"""What follows when a request is not answered: two reminders, then a task for a human being, exactly once."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from plait.coordination.door import Visit
from plait.records.tasks import actions as tasks

CAUSE = "measure-request"
TASK = "ask-for-measures"


def open_task(visit: Visit, patient_id: UUID, request_id: UUID) -> UUID | None:
    """Ask the coordinators to reach the person; None where they were asked already."""
    return tasks.open_task(
        visit.stamp,
        kind=TASK,
        cause_kind=CAUSE,
        cause_id=request_id,
        title=gettext("Questions were not answered: ask how the person is, and whether they want help with them"),
        patient_id=patient_id,
        owner_role="coordinator",
        due_at=visit.stamp.at.plus(days=1).utc,
    )


def close_tasks(visit: Visit, request_id: UUID, *, status: str = "completed") -> None:
    """It was answered, or is not asked any more."""
    tasks.close_for(visit.stamp, kind=TASK, cause_kind=CAUSE, cause_id=request_id, status=status)
