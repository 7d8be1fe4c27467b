"""Plait does not start where it would be unsafe, and says what to do."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connections

from plait.foundation import startup


@pytest.fixture(autouse=True)
def _the_server_of_the_tests_skips_fsync(request, monkeypatch):
    """It counts only where it is what the test is about (tests/conftest.py)."""
    if "fsync" not in request.node.name:
        monkeypatch.setattr(startup, "DURABLE", tuple(name for name in startup.DURABLE if name != "fsync"))


def use(url: str) -> None:
    """Sign in to the test's database as somebody else."""
    parts = urlsplit(url)
    connections["default"].close()
    connections["default"].settings_dict.update({"USER": parts.username, "PASSWORD": parts.password})


def as_superuser(url: str) -> psycopg.Connection:
    name = urlsplit(url).path
    return psycopg.connect(urlsplit(os.environ["PLAIT_TEST_SUPERUSER"])._replace(path=name).geturl(), autocommit=True)


def test_a_safe_place_has_no_reason(fresh_database):
    assert startup.refusals() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DEBUG": True}, "DEBUG is on"),
        ({"SECRET_KEY": "short"}, "too short"),
        ({"ALLOWED_HOSTS": ["*"]}, "every name"),
        ({"DEMO": True, "EMBEDDED": False}, "embedded database only"),
        ({"DEMO": True, "EMBEDDED": True, "HOST": "0.0.0.0"}, "this machine only"),  # noqa: S104
        ({"HOST": "0.0.0.0"}, "PLAIT_BEHIND_TLS=1"),  # noqa: S104
    ],
)
def test_an_unsafe_setting_is_refused(fresh_database, settings, change, said):
    for name, value in change.items():
        setattr(settings, name, value)
    assert [sentence for sentence in startup.refusals() if said in sentence] == startup.refusals() != []


@pytest.mark.hazard("H-009")
def test_facts_that_could_be_changed_are_refused(fresh_database):
    with as_superuser(fresh_database) as admin:
        admin.execute("GRANT UPDATE ON audit_auditevent TO plait_app")
    assert startup.refusals() == ["The app's role may UPDATE audit_auditevent, which holds facts. Run: plait migrate."]


def test_a_superuser_is_refused(fresh_database):
    use(os.environ["PLAIT_TEST_SUPERUSER"])
    assert startup.refusals() == [
        "Plait signs in to PostgreSQL as a superuser. Use the role plait_app in DATABASE_URL."
    ]


@pytest.mark.hazard("H-032")
def test_lost_durability_is_refused(fresh_database):
    with as_superuser(fresh_database) as admin:
        admin.execute("ALTER ROLE plait_app SET synchronous_commit = off")
        try:
            connections["default"].close()
            assert any("synchronous_commit is off" in sentence for sentence in startup.refusals())
        finally:
            admin.execute("ALTER ROLE plait_app RESET synchronous_commit")
    connections["default"].close()


@pytest.mark.hazard("H-032")
def test_a_server_without_fsync_is_refused(fresh_database):
    assert [sentence[:12] for sentence in startup.refusals()] == ["fsync is off"]


def test_a_pending_migration_is_refused(fresh_database):
    with as_superuser(fresh_database) as admin:
        admin.execute("DELETE FROM django_migrations WHERE app = 'tasks'")
    assert any("not up to date" in sentence for sentence in startup.refusals())
