"""What an export of Plait gives back of measured results."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.monitoring.models import Observation

KEEPERS = {"Observation": Keeper(Observation)}
