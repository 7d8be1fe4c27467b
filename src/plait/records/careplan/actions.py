"""Writing care plans and goals: so far those that came from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp
from plait.foundation.received_facts import receive_rows, threads_by_origin
from plait.records.careplan.models import CarePlan, Goal
from plait.records.people.one_person import of_person


def receive_goals(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep goals as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(Goal, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def receive_care_plans(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep plans as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(CarePlan, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def goal_threads(patient_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
    """Which goal here each of these resources became, by origin key."""
    return threads_by_origin(Goal, of_person(patient_id), keys)
