"""What an export of Plait gives back of plans and goals."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.careplan.models import CarePlan, Goal

KEEPERS = {"Goal": Keeper(Goal), "CarePlan": Keeper(CarePlan)}
