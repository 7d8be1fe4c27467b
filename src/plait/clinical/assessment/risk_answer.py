"""An answer that speaks of harm and came from elsewhere: is it from these days, or one to be looked at in peace?

An answer given within ``FRESH_DAYS`` before it was received stands loudly at once and makes somebody act. An older
one, or one whose day nobody stated, waits to be gone through; it is never silently dropped. A date in the future is
doubtful, so it counts as fresh. ``taken_at`` is the earliest moment that the stated date can mean, ``taken_on`` the
date itself where no moment was stated, ``zone`` the practice's IANA zone. It says nothing about the person but what
they answered. Source: plait (docs/decisions/0018).
"""

from __future__ import annotations

from plait.clinical.moment import Instant, LocalDate, PartialDate

FRESH_DAYS = 14


def is_fresh(taken_at: Instant, taken_on: PartialDate | None, *, received_at: Instant, zone: str) -> bool:
    """Whether the answer was given, or may have been given, within the days before it was received."""
    oldest = received_at.plus(days=-FRESH_DAYS)
    if taken_on is None:
        return taken_at >= oldest
    if taken_on.day is None:
        return False
    return LocalDate(taken_on.earliest(), zone).end() > oldest
