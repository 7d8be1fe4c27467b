"""What was written on certain records since a moment, without what it says: which kind, on which record, by whom, when.

For a human who has to look it over, whoever they are: nothing clinical is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.models import Fact
from plait.foundation.whole import Kind


@dataclass(frozen=True, slots=True)
class Written:
    """One row: ``kind`` is the name of its model."""

    kind: str
    patient_id: UUID
    at: Instant
    by: str


def written_since(kinds: Iterable[Kind], patient_ids: Sequence[UUID], since: Instant) -> list[Written]:
    """Every row of these kinds that was written on these records after a moment, earliest first."""
    found = [row for kind in kinds for row in _rows(kind, patient_ids, since)]
    return sorted(found, key=lambda one: (one.at, one.kind))


def _rows(kind: Kind, patient_ids: Sequence[UUID], since: Instant) -> Iterable[Written]:
    fact = issubclass(kind.model, Fact)
    moment = "recorded_at" if fact else "created_at"
    rows: Any = kind.model._default_manager.filter(
        **{f"{kind.owner}__in": list(patient_ids), f"{moment}__gt": since.utc}
    )
    for owner, at, by in rows.values_list(kind.owner, moment, "recorded_by_name" if fact else moment):
        yield Written(kind.model.__name__, owner, Instant(at), by if fact else "")
