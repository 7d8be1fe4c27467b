"""Which filled-in instruments came from another system, and what their last version said before."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.pinned import Pinned
from plait.foundation.received_threads import ReceivedThread, received_threads
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.people.one_person import of_person

Answers = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RiskVersion:
    """The newest version of an answer about harm: its row, and what the version before it said."""

    row_id: UUID
    response_id: UUID
    risk: Answers
    before: Answers | None  # None: it is the first version


def responses(patient_id: UUID) -> dict[UUID, ReceivedThread]:
    """The received responses of a person, by thread."""
    return received_threads(QuestionnaireResponse.objects.filter(of_person(patient_id)))


_RECORDED = Pinned(
    lambda one, moment: QuestionnaireResponse.objects.filter(of_person(one), recorded_at=moment).exclude(origin_key="")
)


def risk_versions(patient_id: UUID, at: Instant) -> tuple[RiskVersion, ...]:
    """The responses of which a version was recorded at this moment, with what the version before said of harm."""
    rows = {row.thread: row for row in _RECORDED(patient_id, at.utc) if not row.entered_in_error}
    if not rows:
        return ()
    earlier = QuestionnaireResponse.objects.filter(thread__in=rows, recorded_at__lt=at.utc).order_by("sequence")
    before = {row.thread: _answers(row) for row in earlier}
    return tuple(RiskVersion(row.id, thread, _answers(row), before.get(thread)) for thread, row in sorted(rows.items()))


def earlier_versions(response_id: UUID, at: Instant) -> tuple[UUID, ...]:
    """The rows of a response that were recorded before a moment."""
    rows = QuestionnaireResponse.objects.filter(thread=response_id, recorded_at__lt=at.utc)
    return tuple(rows.values_list("id", flat=True))


def _answers(row: QuestionnaireResponse) -> Answers:
    return () if row.entered_in_error else tuple((item, value) for item, value in row.risk)
