"""How often a dose is taken, from FHIR's structured timing only; free text is never read.

What cannot be said exactly as times a day, every n days or every n weeks is left out with a warning, and the
sender's words stay. Source: FHIR R4 Timing, EventTiming, v3 GTSAbbreviation.
"""

from __future__ import annotations

from decimal import Decimal

from plait.clinical.medication.timing import DAYS_A_WEEK, LONGEST_INTERVAL, WHEN, Kind, Timing
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.parts import read_codings
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.value_sets import TIME_OF_DAY

HOURS = {"h": 1, "d": 24, "wk": 168}
UNITS_OF_TIME = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})
ABBREVIATIONS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
Rhythm = tuple[Kind, int, int]
BY_CODE: dict[str, Rhythm] = {
    "QD": ("daily", 1, 1),
    "BID": ("daily", 2, 1),
    "TID": ("daily", 3, 1),
    "QID": ("daily", 4, 1),
    "QOD": ("interval-days", 1, 2),
    "BED": ("daily", 1, 1),
    "WK": ("interval-weeks", 1, 1),
}
BY_EVENT = {**{code: name for name, code in TIME_OF_DAY.items()}, "NIGHT": "bedtime"}
# Parts of Timing.repeat that change the rhythm in ways that are not read here.
BEYOND = ("frequencyMax", "periodMax", "countMax", "offset")
DAY = 24
WEEK = 168
SHORTEST_HOURS = 1


def read_timing(resource: Resource, dosage: Element) -> Timing | None:
    """The rhythm of a dosage that is taken regularly, or None where none is stated or it cannot be said exactly."""
    timing = dosage.part("timing")
    if timing is None:
        return None
    repeat = timing.part("repeat")
    coded, in_code = _by_code(timing)
    repeated = _by_repeat(repeat) if repeat is not None else None
    in_repeat = repeat is not None and _says_rhythm(repeat)
    if timing.parts("event") or (repeat is not None and _is_beyond(repeat)):
        resource.warn("timing-not-read", timing.path)
        return None
    if coded is not None and in_repeat and coded != repeated:
        resource.warn("timing-two-ways", timing.path)
        return None
    chosen = coded or repeated
    if chosen is None:
        if in_code or in_repeat:
            resource.warn("timing-not-read", timing.path)
        return None
    return _build(resource, timing, chosen, _times_of_day(repeat, coded_bed=_is_bed(timing)))


def most_times_a_day(dosage: Element) -> int | None:
    """Of what is taken as needed: how often a day at most, by the structured rhythm; None where not stated."""
    timing = dosage.part("timing")
    repeat = timing.part("repeat") if timing is not None else None
    if timing is None:
        return None
    rhythm = _by_code(timing)[0] or (_by_repeat(repeat) if repeat is not None and not _is_beyond(repeat) else None)
    return rhythm[1] if rhythm is not None and rhythm[0] == "daily" else None


def _build(resource: Resource, timing: Element, rhythm: Rhythm, when: tuple[str, ...]) -> Timing | None:
    kind, count, every = rhythm
    try:
        return Timing(kind, count, every, when if len(when) == count else ())
    except ValueError:
        resource.warn("timing-not-read", timing.path)
        return None


def _by_code(timing: Element) -> tuple[Rhythm | None, bool]:
    """The rhythm of a coded timing, and whether a code is there at all."""
    concept = timing.part("code")
    codings = read_codings(concept.parts("coding")) if concept is not None else ()
    found = (BY_CODE.get(one.code) for one in codings if one.system == ABBREVIATIONS)
    return next((one for one in found if one is not None), None), bool(codings)


def _is_bed(timing: Element) -> bool:
    concept = timing.part("code")
    return concept is not None and any(one.code == "BED" for one in read_codings(concept.parts("coding")))


def _by_repeat(repeat: Element) -> Rhythm | None:
    frequency, period = repeat.whole("frequency"), repeat.number("period")
    unit = repeat.code("periodUnit", UNITS_OF_TIME)
    count = repeat.whole("count")
    if count == 1 and frequency is None and period is None:
        return ("once", 1, 1)
    if count is not None and count != 1:
        return None
    if period is None and not unit:
        times = repeat.texts("timeOfDay") or repeat.texts("when")
        return ("daily", len(times), 1) if times and frequency in {None, len(times)} else None
    if period is None or unit not in HOURS:
        return None
    return _rhythm(1 if frequency is None else frequency, period * HOURS[unit])


def _rhythm(frequency: int, hours: Decimal) -> Rhythm | None:
    """So many times in so many hours, as times a day, every n days or every n weeks; None where none is exact."""
    if frequency < 1 or not SHORTEST_HOURS <= hours <= LONGEST_INTERVAL * WEEK:
        return None
    found: tuple[tuple[bool, Kind, Decimal, Decimal], ...] = (
        (hours == DAY, "daily", Decimal(frequency), Decimal(1)),
        (hours == WEEK and frequency == DAYS_A_WEEK, "daily", Decimal(1), Decimal(1)),
        (frequency == 1 and hours < DAY and DAY % hours == 0, "daily", DAY / hours, Decimal(1)),
        (frequency == 1 and hours % WEEK == 0, "interval-weeks", Decimal(1), hours / WEEK),
        (frequency == 1 and hours % DAY == 0, "interval-days", Decimal(1), hours / DAY),
    )
    return next(((kind, int(count), int(every)) for holds, kind, count, every in found if holds), None)


def _is_beyond(repeat: Element) -> bool:
    if any(repeat.has(name) for name in BEYOND):
        return True
    days = repeat.texts("dayOfWeek")
    weekly = repeat.code("periodUnit", UNITS_OF_TIME) == "wk" and (repeat.whole("frequency") or 1) == 1
    return len(days) > 1 or (len(days) == 1 and not weekly)


def _says_rhythm(repeat: Element) -> bool:
    """Whether anything but the bounds stands there."""
    return any(not name.startswith(("bounds", "_", "id", "extension")) for name in repeat.value)


def _times_of_day(repeat: Element | None, *, coded_bed: bool) -> tuple[str, ...]:
    found = {BY_EVENT.get(code, "") for code in (repeat.texts("when") if repeat is not None else ())}
    if coded_bed:
        found.add("bedtime")
    return () if "" in found else tuple(name for name in WHEN if name in found)
