"""Bring a database up to date: migrations, the shared cache table, then the rights of every role.

Runs as the owner (DATABASE_OWNER_URL), never as the app. May be run again at any time.
"""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plait.foundation import guard


def migrate(*, verbosity: int = 0) -> None:
    """Apply what is pending and set the rights."""
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    guard.apply(connection)


def pending() -> int:
    """How many migrations wait on a database that is in use; 0 for a new one, which has nothing to lose."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return len(plan) if executor.loader.applied_migrations else 0
