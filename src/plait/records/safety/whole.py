"""What of safety is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.safety.models import Flag, FlagEvent, FlagPatient
from plait.records.safety.plan_models import SafetyPlan, SafetyPlanProposal

KINDS = (
    Kind(SafetyPlan),
    Kind(SafetyPlanProposal),
    Kind(Flag),
    Kind(FlagEvent, "flag__patient"),
    Kind(Flag, "placed__patient"),  # from when they had only asked for contact
    Kind(FlagEvent, "flag__placed__patient"),
    Kind(FlagPatient),
)
