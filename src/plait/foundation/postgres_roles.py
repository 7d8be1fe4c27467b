"""The roles and the database inside the embedded server.

plait_owner owns the tables and runs migrations; plait_app is what the practice connects as; plait_notes is the role
of process notes, which plait_app takes on only inside a transaction that asks for it.
"""

import psycopg
from psycopg import sql

from plait.foundation.postgres_state import APP, DATABASE, NOTES, OWNER, SUPERUSER, State


def answers(state: State) -> bool:
    """True once the server accepts a connection."""
    try:
        psycopg.connect(state.url(SUPERUSER, SUPERUSER), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def prepare(state: State, *, may_create_databases: bool) -> None:
    """Make the roles and the database that are missing, and set the passwords that the folder remembers."""
    with psycopg.connect(state.url(SUPERUSER, SUPERUSER), autocommit=True) as connection:
        present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APP, NOTES):
            if role not in present:
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        creating = sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB")
        _alter(connection, OWNER, sql.SQL("LOGIN {} PASSWORD {}").format(creating, state.passwords[OWNER]))
        _alter(connection, APP, sql.SQL("LOGIN NOINHERIT PASSWORD {}").format(state.passwords[APP]))
        connection.execute(
            sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(*map(sql.Identifier, (NOTES, APP)))
        )
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(DATABASE), sql.Identifier(APP))
        )


def _alter(connection: "psycopg.Connection[tuple[object, ...]]", role: str, rights: sql.Composable) -> None:
    connection.execute(sql.SQL("ALTER ROLE {} WITH ").format(sql.Identifier(role)) + rights)
