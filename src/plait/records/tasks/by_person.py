"""The open tasks about one person, of given kinds: closed together when what they ask for is done."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from plait.foundation.facts import Stamp
from plait.foundation.pinned import Pinned
from plait.records.people.one_person import of_person
from plait.records.tasks.actions import OPEN, change_task
from plait.records.tasks.models import Task


def open_of(patient_id: UUID, kinds: Iterable[str]) -> tuple[UUID, ...]:
    """The open tasks of these kinds about a person."""
    return tuple(_open_of(tuple(kinds))(patient_id))


@cache
def _open_of(kinds: tuple[str, ...]) -> Pinned:
    return Pinned(
        lambda one: (
            Task.objects.filter(of_person(one), kind__in=kinds, status__in=OPEN)
            .order_by("created_at", "pk")
            .values_list("pk", flat=True)
        )
    )


def complete_of(stamp: Stamp, patient_id: UUID, kinds: Iterable[str], note: str) -> None:
    """Close them: what they asked for is done."""
    for task_id in open_of(patient_id, kinds):
        change_task(stamp, task_id, status="completed", note=note)
