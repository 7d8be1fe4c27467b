"""Reading measured results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.monitoring.models import Observation
from plait.records.people.one_person import latest_of_person


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result as it stands in a list."""

    text: str
    code: str
    category: str
    value: Decimal | None
    unit: str
    value_text: str
    taken_at: Instant | None


def observations(patient_id: UUID) -> tuple[ResultLine, ...]:
    """A person's results, newest first."""
    rows = [r for r in latest_of_person(Observation, patient_id) if not r.entered_in_error]
    lines = [
        ResultLine(
            r.text,
            r.code,
            r.category,
            r.value,
            r.unit,
            r.value_text,
            Instant(r.effective_at) if r.effective_at else None,
        )
        for r in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.taken_at.iso() if line.taken_at else "", reverse=True))
