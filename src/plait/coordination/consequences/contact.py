"""What follows when somebody asks for contact: a task for the coordinators, due when the practice said it answers."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.moment import Instant
from plait.coordination.door import Visit
from plait.records.tasks import actions as tasks
from plait.records.tasks import queries

CAUSE = "contact-request"
ANSWER = "answer-contact-request"


def ask_to_answer(visit: Visit, request_id: UUID, *, name: str, due: Instant) -> None:
    """Open the task. It is about no patient: every coordinator of the practice reads it."""
    title = gettext("%(name)s asked for contact: call back") % {"name": name}
    tasks.open_task(
        visit.stamp,
        kind=ANSWER,
        cause_kind=CAUSE,
        cause_id=request_id,
        title=title,
        owner_role="coordinator",
        due_at=due.utc,
    )


def take_up(visit: Visit, request_id: UUID) -> None:
    """Somebody is at it: the task says so."""
    found = tasks_of(request_id)
    if found is not None:
        tasks.change_task(visit.stamp, found, status="in-progress")


def close_task(visit: Visit, request_id: UUID, note: str = "") -> None:
    """Nobody has to call back any more."""
    tasks.close_for(visit.stamp, kind=ANSWER, cause_kind=CAUSE, cause_id=request_id, note=note)


def tasks_of(request_id: UUID) -> UUID | None:
    """The open task of a request, or None."""
    return queries.of_cause(ANSWER, CAUSE, request_id)
