"""When an answer about harm from elsewhere is fresh: the edges, and dates that say less than a day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plait.clinical.assessment.risk_answer import is_fresh
from plait.clinical.moment import Instant, LocalDate, PartialDate

ZONE = "America/New_York"
RECEIVED = Instant(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("days", "seconds", "fresh"),
    [(0, 0, True), (-13, 0, True), (-14, 0, True), (-14, -1, False), (-400, 0, False), (3, 0, True)],
)
@pytest.mark.hazard("H-050")
def test_a_moment_is_fresh_for_fourteen_days_to_the_second(days: int, seconds: int, *, fresh: bool):
    taken = RECEIVED.plus(days=days, seconds=seconds)
    assert is_fresh(taken, None, received_at=RECEIVED, zone=ZONE) is fresh


@pytest.mark.parametrize(
    ("on", "fresh"),
    [
        ("2026-11-24", True),
        ("2026-11-10", True),  # some of that day lies within the fourteen days
        ("2026-11-09", False),
        ("2026-11", False),  # the day is not stated: looked at in peace, never dropped
        ("2026", False),
        ("2027-01-01", True),
    ],
)
def test_a_day_counts_with_its_last_moment_and_less_than_a_day_is_not_fresh(on: str, *, fresh: bool):
    date = PartialDate.parse(on)
    taken = LocalDate(date.earliest(), ZONE).start()
    assert is_fresh(taken, date, received_at=RECEIVED, zone=ZONE) is fresh
