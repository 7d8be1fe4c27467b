"""One real PostgreSQL for the whole run: a migrated template database, cloned for every worker.

Append-only tables cannot be flushed, so a test either runs inside a transaction that is rolled back (the ordinary
``db`` fixture) or asks for ``fresh_database``, a clone of its own. Everything runs as the app's role.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

PURE = ("unit", "property", "architecture")
HERE = Path(__file__).parent
TEMPLATE = "plait_template"
_stack = ExitStack()


def _needs_database(config: pytest.Config) -> bool:
    named = [Path(arg.split("::")[0]).resolve() for arg in config.args] or [HERE]
    return any(not any(HERE / pure in (path, *path.parents) for pure in PURE) for path in named)


def pytest_configure(config: pytest.Config) -> None:
    """Give the run its keys, and, in the process that leads it, start the server and migrate the template."""
    if hasattr(config, "workerinput"):
        return
    keys = _stack.enter_context(tempfile.TemporaryDirectory(prefix="plait-keys-"))
    os.environ.update(PLAIT_KEYS=keys, PLAIT_INSTALLATION="7e577e57")
    for name in ("PLAIT_DEMO", "DATABASE_URL", "PLAIT_BEHIND_TLS"):
        os.environ.pop(name, None)
    if _needs_database(config):
        from plait.foundation.postgres import temporary_server

        server = _stack.enter_context(temporary_server())
        os.environ["PLAIT_TEST_SUPERUSER"] = server.url("postgres", "postgres")
        os.environ["PLAIT_TEST_APP"] = server.url("plait_app", TEMPLATE)
        os.environ["PLAIT_TEST_OWNER"] = server.url("plait_owner", TEMPLATE)
        with psycopg.connect(server.url("plait_owner", "plait"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        _run("from plait.foundation.migrate import migrate; migrate()", server.url("plait_owner", TEMPLATE))
        _do_not_wait_for_the_disk(os.environ["PLAIT_TEST_SUPERUSER"])


def _do_not_wait_for_the_disk(superuser: str) -> None:
    """Clone a practice in a tenth of a second instead of three: the clones are dropped again.

    What survives a crash is proved on servers of their own, with fsync (tests/integration/setup, tests/crash).
    """
    with psycopg.connect(superuser, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")
        admin.execute("SELECT pg_reload_conf()")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server."""
    if not hasattr(config, "workerinput"):
        _stack.close()


def _run(code: str, database_url: str) -> None:
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "plait.config.settings",
            "PLAIT_STATEMENT_TIMEOUT": "60s",
        },
        check=True,
    )


@contextmanager
def cloned(name: str) -> Iterator[str]:
    """A database cloned from the template, dropped afterwards; yields the app's address of it."""
    with psycopg.connect(os.environ["PLAIT_TEST_SUPERUSER"], autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        yield urlsplit(os.environ["PLAIT_TEST_APP"])._replace(path=f"/{name}").geturl()
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _point_django_at(url: str) -> None:
    from django.conf import settings
    from django.db import connections

    parts = urlsplit(url)
    connections["default"].close()
    fields = {
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "PASSWORD": parts.password,
        "HOST": parts.hostname,
        "PORT": str(parts.port),
    }
    settings.DATABASES["default"].update(fields)
    connections["default"].settings_dict.update(fields)


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str) -> Iterator[None]:
    """Each worker's own clone of the template."""
    with cloned(f"plait_{worker_id}") as url:
        _point_django_at(url)
        yield
        from django.db import connections

        connections["default"].close()


@pytest.fixture
def fresh_database(worker_id: str, django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A database of this test's own, really committed to; yields its address as the app's role."""
    from django.conf import settings

    before = dict(settings.DATABASES["default"])
    with django_db_blocker.unblock(), cloned(f"plait_{worker_id}_own") as url:
        _point_django_at(url)
        yield url
        from django.db import connections

        connections["default"].close()
        settings.DATABASES["default"].update(before)
        connections["default"].settings_dict.update(before)
