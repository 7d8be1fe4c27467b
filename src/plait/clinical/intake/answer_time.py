"""By when the practice answers somebody who asked for contact: the end of the so-many-th day on which it works.

The practice says how many days, and its clinic hours say which days it works; without hours Monday to Friday until five
in the afternoon. It is the practice's own promise of a call, never of an appointment. Time is passed in.
Source: plait (docs/decisions/0025-asking-for-contact.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from plait.clinical.moment import Instant
from plait.clinical.safety.harm_duty import Hours

USUAL = tuple(Hours(weekday, time(9), time(17)) for weekday in range(5))


def answer_by(asked_at: Instant, days: int, hours: Iterable[Hours], zone: str) -> Instant:
    """The moment at which the day ends on which an answer is due. The day of asking does not count."""
    closes: dict[int, time] = {}
    for one in tuple(hours) or USUAL:
        closes[one.weekday] = max(one.closes, closes.get(one.weekday, one.closes))
    day, left = asked_at.day(zone), max(1, days)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() in closes
    return Instant(datetime.combine(day, closes[day.weekday()], tzinfo=ZoneInfo(zone)))
