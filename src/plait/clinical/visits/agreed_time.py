"""When a visit was agreed to be: a wall time in a named zone, and the stretch of time that follows from it.

People agree on "Tuesday at nine", not on an instant. The wall time and its zone are what counts; ``starts_at`` and
``ends_at`` are derived, and derived again when a country changes its clock. Minutes are elapsed time: a visit of 50
minutes lasts 50 minutes also in the night when the clock changes.

A wall time that the clock leaps over counts from the offset before the leap; one that comes twice is the first
(RFC 5545, 3.3.5). ``clock`` says so, that it can be said to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from plait.clinical.moment import Instant

Clock = Literal["plain", "leapt-over", "comes-twice"]
WALL = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class AgreedTime:
    """A wall time as agreed, and what it is in time. Half-open: ``ends_at`` does not belong to the visit."""

    local_start: str  # "2026-11-24T09:00"
    zone: str  # IANA
    minutes: int
    starts_at: Instant
    ends_at: Instant
    clock: Clock = "plain"


def agreed(local_start: str, zone: str, minutes: int) -> AgreedTime:
    """Read a wall time ("2026-11-24T09:00") in an IANA zone. Raises ValueError for what is no such time."""
    wall = datetime.strptime(local_start, WALL)  # noqa: DTZ007 - a wall time has no offset until its zone gives it one
    if minutes < 1:
        raise ValueError("a visit lasts a minute at least")
    try:
        starts = Instant(wall.replace(tzinfo=ZoneInfo(zone)))
        ends = starts.plus(seconds=60 * minutes)
    except OverflowError as error:  # the first and the last day of the calendar
        raise ValueError("no such time") from error
    return AgreedTime(
        local_start=wall_text(wall),
        zone=zone,
        minutes=minutes,
        starts_at=starts,
        ends_at=ends,
        clock=_clock(wall, zone),
    )


def wall_text(wall: datetime) -> str:
    """A wall time as it is kept: no seconds, no offset."""
    return wall.strftime(WALL)


def _clock(wall: datetime, zone: str) -> Clock:
    """Whether the clock of the zone shows this time once, never or twice."""
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return "plain"
    back = first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return "comes-twice" if back == wall else "leapt-over"
