"""plait restore: a practice from a backup, on an empty machine; or only whether a backup is whole."""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plait.cli.backup import size_words
from plait.cli.place import Place
from plait.foundation.installation import SetupRefused, locate

if TYPE_CHECKING:
    from plait.foundation.archive_contents import Checked


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `restore`."""
    command = commands.add_parser(
        "restore",
        help="bring a practice back from a backup, onto an empty machine",
        description="Read a backup to its end, then write it into a database that holds nothing: the one of "
        "DATABASE_OWNER_URL, else this copy's own practice on the embedded database. Afterwards every table is "
        "compared with what was backed up. If anything fails, the database is empty again.",
    )
    command.add_argument("archive", type=Path, help="the file that plait backup wrote")
    command.add_argument("--key", type=Path, metavar="FILE", help="what plait backup key printed (default: own keys)")
    command.add_argument("--check", action="store_true", help="only say whether it is whole; restore nothing")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from plait.foundation import backup_keys

    path = _archive(arguments.archive)
    identities = backup_keys.identities(arguments.key)
    if arguments.check:
        return _check(path, identities)
    os.environ.setdefault("PLAIT_STATEMENT_TIMEOUT", "0")
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_OWNER_URL"):
        owner = os.environ.get("DATABASE_OWNER_URL")
        if not owner:
            raise SetupRefused("A restore makes the tables: name the role that is to own them in DATABASE_OWNER_URL.")
        os.environ["DATABASE_URL"] = owner
        _told(_restore(path, identities), "plait check")
    else:
        _told(_onto_this_machine(path, identities), "plait serve")
    return 0


def _archive(named: Path) -> Path:
    path = named.expanduser().resolve()
    try:
        found = path.is_file()
    except OSError as problem:
        raise SetupRefused(f"The archive {path} cannot be read: {problem.strerror}.") from problem
    if not found:
        raise SetupRefused(f"There is no archive {path}.")
    return path


def _checked(path: Path, identities: list[Any]) -> "Checked":
    from plait.foundation.archive_contents import check
    from plait.foundation.progress import step

    with step("Reading the archive to its end", sys.stderr) as shown:
        return check(path, identities, shown.tick)


def _check(path: Path, identities: list[Any]) -> int:
    checked = _checked(path, identities)
    print(f"The archive is whole: {_what(checked)}.")
    for name, found in sorted(checked.manifest.hashes.items()):
        print(f"  {found.sha256}  {found.rows:>10,}  {name}")
    return 0


def _restore(path: Path, identities: list[Any], checked: "Checked | None" = None) -> "Checked":
    """Into the database of DATABASE_URL, as the owner of the tables."""
    from plait.cli.practice import django_ready

    django_ready()
    from django.db import connections

    from plait.foundation import restore
    from plait.foundation.clock import now

    try:
        return restore.run(path, identities, at=now(), checked=checked, say=_say)
    finally:
        connections.close_all()


def _say(what: str) -> None:
    print(f"{what} ...", flush=True)


def _onto_this_machine(path: Path, identities: list[Any]) -> "Checked":
    """A new practice on the embedded database, made beside its place and moved there when it is whole."""
    from plait.cli.address import read
    from plait.foundation.postgres_state import OWNER, InUse, holder_of

    place = Place(locate(os.environ), demo=False)
    if os.environ.get("PLAIT_DEMO") == "1":
        raise SetupRefused("The demo practice is not restored: make clean and make demo make it anew.")
    if place.installation.practice.exists():
        raise SetupRefused(
            f"There is a practice in {place.installation.practice} already, and a restore replaces nothing. If it is "
            "lost, move that folder away first."
        )
    checked = _checked(path, identities)  # before anything is made
    fresh = place.installation.home / "practice.restoring"
    holder = holder_of(fresh / "postgres")
    if holder is not None:
        raise InUse(holder)
    if fresh.exists():
        shutil.rmtree(fresh)  # what a restore that was killed has left
    place.installation.prepare_practice(fresh)
    try:
        with place.server("restore", folder=fresh / "postgres") as server:
            os.environ.update(place.environment(read(os.environ), server.url(OWNER)))
            _restore(path, identities, checked)
        fresh.rename(place.installation.practice)
    except OSError as problem:
        shutil.rmtree(fresh, ignore_errors=True)
        raise SetupRefused(f"{problem.filename or fresh} could not be written: {problem.strerror}.") from problem
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return checked


def _told(checked: "Checked", following: str) -> None:
    from plait.foundation import keys

    place = keys.folder_in_use()
    missing = sorted(set(checked.about.encryption_keys) - set(keys.ids(keys.ENCRYPTION, place)))
    print(
        f"Restored: {_what(checked)}. Every table is what was backed up.\n"
        "Everybody signs in anew. What was done after that moment is not in it: see who left or lost a role since."
    )
    if missing:
        print(
            f"The folder of keys, {place}, lacks {len(missing)} of the keys that second factors are sealed with. Put "
            "the folder back; else each of the staff needs a new set-up link."
        )
    print(f"Next: {following}")


def _what(checked: "Checked") -> str:
    size = size_words(checked.path.stat().st_size)
    return (
        f"{checked.rows:,} rows of {len(checked.manifest.hashes)} tables as they stood on "
        f"{checked.at:%d %B %Y at %H:%M:%S} UTC, made by Plait {checked.about.version} ({size})"
    )
