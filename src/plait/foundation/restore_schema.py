"""The tables that an archive is restored into: made by the migrations of its day, without foreign keys meanwhile.

A foreign key checks each row as it comes; dropped before and made again after, it checks all rows at once. The role
that owns the tables may do all of it: no superuser is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

# There while a restore is under way, and gone in the transaction that gives the practice its rights: until then
# nobody but the owner can use the database, and what is in it may be thrown away.
MARK = "plait_restoring"
_HELD = """
SELECT n.nspname || '.' || o.name FROM (
    SELECT c.oid, c.relnamespace AS space, c.relname::text AS name FROM pg_class c
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
    UNION ALL SELECT oid, pronamespace, proname::text FROM pg_proc
    UNION ALL SELECT oid, typnamespace, typname::text FROM pg_type WHERE typtype IN ('e', 'r', 'd')
) AS o JOIN pg_namespace n ON n.oid = o.space
 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')
 ORDER BY 1
"""
_THROWN_AWAY = """
SELECT 'DROP TABLE IF EXISTS ' || c.oid::regclass || ' CASCADE' FROM pg_class c
 WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> %(mark)s
UNION ALL SELECT 'DROP SEQUENCE IF EXISTS ' || c.oid::regclass || ' CASCADE' FROM pg_class c
 WHERE c.relkind = 'S' AND c.relnamespace = current_schema()::regnamespace
UNION ALL SELECT 'DROP ROUTINE IF EXISTS ' || p.oid::regprocedure || ' CASCADE' FROM pg_proc p
 WHERE p.pronamespace = current_schema()::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'))
UNION ALL SELECT 'DROP TYPE IF EXISTS ' || c.oid::regclass || ' CASCADE' FROM pg_class c
 WHERE c.relkind = 'c' AND c.relnamespace = current_schema()::regnamespace
UNION ALL SELECT 'DROP TYPE IF EXISTS ' || t.oid::regtype || ' CASCADE' FROM pg_type t
 WHERE t.typtype IN ('e', 'r', 'd') AND t.typnamespace = current_schema()::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
"""
_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""


def held() -> list[str]:
    """Tables, views and sequences that are in the database already, whatever their schema."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        return [str(name) for (name,) in cursor.fetchall()]


def roles() -> set[str]:
    """The roles of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        return {str(name) for (name,) in cursor.fetchall()}


def unknown(migrations: Iterable[Sequence[str]]) -> list[str]:
    """Which of these migrations this copy of Plait does not have."""
    on_disk = MigrationExecutor(connection).loader.disk_migrations
    known = {*on_disk, *(one for migration in on_disk.values() for one in migration.replaces)}
    return [f"{app}.{name}" for app, name in migrations if (app, name) not in known]


def begin() -> None:
    """Mark the database as one whose content may be thrown away. Only for an empty one."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} ()")


def end() -> None:
    """From now on the content counts. Call in the transaction that gives the practice its rights."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {MARK}")


def interrupted() -> bool:
    """Whether an earlier restore was killed before its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [MARK])
        return bool(cursor.fetchone()[0])


def throw_away() -> None:
    """Leave the database as empty as it was before a restore. Does nothing without the mark."""
    if not interrupted():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_THROWN_AWAY, {"mark": MARK})
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(f"DROP TABLE {MARK}")


def make(migrations: Iterable[Sequence[str]]) -> None:
    """Make the tables as they stood when exactly these migrations had been applied."""
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, name in migrations}
    # The last ones only: whatever stands before them comes with them.
    last = [
        key
        for key, node in executor.loader.graph.node_map.items()
        if key in applied and not any(child.key in applied for child in node.children)
    ]
    executor.migrate(sorted(last))
    call_command("createcachetable", verbosity=0)


def empty(tables: Iterable[str]) -> None:
    """Remove what migrations wrote by themselves: it is in the archive as well, under the ids of its day."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, tables))}")


@contextmanager
def without_foreign_keys(tables: Iterable[str]) -> Iterator[None]:
    """While the block runs, rows may come in any order and no trigger answers them; afterwards all is as it was."""
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS)
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} ENABLE TRIGGER USER")
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def set_sequences(stood: Mapping[str, int | None]) -> None:
    """Let every sequence go on where it stood."""
    with connection.cursor() as cursor:
        for name, value in stood.items():
            quoted = connection.ops.quote_name(name)
            if value is None:
                cursor.execute(f"ALTER SEQUENCE {quoted} RESTART")
            else:
                cursor.execute("SELECT setval(%s::regclass, %s, true)", [quoted, value])
