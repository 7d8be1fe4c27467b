"""Problems that came from another system."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from plait.foundation.received_facts import threads_by_origin
from plait.records.people.one_person import of_person
from plait.records.problems.models import Condition


def condition_threads(patient_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
    """Which condition here each of these resources became, by origin key."""
    return threads_by_origin(Condition, of_person(patient_id), keys)
