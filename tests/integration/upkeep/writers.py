"""People who go on working while a backup is made: each transaction writes two rows that belong together."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import psycopg

PAIR = "written in pairs"
_OUTCOME = """INSERT INTO foundation_storedoutcome (key, action, payload_hash, outcome, stored_at)
              VALUES (%s, %s, '', '{}', %s)"""
_EVENT = """INSERT INTO audit_auditevent (id, recorded_at, recorded_by_kind, recorded_by_name, recorded_as, action,
                                          purpose, outcome, patients, detail)
            VALUES (%s, %s, 'system', '', '', %s, 'operations', 'done', '{}', '')"""
_HALVES = """SELECT count(*) FROM (SELECT key AS id FROM foundation_storedoutcome WHERE action = %(pair)s) AS a
             FULL JOIN (SELECT id FROM audit_auditevent WHERE action = %(pair)s) AS b USING (id)
             WHERE a.id IS NULL OR b.id IS NULL"""
_WHOLE = "SELECT count(*) FROM audit_auditevent WHERE action = %s"


@dataclass
class Writing:
    """How many transactions were acknowledged so far."""

    acknowledged: int = 0
    over: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def writing(url: str, count: int = 2) -> Iterator[Writing]:
    """Writers at work during the block, each in its own connection."""
    going = Writing()
    lock = threading.Lock()

    def write() -> None:
        with psycopg.connect(url) as connection:
            while not going.over.is_set():
                key, at = uuid4(), datetime(2026, 11, 24, tzinfo=UTC)
                connection.execute(_OUTCOME, [key, PAIR, at])
                connection.execute(_EVENT, [key, at, PAIR])
                connection.commit()
                with lock:
                    going.acknowledged += 1

    threads = [threading.Thread(target=write) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield going
    finally:
        going.over.set()
        for thread in threads:
            thread.join()


def halves(url: str) -> tuple[int, int]:
    """(rows of pairs that lack their other half, whole pairs)."""
    with psycopg.connect(url) as connection:
        lonely = connection.execute(_HALVES, {"pair": PAIR}).fetchone()
        whole = connection.execute(_WHOLE, [PAIR]).fetchone()
    assert lonely
    assert whole
    return lonely[0], whole[0]
