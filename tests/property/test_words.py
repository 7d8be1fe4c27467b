"""Words and structure say the same: every rhythm has its own words, and they read back."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.clinical.medication.timing import MOST_TIMES_A_DAY, WHEN, Timing
from plait.clinical.medication.words import amount_in_words, dose_in_words, timing_in_words
from plait.clinical.quantity import UNITS, Dose

from . import strategies as plait

TIMES = {
    "in the morning": "morning",
    "at noon": "noon",
    "in the afternoon": "afternoon",
    "in the evening": "evening",
    "at bedtime": "bedtime",
}
ALONE = {
    "every morning": "morning",
    "every day at noon": "noon",
    "every afternoon": "afternoon",
    "every evening": "evening",
}
SPOKEN = {"mcg": "ug", "units": "[iU]", "mg/24 h": "mg/(24.h)", "mcg/h": "ug/h", "mEq": "meq"}


def read_times(words: str) -> tuple[str, ...]:
    return tuple(TIMES[part] for part in re.split(r", | and ", words))


def read_timing(words: str) -> Timing:
    """The words read back; it shares no table with the writer."""
    if words in ALONE:
        return Timing("daily", 1, when=(ALONE[words],))
    if words in {"once a day", "twice a day"}:
        return Timing("daily", 1 if words.startswith("once") else 2)
    if found := re.fullmatch(r"(\d+) times a day", words):
        return Timing("daily", int(found[1]))
    if found := re.fullmatch(r"as needed(?: (.+))?, at most (\d+) a day", words):
        return Timing("as-needed", int(found[2]), when=read_times(found[1]) if found[1] else ())
    if found := re.fullmatch(r"once(?:, (.+))?", words):
        return Timing("once", when=read_times(found[1]) if found[1] else ())
    if found := re.fullmatch(r"every (?:(\d+) )?(days?|weeks?)(?:, (.+?))?", words):
        kind = "interval-days" if found[2].startswith("day") else "interval-weeks"
        every, rest = int(found[1] or 1), found[3] or ""
        if count := re.fullmatch(r"(\d+) times on that day", rest):
            return Timing(kind, int(count[1]), every)
        when = read_times(rest) if rest else ()
        return Timing(kind, len(when) or 1, every, when)
    when = read_times(words)
    return Timing("daily", len(when), when=when)


def every_timing():
    """Every rhythm, intervals up to nine."""
    subsets = [subset for size in range(1, 6) for subset in combinations(WHEN, size)]
    shapes = [(count, ()) for count in range(1, MOST_TIMES_A_DAY + 1)] + [(len(s), s) for s in subsets]
    for count, when in shapes:
        yield Timing("daily", count, when=when)
        yield Timing("as-needed", count, when=when)
        if count == 1:
            yield Timing("once", when=when)
        for every in range(1, 10):
            yield Timing("interval-days", count, every, when)
            yield Timing("interval-weeks", count, every, when)


def test_every_rhythm_has_its_own_words() -> None:
    timings = set(every_timing())
    words = {timing: timing_in_words(timing) for timing in timings}
    assert len(set(words.values())) == len(timings)
    assert all(read_timing(said) == timing for timing, said in words.items())


@settings(max_examples=300, deadline=None)
@given(plait.timings())
def test_a_rhythm_reads_back(timing: Timing) -> None:
    assert read_timing(timing_in_words(timing)) == timing


@settings(max_examples=300, deadline=None)
@given(plait.doses)
def test_an_amount_reads_back(dose: Dose) -> None:
    value, _, unit = amount_in_words(dose).partition(" ")
    assert Decimal(value) == dose.value
    unit = SPOKEN.get(unit, unit)
    assert (unit if unit in UNITS else "{" + unit.removesuffix("s") + "}") == dose.unit


@pytest.mark.hazard("H-003")
@settings(max_examples=300, deadline=None)
@given(st.none() | plait.doses, st.none() | plait.timings())
def test_nothing_prints_empty(dose: Dose | None, timing: Timing | None) -> None:
    words = dose_in_words(dose, timing)
    assert words == words.strip()
    assert not re.search(r"None|[\[\]{}()]|  |,,|, ,|,$|\b\d+\.\d*0\b", words)
    assert ("not stated" in words) is (dose is None or timing is None)
