"""Writing many invented scores at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.assessment import series
from plait.records.assessment.models import QuestionnaireResponse


def write(*, responses: Iterable[Row]) -> None:
    """Filled-in instruments, and the view of them."""
    rows = list(responses)
    copy_in(QuestionnaireResponse, rows)
    series.refresh({row["patient_id"] for row in rows})
