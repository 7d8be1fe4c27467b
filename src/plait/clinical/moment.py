"""When something was, is or will be true for a person.

Four different types, because the clinic means four different things:

- ``Instant``: a point in time, the same everywhere on earth (a dose taken, a fact recorded).
- ``LocalDate``: a calendar day in a named zone (a visit "on 3 March in New York").
- ``PartialDate``: as much of a date as is known ("2019", "May 2019", "spring 2019").
- ``Interval``: half-open, from ``start`` up to and without ``end``; no end means it goes on.

Errors: ``ValueError`` names what is wrong. Source: ISO 8601, FHIR R4 date and dateTime, RFC 5545 for gaps.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SEASON_MONTHS = {"winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
DECEMBER = 12


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A point in time, kept in UTC. ``utc`` must carry an offset; a naive time is refused."""

    utc: datetime

    def __post_init__(self) -> None:
        """Turn any offset into UTC, so that equal moments are equal values."""
        if self.utc.tzinfo is None:
            raise ValueError("an instant needs an offset: a time without one is a different moment in every zone")
        object.__setattr__(self, "utc", self.utc.astimezone(UTC))

    @classmethod
    def parse(cls, text: str) -> Instant:
        """Read ISO 8601 with an offset ("2026-11-24T09:00:00-05:00" or "...Z")."""
        return cls(datetime.fromisoformat(text))

    def iso(self) -> str:
        """ISO 8601 in UTC, ending in Z."""
        return self.utc.isoformat().replace("+00:00", "Z")

    def local(self, zone: str) -> datetime:
        """The wall-clock time in an IANA zone."""
        return self.utc.astimezone(ZoneInfo(zone))

    def day(self, zone: str) -> date:
        """The calendar day on which this instant falls in an IANA zone."""
        return self.local(zone).date()

    def plus(self, *, days: int = 0, seconds: int = 0) -> Instant:
        """The instant that many whole 24-hour days and seconds later (elapsed time, not wall clock)."""
        return Instant(self.utc + timedelta(days=days, seconds=seconds))


@dataclass(frozen=True, slots=True, order=True)
class LocalDate:
    """A calendar day in an IANA zone."""

    day: date
    zone: str

    def start(self) -> Instant:
        """The first instant of the day. Where midnight does not exist, the first that does (RFC 5545)."""
        return Instant(datetime(self.day.year, self.day.month, self.day.day, tzinfo=ZoneInfo(self.zone)))

    def end(self) -> Instant:
        """The first instant of the next day: intervals are half-open."""
        return LocalDate(self.day + timedelta(days=1), self.zone).start()


@dataclass(frozen=True, slots=True)
class PartialDate:
    """As much of a date as somebody knows: a year, with a month or a season, with a day.

    It is never filled up with invented parts; ``earliest`` and ``latest`` bound it (both days included).
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no date."""
        if not 1 <= self.year <= 9999:
            raise ValueError(f"{self.year} is not a year")
        if self.season is not None and (self.season not in SEASON_MONTHS or self.month is not None):
            raise ValueError(f"{self.season!r} is not a season, or stands beside a month")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        if self.month is not None:
            date(self.year, self.month, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read "2019", "2019-05", "2019-05-03" or "spring 2019"."""
        words = text.strip().lower().split()
        if len(words) == 2 and words[0] in SEASON_MONTHS and words[1].isascii() and words[1].isdigit():
            return cls(int(words[1]), season=words[0])
        parts = text.strip().split("-")
        if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
            raise ValueError(f"{text!r} is not a date, month or year")
        numbers = [int(part) for part in parts]
        return cls(numbers[0], numbers[1] if len(numbers) > 1 else None, numbers[2] if len(numbers) > 2 else None)

    def earliest(self) -> date:
        """The first day that it can mean. Winter 2019 begins in December 2018."""
        if self.season is not None:
            first = SEASON_MONTHS[self.season][0]
            return date(self.year - (first == DECEMBER), first, 1)
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day that it can mean."""
        if self.season is not None:
            last = SEASON_MONTHS[self.season][1]
            return date(self.year, last, monthrange(self.year, last)[1])
        month = self.month or DECEMBER
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """The text that ``parse`` reads again."""
        if self.season is not None:
            return f"{self.season} {self.year}"
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open stretch of time: ``start`` belongs to it, ``end`` does not; ``None`` means it goes on."""

    start: Instant
    end: Instant | None = field(default=None)

    def __post_init__(self) -> None:
        """Refuse a stretch that ends before it starts."""
        if self.end is not None and self.end < self.start:
            raise ValueError("an interval cannot end before it starts")

    def holds(self, moment: Instant) -> bool:
        """Whether the moment lies inside."""
        return self.start <= moment and (self.end is None or moment < self.end)
