"""Writing many invented orders and reported medicines at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.medication.models import MedicationRequest, MedicationStatement


def write(*, lines: Iterable[Row], statements: Iterable[Row]) -> None:
    """Every line of every order, and what else is taken."""
    copy_in(MedicationRequest, lines)
    copy_in(MedicationStatement, statements)
