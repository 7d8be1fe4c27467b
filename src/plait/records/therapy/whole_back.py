"""What an export of Plait gives back of therapy."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.therapy.models import TherapyCourse, TherapySession

KEEPERS = {"TherapyCourse": Keeper(TherapyCourse), "TherapySession": Keeper(TherapySession)}
