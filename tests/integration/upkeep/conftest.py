"""A small practice that was really committed, a key, and databases that hold nothing.

The practice is made once and read by all; whoever changes it puts it back, or asks for `fresh_database`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from plait.clinical.moment import Instant
from plait.foundation import backup, backup_keys, table_hashes
from plait.foundation.backup import Taken
from plait.foundation.postgres_state import OWNER
from tests.conftest import _point_django_at, cloned
from tests.integration.conftest import NOW, Practice, build_practice


@dataclass
class Safe:
    """A folder of keys and a folder of archives. Each archive shows another second."""

    folder: Path
    taken: int = 0
    keys: Path = field(init=False)
    archives: Path = field(init=False)

    def __post_init__(self) -> None:
        self.keys, self.archives = self.folder / "keys", self.folder / "archives"
        self.key = backup_keys.newest(self.keys)
        self.identities = backup_keys.identities(folder=self.keys)

    def take(self, url: str, **more: Any) -> Taken:
        """Back up the database at `url`."""
        self.taken += 1
        asked = {"recipients": [backup_keys.recipient(self.key)], "identities": self.identities, **more}
        return backup.take(url, self.archives, at=NOW.plus(seconds=self.taken), **asked)


@dataclass(frozen=True)
class Source:
    """The committed practice, and the address of its database as the app's role."""

    url: str
    practice: Practice


@pytest.fixture(scope="package")
def source(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Source]:
    """The small practice, committed once."""
    from django.test import override_settings

    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), cloned(f"plait_{worker_id}_upkeep") as url:
        with connected_to(url), quick:
            made = build_practice(NOW)
        yield Source(url, made)


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    """Somewhere to keep backups."""
    return Safe(tmp_path)


def as_role(url: str, role: str) -> str:
    """The same database as another role; the superuser's address says how."""
    known = urlsplit(os.environ["PLAIT_TEST_SUPERUSER" if role == "postgres" else "PLAIT_TEST_OWNER"])
    return known._replace(path=urlsplit(url).path).geturl()


class connected_to:  # noqa: N801 — reads as the block it opens
    """Connect Django to another database during the block."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> None:
        from django.conf import settings

        self.before = dict(settings.DATABASES["default"])
        _point_django_at(self.url)

    def __exit__(self, *_: object) -> None:
        from django.conf import settings
        from django.db import connections

        connections["default"].close()
        settings.DATABASES["default"].update(self.before)
        connections["default"].settings_dict.update(self.before)


@pytest.fixture
def django_at(source: Source, django_db_blocker: Any) -> Iterator[Callable[[str], None]]:
    """Connect Django to another database until the test is over."""
    with django_db_blocker.unblock(), connected_to(source.url):
        yield _point_django_at


@pytest.fixture
def empty_database(worker_id: str, source: Source) -> Iterator[str]:
    """A database as step 2 of docs/how-to/run-your-own.md leaves it; yields the owner's address of it."""
    name = f"plait_{worker_id}_empty"
    with psycopg.connect(os.environ["PLAIT_TEST_SUPERUSER"], autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
        yield as_role(f"/{name}", OWNER)
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def hashes(url: str) -> dict[str, Any]:
    """What a database holds."""
    with psycopg.connect(url) as connection:
        return table_hashes.hashes(connection)


def later(seconds: int) -> Instant:
    """After the practice was made."""
    return NOW.plus(seconds=seconds)
