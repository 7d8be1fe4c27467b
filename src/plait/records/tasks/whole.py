"""What of tasks is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.tasks.models import (
    Task,
    TaskEvent,
)

KINDS = (
    Kind(Task),
    Kind(TaskEvent, "task__patient"),
)
