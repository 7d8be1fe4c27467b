"""A backup was made, or failed: noted where the administrator sees it, and in the audit trail.

Everything of everybody left the database, sealed; the audit event says when and into which archive, and names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation import backup_runs
from plait.foundation.actor import Actor


@dataclass(frozen=True)
class Command:
    """archive: its name, empty if there is none; then reason says why. size: bytes. taken: the moment it shows."""

    archive: str
    taken: Instant
    size: int = 0
    rows: int = 0
    reason: str = ""


def commit(command: Command, *, actor: Actor, at: Instant) -> None:
    """Note it. Only the system itself backs up: a command on the machine."""
    with door.write("upkeep.backup", actor=actor, at=at) as visit:
        if command.archive:
            backup_runs.note_backup(command.archive, size=command.size, rows=command.rows, taken=command.taken, at=at)
            visit.detail = f"everything, encrypted, into {command.archive}"
        else:
            backup_runs.note_failure(command.reason, at)
            visit.detail = "no archive was made"
