"""What of filled-in instruments is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.assessment.models import (
    QuestionnaireResponse,
)

KINDS = (Kind(QuestionnaireResponse),)
