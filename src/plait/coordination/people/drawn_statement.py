"""A reported medicine as the timeline draws it."""

from __future__ import annotations

from plait.coordination.people.timeline import Statement as DrawnStatement
from plait.records.medication.queries import Statement


def drawn(statement: Statement) -> DrawnStatement:
    """One reported medicine, with its end where it is no longer taken."""
    return DrawnStatement(
        statement_id=statement.thread,
        medicine=statement.medicine,
        noted_at=statement.effective_at,
        dose=statement.dose,
        timing=statement.timing,
        started=statement.started,
        kind=statement.kind,
        informant=statement.informant,
        dose_text=statement.dose_text,
        indication=statement.indication,
        stopped_at=statement.effective_at if statement.status == "stopped" else None,
        reason_text=statement.reason_text,
    )
