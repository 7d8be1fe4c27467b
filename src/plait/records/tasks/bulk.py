"""Writing many invented tasks at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.tasks.models import Task, TaskEvent


def write(*, tasks: Iterable[Row], events: Iterable[Row]) -> None:
    """Tasks, and what happened to them."""
    copy_in(Task, tasks)
    copy_in(TaskEvent, events)
