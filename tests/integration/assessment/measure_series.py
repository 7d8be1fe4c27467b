"""The view of what people filled in, beside a second telling of it from the facts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from plait.foundation.facts import latest
from plait.records.assessment.models import MeasureSeries, QuestionnaireResponse

Told = dict[UUID, dict[str, list[list[Any]]]]


def view() -> Told:
    """What the view says of each record that has something."""
    return {row.patient_id: row.filled for row in MeasureSeries.objects.all() if row.filled}


def last() -> dict[UUID, dict[str, list[Any]]]:
    """What the view says of the last of each instrument."""
    return {row.patient_id: row.last for row in MeasureSeries.objects.all() if row.last}


def last_of(told: Told) -> dict[UUID, dict[str, list[Any]]]:
    """The same from whole lines: when it was last filled in, the last total, and when that was."""
    found: dict[UUID, dict[str, list[Any]]] = {}
    for patient, lines in told.items():
        for name, line in lines.items():
            totals = [(at, total) for _version, at, total in line if total is not None]
            at, total = totals[-1] if totals else (None, None)
            found.setdefault(patient, {})[name] = [line[-1][1], total, at]
    return found


def facts() -> Told:
    """The same, told a second time from the facts, a row at a time."""
    rows = [row for row in latest(QuestionnaireResponse.objects.all()) if not row.entered_in_error]
    found: defaultdict[UUID, defaultdict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=lambda row: (row.effective_at, row.thread)):
        total = None if row.total is None else str(row.total)
        found[row.patient_id][row.instrument].append([row.version, int(row.effective_at.timestamp()), total])
    return {patient: dict(lines) for patient, lines in found.items()}
