"""Writing many invented scores at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.assessment.models import QuestionnaireResponse


def write(*, responses: Iterable[Row]) -> None:
    """Filled-in instruments."""
    copy_in(QuestionnaireResponse, responses)
