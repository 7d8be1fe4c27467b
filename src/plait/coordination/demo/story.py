"""Reading the demo's stories: TOML whose days are counted from today, so that the practice is always alive.

A day is a number: -340 is 340 days ago, 14 is in two weeks. The same today gives the same practice. The practice is
closed at weekends: what a story tells for a Saturday or Sunday happens on the working day beside it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.medication.timing import WHEN, Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose

ZONE = "America/New_York"
ROOT = files("plait.coordination.demo")
SATURDAY = 6


class StoryError(ValueError):
    """A story cannot be told as written: the message names the story and the event."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns days counted from today into moments on the practice's clock."""

    today: date

    def day(self, offset: int) -> date:
        """The calendar day that many days from today."""
        return self.today + timedelta(days=offset)

    def shift(self, offset: int) -> int:
        """How far a day moves so that the practice is open then: a Saturday to Friday, a Sunday to Monday.

        The Sunday just past moves to Friday, since nothing that happened lies ahead.
        """
        weekday = self.day(offset).isoweekday()
        if weekday < SATURDAY:
            return 0
        if weekday == SATURDAY:
            return -1
        return 1 if offset < -1 else -2

    def moment(self, offset: int, clock: str = "10:00") -> Instant:
        """A time of day, that many days from today."""
        return Instant(datetime.combine(self.day(offset), time.fromisoformat(clock), tzinfo=ZoneInfo(ZONE)))

    def partial(self, offset: int, precision: str) -> PartialDate:
        """A day, month or year that lies that many days from today."""
        day = self.day(offset)
        return {
            "day": PartialDate(day.year, day.month, day.day),
            "month": PartialDate(day.year, day.month),
            "year": PartialDate(day.year),
        }[precision]

    def born(self, years: int, month: int, day: int) -> str:
        """The birth date of somebody who is that many years old today."""
        passed = (month, day) <= (self.today.month, self.today.day)
        return f"{self.today.year - years - (not passed):04d}-{month:02d}-{day:02d}"


def read(name: str) -> dict[str, Any]:
    """One file of the demo."""
    text = ROOT.joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def stories() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every story by name, in order."""
    names = sorted(entry.name for entry in ROOT.joinpath("stories").iterdir() if entry.name.endswith(".toml"))
    return tuple((name.removesuffix(".toml"), read(f"stories/{name}")) for name in names)


def dose(text: str) -> Dose:
    """Read an amount with its unit: "50 mg"."""
    value, unit = text.split(maxsplit=1)
    return Dose.parse(value, unit)


def timing(text: str) -> Timing:
    """Read how often: "morning bedtime", "3 a day", "as needed 2", "every 14 days", "every 4 weeks"."""
    words = text.split()
    if words[0] == "as":
        return Timing("as-needed", int(words[2]))
    if words[0] == "every":
        return Timing("interval-weeks" if words[2].startswith("week") else "interval-days", every=int(words[1]))
    if words[0].isdigit():
        return Timing("daily", int(words[0]))
    if any(word not in WHEN for word in words):
        raise StoryError(f"{text!r} is no way to take a medicine")
    return Timing("daily", len(words), when=tuple(words))


def answers_of(instrument: Instrument, total: int, harm: int) -> dict[str, int]:
    """Answers that add up to a total, the one about harm as told."""
    items = [item.id for item in instrument.items if item.scored]
    risk = next((item.id for item in instrument.items if item.risk_from is not None), None)
    if harm and risk is None:
        raise StoryError(f"{instrument.id} does not ask about harm")
    return spread(total, items, (risk, harm) if risk is not None else None)


def spread(total: int, items: list[str], harm: tuple[str, int] | None = None) -> dict[str, int]:
    """Answers that add up to a total: as even as can be, the earlier items higher, the item about harm as told."""
    answers = dict.fromkeys(items, 0)
    left = total
    if harm is not None:
        answers[harm[0]] = harm[1]
        left -= harm[1]
    others = [item for item in items if harm is None or item != harm[0]]
    if not 0 <= left <= 3 * len(others):
        raise StoryError(f"a total of {total} cannot be reached")
    for number in range(left):
        answers[others[number % len(others)]] += 1
    return answers
