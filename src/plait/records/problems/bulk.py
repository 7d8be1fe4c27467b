"""Writing many invented problems, allergies, life events and episodes at once."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.problems.models import (
    AllergyIntolerance,
    Condition,
    EpisodeOfCare,
    LifeEvent,
    PregnancyStatus,
    TreatmentStep,
)


def write(
    *,
    conditions: Iterable[Row],
    allergies: Iterable[Row],
    pregnancies: Iterable[Row],
    life_events: Iterable[Row],
    episodes: Iterable[Row],
    steps: Iterable[Row],
) -> None:
    """What burdens people and what they carry."""
    copy_in(Condition, conditions)
    copy_in(AllergyIntolerance, allergies)
    copy_in(PregnancyStatus, pregnancies)
    copy_in(LifeEvent, life_events)
    copy_in(EpisodeOfCare, episodes)
    copy_in(TreatmentStep, steps)
