"""When a person is asked which questionnaire again: by its rhythm, moved to the next visit, never the same items twice.

Each measure in use has a rhythm: so many days in the acute phase, so many later, before each session, or once. What is
due is moved to shortly before a visit where one is near, so that somebody speaks about it. Two askings that share items
(PHQ-2 inside PHQ-9) never stand within a week: the whole stands for its part, else one of them waits. What waits is
late, never lost. Days are dates of the site. The rhythms come from each instrument's own file; the days of moving,
merging and reminding are the practice's own and no medical rule. Source: plait (docs/how-to/ask-for-measures.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from plait.clinical.assessment.instrument import Instrument

Phase = Literal["acute", "later"]
WEEK = 7  # days within which nobody answers the same items twice
BEFORE_VISIT = 2  # days before a visit on which one is asked
NEAR = 14  # a visit within so many days after it is due draws an asking to itself
ACUTE_DAYS = 16 * 7  # a treatment step counts as acute so long
FIRST_REMINDER, SECOND_REMINDER, HUMAN = 1, 4, 7  # days after the day on which it was due
MOST_REMINDERS = 2
ItemSet = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in use: its items (shared ones under the name of the whole), its rhythm, when it was last answered."""

    instrument: str
    items: ItemSet
    every: int | None = None  # days; None: no rhythm of days
    each_session: bool = False
    once: bool = False
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One measure to ask: ``wanted`` by its rhythm, ``on`` after moving; ``within`` is the whole that stands for it."""

    instrument: str
    wanted: date
    on: date
    visit: date | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """An asking that stands already (a request that is open), or an answer that was given: items and day."""

    items: ItemSet
    on: date
    instrument: str = ""


def items_of(instrument: Instrument) -> ItemSet:
    """The items of an instrument; those that it shares with another under that one's name."""
    same = instrument.same_items if instrument.part_of else {}
    return frozenset(
        (instrument.part_of, same[item.id]) if item.id in same else (instrument.id, item.id)
        for item in instrument.items
    )


def measure_of(instrument: Instrument, phase: Phase, last: date | None) -> Measure:
    """An instrument with its own rhythm in a phase."""
    rhythm = instrument.rhythm
    days = rhythm.acute_days if phase == "acute" else (rhythm.later_days or rhythm.acute_days)
    return Measure(instrument.id, items_of(instrument), days, rhythm.each_session, rhythm.once, last)


def phase_at(today: date, step_began: date | None) -> Phase:
    """Acute in the first sixteen weeks of a treatment step, and where nobody knows when it began."""
    return "acute" if step_began is None or (today - step_began).days < ACUTE_DAYS else "later"


def schedule(
    measures: Iterable[Measure],
    *,
    today: date,
    visits: Sequence[date] = (),
    sessions: Sequence[date] = (),
    fixed: Iterable[Fixed] = (),
) -> tuple[Due, ...]:
    """The next asking of every measure that is ever due, by day. ``visits`` and ``sessions`` from today on, in order.

    ``fixed``: requests that stand open. A measure that one of them asks is not asked again beside it.
    """
    found = list(measures)
    answered = [Fixed(one.items, one.last, one.instrument) for one in found if one.last is not None]
    asked = [*fixed]
    dues: list[Due] = []
    standing = {one.instrument for one in asked}
    for measure in sorted(found, key=lambda one: (-len(one.items), one.instrument)):
        told = replace(measure, last=_last_told(measure, answered))
        wanted = None if measure.instrument in standing else _wanted(told, today, sessions)
        if wanted is None:
            continue
        near = _moved(Due(measure.instrument, wanted, max(wanted, today)), today, visits)
        due = _placed(measure, near, today, asked, answered)
        if not due.within:
            asked.append(Fixed(measure.items, due.on, measure.instrument))
        dues.append(due)
    return tuple(sorted(dues, key=lambda one: (one.on, one.instrument)))


def askings(dues: Iterable[Due]) -> Mapping[date, tuple[str, ...]]:
    """What is asked together, by day; a part whose whole is asked that day is not asked beside it."""
    by_day: dict[date, tuple[str, ...]] = {}
    for one in dues:
        if not one.within:
            by_day[one.on] = (*by_day.get(one.on, ()), one.instrument)
    return by_day


def _last_told(measure: Measure, answered: Sequence[Fixed]) -> date | None:
    """When all its items were last answered, be it in the whole that it is a part of."""
    return max((one.on for one in answered if one.items >= measure.items), default=None)


def _wanted(measure: Measure, today: date, sessions: Sequence[date]) -> date | None:
    """The day by the rhythm alone; None where it is not asked again."""
    if measure.last is None:
        return today
    if measure.once:
        return None
    by_days = measure.last + timedelta(days=measure.every) if measure.every is not None else None
    nexts = [by_days] if by_days is not None else []
    if measure.each_session:
        nexts += [day for day in sessions if day > measure.last and day >= today][:1]
    return min(nexts) if nexts else None


def _placed(measure: Measure, due: Due, today: date, asked: Sequence[Fixed], answered: Sequence[Fixed]) -> Due:
    """The day that it gets: near a visit, and a week away from everything that shares items with it."""
    whole = next((one for one in asked if _stands_for(one, measure, due.on)), None)
    if whole is not None:
        return replace(due, on=max(whole.on, today), visit=None, within=whole.instrument)
    free = _free(due.on, [one.on for one in (*asked, *answered) if one.items & measure.items])
    return replace(due, on=free, visit=due.visit if due.visit is not None and free <= due.visit else None)


def _moved(due: Due, today: date, visits: Sequence[date]) -> Due:
    """To shortly before the first visit that is near."""
    near = [day for day in visits if due.on <= day <= due.on + timedelta(days=NEAR)]
    if not near:
        return due
    before = max(near[0] - timedelta(days=BEFORE_VISIT), today)
    return replace(due, on=before, visit=near[0])


def _stands_for(one: Fixed, measure: Measure, on: date) -> bool:
    """Whether an asking holds all items of this measure, and is less than a week away."""
    return one.items >= measure.items and _near(one.on, on)


def _near(one: date, other: date) -> bool:
    return abs((one - other).days) < WEEK


def _free(on: date, sharing: Sequence[date]) -> date:
    """The first day from then on that is a week away from all of these."""
    while (close := [day for day in sharing if _near(day, on)]) != []:
        on = max(close) + timedelta(days=WEEK)
    return on


def reminder_due(due_on: date, reminders: int, today: date) -> int | None:
    """Which reminder an unanswered request is due for now, 1 or 2; None for none. Then a human being takes over."""
    late = (today - due_on).days
    if late >= HUMAN or reminders >= MOST_REMINDERS:
        return None
    if late >= SECOND_REMINDER:
        return 2
    return 1 if late >= FIRST_REMINDER and reminders == 0 else None


def human_due(due_on: date, today: date) -> bool:
    """Whether an unanswered request is a task for a human being by now."""
    return (today - due_on).days >= HUMAN
