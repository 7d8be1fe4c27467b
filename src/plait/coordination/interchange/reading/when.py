"""When something was, as exactly as the sender says and no more.

FHIR's dateTime is a year, a month, a day or a moment with an offset. A moment becomes an ``Instant``; the others
stay ``PartialDate``. A time without an offset is a different moment in every zone: its day is kept, its time is not.
``zone`` is the practice's IANA zone, used only by ``earliest`` and ``latest``. Source: FHIR R4 date, dateTime, instant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from plait.clinical.moment import Instant, LocalDate, PartialDate
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.words import Malformed, Note, note

FIRST_YEAR = 1800
LAST_YEAR = 2200
OPEN_YEAR = "9999"
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?\Z")
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r"(?P<offset>Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?\Z"
)


@dataclass(frozen=True, slots=True)
class When:
    """A moment (``at``) or as much of a date as is known (``on``): exactly one of the two. ``text`` is as it came."""

    text: str
    zone: str
    at: Instant | None = None
    on: PartialDate | None = None

    def earliest(self) -> Instant:
        """The first instant that it can mean: of a date, its first moment in the practice's zone."""
        if self.at is not None:
            return self.at
        return LocalDate(self._date().earliest(), self.zone).start()

    def latest(self) -> Instant:
        """The first instant that is certainly after it (of a moment: that moment)."""
        if self.at is not None:
            return self.at
        return LocalDate(self._date().latest(), self.zone).end()

    def is_before(self, other: When) -> bool:
        """Whether it is certainly over before the other can begin."""
        over, begins = self.latest(), other.earliest()
        return over < begins or (self.at is None and over == begins)

    def date(self) -> PartialDate:
        """The date: as it came, or the day of the moment in the practice's zone."""
        if self.at is None:
            return self._date()
        day = self.at.day(self.zone)
        return PartialDate(day.year, day.month, day.day)

    def _date(self) -> PartialDate:
        if self.on is None:
            raise ValueError("neither a moment nor a date")
        return self.on


@dataclass(frozen=True, slots=True)
class Stretch:
    """FHIR Period: from and until, each as exactly as known, each possibly unknown."""

    start: When | None = None
    end: When | None = None


def read_date(element: Element, name: str) -> PartialDate | None:
    """A FHIR date (a birth date): year, month or day."""
    text = element.text(name)
    return _date(text, element.at(name)) if text else None


def read_when(element: Element, name: str, *, zone: str, notes: list[Note]) -> When | None:
    """A FHIR dateTime or instant."""
    text = element.text(name)
    if not text:
        return None
    path = element.at(name)
    if _DATE.match(text):
        return When(text, zone, on=_date(text, path))
    moment = _MOMENT.match(text)
    if moment is None:
        raise Malformed("not-a-time", path, value=text)
    day = _date(moment["day"], path)
    try:
        stated = datetime.fromisoformat(f"{moment['day']}T{moment['time']}{moment['offset'] or '+00:00'}")
    except ValueError as error:
        raise Malformed("not-a-time", path, value=text) from error
    if moment["offset"] is None:
        notes.append(note("no-zone", path, value=text))
        return When(text, zone, on=day)
    return When(text, zone, at=Instant(stated))


def read_stretch(element: Element | None, *, zone: str, notes: list[Note]) -> Stretch:
    """A FHIR Period. An end in the year 9999 is how some systems write that it goes on."""
    if element is None:
        return Stretch()
    start = read_when(element, "start", zone=zone, notes=notes)
    if element.text("end").startswith(OPEN_YEAR):
        notes.append(note("open-end", element.at("end")))
        return Stretch(start)
    end = read_when(element, "end", zone=zone, notes=notes)
    if start is not None and end is not None and end.is_before(start):
        raise Malformed("period-backwards", element.path)
    return Stretch(start, end)


def _date(text: str, path: str) -> PartialDate:
    if not _DATE.match(text):
        raise Malformed("not-a-date", path, value=text)
    try:
        found = PartialDate.parse(text)
    except ValueError as error:
        raise Malformed("not-a-date", path, value=text) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Malformed("year-out-of-range", path, value=found.year)
    return found
