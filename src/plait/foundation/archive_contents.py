"""What an archive says about itself, and whether what is in it agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from plait.foundation.archive import FORMAT, Damaged, read
from plait.foundation.installation import SetupRefused
from plait.foundation.table_hashes import Hashing, TableHash


@dataclass(frozen=True)
class About:
    """The first member: what the archive is.

    version: of Plait. taken_at: ISO 8601, UTC; the moment that it shows. server: PostgreSQL's version number.
    migrations: [app, name] as applied. tables: the columns of each. encryption_keys: ids, never the keys.
    """

    version: str
    taken_at: str
    installation: str
    server: int
    migrations: list[list[str]]
    tables: dict[str, list[str]]
    encryption_keys: list[str] = field(default_factory=list)
    format: int = FORMAT

    @classmethod
    def of(cls, said: dict[str, Any]) -> Self:
        """Read it; refuse a format that is not ours to read."""
        made_in = said.get("format")
        if isinstance(made_in, int) and made_in > FORMAT:
            raise SetupRefused(
                f"The archive was made by a newer Plait ({said.get('version', 'unknown')}), whose archives this one "
                "cannot read. Nothing was changed. Install that version, and restore with it."
            )
        known = {one.name for one in fields(cls)}
        try:
            return cls(**{name: value for name, value in said.items() if name in known})
        except TypeError as problem:
            raise Damaged("what it says about itself is not complete") from problem


@dataclass(frozen=True)
class Manifest:
    """The last member: what each table has to come to, and where each sequence stood (None: never used)."""

    hashes: dict[str, TableHash]
    sequences: dict[str, int | None]

    @classmethod
    def of(cls, said: dict[str, Any]) -> Self:
        """Read it."""
        try:
            hashes = {name: TableHash(**told) for name, told in said["hashes"].items()}
            return cls(hashes, dict(said["sequences"]))
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise Damaged("what it says about itself is not complete") from problem


@dataclass
class Verifying:
    """Reads an archive, keeps nothing of its rows, and insists that every table is what the manifest says."""

    told_about: About | None = None
    told: Manifest | None = None
    _passing: dict[str, Hashing] = field(default_factory=dict)

    def about(self, said: dict[str, Any]) -> None:
        """Prepare a hash for each table."""
        self.told_about = About.of(said)
        self._passing = {name: Hashing() for name in self.told_about.tables}

    def rows(self, table: str, text: bytes) -> None:
        """Take in a piece."""
        if table not in self._passing:
            raise Damaged(f"it holds rows of a table that it does not name ({table[:60]})")
        self._passing[table].add(text)

    def manifest(self, said: dict[str, Any]) -> None:
        """Compare."""
        self.told = Manifest.of(said)
        passed = self.passed()
        if passed.keys() != self.told.hashes.keys():
            raise Damaged("it does not hold the tables that it names")
        wrong = [name for name, found in passed.items() if found != self.told.hashes[name]]
        if wrong:
            raise Damaged(f"the rows of {', '.join(sorted(wrong)[:3])} are not what was backed up")

    def passed(self) -> dict[str, TableHash]:
        """What each table came to."""
        return {name: passing.result() for name, passing in self._passing.items()}


@dataclass(frozen=True)
class Checked:
    """An archive that is whole. at: the moment that it shows."""

    path: Path
    at: datetime
    about: About
    manifest: Manifest

    @property
    def rows(self) -> int:
        """Over all tables."""
        return sum(one.rows for one in self.manifest.hashes.values())


def check(path: Path, identities: Sequence[Any], tick: Callable[[], None] = lambda: None) -> Checked:
    """Read an archive to its end and compare; touches no database. Raises SetupRefused with a sentence."""
    if not path.is_file():
        raise SetupRefused(f"There is no archive {path}.")
    verifying = Verifying()
    read(path, identities, verifying, tick)
    if verifying.told_about is None or verifying.told is None:
        raise Damaged("it ends too early")
    try:
        at = datetime.fromisoformat(verifying.told_about.taken_at)
    except ValueError as problem:
        raise Damaged("what it says about itself is not complete") from problem
    return Checked(path, at, verifying.told_about, verifying.told)
