"""What a database holds, table by table, as text in one order, and the hash of it.

The hash of a table is the SHA-256 of exactly what PostgreSQL sends for

    COPY (SELECT <columns> FROM <table> ORDER BY <primary key>) TO STDOUT

in its text format: one line a row, columns in the order of their making, text in UTF-8, instants in UTC
(``SETTINGS`` below). Parts of a key that are text are ordered by their bytes (``COLLATE "C"``), so that the order does
not depend on the language of a server. Anybody can repeat it with psql and sha256sum, as
docs/how-to/back-up-and-restore.md shows. Nothing of it depends on the version of PostgreSQL. Constant memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

# Login sessions and counts of failed sign-ins end with the machine. What was backed up is no part of the backup.
LEFT_OUT = frozenset({"django_session", "django_cache", "foundation_backuprun", "plait_restoring"})
SETTINGS = (
    ("client_encoding", "UTF8"),
    ("TimeZone", "UTC"),
    ("DateStyle", "ISO, YMD"),
    ("IntervalStyle", "iso_8601"),
    ("bytea_output", "hex"),
    ("extra_float_digits", "1"),
    ("statement_timeout", "0"),
    ("idle_in_transaction_session_timeout", "0"),
)
_PIECE_BYTES = 1024 * 1024
_TABLES = """
SELECT c.relname::text,
       array_agg(a.attname::text ORDER BY a.attnum),
       coalesce((SELECT array_agg(k.attname::text ORDER BY array_position(i.indkey::int2[], k.attnum))
                   FROM pg_index i JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = ANY (i.indkey)
                  WHERE i.indrelid = c.oid AND i.indisprimary), '{}'),
       coalesce((SELECT array_agg(t.attname::text) FROM pg_attribute t
                  WHERE t.attrelid = c.oid AND t.attnum > 0 AND t.attcollation <> 0), '{}')
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
 GROUP BY c.oid, c.relname ORDER BY c.relname::text COLLATE "C"
"""


@dataclass(frozen=True)
class Table:
    """A table: its columns in the order of their making, and what its rows are ordered by."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    collated: frozenset[str] = frozenset()

    def copied(self, columns: tuple[str, ...] = ()) -> sql.Composed:
        """The statement whose output is hashed and archived."""
        return sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
            sql.SQL(", ").join(map(sql.Identifier, columns or self.columns)),
            sql.Identifier(self.name),
            sql.SQL(", ").join(self._ordered(column) for column in self.key or self.columns),
        )

    def _ordered(self, column: str) -> sql.Composable:
        """By bytes where the order could depend on a language; a table without a key is ordered by all it holds."""
        if not self.key:
            return sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(column))
        if column in self.collated:
            return sql.SQL('{} COLLATE "C"').format(sql.Identifier(column))
        return sql.Identifier(column)


@dataclass(frozen=True)
class TableHash:
    """What a table held: rows, bytes of its text, and the SHA-256 of them."""

    rows: int
    size: int
    sha256: str


@dataclass
class Hashing:
    """The hash of one table while its text passes by."""

    rows: int = 0
    size: int = 0
    _sum: Any = field(default_factory=hashlib.sha256)

    def add(self, text: bytes) -> None:
        """Take in the next piece. A line break inside a value is escaped, so that each one ends a row."""
        self._sum.update(text)
        self.rows += text.count(b"\n")
        self.size += len(text)

    def result(self) -> TableHash:
        """What has passed so far."""
        return TableHash(self.rows, self.size, self._sum.hexdigest())


def settle(connection: psycopg.Connection[Any]) -> None:
    """Set, until the transaction ends, everything that the text of a value could depend on; no limits of time."""
    for name, value in SETTINGS:
        connection.execute("SELECT set_config(%s, %s, true)", [name, value])


def tables(connection: psycopg.Connection[Any]) -> tuple[Table, ...]:
    """All tables of the practice but those that are left out, in the order of their names."""
    found = connection.execute(_TABLES).fetchall()
    return tuple(
        Table(str(name), tuple(columns), tuple(key), frozenset(collated))
        for name, columns, key, collated in found
        if name not in LEFT_OUT
    )


def text_of(connection: psycopg.Connection[Any], table: Table, columns: tuple[str, ...] = ()) -> Iterator[bytes]:
    """The text of a table in pieces of about a MiB. Call `settle` first, in the same transaction."""
    with connection.cursor() as cursor, cursor.copy(table.copied(columns)) as copy:
        piece = bytearray()
        for row in copy:
            piece += row
            if len(piece) >= _PIECE_BYTES:
                yield bytes(piece)
                piece.clear()
        if piece:
            yield bytes(piece)


def hash_of(connection: psycopg.Connection[Any], table: Table, columns: tuple[str, ...] = ()) -> TableHash:
    """The hash of a table as it is now. Call `settle` first, in the same transaction."""
    passing = Hashing()
    for piece in text_of(connection, table, columns):
        passing.add(piece)
    return passing.result()


def hashes(connection: psycopg.Connection[Any]) -> dict[str, TableHash]:
    """The hash of every table, all of one moment. Opens its own transaction."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        settle(connection)
        return {table.name: hash_of(connection, table) for table in tables(connection)}
