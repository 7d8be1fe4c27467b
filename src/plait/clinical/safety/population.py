"""For whom a number holds: adults, people over an age, children.

A fact names its population in words. Only words that say a range of ages are read; any other population ("severe
impairment") is never taken for granted. Ages are whole years. An age is a range too, where a birth date is partial.
"""

from __future__ import annotations

import re
from datetime import date

from plait.clinical.moment import Instant, PartialDate

ADULT_FROM = 18
ELDERLY_FROM = 65
OLDEST = 200
ADULTS = (ADULT_FROM, OLDEST)
NAMED = {
    "adults": ADULTS,
    "all": ADULTS,  # a number for children says so
    "elderly": (ELDERLY_FROM, OLDEST),
    "older adults": (ELDERLY_FROM, OLDEST),
    "elderly or debilitated": (ELDERLY_FROM, OLDEST),
    "adolescents": (13, 17),
    "children": (6, 12),
    "children and adolescents": (6, 17),
}
AGE = r"(?:adults |people |age )?"
OVER = re.compile(rf"^{AGE}over (\d{{1,3}})(?: years)?$")
FROM = re.compile(rf"^{AGE}(?:from )?(\d{{1,3}})(?: years)? (?:and|or) (?:older|over)$")
BETWEEN = re.compile(rf"^{AGE}(\d{{1,3}})(?:-|–| to )(\d{{1,3}})(?: years)?$")


def ages(population: str) -> tuple[int, int] | None:
    """The youngest and oldest whole year of life that a population covers, None where it is not a range of ages."""
    words = population.strip().casefold()
    if words in NAMED:
        return NAMED[words]
    if over := OVER.match(words):
        return int(over[1]) + 1, OLDEST
    if onward := FROM.match(words):
        return int(onward[1]), OLDEST
    if between := BETWEEN.match(words):
        return int(between[1]), int(between[2])
    return None


def some_adults(population: str) -> bool:
    """Whether it speaks of adults under a condition ("adults taking an enzyme inducer")."""
    return ages(population) is None and "adults" in population.casefold().split()


def age_range(born: PartialDate | None, at: Instant) -> tuple[int, int] | None:
    """The youngest and oldest age that a person can have at a moment, None where the birth date is unknown."""
    if born is None:
        return None
    day = at.utc.date()
    return max(0, _years(born.latest(), day)), max(0, _years(born.earliest(), day))


def _years(born: date, day: date) -> int:
    """Whole years from birth to the day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
