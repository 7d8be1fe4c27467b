"""Personal thresholds: which answer is usual for a person, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant, LocalDate
from plait.clinical.safety.harm import Sign
from plait.foundation.facts import Stamp, latest, record, revise
from plait.records.people.one_person import latest_of_person
from plait.records.safety.models import HarmThreshold


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold. ``ended_at``: somebody ended it before its review date."""

    thread: UUID
    instrument: str
    item: str
    value: int
    reason: str
    starts_at: Instant
    review_on: date
    ended_at: Instant | None
    by: str

    def until(self, zone: str) -> Instant:
        """When it lapses: at the beginning of its review date, or when it was ended."""
        lapses = LocalDate(self.review_on, zone).start()
        return lapses if self.ended_at is None else min(lapses, self.ended_at)

    def holds(self, at: Instant, zone: str) -> bool:
        """Whether it holds at a moment."""
        return self.starts_at <= at < self.until(zone)


def of_patient(patient_id: UUID) -> tuple[Threshold, ...]:
    """Every threshold of a person, the newest first."""
    rows = [row for row in latest_of_person(HarmThreshold, patient_id) if not row.entered_in_error]
    return tuple(map(_threshold, sorted(rows, key=lambda row: (row.starts_at, row.thread), reverse=True)))


def usual_until(patient_id: UUID, sign: Sign, at: Instant, zone: str) -> Instant | None:
    """Until when every answer of a sign is usual for the person; None where one is not, or the sign counts as high."""
    if sign.level == "high" or not sign.items:
        return None
    held = [one for one in of_patient(patient_id) if one.instrument == sign.instrument and one.holds(at, zone)]
    until = []
    for item, value in sign.items:
        fitting = [one.until(zone) for one in held if one.item == item and value <= one.value]
        if not fitting:
            return None
        until.append(max(fitting))
    return min(until)


def set_threshold(stamp: Stamp, *, patient_id: UUID, instrument: str, item: str, **said: Any) -> UUID:
    """Record a threshold; one that holds about the same item ends with it."""
    for row in latest_of_person(HarmThreshold, patient_id):
        if (row.instrument, row.item) == (instrument, item) and row.ended_at is None:
            revise(row, stamp, ended_at=stamp.at.utc)
    common = {"patient_id": patient_id, "instrument": instrument, "item": item, "starts_at": stamp.at.utc}
    return record(HarmThreshold, stamp, **common, **said).thread


def end_threshold(stamp: Stamp, thread: UUID) -> bool:
    """End a threshold now. False where it has ended."""
    row = next(iter(latest(HarmThreshold.objects.filter(thread=thread))), None)
    if row is None or row.ended_at is not None:
        return False
    revise(row, stamp, ended_at=stamp.at.utc)
    return True


def _threshold(row: HarmThreshold) -> Threshold:
    return Threshold(
        thread=row.thread,
        instrument=row.instrument,
        item=row.item,
        value=row.value,
        reason=row.reason,
        starts_at=Instant(row.starts_at),
        review_on=row.review_on,
        ended_at=Instant(row.ended_at) if row.ended_at else None,
        by=row.recorded_by_name,
    )
