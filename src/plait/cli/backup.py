"""plait backup: everything of the practice in one encrypted file, read back and compared; and the key that opens it."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plait.foundation.installation import SetupRefused, locate

if TYPE_CHECKING:
    from plait.foundation.backup import Taken

_UNITS = ("B", "kB", "MB", "GB", "TB")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `backup` and `backup key`."""
    command = commands.add_parser(
        "backup",
        help="write everything of the practice into one encrypted file",
        description="Write everything that the database holds at this moment into one new encrypted file, read it back "
        "and compare it. The practice may go on working meanwhile. The keys are not in it: to restore it you need the "
        "file and its key (plait backup key).",
    )
    command.add_argument("--to", type=Path, metavar="FOLDER", help="where to (PLAIT_BACKUPS; default: see plait where)")
    command.set_defaults(run=_backup)
    inner = command.add_subparsers(metavar="[key]")
    key = inner.add_parser("key", help="print the key that opens the backups, to be kept apart from them")
    key.set_defaults(run=_key)


def folder_in_use() -> Path:
    """Where backups go: PLAIT_BACKUPS, else a folder of this copy."""
    named = os.environ.get("PLAIT_BACKUPS")
    return Path(named) if named else locate(os.environ).backups


def take(folder: Path) -> "Taken":
    """Back up the database that Django is connected to, and say so. Raises SetupRefused."""
    from plait.foundation import backup, backup_keys, keys
    from plait.foundation.clock import now
    from plait.foundation.progress import step

    place = keys.folder_in_use()
    first = not backup_keys.made(place)
    key = backup_keys.newest(place)
    with step("Backing up", sys.stderr) as shown:
        taken = backup.take(
            os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"],
            folder,
            recipients=[backup_keys.recipient(key)],
            identities=backup_keys.identities(folder=place),
            at=now(),
            installation=os.environ.get("PLAIT_INSTALLATION", ""),
            encryption_keys=keys.ids(keys.ENCRYPTION, place),
            tick=shown.tick,
        )
        took = max(shown.seconds, 0.001)
    print(
        f"Backed up: {taken.path}\n"
        f"  {taken.rows:,} rows of {taken.tables} tables, {size_words(taken.size)}, read back and compared "
        f"({size_words(int(taken.text / took))} of rows a second)\n"
        f"  opened by the key {key.id} in {place / keys.BACKUP}, which is not in it"
    )
    if first:
        print("That key was made just now. Keep a copy of it apart from the backups: plait backup key")
    return taken


def note(taken: "Taken") -> None:
    """Let the administrator see it. A backup that could not be noted is a good one all the same."""
    from plait.coordination.upkeep.record_backup import Command

    _note(Command(str(taken.path), taken.at, taken.size, taken.rows))


def size_words(size: int) -> str:
    """Bytes as people read them: "3.4 MB"."""
    unit, below = 0, 1
    while size >= below * 1000 and unit < len(_UNITS) - 1:
        unit, below = unit + 1, below * 1000
    tenths = size * 10 // below
    return f"{tenths // 10}.{tenths % 10} {_UNITS[unit]}" if unit else f"{size} {_UNITS[0]}"


def _note(command: object) -> None:
    from django.db import DatabaseError

    from plait.coordination.door import AuditUnavailable
    from plait.coordination.upkeep import record_backup
    from plait.foundation.actor import SYSTEM
    from plait.foundation.clock import now

    try:
        record_backup.commit(command, actor=SYSTEM, at=now())  # type: ignore[arg-type]
    except (DatabaseError, AuditUnavailable) as problem:
        print(f"It could not be noted in the database ({str(problem).strip()}).", file=sys.stderr)


def _backup(arguments: argparse.Namespace) -> int:
    from plait.cli.practice import database

    folder = (arguments.to or folder_in_use()).expanduser().resolve()
    with database():
        from plait.coordination.upkeep.record_backup import Command
        from plait.foundation.clock import now

        began = now()
        try:
            taken = take(folder)
        except SetupRefused as refusal:
            _note(Command("", began, reason=str(refusal)))
            raise
        note(taken)
    return 0


def _key(_arguments: argparse.Namespace) -> int:
    from plait.foundation import backup_keys, keys

    place = keys.folder_in_use()
    backup_keys.newest(place)
    print("# The key of Plait's backups. Whoever has it and a backup can read everything: keep it apart from them.")
    for key in keys.keys_for(keys.BACKUP, place):
        print(f"# {key.id}\n{key.secret}")
    return 0
