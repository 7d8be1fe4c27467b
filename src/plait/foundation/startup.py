"""Why Plait should not start here: a sentence a reason, each saying what to do. Outside the demo a reason is final."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from plait.foundation import guard
from plait.foundation.clock import now
from plait.knowledge.crisis import countries

OLDEST_SERVER = 150_000
MOST_CLOCK_OFFSET = 2
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
CHANGES = ("UPDATE", "DELETE", "TRUNCATE")


def refusals() -> list[str]:
    """Every reason not to start; empty when it is safe."""
    found = list(_settings())
    try:
        with connection.cursor():
            pass
    except DatabaseError as error:
        return [*found, f"The database does not answer ({str(error).strip().splitlines()[0]}). Check DATABASE_URL."]
    checks: tuple[Callable[[], Iterator[str]], ...] = (_server, _migrations, _rights, _clock)
    return [*found, *(sentence for check in checks for sentence in check())]


def _settings() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG is on: it shows the inside of Plait to anybody. Switch it off."
    if len(settings.SECRET_KEY) < 50:
        yield "The key that signs login sessions is too short. Let Plait make its own in the folder PLAIT_KEYS names."
    if "*" in settings.ALLOWED_HOSTS:
        yield "PLAIT_ALLOWED_HOSTS allows every name. List the names that Plait is reached by."
    if settings.DEMO and not settings.EMBEDDED:
        yield "Demo mode lets anybody in, so it runs on the embedded database only. Unset PLAIT_DEMO."
    if settings.DEMO and settings.HOST not in settings.LOOPBACK:
        yield "Demo mode lets anybody in, so it listens to this machine only. Use HOST=localhost."
    if not settings.DEMO and settings.HOST not in settings.LOOPBACK and not settings.BEHIND_TLS:
        yield (
            f"HOST is {settings.HOST} and nothing says that a reverse proxy speaks TLS: passwords and charts would "
            "travel in clear. Listen on HOST=localhost behind a proxy with TLS and set PLAIT_BEHIND_TLS=1."
        )
    if settings.MAIL_WRONG:
        yield settings.MAIL_WRONG
    if settings.COUNTRY not in countries():
        yield (
            f"There are no crisis lines for PLAIT_COUNTRY={settings.COUNTRY}, only for {', '.join(countries())}: the "
            "help page would show wrong numbers. Add the country's file (docs/how-to/local-help-numbers.md)."
        )
    if not settings.LEAVE_TO.startswith("https://"):
        yield 'PLAIT_LEAVE_TO is where "Leave this page" leads: name a neutral page by its https address.'


def _server() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        (version,) = cursor.fetchone()
        if version < OLDEST_SERVER:
            yield f"PostgreSQL {version // 10_000} is too old: use version 15 or newer."
        for name in DURABLE:
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] in {"off", "local"}:
                yield f"{name} is off in PostgreSQL: a crash would lose what was acknowledged. Switch it on."


def _migrations() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "The database is not up to date. Run: plait migrate (with DATABASE_OWNER_URL)."


def _rights() -> Iterator[str]:
    facts = sorted(table for table, kind in guard.tables().items() if kind == "fact")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            yield "Plait signs in to PostgreSQL as a superuser. Use the role plait_app in DATABASE_URL."
            return
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        if cursor.fetchone()[0]:
            yield "Plait signs in to PostgreSQL as the owner of the tables. Use the role plait_app in DATABASE_URL."
            return
        for table in facts:
            cursor.execute("SELECT to_regclass(%s)", [f'public."{table}"'])
            if cursor.fetchone()[0] is None:
                continue  # a pending migration: said above
            for right in CHANGES:
                cursor.execute("SELECT has_table_privilege(%s, %s)", [f'public."{table}"', right])
                if cursor.fetchone()[0]:
                    yield f"The app's role may {right} {table}, which holds facts. Run: plait migrate."


def _clock() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        offset = abs((cursor.fetchone()[0] - now().utc).total_seconds())
    if offset > MOST_CLOCK_OFFSET:
        yield f"This machine's clock and the database's differ by {offset:.0f} seconds. Set both by NTP."
