"""What of problems, allergies, pregnancy, life and care is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.problems.models import (
    AllergyIntolerance,
    Condition,
    EpisodeOfCare,
    LifeEvent,
    PregnancyStatus,
    TreatmentStep,
)

KINDS = (
    Kind(Condition),
    Kind(AllergyIntolerance),
    Kind(PregnancyStatus),
    Kind(LifeEvent),
    Kind(EpisodeOfCare),
    Kind(TreatmentStep),
)
