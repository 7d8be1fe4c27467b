"""What an export of Plait gives back of those around a person. A care team of ours is made by people, not files."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.people.models import OutsideCareMember, PatientDetails, PatientRelation

DETAILS = Keeper(PatientDetails)
KEEPERS = {"PatientRelation": Keeper(PatientRelation), "OutsideCareMember": Keeper(OutsideCareMember)}
