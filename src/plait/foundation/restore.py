"""A restore: an archive becomes a practice again, on a database that holds nothing, whole or not at all.

The archive is read to its end and compared before anything is written. Then, as the role that owns the tables: the
migrations of the archive's day; in one transaction its rows, its sequences and the hash of every table against the
manifest; the migrations since; in a last transaction the rights and triggers of every role. Only with that last one
can the practice use the database at all. Whatever goes wrong before leaves the database empty again, and a restore
that was killed is thrown away by the next one.

Login sessions are not part of an archive: everybody signs in anew. A job that was being done is given back by the new
worker. Decision record 0012.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from plait.clinical.moment import Instant
from plait.foundation import archive, backup_runs, guard, restore_schema, table_hashes
from plait.foundation.archive_contents import Checked, Verifying, check
from plait.foundation.installation import SetupRefused
from plait.foundation.migrate import pending
from plait.foundation.table_hashes import Table, TableHash

Say = Callable[[str], None]


class RestoreFailed(SetupRefused):
    """Nothing was restored and nothing changed; the text says why."""


@dataclass
class _Loading(Verifying):
    """Reads an archive a second time, into tables that exist and are empty; verifies again what passes."""

    tables: dict[str, Table] = field(default_factory=dict)
    checked: Checked | None = None
    _into: str = ""
    _copy: Any = None
    _entered: Any = None

    def about(self, said: dict[str, Any]) -> None:
        """It must still be the archive that was checked."""
        super().about(said)
        if self.checked is None or self.told_about != self.checked.about:
            raise archive.Damaged("it changed while it was read")

    def rows(self, table: str, text: bytes) -> None:
        """Write a piece."""
        super().rows(table, text)
        if table != self._into:
            self.finish()
            columns = self.checked.about.tables[table] if self.checked else []
            statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FREEZE)").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            self._entered = _psycopg().cursor().copy(statement)
            self._copy, self._into = self._entered.__enter__(), table
        self._copy.write(text)

    def manifest(self, said: dict[str, Any]) -> None:
        """All rows are there."""
        self.finish()
        super().manifest(said)
        if self.checked is None or self.told != self.checked.manifest:
            raise archive.Damaged("it changed while it was read")

    def finish(self) -> None:
        """End the table that is being written."""
        if self._entered is not None:
            self._entered.__exit__(None, None, None)
        self._entered = self._copy = None
        self._into = ""


def insist_on_known(checked: Checked) -> None:
    """Refuse what a newer Plait made: its tables hold what this one does not know."""
    unknown = restore_schema.unknown(checked.about.migrations)
    if unknown:
        raise RestoreFailed(
            f"The archive was made by a newer Plait ({checked.about.version}; this one does not know {unknown[0]}). "
            "Nothing was changed. Install that version or a newer one, and restore with it."
        )


def insist_on_empty() -> None:
    """Refuse a database that holds anything, and a server without the practice's role."""
    try:
        restore_schema.throw_away()  # what an earlier restore left that was killed
        held = restore_schema.held()
        roles = restore_schema.roles()
    except DatabaseError as problem:
        raise RestoreFailed(f"The database does not answer ({str(problem).strip().splitlines()[0]}).") from problem
    if held:
        raise RestoreFailed(
            f"The database is not empty: it holds {len(held)} tables or other things ({', '.join(held[:3])}). Nothing "
            "was changed. A restore needs a database that was just created; plait migrate must not have run on it."
        )
    if guard.APP not in roles:
        raise RestoreFailed(
            f"The server has no role {guard.APP}, which the practice connects as. Nothing was changed. Create the "
            "roles as docs/how-to/run-your-own.md says."
        )


def run(
    path: Path,
    identities: Sequence[Any],
    *,
    at: Instant,
    checked: Checked | None = None,
    say: Say = lambda _: None,
    tick: Callable[[], None] = lambda: None,
) -> Checked:
    """Restore into the empty database that Django is connected to as the owner of the tables. All or nothing.

    checked: what `check` just said of the archive, where somebody asked already.
    """
    insist_on_empty()
    if checked is None:
        say("Reading the archive to its end")
        checked = check(path, identities, tick)
    insist_on_known(checked)
    restore_schema.begin()
    try:
        _restore(checked, identities, at, say, tick)
    except (DatabaseError, psycopg.Error) as problem:
        _undo()
        said = str(problem).strip().splitlines() or [type(problem).__name__]
        raise RestoreFailed(f"PostgreSQL refused: {said[0]}. The database is empty again.") from problem
    except BaseException:
        _undo()
        raise
    say("Gathering what the planner needs")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return checked


def _undo() -> None:
    """The connection itself may be what failed: then the mark stays, and the next attempt throws it all away."""
    connection.close()
    with contextlib.suppress(DatabaseError):
        restore_schema.throw_away()


def _restore(checked: Checked, identities: Sequence[Any], at: Instant, say: Say, tick: Callable[[], None]) -> None:
    say("Making the tables")
    # Not in one transaction: PostgreSQL lets a new value of an enumeration be used only after its commit.
    restore_schema.make(checked.about.migrations)
    with transaction.atomic():
        table_hashes.settle(_psycopg())
        tables = {table.name: table for table in table_hashes.tables(_psycopg())}
        _insist_on_same(checked, tables)
        restore_schema.empty(tables)
        say(f"Writing {checked.rows:,} rows")
        with restore_schema.without_foreign_keys(tables):
            loading = _Loading(tables=tables, checked=checked)
            archive.read(checked.path, identities, loading, tick)
        restore_schema.set_sequences(checked.manifest.sequences)
        say("Comparing every table with the archive")
        _compare(checked, tables, tick)
    say("Bringing the tables up to date, and setting the rights of every role")
    if pending():
        call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        guard.apply(connection)
        backup_runs.note_restore(checked.path.name, checked.at, checked.rows, at)
        restore_schema.end()


def _insist_on_same(checked: Checked, tables: dict[str, Table]) -> None:
    """The tables that the migrations made are those that were backed up, column by column."""
    made = {name: set(table.columns) for name, table in tables.items()}
    archived = {name: set(columns) for name, columns in checked.about.tables.items()}
    if made != archived:
        differ = sorted(name for name in made.keys() | archived.keys() if made.get(name) != archived.get(name))
        raise RestoreFailed(
            f"The archive holds tables that Plait {checked.about.version} did not make ({', '.join(differ[:3])}). "
            "Nothing was changed."
        )


def _compare(checked: Checked, tables: dict[str, Table], tick: Callable[[], None]) -> None:
    """Ask PostgreSQL for every table anew: what counts is what it gives back."""
    for name, expected in checked.manifest.hashes.items():
        found: TableHash = table_hashes.hash_of(_psycopg(), tables[name], tuple(checked.about.tables[name]))
        tick()
        if found != expected:
            raise RestoreFailed(f"After writing, {name} was not what was backed up. Nothing was changed.")


def _psycopg() -> psycopg.Connection[Any]:
    connection.ensure_connection()
    return connection.connection
