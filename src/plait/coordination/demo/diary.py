"""When each clinician has time: half hours from nine to five on working days, each given away once; who comes then."""

from __future__ import annotations

from dataclasses import dataclass, field

from plait.coordination.demo.story import SATURDAY, Calendar

OPENS = 9  # o'clock
HALF_HOURS = 16
NOON = 6  # the half hour from twelve is free
LOOKED_AT = 25  # days, before somebody says that there is no time
WHOLE_DAY = (1 << HALF_HOURS) - 1 & ~(1 << NOON)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A visit that was agreed with a clinician: the day counted from today, the time of day, and what came of it."""

    day: int
    at: str
    by: str
    service: str  # evaluation | follow-up | session | couple | family
    minutes: int
    mode: str = "in-person"
    status: str = "fulfilled"  # fulfilled | noshow | cancelled
    reason: str = ""
    role: str = "prescriber"


@dataclass(frozen=True, slots=True)
class Due:
    """The next visit with a clinician, not agreed yet: the day it would fall on."""

    day: int
    by: str
    service: str
    minutes: int
    mode: str = "in-person"
    wish: int = 0  # half hour of the day
    role: str = "prescriber"
    every: int = 0  # days between two; 0: the one after this is agreed at the visit itself


@dataclass
class Diary:
    """Who is taken when; days are counted from today."""

    calendar: Calendar
    taken: dict[tuple[str, int], int] = field(default_factory=dict)

    def open_day(self, day: int) -> int:
        """That day, or the next on which the practice is open."""
        weekday = (self.calendar.today.weekday() + day) % 7 + 1
        return day if weekday < SATURDAY else day + 8 - weekday

    def find(self, who: str, day: int, minutes: int, wish: int, *, last: int = -1) -> tuple[int, str] | None:
        """The first free time from a day on, as near to the wished half hour as can be; None after ``last``."""
        halves = -(-minutes // 30)
        day = self.open_day(day)
        for _tried in range(LOOKED_AT):
            if day > last:
                return None
            slot = self._free(self.taken.get((who, day), 0), halves, wish)
            if slot is not None:
                self.take(who, day, slot, halves)
                return day, clock(slot)
            day = self.open_day(day + 1)
        return None

    def on(self, who: str, day: int, minutes: int, wish: int) -> str | None:
        """A free time on just this day, open or not."""
        halves = -(-minutes // 30)
        slot = self._free(self.taken.get((who, day), 0), halves, wish)
        if slot is None:
            return None
        self.take(who, day, slot, halves)
        return clock(slot)

    def take(self, who: str, day: int, slot: int, halves: int) -> None:
        """Give half hours away."""
        self.taken[who, day] = self.taken.get((who, day), 0) | ((1 << halves) - 1) << slot

    def take_at(self, who: str, day: int, at: str, minutes: int) -> None:
        """Somebody comes at this time of day, whatever the grid."""
        hours, past = map(int, at.split(":"))
        first = (hours - OPENS) * 2 + past // 30
        halves = -(-(minutes + past % 30) // 30)
        if 0 <= first < HALF_HOURS:
            self.take(who, day, first, min(halves, HALF_HOURS - first))

    @staticmethod
    def _free(taken: int, halves: int, wish: int) -> int | None:
        free = WHOLE_DAY & ~taken
        need = (1 << halves) - 1
        for distance in range(HALF_HOURS):
            for slot in (wish - distance, wish + distance):
                if 0 <= slot <= HALF_HOURS - halves and free >> slot & need == need:
                    return slot
        return None


def clock(slot: int) -> str:
    """The time of day at which a half hour begins."""
    return f"{OPENS + slot // 2:02d}:{slot % 2 * 30:02d}"


def later(at: str, minutes: int) -> str:
    """A time of day some minutes later, the same day."""
    hours, past = map(int, at.split(":"))
    total = hours * 60 + past + minutes
    return f"{total // 60:02d}:{total % 60:02d}"
