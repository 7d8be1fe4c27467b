"""Stories can be told on any day: leap days, the turn of the year, nights when the clocks change."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from plait.coordination.demo import seed
from plait.coordination.demo.event import events_of
from plait.coordination.demo.story import Calendar, stories
from plait.coordination.demo.telling import Teller

pytestmark = pytest.mark.django_db
TOLD = dict(stories())
ODD = (date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 14), date(2026, 11, 1))


@pytest.mark.parametrize("today", ODD, ids=str)
def test_a_story_can_be_told_on_that_day(today: date) -> None:
    """The one with steps ahead of today, and the one with tasks."""
    calendar = Calendar(today)
    with transaction.atomic():
        sites, staff = seed.hire(calendar)
        for name in ("10-taper", "12-never-reached"):
            told = Teller(name, calendar, staff, sites["willow"]).tell(TOLD[name])
            assert told == len(events_of(TOLD[name], calendar))
