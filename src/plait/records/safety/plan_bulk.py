"""Writing many invented safety plans at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.safety.plan_models import SafetyPlan


def write(*, plans: Iterable[Row]) -> None:
    """Safety plans, row by row."""
    copy_in(SafetyPlan, plans)
