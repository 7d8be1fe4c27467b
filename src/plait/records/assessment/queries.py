"""Reading filled-in instruments."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant, PartialDate
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.inbox.reconciliation_queries import stated_dates
from plait.records.people.one_person import latest_of_person, of_person

IMPORT = "import"


def responses(patient_id: UUID) -> tuple[Response, ...]:
    """A person's responses as known now, earliest first."""
    rows = [r for r in latest_of_person(QuestionnaireResponse, patient_id) if not r.entered_in_error]
    speaking = [r for r in rows if r.mode == IMPORT and r.risk]
    first = _first_received(patient_id, speaking) if speaking else {}
    dates = stated_dates(patient_id, (r.origin_key for r in speaking)) if speaking else {}
    found = (response_of(r, first.get(r.thread), dates.get(r.origin_key)) for r in rows)
    return tuple(sorted(found, key=lambda r: (r.taken_at, r.response_id)))


def _first_received(patient_id: UUID, rows: list[QuestionnaireResponse]) -> dict[UUID, Instant]:
    first = QuestionnaireResponse.objects.filter(of_person(patient_id), pk__in=[row.thread for row in rows])
    return {thread: Instant(at) for thread, at in first.values_list("thread", "recorded_at")}


def response_of(row: QuestionnaireResponse, received_at: Instant | None, taken_on: PartialDate | None) -> Response:
    """A row as the core reads it; when it came in and its stated date matter to imported answers about harm."""
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
        source="import" if row.mode == IMPORT else "plait",
        received_at=received_at,
        taken_on=taken_on,
        level=row.level or None,
        mode=row.mode,
        answered_by=row.answered_by,
        language=row.language,
        typed_total=row.typed_total,
        subscales=MappingProxyType({name: Decimal(value) for name, value in row.subscales.items()}),
        criteria=tuple(row.criteria),
    )


def kept_so_far(response_id: UUID) -> tuple[dict[str, int], str]:
    """The answers of a response as it stands, and how soon somebody must look; "" where nothing speaks of harm."""
    rows = QuestionnaireResponse.objects.filter(thread=response_id).order_by("-sequence")
    answers, level = rows.values_list("answers", "level")[0]
    return dict(answers), level


def patient_of_response(response_id: UUID) -> UUID | None:
    """Whose response it is."""
    return QuestionnaireResponse.objects.filter(pk=response_id).values_list("patient_id", flat=True).first()
