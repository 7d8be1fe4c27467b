"""When what is asked again: the cases that a practice meets."""

from __future__ import annotations

from datetime import date

import pytest

from plait.clinical.assessment.schedule import (
    Fixed,
    Measure,
    askings,
    human_due,
    items_of,
    measure_of,
    phase_at,
    reminder_due,
    schedule,
)
from plait.knowledge.loader import release

TODAY = date(2026, 11, 24)
PHQ9 = frozenset(("phq-9", str(number)) for number in range(1, 10))
PHQ2 = frozenset({("phq-9", "1"), ("phq-9", "2")})


def day(number: int) -> date:
    return date(2026, 11, number)


def test_the_phq_2_asks_items_of_the_phq_9():
    known = release().instruments
    assert items_of(known["phq-2"]) <= items_of(known["phq-9"])
    assert not items_of(known["gad-7"]) & items_of(known["phq-9"])


def test_a_measure_is_moved_to_two_days_before_the_next_visit():
    found = schedule([Measure("phq-9", PHQ9, 14, last=day(11))], today=TODAY, visits=[date(2026, 12, 1)])
    assert [(one.wanted, one.on, one.visit) for one in found] == [(day(25), day(29), date(2026, 12, 1))]


def test_a_visit_far_away_is_not_waited_for():
    found = schedule([Measure("phq-9", PHQ9, 14, last=day(1))], today=TODAY, visits=[date(2027, 2, 1)])
    assert [(one.on, one.visit) for one in found] == [(TODAY, None)]


def test_the_whole_stands_for_its_part():
    found = schedule([Measure("phq-2", PHQ2), Measure("phq-9", PHQ9)], today=TODAY)
    assert {one.instrument: one.within for one in found} == {"phq-2": "phq-9", "phq-9": ""}
    assert dict(askings(found)) == {TODAY: ("phq-9",)}


def test_a_part_answered_yesterday_makes_the_whole_wait_a_week():
    found = schedule([Measure("phq-2", PHQ2, 90, last=day(23)), Measure("phq-9", PHQ9, 14, last=day(2))], today=TODAY)
    assert next(one.on for one in found if one.instrument == "phq-9") == day(30)


def test_what_is_asked_already_is_not_asked_beside_it():
    assert schedule([Measure("phq-9", PHQ9)], today=TODAY, fixed=[Fixed(PHQ9, TODAY, "phq-9")]) == ()


def test_before_each_session_and_once():
    alliance = Measure("alliance-3", frozenset({("alliance-3", "1")}), each_session=True, last=day(20))
    assert [one.on for one in schedule([alliance], today=TODAY, sessions=[day(27)], visits=[day(27)])] == [day(27)]
    assert schedule([alliance], today=TODAY) == ()
    assert schedule([Measure("x", PHQ2, once=True, last=day(1))], today=TODAY, sessions=[day(27)]) == ()


def test_the_rhythm_of_an_instrument_by_phase():
    phq9 = release().instruments["phq-9"]
    acute, later = measure_of(phq9, "acute", TODAY), measure_of(phq9, "later", TODAY)
    assert acute.every == phq9.rhythm.acute_days
    assert later.every == (phq9.rhythm.later_days or phq9.rhythm.acute_days)
    assert phase_at(TODAY, None) == phase_at(TODAY, date(2026, 8, 5)) == "acute"
    assert phase_at(TODAY, date(2026, 8, 4)) == "later"


@pytest.mark.parametrize(
    ("today", "reminders", "expected"),
    [(24, 0, None), (25, 0, 1), (25, 1, None), (28, 1, 2), (28, 0, 2), (28, 2, None), (30, 1, 2)],
)
def test_two_gentle_reminders(today: int, reminders: int, expected: int | None):
    assert reminder_due(TODAY, reminders, day(today)) == expected


def test_then_a_human_being():
    assert not human_due(TODAY, day(30))
    assert human_due(TODAY, date(2026, 12, 1))
    assert reminder_due(TODAY, 1, date(2026, 12, 1)) is None
