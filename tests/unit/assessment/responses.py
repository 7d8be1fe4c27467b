"""Filled-in instruments of one person, by their day."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant

START = Instant(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))  # a Monday, ten in the morning in New York
ZONE = "America/New_York"


def response(day: int, total: int | None, *, version: str = "1", instrument: str = "scale", hours: int = 0) -> Response:
    """A response so many days after ``START``."""
    return Response(
        response_id=UUID(int=abs(day) * 1000 + (total or 0)),
        instrument=instrument,
        version=version,
        taken_at=START.plus(days=day, seconds=hours * 3600),
        answers={},
        total=None if total is None else Decimal(total),
        band=None,
        complete=True,
    )
