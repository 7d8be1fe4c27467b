"""The open tasks about one person, of given kinds: closed together when what they ask for is done."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from plait.foundation.facts import Stamp
from plait.records.people.one_person import of_person
from plait.records.tasks.actions import OPEN, change_task
from plait.records.tasks.models import Task


def open_of(patient_id: UUID, kinds: Iterable[str]) -> tuple[UUID, ...]:
    """The open tasks of these kinds about a person."""
    rows = Task.objects.filter(of_person(patient_id), kind__in=tuple(kinds), status__in=OPEN)
    return tuple(rows.order_by("created_at", "pk").values_list("pk", flat=True))


def complete_of(stamp: Stamp, patient_id: UUID, kinds: Iterable[str], note: str) -> None:
    """Close them: what they asked for is done."""
    for task_id in open_of(patient_id, kinds):
        change_task(stamp, task_id, status="completed", note=note)
