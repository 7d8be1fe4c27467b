"""How fast the chart opens with 3 years, 12 medicines and 150 sessions, beside a bare query of the same run.

Printed, never asserted: a machine's speed is not Plait's. Run with ``make bench``.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.coordination.people import open_chart
from plait.foundation.clock import now
from plait.web.components.timeline import present
from tests.integration.conftest import Practice, build_practice
from tests.integration.long_history import write
from tests.signed_in import sign_in

ROUNDS = 15
BARE = "SELECT count(*) FROM medication_medicationrequest WHERE patient_id = %s"


def milliseconds(act: Callable[[], object]) -> float:
    """The median of several rounds, in milliseconds, after one that warms up."""
    act()
    taken = []
    for _round in range(ROUNDS):
        begun = perf_counter()
        act()
        taken.append((perf_counter() - begun) * 1000)
    return median(taken)


@pytest.mark.bench
def test_chart(db: None, settings: object) -> None:
    """Timeline (read, build, draw) and whole page (with session, policy and audit) against a bare query."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}  # type: ignore[attr-defined]
    practice: Practice = build_practice(now().plus(days=-1))
    mara, reyes = practice.people["mara"], practice.staff["reyes"]
    write(mara, now())

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [mara])
            cursor.fetchone()

    def read(at: Instant) -> open_chart.Chart:
        return open_chart.read(mara, actor=reyes, at=at, period="36")

    chart = read(now())
    client = sign_in(Client(), reyes.id)
    address = reverse("people:chart", args=[mara])
    figures = {
        "bare query": milliseconds(bare),
        "drawing alone": milliseconds(lambda: present(chart.timeline)),
        "read and build": milliseconds(lambda: read(now())),
        "chart page": milliseconds(lambda: client.get(address, {"period": "36"})),
    }
    print()
    for name, taken in figures.items():
        print(f"{name:>16}: {taken:8.1f} ms, {taken / figures['bare query']:7.1f} x the bare query")
    size = len(client.get(address, {"period": "36"}).content)
    print(f"{'page':>16}: {size / 1024:8.0f} KB")
    assert size > 0
