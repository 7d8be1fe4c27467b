"""Staff see what is theirs to do, and close it with a note."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.harm import KINDS as HARM
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.tasks import actions, queries
from plait.records.tasks.queries import TaskLine


def read(*, actor: Actor, at: Instant) -> tuple[TaskLine, ...]:
    """The actor's open tasks, the most urgent first."""
    with door.read("tasks.read", actor=actor, at=at) as visit:
        tasks = queries.mine(actor, at)
        visit.saw(task.patient_id for task in tasks if task.patient_id is not None)
        return tasks


@dataclass(frozen=True, slots=True)
class Close:
    """A task is done (or, ``cancelled``, not to be done), with what came of it."""

    task_id: UUID
    note: str
    cancelled: bool = False


def close(command: Close, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Close one of the actor's own open tasks. Of two who close it at once, one is told that it is closed."""

    def whose() -> UUID | None:
        task = queries.one(command.task_id)
        return task.patient_id if task else None

    with door.write("tasks.close", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is not None:
            return command.task_id
        if not queries.is_open(command.task_id):
            return visit.refuse(Refused("closed", _("Somebody has closed this task already.")))
        if not any(task.task_id == command.task_id for task in queries.mine(actor, at)):
            raise door.Denied("tasks.close")
        task = queries.one(command.task_id)
        if task is not None and task.kind in HARM:
            return visit.refuse(Refused("harm", _("This closes with the sign of harm: open that one.")))
        if not command.note.strip():
            return visit.refuse(Refused("note", _("Say in a few words what came of it."), "note"))
        status = "cancelled" if command.cancelled else "completed"
        actions.change_task(visit.stamp, command.task_id, status=status, note=command.note.strip())
        visit.detail = status
        door.keep_outcome(visit, once, {"task": str(command.task_id)})
        return command.task_id
