"""How a projection is kept ready: its lines are put in place in one statement, whether they stood there or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from plait.foundation.models import Projection

LineT = TypeVar("LineT", bound=Projection)


def put(lines: Sequence[LineT]) -> None:
    """Write lines of one projection; one that stands there already says afterwards what the new one says."""
    if not lines:
        return
    model = type(lines[0])
    key = model._meta.pk
    others = [field.name for field in model._meta.concrete_fields if field is not key]
    model._default_manager.bulk_create(lines, update_conflicts=True, unique_fields=[key.name], update_fields=others)
