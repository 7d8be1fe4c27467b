"""The stretch of time that a timeline shows: from when to when, where today stands, and the marks on its axis."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from plait.clinical.moment import Instant, LocalDate
from plait.coordination.people.timeline_types import Frame, History, Period, Tick
from plait.coordination.people.timeline_words import day_words, month_name, month_words

FEWEST_MONTHS = 3
LEAST_AHEAD = 14
AHEAD_SHARE = 16  # a sixteenth of what lies behind is kept free ahead of today
MOST_AHEAD_SHARE = 4
DAYS_OF_FORTNIGHTS, DAYS_OF_MONTHS, DAYS_OF_QUARTERS = 160, 600, 1600
MOST_YEAR_TICKS = 12


def frame_for(history: History, *, period: Period, now: Instant, zone: str) -> Frame:
    """The frame of a period. All: from the first thing known, at least three months."""
    today = now.day(zone)
    first = months_before(today, FEWEST_MONTHS if period == "all" else int(period))
    if period == "all":
        first = min((first, *(day - timedelta(days=7) for day in _days(history, zone))))
    start = LocalDate(first, zone).start()
    end = LocalDate(_last_day(history, today, (today - first).days, now, zone), zone).start()
    return Frame(period, zone, start, now, end, _ticks(first, end.day(zone), zone))


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _last_day(history: History, today: date, behind: int, now: Instant, zone: str) -> date:
    """Room ahead of today: a little always, more where something is planned, never more than a quarter."""
    least = today + timedelta(days=max(LEAST_AHEAD, behind // AHEAD_SHARE))
    planned = [line.effective_at for order in history.orders for line in order if line.effective_at > now]
    planned += [item.at for item in history.planned]
    latest = max((at.day(zone) for at in planned), default=today) + timedelta(days=max(3, behind // 40))
    return min(max(least, latest), today + timedelta(days=max(LEAST_AHEAD, behind // MOST_AHEAD_SHARE)))


def _days(history: History, zone: str) -> Iterator[date]:
    """Every day on which something begins."""
    for order in history.orders:
        yield from (line.effective_at.day(zone) for line in order)
    yield from (s.started.earliest() if s.started else s.noted_at.day(zone) for s in history.statements)
    yield from (course.started_on for course in history.courses)
    yield from (session.held_at.day(zone) for session in history.sessions)
    yield from (response.taken_at.day(zone) for response in history.responses)
    yield from (encounter.started_at.day(zone) for encounter in history.encounters)
    yield from (event.on.earliest() for event in history.life_events)
    yield from (exchange.at.day(zone) for exchange in history.exchanges)


def _ticks(first: date, last: date, zone: str) -> tuple[Tick, ...]:
    """Fortnights, months, quarters or years, by the length of the frame."""
    days = (last - first).days
    if days <= DAYS_OF_FORTNIGHTS:
        found = _fortnights(first, last)
    elif days <= DAYS_OF_QUARTERS:
        found = _months(first, last, step=1 if days <= DAYS_OF_MONTHS else 3)
    else:
        found = _years(first, last)
    return tuple(Tick(LocalDate(day, zone).start(), *labels) for day, *labels in found if first <= day < last)


def _fortnights(first: date, last: date) -> list[tuple[date, str, str]]:
    """The first and the fifteenth of each month."""
    days = [date(y, m, day) for y, m in _each_month(first, last) for day in (1, 15)]
    return [
        (day, day_words(day).rsplit(" ", 1)[0], month_name(day.month) if day.day == 1 else str(day.day)) for day in days
    ]


def _months(first: date, last: date, step: int) -> list[tuple[date, str, str]]:
    """The first of each month, named, with the year at the first and in January; or quarters, with fine months."""
    found: list[tuple[date, str, str]] = []
    named = False
    for year, month in _each_month(first, last):
        day = date(year, month, 1)
        label = ""
        if (month - 1) % step == 0 and first <= day:
            label = month_words(year, month) if month == 1 or not named else month_name(month)
            named = True
        if label or step == 1:
            found.append((day, label, label))
    return found


def _years(first: date, last: date) -> list[tuple[date, str, str]]:
    """The first of January, of every so many years."""
    step = max(1, (last.year - first.year) // MOST_YEAR_TICKS + 1)
    return [(date(year, 1, 1), str(year), str(year)) for year in range(first.year, last.year + 1) if year % step == 0]


def _each_month(first: date, last: date) -> Iterator[tuple[int, int]]:
    """Year and month of every month touched."""
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield count // 12, count % 12 + 1
