"""What of therapy is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.therapy.models import (
    TherapyCourse,
    TherapySession,
)

KINDS = (
    Kind(TherapyCourse),
    Kind(TherapySession),
)
