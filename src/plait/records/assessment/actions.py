"""Writing filled-in instruments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record, revise
from plait.foundation.received_facts import receive_rows
from plait.records.assessment import series
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.people.one_person import of_person


def submit(stamp: Stamp, *, patient_id: UUID, taken_at: Instant, **fields: Any) -> UUID:
    """Keep the answers with what the scoring said; returns the response's id."""
    kept = record(QuestionnaireResponse, stamp, patient_id=patient_id, effective_at=taken_at.utc, **fields)
    series.refresh([patient_id])
    return kept.thread


def complete(stamp: Stamp, response_id: UUID, *, taken_at: Instant, **fields: Any) -> UUID:
    """The rest of the answers of a response that was kept before it was whole; returns the id of the new row."""
    last = QuestionnaireResponse.objects.filter(thread=response_id).order_by("-sequence")[0]
    whole = revise(last, stamp, effective_at=taken_at.utc, **fields)
    series.refresh([last.patient_id])
    return whole.pk


def mark_entered_in_error(stamp: Stamp, response_id: UUID, reason: str) -> None:
    """Say that a response never was this person's."""
    last = QuestionnaireResponse.objects.filter(thread=response_id).order_by("-sequence")[0]
    revise(last, stamp, entered_in_error=True, error_reason=reason)
    series.refresh([last.patient_id])


def receive_responses(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep scores as received; returns the origin keys of those that were revised here and are left alone."""
    whose = of_person(patient_id)
    left_alone = receive_rows(QuestionnaireResponse, stamp, patient_id, rows, taken_in_at, whose=whose)
    series.refresh(QuestionnaireResponse.objects.filter(whose).values_list("patient_id", flat=True).distinct())
    return left_alone
