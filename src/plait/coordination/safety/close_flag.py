"""A clinician closes a sign of harm: says what came of it, in a code and in words. Without that it stays open."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm_closing import CONTACTS, DISPOSITIONS, NOT_REACHED, refuse_closing
from plait.coordination import door
from plait.coordination.consequences import harm
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.safety import actions, queries

__all__ = ["CONTACTS", "DISPOSITIONS", "NOT_REACHED", "Command", "commit"]


@dataclass(frozen=True, slots=True)
class Command:
    """What came of it."""

    flag_id: UUID
    disposition: str
    note: str


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Close it, and the tasks that asked for it."""
    with door.write(
        "safety.act", actor=actor, at=at, patient=lambda: queries.whose(command.flag_id), once=once
    ) as visit:
        if visit.replayed is not None:
            return command.flag_id
        flag = queries.one(command.flag_id)
        if flag is None:
            raise door.Denied(str(command.flag_id))
        contacts = [one.detail for one in flag.done if one.what == "contact"]
        refused = refuse_closing(flag.running, disposition=command.disposition, note=command.note, contacts=contacts)
        if refused is not None:
            return visit.refuse(refused)
        note = command.note.strip()
        actions.add_event(visit.stamp, command.flag_id, "closed", detail=command.disposition, note=note)
        harm.close_tasks(visit, command.flag_id, note=note[:1000])
        visit.detail = command.disposition
        door.keep_outcome(visit, once, {"flag": str(command.flag_id)})
        return command.flag_id
