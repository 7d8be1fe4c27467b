"""The machine is lost, the backup is not: the practice is there again, row by row, and works as before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from plait.coordination import door
from plait.coordination.people import open_chart
from plait.foundation import archive, backup_runs, restore, restore_schema, startup
from plait.foundation.actor import SYSTEM
from plait.foundation.archive_contents import check
from plait.foundation.facts import Stamp
from plait.foundation.installation import SetupRefused
from plait.foundation.migrate import pending
from plait.foundation.postgres_state import OWNER
from plait.records.people import actions as people
from plait.records.people import queries
from tests.integration.upkeep.conftest import Safe, Source, as_role, connected_to, hashes, later
from tests.integration.upkeep.writers import halves, writing

SHAPE = (
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    """SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal ORDER BY 1, 2""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    """SELECT relname::text, relacl::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY 1""",
    "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
)
LEFT_BEHIND = (
    "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 day')",
    """INSERT INTO procrastinate_jobs (queue_name, task_name, priority, status, attempts, worker_id)
       SELECT 'q', 'left.behind', 0, 'doing', 1, max(id) FROM procrastinate_workers""",
    "INSERT INTO django_session VALUES ('stolen', '', now() + interval '1 day')",
)


def shape(url: str) -> list[list[Any]]:
    """Constraints, triggers, indexes, rights and sequences of a database."""
    with psycopg.connect(url) as known:
        return [known.execute(question).fetchall() for question in SHAPE]


@pytest.mark.hazard("H-037")
def test_backup_loss_and_restore_give_the_same_practice(
    source: Source, empty_database: str, safe: Safe, django_at: Callable[[str], None]
) -> None:
    """Taken while others write; restored onto an empty database; compared; then worked with."""
    django_at(source.url)
    backup_runs.note_backup("yesterday", size=1, rows=1, taken=later(-86400), at=later(-86000))
    with psycopg.connect(source.url) as working:
        for statement in LEFT_BEHIND:
            working.execute(statement)
    with writing(source.url) as going:
        while going.acknowledged < 20:
            time.sleep(0.01)
        began = going.acknowledged
        taken = safe.take(source.url)
        assert going.acknowledged > began, "nobody wrote while the backup was made"
    manifest = check(taken.path, safe.identities).manifest
    assert manifest.hashes != hashes(source.url)

    django_at(empty_database)
    restore.run(taken.path, safe.identities, at=later(120))
    assert hashes(empty_database) == manifest.hashes
    assert shape(empty_database) == shape(as_role(source.url, OWNER))
    lonely, whole = halves(empty_database)
    assert lonely == 0
    assert began - 2 <= whole <= halves(source.url)[1]

    app = source.url.rsplit("/", 1)[0] + "/" + empty_database.rsplit("/", 1)[1]
    django_at(app)
    _works(source, app, empty_database)


def _works(source: Source, app: str, owners: str) -> None:
    """As the app's role on the restored database: rights, guards, sequences, sign-in, jobs, charts."""
    # The server of the tests skips fsync (tests/conftest.py); nothing else may be wrong.
    assert [sentence for sentence in startup.refusals() if not sentence.startswith("fsync")] == []
    for role, statement in ((app, "UPDATE people_patient SET number = ''"), (owners, "TRUNCATE audit_auditevent")):
        with psycopg.connect(role) as trying, pytest.raises(psycopg.errors.InsufficientPrivilege):
            trying.execute(statement)
    with psycopg.connect(app) as known:
        assert known.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    runs = backup_runs.known()
    assert (runs.good_at, runs.restored_at) == (None, later(120))
    reyes, mara = source.practice.staff["reyes"], source.practice.people["mara"]
    assert open_chart.read(mara, actor=reyes, at=later(180)).header
    with door.write("people.rebuild", actor=SYSTEM, at=later(180)):
        made = people.register_patient(
            Stamp(SYSTEM, later(180)),
            site_id=source.practice.sites["main"],
            details={"given": "New", "family": "Person"},
        )
    records = [queries.patient(one) for one in (*source.practice.people.values(), made)]
    assert len({record.number for record in records if record}) == len(records) == 4
    assert _stalled() == ["left.behind"]


def _stalled() -> list[str]:
    from procrastinate.contrib.django import app

    async def ask() -> list[str]:
        found = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=40)
        return [job.task_name for job in found]

    return asyncio.run(ask())


@pytest.mark.wide
def test_an_archive_of_an_older_version_is_brought_up_to_date(
    source: Source, fresh_database: str, empty_database: str, safe: Safe, django_at: Callable[[str], None]
) -> None:
    """The migrations of its day, its rows, then the migrations since."""
    from django.core.management import call_command

    with connected_to(as_role(fresh_database, "postgres")):
        call_command("migrate", "foundation", "0001", verbosity=0)
        assert pending() == 1
    taken = safe.take(fresh_database)
    assert ["foundation", "0002_backup_run"] not in check(taken.path, safe.identities).about.migrations
    django_at(empty_database)
    restore.run(taken.path, safe.identities, at=later(60))
    assert pending() == 0
    before, after = check(taken.path, safe.identities).manifest.hashes, hashes(empty_database)
    assert {name for name in before if before[name] != after[name]} <= {
        "django_migrations",
        "django_content_type",
        "auth_permission",
    }


@pytest.mark.wide
def test_an_archive_that_changes_while_it_is_read_leaves_the_database_empty(
    source: Source, empty_database: str, safe: Safe, django_at: Callable[[str], None]
) -> None:
    """The second reading meets another file than the first: rows were written, and all of it is thrown away."""
    taken = safe.take(source.url)
    content = taken.path.read_bytes()
    django_at(empty_database)
    readings: list[Path] = []
    real = archive.read

    def reading(path: Path, *more: Any) -> None:
        readings.append(path)
        if len(readings) == 2:
            path.write_bytes(content[:-300] + bytes([content[-300] ^ 1]) + content[-299:])
        real(path, *more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(archive, "read", reading)
        patched.setattr("plait.foundation.archive_contents.read", reading)
        with pytest.raises(SetupRefused, match="damaged"):
            restore.run(taken.path, safe.identities, at=later(60))
    assert len(readings) == 2
    assert restore_schema.held() == []
    taken.path.write_bytes(content)
    restore_schema.begin()  # as if it had been killed this time: the mark stays
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (id int)")
    restore.run(taken.path, safe.identities, at=later(90))
    assert hashes(empty_database) == check(taken.path, safe.identities).manifest.hashes
