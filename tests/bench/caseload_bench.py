"""A caseload of 2,000 in a practice of 50,000 people: how long the page takes, beside its own queries bare.

One clinician is put on the care team of 2,000 people of the large practice. The page is asked for in the server's own
process, through all of Django, in several orders and with a filter; then its queries are replayed bare. Printed, never
asserted but for the number of queries. ``make bench``; PLAIT_BENCH_PEOPLE, PLAIT_BENCH_DATABASE: as in practice_bench.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import psycopg
import pytest

from tests.bench.practice_bench import PEOPLE, _written, surroundings_of, told_by

CASELOAD = int(os.environ.get("PLAIT_BENCH_CASELOAD", "2000"))
TIMES = int(os.environ.get("PLAIT_BENCH_TIMES", "40"))
MOST_QUERIES = 15
PAGES = (
    "/caseload/",
    "/caseload/?sort=score",
    "/caseload/?sort=change&page=3",
    "/caseload/?instrument=gad-7&sort=longest-ago",
    "/caseload/?show=not-lately&sort=rose",
)
WRITE = ("BEGIN", "COMMIT", "SAVEP", "RELEASE", "INSERT", "UPDATE")


def measure() -> None:
    """Give one clinician the caseload, ask for the page again and again, and print the times as JSON."""
    from uuid import uuid4

    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from plait.foundation.clock import now
    from plait.foundation.garbage import leave_what_stays
    from plait.records.accounts.models import User
    from plait.records.people.models import CurrentCareTeam, Patient
    from tests.signed_in import sign_in

    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    user = User.objects.filter(sign_in_name__startswith="prescriber").order_by("sign_in_name")[0]
    who = user.practitioner
    own = CurrentCareTeam.objects.filter(practitioner=who, role="prescriber", ends_at=None)
    have = set(own.values_list("patient_id", flat=True))
    step = max(1, PEOPLE // (2 * CASELOAD))  # spread over the whole practice, as on disk
    others = [one for one in Patient.objects.order_by("pk").values_list("pk", flat=True)[::step] if one not in have]
    CurrentCareTeam.objects.bulk_create(
        CurrentCareTeam(
            thread=uuid4(),
            patient_id=one,
            practitioner=who,
            role="prescriber",
            basis="assigned",
            starts_at=now().plus(days=-400).utc,
        )
        for one in others[: max(0, CASELOAD - len(have))]
    )
    client = sign_in(Client(SERVER_NAME="localhost"), user.pk)
    assert client.get(PAGES[0]).status_code == 200
    leave_what_stays()  # as the web process does once it is ready
    taken: dict[str, list[float]] = {}
    asked: dict[str, list[str]] = {}
    for address in PAGES:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        asked[address] = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(WRITE)]
        taken[address] = []
        for _time in range(TIMES):
            began = time.perf_counter()
            client.get(address)
            taken[address].append((time.perf_counter() - began) * 1000)
    print(json.dumps({"people": own.count(), "taken": taken, "asked": asked}))


@pytest.mark.bench
def test_a_caseload_of_two_thousand(fresh_database: str, tmp_path: Path) -> None:
    """Print p50 and p95 of each order of the list beside its bare queries."""
    url = _written(fresh_database)
    surroundings = surroundings_of(url, tmp_path, 0)
    told = json.loads(told_by("from tests.bench.caseload_bench import measure; measure()", surroundings))
    load = os.getloadavg()[0]
    print(f"\na caseload of {told['people']} of {PEOPLE} people, {os.cpu_count()} cores, load {load:.1f}; ms")
    print(f"{'':48}{'p50':>8}{'p95':>8}{'queries':>9}{'bare p50':>10}{'bare p95':>10}")
    for address, times in told["taken"].items():
        bare = _bare(url, told["asked"][address])
        parts = "".join(f"{part:{wide}.0f}" for part, wide in ((_share(times, 0.5), 8), (_share(times, 0.95), 8)))
        beside = f"{_share(bare, 0.5):10.0f}{_share(bare, 0.95):10.0f}"
        print(f"{address:48}{parts}{len(told['asked'][address]):9}{beside}")
        assert len(told["asked"][address]) <= MOST_QUERIES


def _bare(url: str, statements: list[str]) -> list[float]:
    """The page's own queries on a connection of their own, as often as the page was asked for."""
    found = []
    with psycopg.connect(url, autocommit=True) as connection:
        for _time in range(TIMES):
            began = time.perf_counter()
            for statement in statements:
                connection.execute(statement).fetchall()  # type: ignore[call-overload]
            found.append((time.perf_counter() - began) * 1000)
    return found


def _share(times: list[float], share: float) -> float:
    """The time below which that share of them stayed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
