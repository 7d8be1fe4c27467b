"""How many resources a second come in end to end, by ``plait import`` with two processes, beside a bare bulk insert.

Printed, never asserted: a machine's speed is not Plait's. Run with ``make bench``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import psycopg
import pytest

from plait.foundation.clock import now
from tests.integration.conftest import build_practice
from tests.many_people import write

PEOPLE = int(os.environ.get("PLAIT_BENCH_PEOPLE", "500"))
BARE = """
CREATE TEMPORARY TABLE bare (id uuid PRIMARY KEY, patient uuid, key varchar(300), sequence int, kind varchar(64),
hash varchar(64), content jsonb, UNIQUE (patient, key, sequence))
"""


def bare_insert(url: str, path: Path) -> float:
    """Seconds that it takes to insert the same lines as they are, 500 a statement, into one table."""
    rows = path.read_text().splitlines()
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(BARE)
        begun = perf_counter()
        for start in range(0, len(rows), 500):
            cursor.executemany(
                "INSERT INTO bare VALUES (gen_random_uuid(), gen_random_uuid(), %s, 1, 'x', 'x', %s::jsonb)",
                [(f"key {start + n}", row) for n, row in enumerate(rows[start : start + 500])],
            )
        connection.commit()
        return perf_counter() - begun


@pytest.mark.bench
def test_import(fresh_database: str, tmp_path: Path) -> None:
    """Lines about many people, made from the twelve real files."""
    build_practice(now().plus(days=-1))
    path = tmp_path / "people.ndjson"
    count = write(path, PEOPLE)
    begun = perf_counter()
    done = subprocess.run(
        [
            sys.executable,
            "-P",
            "-m",
            "plait.cli",
            "import",
            str(path),
            "--as",
            "reyes",
            "--from",
            "https://old.example",
        ],
        env={**os.environ, "DATABASE_URL": fresh_database, "DJANGO_SETTINGS_MODULE": "plait.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    taken = perf_counter() - begun
    bare = bare_insert(fresh_database, path)
    print()
    print(f"{count} resources of {PEOPLE} people, {path.stat().st_size / 1e6:.1f} MB")
    print(f"{'bare insert':>16}: {bare:8.1f} s, {count / bare:8.0f} resources/s")
    print(f"{'plait import':>16}: {taken:8.1f} s, {count / taken:8.0f} resources/s, {taken / bare:.1f} x bare")
    print(done.stdout[-1500:], done.stderr[-1500:])
    assert done.returncode == 0, done.stdout
