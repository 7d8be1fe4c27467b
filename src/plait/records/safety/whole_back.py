"""What an export of Plait gives back of safety."""

from __future__ import annotations

from plait.foundation.whole_back import Keeper
from plait.records.safety.plan_models import SafetyPlan, SafetyPlanProposal

KEEPERS = {
    "SafetyPlan": Keeper(SafetyPlan),
    "SafetyPlanProposal": Keeper(SafetyPlanProposal),
}
