"""Laws of the schedule: nobody answers the same items twice within a week, and nothing that is due is ever lost."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from plait.clinical.assessment.schedule import WEEK, Fixed, Measure, askings, schedule

TODAY = date(2026, 11, 24)
WHOLE = frozenset(("phq-9", str(number)) for number in range(1, 10))
ITEMS = {
    "phq-9": WHOLE,
    "phq-2": frozenset(("phq-9", number) for number in "12"),
    "other-part": frozenset({("phq-9", "2"), ("other-part", "9")}),
    "gad-7": frozenset(("gad-7", str(number)) for number in range(1, 8)),
}
days = st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number))
coming = st.lists(st.integers(0, 60).map(lambda n: TODAY + timedelta(days=n)), max_size=4, unique=True).map(sorted)


@st.composite
def measures(draw: st.DrawFn) -> list[Measure]:
    """Some of the measures, each with its rhythm and its last answer, which is never in the future."""
    found = []
    for name in draw(st.lists(st.sampled_from(sorted(ITEMS)), unique=True)):
        last = draw(st.none() | st.integers(0, 90).map(lambda n: TODAY - timedelta(days=n)))
        every = draw(st.none() | st.integers(7, 120))
        found.append(Measure(name, ITEMS[name], every, draw(st.booleans()), draw(st.booleans()), last))
    return found


fixed = st.lists(
    st.tuples(st.sampled_from(sorted(ITEMS)), st.integers(0, 30)).map(
        lambda pair: Fixed(ITEMS[pair[0]], TODAY + timedelta(days=pair[1]), pair[0])
    ),
    max_size=1,
)


@given(measures(), coming, coming, fixed)
def test_nobody_is_asked_the_same_items_twice_within_a_week(found, visits, sessions, standing):
    dues = schedule(found, today=TODAY, visits=visits, sessions=sessions, fixed=standing)
    asked = [(name, on) for on, names in askings(dues).items() for name in names]
    before = [(one.instrument, one.last) for one in found if one.last] + [(one.instrument, one.on) for one in standing]
    for (one, day), (other, then) in combinations([*asked, *before], 2):
        new = (one, day) in asked or (other, then) in asked
        if new and ITEMS[one] & ITEMS[other]:
            assert abs((day - then).days) >= WEEK, (one, day, other, then)


@given(measures(), coming, coming, fixed)
def test_nothing_that_is_due_is_lost(found, visits, sessions, standing):
    dues = {
        one.instrument: one for one in schedule(found, today=TODAY, visits=visits, sessions=sessions, fixed=standing)
    }
    asked = {name for names in askings(dues.values()).values() for name in names} | {one.instrument for one in standing}
    for one in found:
        told = any(other.last and ITEMS[other.instrument] >= ITEMS[one.instrument] for other in found)
        if not told or (not one.once and one.every is not None):
            assert one.instrument in asked or dues[one.instrument].within in asked
    for due in dues.values():
        assert due.on >= TODAY
        if due.within:
            assert ITEMS[due.within] >= ITEMS[due.instrument]
        assert (due.on - max(due.wanted, TODAY)).days <= 14 + 4 * WEEK, "it waits, but not for long"


@given(measures(), coming, st.permutations(range(4)))
def test_the_order_in_which_measures_are_named_changes_nothing(found, visits, order):
    again = [found[number] for number in order if number < len(found)]
    assert schedule(found, today=TODAY, visits=visits) == schedule(again, today=TODAY, visits=visits)
