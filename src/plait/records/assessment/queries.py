"""Reading filled-in instruments."""

from __future__ import annotations

from types import MappingProxyType
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.foundation.facts import latest
from plait.records.assessment.models import QuestionnaireResponse


def responses(patient_id: UUID) -> tuple[Response, ...]:
    """A person's responses as known now, earliest first."""
    rows = latest(QuestionnaireResponse.objects.all(), patient_id=patient_id)
    return tuple(
        sorted((_response(r) for r in rows if not r.entered_in_error), key=lambda r: (r.taken_at, r.response_id))
    )


def _response(row: QuestionnaireResponse) -> Response:
    return Response(
        response_id=row.thread,
        instrument=row.instrument,
        version=row.version,
        taken_at=Instant(row.effective_at),
        answers=MappingProxyType(dict(row.answers)),
        total=row.total,
        band=row.band or None,
        complete=row.complete,
        risk=tuple((item, value) for item, value in row.risk),
        prorated=row.prorated,
        entered_by=row.recorded_by_name,
        source="import" if row.mode == "import" else "plait",
    )


def patient_of_response(response_id: UUID) -> UUID | None:
    """Whose response it is."""
    return QuestionnaireResponse.objects.filter(pk=response_id).values_list("patient_id", flat=True).first()
