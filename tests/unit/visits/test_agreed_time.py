"""A visit is agreed in wall time: what that is in time, and what is said in the night when the clock changes."""

from __future__ import annotations

import pytest

from plait.clinical.moment import Instant
from plait.clinical.visits.agreed_time import agreed

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("wall", "zone", "starts", "clock"),
    [
        ("2026-11-24T09:00", NEW_YORK, "2026-11-24T14:00:00Z", "plain"),
        ("2026-07-24T09:00", NEW_YORK, "2026-07-24T13:00:00Z", "plain"),
        # 2027-03-14, 02:00 leaps to 03:00: counted from the offset before the leap
        ("2027-03-14T02:30", NEW_YORK, "2027-03-14T07:30:00Z", "leapt-over"),
        ("2027-03-14T03:00", NEW_YORK, "2027-03-14T07:00:00Z", "plain"),
        ("2027-03-14T01:59", NEW_YORK, "2027-03-14T06:59:00Z", "plain"),
        # 2026-11-01, 01:00 to 02:00 comes twice: the first
        ("2026-11-01T01:30", NEW_YORK, "2026-11-01T05:30:00Z", "comes-twice"),
        ("2026-11-01T02:00", NEW_YORK, "2026-11-01T07:00:00Z", "plain"),
        ("2026-07-24T09:00", "America/Phoenix", "2026-07-24T16:00:00Z", "plain"),
        ("2026-11-24T09:00", "Asia/Kolkata", "2026-11-24T03:30:00Z", "plain"),
        # Lord Howe moves its clock by half an hour
        ("2027-04-04T01:45", "Australia/Lord_Howe", "2027-04-03T14:45:00Z", "comes-twice"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00Z", "leapt-over"),
        # Apia left out a whole day
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T22:00:00Z", "leapt-over"),
    ],
)
def test_a_wall_time_is_one_moment_and_says_what_the_clock_does(wall, zone, starts, clock):
    when = agreed(wall, zone, 50)
    assert (when.starts_at, when.clock) == (Instant.parse(starts), clock)
    assert when.local_start == wall


def test_fifty_minutes_last_fifty_minutes_also_across_a_change_of_the_clock():
    when = agreed("2026-11-01T00:40", NEW_YORK, 50)
    assert (when.ends_at.utc - when.starts_at.utc).total_seconds() == 50 * 60
    assert agreed("2026-11-01T00:30", NEW_YORK, 180).ends_at.local(NEW_YORK).strftime("%H:%M") == "02:30"


@pytest.mark.parametrize(
    ("wall", "minutes", "why"),
    [
        ("2026-02-30T09:00", 30, "out of range|does not match"),
        ("09:00", 30, "does not match"),
        ("2026-11-24T09:00", 0, "a minute at least"),
    ],
)
def test_what_is_no_time_is_refused(wall, minutes, why):
    with pytest.raises(ValueError, match=why):
        agreed(wall, NEW_YORK, minutes)


@pytest.mark.parametrize("wall", ["0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T18:30"])
def test_the_ends_of_the_calendar_are_no_times_of_a_visit(wall):
    with pytest.raises(ValueError, match="no such time"):
        agreed(wall, "Asia/Tokyo" if wall.startswith("0001") else NEW_YORK, 480)
