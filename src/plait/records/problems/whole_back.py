"""What an export of Plait gives back of problems, allergies, pregnancy, life and care."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.problems.models import (
    AllergyIntolerance,
    Condition,
    EpisodeOfCare,
    LifeEvent,
    PregnancyStatus,
    TreatmentStep,
)

KEEPERS = {
    "Condition": Keeper(Condition),
    "AllergyIntolerance": Keeper(AllergyIntolerance),
    "PregnancyStatus": Keeper(PregnancyStatus),
    "LifeEvent": Keeper(LifeEvent),
    "EpisodeOfCare": Keeper(EpisodeOfCare),
    "TreatmentStep": Keeper(TreatmentStep),
}
