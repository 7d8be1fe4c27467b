"""What an export of Plait gives back of medication."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.medication.models import MedicationDispense, MedicationRequest, MedicationStatement

KEEPERS = {
    "MedicationRequest": Keeper(MedicationRequest),
    "MedicationStatement": Keeper(MedicationStatement),
    "MedicationDispense": Keeper(MedicationDispense),
}
