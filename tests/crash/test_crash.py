"""Nothing acknowledged is lost and nothing is done twice, whatever is killed. In the manner of Jepsen.

Clinicians write over HTTP, as their browsers would, and send again with the same key what was not answered; meanwhile
kill -9 hits web, worker and PostgreSQL, which `plait serve` brings back. Then the history is compared with what is
stored. A database that acknowledges too early must lose some, or this would prove nothing.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import cloned
from tests.crash.checker import Findings, check, waiting
from tests.crash.hand import Hand
from tests.crash.practice import Practice
from tests.crash.writers import History, Writer

SEED = 20261124
JOBS_WITHIN_SECONDS = 240.0
UNFLUSHED = ("wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'")


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the user of PostgreSQL can pass through."""
    folder = Path(tempfile.mkdtemp(prefix="plait-crash-"))
    folder.chmod(0o755)
    yield folder / "home"
    shutil.rmtree(folder, ignore_errors=True)


def at_work(practice: Practice, most: int, *, imports: bool = True) -> tuple[History, list[Writer]]:
    """Six clinicians who begin to write; together they try ``most`` writes, files to take in among them or not."""
    known, history = practice.seed(), History(most)
    writers = [
        Writer(Hand(practice.port, known["cookies"], desk["session"]), desk, history, SEED + number, imports=imports)
        for number, desk in enumerate(known["desks"])
    ]
    for writer in writers:
        writer.start()
    return history, writers


def kill_along(practice: Practice, history: History, writers: list[Writer], kinds: tuple[str, ...]) -> None:
    """Kill one kind after the other, spread over the writes, each at a moment when all of it runs."""
    for number, kind in enumerate(kinds, 1):
        while history.begun < history.most * number // (len(kinds) + 1) and any(w.is_alive() for w in writers):
            time.sleep(0.02)
        practice.wait_until_ready()
        assert practice.kill(kind) > 0, f"no {kind} to kill"
    for writer in writers:
        writer.join()
    assert [w.error for w in writers if w.error] == []


def after(practice: Practice, history: History, writers: list[Writer]) -> Findings:
    """Let the jobs end, then check; tell the figures."""
    practice.wait_until_ready()
    end = time.monotonic() + JOBS_WITHIN_SECONDS
    while waiting(practice.url()) and time.monotonic() < end:
        time.sleep(0.2)
    findings = check(practice.url(), history)
    sent_again = sum(writer.hand.retries for writer in writers)
    print(  # noqa: T201 - shown by -rA
        f"seed {SEED}: {len(history.acknowledged)} acknowledged {history.counts()}, {findings.stored} stored, "
        f"{sent_again} sent again, {len(history.refused)} refused\n{findings}\n{practice.ends()}"
    )
    return findings


@pytest.mark.wide
@pytest.mark.hazard("H-043")
def test_the_web_server_may_be_killed(home: Path, worker_id: str) -> None:
    with cloned(f"plait_{worker_id}_crash") as url:
        practice = Practice(home, database=url, web_workers=1)
        try:
            practice.open()
            history, writers = at_work(practice, 60, imports=False)
            kill_along(practice, history, writers, ("web server",))
            findings = after(practice, history, writers)
        finally:
            practice.close()
    assert (findings.broken, history.refused) == ({}, [])
    assert len(history.acknowledged) == 60


@pytest.mark.wide
@pytest.mark.hazard("H-043")
def test_nothing_acknowledged_is_lost_by_kill_9(home: Path) -> None:
    practice = Practice(home)
    try:
        practice.open()
        history, writers = at_work(practice, 1000)
        kill_along(practice, history, writers, ("web", "postgres", "worker", "web server", "postgres"))
        findings = after(practice, history, writers)
    finally:
        practice.close()
    assert (findings.broken, history.refused) == ({}, [])
    assert len(history.acknowledged) == 1000


@pytest.mark.wide
def test_a_database_that_acknowledges_too_early_loses_some(home: Path) -> None:
    """The control: the same harness finds what is lost when PostgreSQL does not wait for the disk."""
    practice = Practice(home)
    try:
        practice.open()
        with psycopg.connect(practice.url("postgres"), autocommit=True) as admin:
            admin.execute("ALTER DATABASE plait SET synchronous_commit = off")
            for setting in UNFLUSHED:
                admin.execute(f"ALTER SYSTEM SET {setting}")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'plait_app'")
        history, writers = at_work(practice, 400)
        kill_along(practice, history, writers, ("postgres", "postgres", "postgres"))
        findings = after(practice, history, writers)
    finally:
        practice.close()
    assert findings.broken.get("acknowledged but lost")
