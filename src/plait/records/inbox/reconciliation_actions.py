"""Writing what was decided about an imported line."""

from __future__ import annotations

from uuid import UUID

from plait.foundation.facts import Stamp, record
from plait.records.inbox.models import ReconciliationDecision

LONGEST_REASON = 1000


def decide(
    stamp: Stamp,
    *,
    patient_id: UUID,
    target_kind: str,
    target: UUID,
    decision: str,
    same_as: UUID | None = None,
    reason: str = "",
) -> None:
    """Keep what was decided; an earlier decision about the line stays beside it."""
    record(
        ReconciliationDecision,
        stamp,
        patient_id=patient_id,
        target_kind=target_kind,
        target=target,
        decision=decision,
        same_as=same_as,
        reason=reason[:LONGEST_REASON],
    )
