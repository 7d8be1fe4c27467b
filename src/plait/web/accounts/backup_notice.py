"""What the administrator is told about backups: calm when all is well, and what to do when it is not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from plait.coordination.upkeep.read_backups import Backups
from plait.web.words import time_of


@dataclass(frozen=True)
class Notice:
    """title and sentences; tone as the notice component knows it; to_do: a command to run on the machine, if any."""

    title: str
    sentences: tuple[str, ...]
    tone: str = ""
    to_do: str = ""


def backup_notice(backups: Backups, zone: str) -> Notice:
    """The notice above the list of accounts."""
    known = backups.known
    last = time_of(known.good_at, zone) if known.good_at else ""
    if backups.standing == "demo":
        return Notice(gettext("This is the demo"), (gettext("Nothing here is real, and nothing is backed up."),))
    failed = (_failed(backups, zone),) if backups.failing else ()
    if backups.standing == "good":
        said = gettext("The last good backup shows the practice as of %(time)s.") % {"time": last}
        if not failed:
            return Notice(gettext("Backed up"), (said,), tone="done")
        return Notice(gettext("The latest backup failed"), (said, *failed), tone="caution", to_do="plait backup")
    if backups.standing == "old":
        title = gettext("The last good backup is more than a day old")
        said = gettext("It shows the practice as of %(time)s. What came later would be lost with the machine.") % {
            "time": last
        }
    else:
        title = gettext("This practice has not been backed up yet")
        said = gettext("If its machine were lost today, everything would be lost with it.")
    again = gettext("Ask whoever runs the machine to make one now and to look after the timer that should do so daily.")
    return Notice(title, (*_restored(backups, zone), said, *failed, again), tone="caution", to_do="plait backup")


def _failed(backups: Backups, zone: str) -> str:
    known = backups.known
    when = time_of(known.failed_at, zone) if known.failed_at else ""
    return gettext("An attempt failed on %(time)s: %(reason)s") % {"time": when, "reason": known.reason}


def _restored(backups: Backups, zone: str) -> tuple[str, ...]:
    """A database that was restored and has no backup of its own yet says where it came from."""
    known = backups.known
    if known.restored_at is None or known.good_at is not None:
        return ()
    when = time_of(known.restored_at, zone)
    return (gettext("It was restored from a backup on %(time)s.") % {"time": when},)
