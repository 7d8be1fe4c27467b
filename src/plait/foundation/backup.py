"""A backup: everything that a database holds at one moment, in one encrypted file that was read back and compared.

Taken in one REPEATABLE READ transaction, so that what others write meanwhile is in it whole or not at all. Needs the
right to read, no more, and no program of PostgreSQL: any server from version 15 on will do (decision record 0012).
The file carries its name only once it was verified: whatever has the name of an archive is one. Nothing is replaced.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, BinaryIO

import psycopg

from plait.clinical.moment import Instant
from plait.foundation import archive, table_hashes
from plait.foundation.archive import Member
from plait.foundation.archive_contents import About, Manifest, Verifying
from plait.foundation.installation import SetupRefused
from plait.foundation.table_hashes import Hashing, Table

SUFFIX = ".tar.gz.age"
_PARTIAL = ".partial"
_ATTEMPTS = 3
_SEQUENCES = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1"
_UNREADABLE = """
SELECT relname::text FROM pg_class
 WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND NOT has_table_privilege(oid, 'SELECT')
 ORDER BY 1
"""
_MIGRATIONS = "SELECT app::text, name::text FROM django_migrations ORDER BY id"


class BackupFailed(SetupRefused):
    """There is no new backup; the text says why."""


@dataclass(frozen=True)
class Taken:
    """A verified archive. size: bytes of the file; text: bytes of what is in it; rows: over all tables."""

    path: Path
    size: int
    text: int
    rows: int
    tables: int
    at: Instant


@dataclass
class _Snapshot:
    """One moment of a database, told member by member; what it came to is known once all were told."""

    connection: psycopg.Connection[Any]
    about: About
    tables: Sequence[Table]
    tick: Callable[[], None]
    passed: dict[str, Hashing] = field(default_factory=dict)
    manifest: Manifest | None = None

    def members(self) -> Iterator[Member]:
        """All that goes into the archive, in its order."""
        yield archive.json_of(archive.ABOUT, asdict(self.about))
        for table in self.tables:
            yield from self._rows(table)
        # Sequences belong to no snapshot: asked last, they are beyond every row that is in it.
        sequences = dict(self.connection.execute(_SEQUENCES).fetchall())
        hashes = {name: passing.result() for name, passing in self.passed.items()}
        self.manifest = Manifest(hashes, sequences)
        yield archive.json_of(archive.MANIFEST, asdict(self.manifest))

    def _rows(self, table: Table) -> Iterator[Member]:
        passing = self.passed.setdefault(table.name, Hashing())
        number, held = 1, bytearray()
        for piece in table_hashes.text_of(self.connection, table):
            passing.add(piece)
            held += piece
            while len(held) >= archive.PIECE_BYTES:
                yield Member(archive.part_name(table.name, number), bytes(held[: archive.PIECE_BYTES]))
                del held[: archive.PIECE_BYTES]
                number += 1
                self.tick()
        if held:
            yield Member(archive.part_name(table.name, number), bytes(held))
        self.tick()


def take(
    source: str,
    folder: Path,
    *,
    recipients: Sequence[Any],
    identities: Sequence[Any],
    at: Instant,
    installation: str = "",
    encryption_keys: Sequence[str] = (),
    tick: Callable[[], None] = lambda: None,
) -> Taken:
    """Back up the database at the address `source` into `folder`. Raises BackupFailed with a sentence.

    recipients: whom it is encrypted to; identities: what opens it, for reading it back. encryption_keys: ids of the
    keys that stored secrets are sealed with, so that a restore can say which are missing.
    """
    final = folder / f"plait-{at.utc:%Y%m%dT%H%M%SZ}{SUFFIX}"
    try:
        with psycopg.connect(source, connect_timeout=10) as connection, _partial(folder, final) as (file, partial):
            snapshot = _open(connection, at, installation, encryption_keys, tick)
            archive.write(snapshot.members(), file, recipients, int(at.utc.timestamp()))
            connection.rollback()
            manifest = _synced(file, snapshot)
            _read_back(partial, identities, manifest, tick)
            _publish(partial, final)
    except psycopg.Error as problem:
        raise BackupFailed(f"The database could not be read ({str(problem).strip().splitlines()[0]}).") from problem
    except OSError as problem:
        place = problem.filename or folder
        raise BackupFailed(f"The archive could not be written to {place}: {problem.strerror}.") from problem
    hashes = manifest.hashes.values()
    text, rows = sum(one.size for one in hashes), sum(one.rows for one in hashes)
    return Taken(final, final.stat().st_size, text, rows, len(manifest.hashes), at)


def _synced(file: BinaryIO, snapshot: _Snapshot) -> Manifest:
    file.flush()
    os.fsync(file.fileno())
    if snapshot.manifest is None:
        raise BackupFailed("The archive was not written to its end.")
    return snapshot.manifest


def _read_back(partial: Path, identities: Sequence[Any], manifest: Manifest, tick: Callable[[], None]) -> None:
    """Read what is on the disk, and compare it with what the database said, not with what the archive says."""
    verifying = Verifying()
    try:
        archive.read(partial, identities, verifying, tick)
    except archive.WrongKey as problem:
        raise BackupFailed("The key that encrypts does not open what it encrypted: look at the folder of keys.") from (
            problem
        )
    except archive.Damaged as problem:
        raise BackupFailed(f"The archive was not what had been written when it was read back: {problem}") from problem
    if verifying.passed() != manifest.hashes or verifying.told != manifest:
        raise BackupFailed("The archive was read back and does not hold what the database holds. Look at the disk.")


def _open(
    connection: psycopg.Connection[Any],
    at: Instant,
    installation: str,
    encryption_keys: Sequence[str],
    tick: Callable[[], None],
) -> _Snapshot:
    """Begin the transaction whose snapshot the backup is, with every table locked against being changed in shape."""
    for _ in range(_ATTEMPTS):
        connection.rollback()
        table_hashes.settle(connection)
        listed = table_hashes.tables(connection)
        _insist_on_reading(connection, listed)
        connection.rollback()
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Before the first question, which is what opens the snapshot: a table rewritten in between would look empty.
        names = psycopg.sql.SQL(", ").join(psycopg.sql.Identifier(table.name) for table in listed)
        connection.execute(psycopg.sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
        table_hashes.settle(connection)
        if table_hashes.tables(connection) == listed:
            about = About(
                version=_version(),
                taken_at=at.utc.isoformat(),
                installation=installation,
                server=connection.info.server_version,
                migrations=[list(row) for row in connection.execute(_MIGRATIONS).fetchall()],
                tables={table.name: list(table.columns) for table in listed},
                encryption_keys=list(encryption_keys),
            )
            return _Snapshot(connection, about, listed, tick)
    raise BackupFailed("The tables are being changed (a migration runs). Try again when it is done.")


def _insist_on_reading(connection: psycopg.Connection[Any], listed: Sequence[Table]) -> None:
    if "django_migrations" not in {table.name for table in listed}:
        raise BackupFailed("The database holds no practice yet: there is nothing to back up.")
    unreadable = [name for (name,) in connection.execute(_UNREADABLE).fetchall() if name not in table_hashes.LEFT_OUT]
    if unreadable:
        raise BackupFailed(
            f"The role that Plait connects as may not read {', '.join(unreadable[:3])}: a backup would not be whole. "
            "Name the role that owns the tables in DATABASE_OWNER_URL."
        )


def _version() -> str:
    try:
        return version("plait")
    except PackageNotFoundError:
        return "unknown"


@contextlib.contextmanager
def _partial(folder: Path, final: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A hidden file beside the archive-to-be, for its owner alone; gone when the block did not publish it."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    if final.exists():
        raise BackupFailed(f"{final} exists already, and nothing is replaced. Try again in a second.")
    _sweep(folder)
    partial = folder / f".{final.name}.{os.getpid()}{_PARTIAL}"
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file, partial
    finally:
        partial.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what backups that were killed have left; one that is being written is locked."""
    for left in folder.glob(f".plait-*{SUFFIX}.*{_PARTIAL}"):
        with contextlib.suppress(OSError), left.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _publish(partial: Path, final: Path) -> None:
    """Give the archive its name, and make the name last; another file of that name is never replaced."""
    try:
        os.link(partial, final)
    except FileExistsError:
        raise BackupFailed(f"{final} exists already, and nothing is replaced. Try again in a second.") from None
    except OSError:
        # A file system without hard links, such as that of a USB stick.
        if final.exists():
            raise BackupFailed(f"{final} exists already, and nothing is replaced. Try again in a second.") from None
        partial.rename(final)
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
