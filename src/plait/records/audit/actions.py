"""Writing the audit trail: one event for every answer."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from plait.foundation.facts import Stamp, record
from plait.records.audit.models import AuditEvent

MOST_PEOPLE = 100


def note(stamp: Stamp, *, action: str, purpose: str, outcome: str, patients: Iterable[UUID], detail: str = "") -> UUID:
    """Append one event. A page shows at most 100 people, so that an event can list them all."""
    shown = list(dict.fromkeys(patients))
    if len(shown) > MOST_PEOPLE:
        raise ValueError(f"an answer shows at most {MOST_PEOPLE} people, not {len(shown)}")
    event = record(
        AuditEvent, stamp, action=action, purpose=purpose, outcome=outcome, patients=shown, detail=detail[:300]
    )
    return event.id
