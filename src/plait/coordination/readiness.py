"""Whether this copy of Plait can work: its database answers, its tables are up to date, its worker is alive.

Says nothing about any person, so it passes no policy and leaves no audit event (decision record 0004).
"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from plait.clinical.moment import Instant

HEARTBEAT_SECONDS = 60


def state(*, at: Instant) -> dict[str, str]:
    """``{"database", "migrations", "worker"}``, each "ok" or what is wrong."""
    try:
        return {"database": "ok", "migrations": _migrations(), "worker": _worker(at)}
    except DatabaseError:
        return {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _worker(at: Instant) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (beat,) = cursor.fetchone()
    if beat is None:
        return "never started"
    silent = (at.utc - beat).total_seconds()
    return "ok" if silent < HEARTBEAT_SECONDS else f"silent for {silent:.0f} seconds"
