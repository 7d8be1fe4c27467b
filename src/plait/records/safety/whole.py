"""What of safety is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.safety.models import Flag, FlagEvent
from plait.records.safety.plan_models import SafetyPlan, SafetyPlanProposal

KINDS = (
    Kind(SafetyPlan),
    Kind(SafetyPlanProposal),
    Kind(Flag),
    Kind(FlagEvent, "flag__patient"),
)
