"""Whether the practice would survive the loss of its machine today: when the last good backup was.

What is known is this database's own: a database that was restored elsewhere starts without backups.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation import backup_runs
from plait.foundation.actor import Actor
from plait.foundation.backup_runs import Known

OLDEST_DAYS = 1
Standing = Literal["demo", "good", "old", "none"]


@dataclass(frozen=True)
class Backups:
    """standing: "old" when the last good one shows a moment more than a day ago, "none" when there never was one."""

    standing: Standing
    known: Known

    @property
    def failing(self) -> bool:
        """The last attempt ended without an archive."""
        return self.standing != "demo" and self.known.failed_at is not None


def read(*, actor: Actor, at: Instant) -> Backups:
    """What the administrator is told."""
    with door.read("upkeep.read-backups", actor=actor, at=at):
        known = backup_runs.known()
        return Backups(_standing(known, at), known)


def _standing(known: Known, at: Instant) -> Standing:
    if settings.DEMO:
        return "demo"
    if known.good_at is None:
        return "none"
    return "old" if known.good_at.plus(days=OLDEST_DAYS) < at else "good"
