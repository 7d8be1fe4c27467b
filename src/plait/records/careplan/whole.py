"""What of plans and goals is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.careplan.models import (
    CarePlan,
    Goal,
)

KINDS = (
    Kind(Goal),
    Kind(CarePlan),
)
