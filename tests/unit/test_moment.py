"""Instants, days, partial dates and stretches of time, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from plait.clinical.moment import Instant, Interval, LocalDate, PartialDate


@pytest.mark.hazard("H-004")
def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Instant(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="offset"):
        Instant.parse("2026-01-01T09:00:00")


def test_equal_moments_are_equal_values() -> None:
    assert Instant.parse("2026-11-24T09:00:00-05:00") == Instant.parse("2026-11-24T14:00:00Z")
    assert Instant.parse("2026-11-24T09:00:00-05:00").iso() == "2026-11-24T14:00:00Z"
    assert hash(Instant.parse("2026-11-24T09:00:00-05:00")) == hash(Instant(datetime(2026, 11, 24, 14, tzinfo=UTC)))


@pytest.mark.hazard("H-004")
@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 8), "America/New_York", 23),
        (date(2026, 11, 1), "America/New_York", 25),
        (date(2026, 11, 1), "America/Phoenix", 24),
        (date(2026, 3, 29), "Europe/Dublin", 23),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
        (date(2026, 10, 4), "Australia/Lord_Howe", 23.5),
        (date(2026, 7, 1), "Asia/Kolkata", 24),
        (date(2026, 11, 1), "America/St_Johns", 25),
    ],
)
def test_a_day_is_as_long_as_its_zone_says(day: date, zone: str, hours: float) -> None:
    whole = LocalDate(day, zone)
    assert (whole.end().utc - whole.start().utc).total_seconds() == hours * 3600
    assert whole.start().day(zone) == day


def test_elapsed_days_are_24_hours() -> None:
    before = Instant.parse("2026-10-31T12:00:00-04:00")
    assert before.plus(days=1).local("America/New_York").hour == 11


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-05-03", date(2019, 5, 3), date(2019, 5, 3)),
        ("spring 2019", date(2019, 3, 1), date(2019, 5, 31)),
        ("winter 2020", date(2019, 12, 1), date(2020, 2, 29)),
    ],
)
def test_partial_dates_are_bounded_never_filled(text: str, earliest: date, latest: date) -> None:
    found = PartialDate.parse(text)
    assert (found.earliest(), found.latest(), str(found)) == (earliest, latest, text)


@pytest.mark.parametrize(
    "text", ["", "19", "2019-13", "2019-02-30", "soon", "2019-1-1-1", "tea 2019", "²019", "spring ²019"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_stretches_are_half_open() -> None:
    start, end = Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z")
    assert Interval(start, end).holds(start)
    assert not Interval(start, end).holds(end)
    assert Interval(start).holds(end)
    with pytest.raises(ValueError, match="before it starts"):
        Interval(end, start)
