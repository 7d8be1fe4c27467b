"""What somebody has to do about the person (Task), and what was decided on imported lines (Provenance)."""

from __future__ import annotations

from collections.abc import Iterator

from plait.coordination.interchange.writing.elements import HL7, Json, coded, filled, instant, one_of, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written
from plait.foundation.whole import Thread

STATUSES = frozenset(
    {
        "draft",
        "requested",
        "received",
        "accepted",
        "rejected",
        "ready",
        "cancelled",
        "in-progress",
        "on-hold",
        "failed",
        "completed",
        "entered-in-error",
    }
)
PRIORITIES = frozenset({"routine", "urgent", "asap", "stat"})
DONE = {"done": "completed"}


def write_tasks(sheet: Sheet) -> Iterator[Written]:
    """Tasks with their events, then decisions."""
    for task in sheet.of("Task"):
        yield _task(sheet, task), [task, *sheet.under("TaskEvent", "task_id", task)]
    for decision in sheet.of("ReconciliationDecision"):
        yield _decision(sheet, decision), [decision]


def _task(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    status = DONE.get(told["status"], told["status"])
    return resource(
        "Task",
        thread.id,
        status=one_of(STATUSES, status, "requested"),
        intent="order",
        priority=told["priority"] if told["priority"] in PRIORITIES else None,
        code={"text": told["kind"]},
        description=told["title"],
        for_=sheet.me,
        authoredOn=instant(told["created_at"]),
        lastModified=instant(told["changed_at"]),
        owner=sheet.who(told["owner_id"]),
        restriction={"period": {"end": instant(told["due_at"])}} if told["due_at"] else None,
        note=[{"text": told["detail"]}] if told["detail"] else [],
    )


def _decision(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    return resource(
        "Provenance",
        thread.id,
        target=[{"reference": f"urn:uuid:{told['target']}"}, sheet.me],
        recorded=instant(told["recorded_at"]),
        activity={"text": told["decision"]},
        reason=[{"text": told["reason"]}] if told["reason"] else [],
        agent=[
            filled(
                type=coded(f"{HL7}provenance-participant-type", "author"),
                who={"display": told["recorded_by_name"] or "not stated"},
            )
        ],
    )
