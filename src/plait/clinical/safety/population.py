"""For whom a number holds: adults, people over an age, children.

A fact names its population in words. Only words that say a range of ages are read; any other population ("kidney
failure") is never taken for granted. Ages are whole years. An age is a range too where a birth date is partial.
"""

from __future__ import annotations

import re
from datetime import date

from plait.clinical.moment import Instant, PartialDate

ADULT_FROM = 18
ADULTS = "adults"
NAMED = {
    ADULTS: (ADULT_FROM, 200),
    "older adults": (65, 200),
    "adolescents": (13, 17),
    "children": (0, 12),
    "children and adolescents": (0, 17),
}
OVER = re.compile(r"^(?:adults |people )?over (\d{1,3})(?: years)?$")
FROM = re.compile(r"^(?:adults |people )?(?:from )?(\d{1,3}) years (?:and older|or older)$")
BETWEEN = re.compile(r"^(?:.* )?(\d{1,3})(?:-|–| to )(\d{1,3})(?: years)?$")


def ages(population: str) -> tuple[int, int] | None:
    """The youngest and oldest whole year of life that a population covers, None where it is not a range of ages."""
    words = population.strip().casefold()
    if words in NAMED:
        return NAMED[words]
    if over := OVER.match(words):
        return int(over[1]) + 1, 200
    if onward := FROM.match(words):
        return int(onward[1]), 200
    if between := BETWEEN.match(words):
        return int(between[1]), int(between[2])
    return None


def age_range(born: PartialDate | None, at: Instant) -> tuple[int, int] | None:
    """The youngest and oldest age that a person can have at a moment, None where the birth date is unknown."""
    if born is None:
        return None
    day = at.utc.date()
    return max(0, _years(born.latest(), day)), max(0, _years(born.earliest(), day))


def _years(born: date, day: date) -> int:
    """Whole years from birth to the day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
