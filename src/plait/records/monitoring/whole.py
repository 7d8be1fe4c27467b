"""What of measured results is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.monitoring.models import (
    Observation,
)

KINDS = (Kind(Observation),)
