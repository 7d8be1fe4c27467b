"""The law of agreed times: what the wall shows at the start is what was agreed, unless the clock leapt over it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.clinical.visits.agreed_time import agreed, wall_text

ZONES = (
    "America/New_York", "America/Phoenix", "America/St_Johns", "Europe/Dublin",
    "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia",
)  # fmt: skip
FIRST, LAST = (datetime.fromisoformat(day) for day in ("2026-01-01", "2030-12-31"))
WALLS = st.datetimes(min_value=FIRST, max_value=LAST)


@given(wall=WALLS, zone=st.sampled_from(ZONES), minutes=st.integers(1, 480))
def test_the_wall_shows_what_was_agreed_and_the_visit_lasts_as_long(wall, zone, minutes):
    when = agreed(wall_text(wall), zone, minutes)
    assert when.ends_at.utc - when.starts_at.utc == timedelta(minutes=minutes)
    shown = wall_text(when.starts_at.local(zone))
    assert (shown == when.local_start) == (when.clock != "leapt-over")


def changes(zone: str) -> list[datetime]:
    """Every hour of 2026 to 2030 after which the offset of a zone is another one."""
    hour, found, known = datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")), [], None
    while hour.year < 2031:
        offset = hour.astimezone(ZoneInfo(zone)).utcoffset()
        if known is not None and offset != known:
            found.append(hour.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
        known, hour = offset, hour + timedelta(hours=1)
    return found


@pytest.mark.wide
@pytest.mark.parametrize("zone", ZONES)
def test_every_change_of_the_clock_has_a_time_that_is_missing_or_comes_twice(zone):
    for wall in changes(zone):
        around = [wall + timedelta(minutes=15 * quarter) for quarter in range(-9, 10)]
        clocks = {agreed(wall_text(one), zone, 30).clock for one in around}
        assert clocks & {"leapt-over", "comes-twice"}, (zone, wall)
