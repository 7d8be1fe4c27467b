"""What this database knows of its own backups: when the last good one was, and from which archive it was restored.

Never part of an archive, so that a restored database begins without backups of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plait.clinical.moment import Instant
from plait.foundation.models import BackupRun

BACKUP, RESTORE = "backup", "restore"
GOOD, FAILED = "good", "failed"


@dataclass(frozen=True)
class Known:
    """The last good backup, a failure since, and where this database came from; each None if there was none."""

    good_at: Instant | None
    archive: str
    failed_at: Instant | None
    reason: str
    restored_at: Instant | None
    restored_from: str


def note_backup(archive: str, *, size: int, rows: int, taken: Instant, at: Instant) -> None:
    """A verified archive of the moment `taken`."""
    BackupRun.objects.create(
        kind=BACKUP, outcome=GOOD, archive=archive[:500], size=size, rows=rows, created_at=taken.utc, changed_at=at.utc
    )


def note_failure(reason: str, at: Instant) -> None:
    """An attempt without an archive."""
    BackupRun.objects.create(kind=BACKUP, outcome=FAILED, reason=reason[:500], created_at=at.utc, changed_at=at.utc)


def note_restore(archive: str, showing: datetime, rows: int, at: Instant) -> None:
    """This database was made from an archive that shows the moment `showing`."""
    BackupRun.objects.create(
        kind=RESTORE, outcome=GOOD, archive=archive[:500], rows=rows, created_at=showing, changed_at=at.utc
    )


def known() -> Known:
    """Read it; three short looks at the end of a short table."""
    runs = BackupRun.objects.order_by("-created_at")
    good = runs.filter(kind=BACKUP, outcome=GOOD).first()
    failed = runs.filter(kind=BACKUP, outcome=FAILED).first()
    if failed and good and failed.created_at < good.created_at:
        failed = None
    restored = BackupRun.objects.filter(kind=RESTORE).order_by("-changed_at").first()
    return Known(
        good_at=Instant(good.created_at) if good else None,
        archive=good.archive if good else "",
        failed_at=Instant(failed.created_at) if failed else None,
        reason=failed.reason if failed else "",
        restored_at=Instant(restored.changed_at) if restored else None,
        restored_from=restored.archive if restored else "",
    )
