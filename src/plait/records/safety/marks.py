"""The flags of a person as every page of a chart needs them: a column of the query that asks who the person is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign
from plait.records.safety.models import Flag
from plait.records.safety.subject import of_patient

MOST = 100


@dataclass(frozen=True, slots=True)
class FlagMark:
    """A sign of harm: ``open`` until somebody closed it; ``waiting``: nobody has acknowledged it yet."""

    flag_id: UUID
    sign: Sign
    opened_at: Instant
    open: bool
    waiting: bool
    acknowledged_by: str


def marks_column(patient_id: UUID) -> ArraySubquery:
    """The newest flags of a person, the last first."""
    columns = JSONObject(
        id="pk",
        at="recorded_at",
        level="level",
        whom="whom",
        source="source",
        instrument="instrument",
        items="items",
        words="words",
        said="said_at",
        opened="open__opened_at",
        waiting="open__waiting_since",
        by="open__acknowledged_by",
    )
    rows = Flag.objects.filter(of_patient(patient_id)).order_by("-recorded_at", "-id")
    return ArraySubquery(rows.values_list(columns)[:MOST])


def marks_from(rows: Iterable[dict[str, Any]]) -> tuple[FlagMark, ...]:
    """What the column told of."""
    return tuple(map(_mark, rows))


def _mark(row: dict[str, Any]) -> FlagMark:
    items = tuple((item, value) for item, value in row["items"])
    sign = Sign(
        row["level"], row["whom"], row["source"], row["instrument"], items, Instant.parse(row["said"]), row["words"]
    )
    return FlagMark(
        flag_id=UUID(row["id"]),
        sign=sign,
        opened_at=Instant.parse(row["at"]),
        open=row["opened"] is not None,
        waiting=row["waiting"] is not None,
        acknowledged_by=row["by"] or "",
    )
