"""Laws of a regimen, for 200 random ones: replay, totals, order of recording, errors, clocks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plait.clinical.medication.daily_total import Part, add_up, daily_totals
from plait.clinical.medication.dose_change import Terms, check_start, check_stop, same_ingredient
from plait.clinical.medication.order import Ingredient, OrderRevision
from plait.clinical.medication.regimen import OrderState, by_order, current_orders, regimens, state, steps, upcoming
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import UNITS
from plait.clinical.situation import DoseStep

from . import strategies as plait

TWO_HUNDRED = settings(max_examples=200, deadline=None)
Lines = tuple[OrderRevision, ...]


def by_the_book(lines: Lines, at: Instant, known_at: Instant | None) -> tuple | None:
    """The rules of order.py, told a second time and slowly: what the replay must agree with."""
    known = [one for one in lines if known_at is None or one.recorded_at <= known_at]

    def wrong(one: OrderRevision) -> bool:
        return one.entered_in_error_at is not None and (known_at is None or one.entered_in_error_at <= known_at)

    start = next((one for one in known if one.action == "start"), None)
    if start is None or wrong(start) or at < start.effective_at:
        return None
    true = [one for one in known if not wrong(one) and start.effective_at <= one.effective_at <= at]
    stops = [one for one in true if one.action == "stop"]
    if stops:
        first = min(stops, key=lambda one: (one.effective_at, one.sequence))
        before = [o for o in true if (o.effective_at, o.sequence) <= (first.effective_at, first.sequence)]
        holding = first
    else:
        before = true
        holding = max(true, key=lambda one: (one.effective_at, one.sequence))
    terms = [one for one in before if one.action in {"start", "change"}]
    said = max(terms, key=lambda one: (one.effective_at, one.sequence))
    return (holding.status, said.dose, said.timing, holding.effective_at)


def facts(found: OrderState | None) -> tuple | None:
    return found and (found.status, found.dose, found.timing, found.since)


@TWO_HUNDRED
@given(plait.histories(lawful_start=False), plait.instants, st.none() | plait.instants)
def test_the_replay_agrees_with_the_rules(lines: Lines, at: Instant, known_at: Instant | None) -> None:
    assert facts(state(lines, at=at, known_at=known_at)) == by_the_book(lines, at, known_at)


@TWO_HUNDRED
@given(plait.histories(), st.none() | plait.instants, st.lists(plait.instants, max_size=8))
def test_steps_say_at_every_moment_what_the_state_says(
    lines: Lines, known_at: Instant | None, moments: list[Instant]
) -> None:
    found = steps(lines, known_at=known_at)
    edges = [edge for step in found for edge in (step.start, step.end) if edge is not None]
    near = [edge.plus(seconds=shift) for edge in edges for shift in (-1, 0, 1)]
    for at in (*moments, *near, *(line.effective_at for line in lines), *plait.CLOCK_CHANGES[:12]):
        holding = [step for step in found if step.start <= at and (step.end is None or at < step.end)]
        now = state(lines, at=at, known_at=known_at)
        if now is None or now.status == "stopped":
            assert holding == []
        else:
            assert [(s.dose, s.timing, s.on_hold) for s in holding] == [(now.dose, now.timing, now.status == "on-hold")]


@TWO_HUNDRED
@given(plait.histories())
def test_steps_touch_without_gap_or_overlap(lines: Lines) -> None:
    found = steps(lines)
    for one, after in pairwise(found):
        assert one.end == after.start
        assert one.start < after.start
        assert (one.dose, one.timing, one.on_hold) != (after.dose, after.timing, after.on_hold)
    assert all(step.end is not None for step in found[:-1])


@TWO_HUNDRED
@given(plait.regimens(), plait.instants, st.randoms(use_true_random=False))
def test_the_order_of_storage_changes_nothing(lines: Lines, at: Instant, random: Random) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert current_orders(shuffled, at=at) == current_orders(lines, at=at)
    assert daily_totals(current_orders(shuffled, at=at)) == daily_totals(current_orders(lines, at=at))


@pytest.mark.hazard("H-034")
@TWO_HUNDRED
@given(plait.histories(), plait.histories(), plait.instants, plait.instants)
def test_a_line_in_error_changes_nothing(lines: Lines, others: Lines, at: Instant, marked_at: Instant) -> None:
    more = tuple(
        replace(one, sequence=one.sequence + 100, entered_in_error_at=max(marked_at, one.recorded_at))
        for one in others
        if one.action != "start"
    )
    assert state((*lines, *more), at=at) == state(lines, at=at)
    assert steps((*lines, *more)) == steps(lines)


@TWO_HUNDRED
@given(plait.histories(), plait.instants, plait.instants)
def test_what_was_known_is_never_rewritten(lines: Lines, at: Instant, known_at: Instant) -> None:
    then = tuple(
        replace(one, entered_in_error_at=None) if (one.entered_in_error_at or known_at) > known_at else one
        for one in lines
        if one.recorded_at <= known_at
    )
    assert facts(state(lines, at=at, known_at=known_at)) == facts(state(then, at=at))


@pytest.mark.hazard("H-015")
@TWO_HUNDRED
@given(plait.histories(), plait.instants, st.integers(0, 400))
def test_a_stop_is_final(lines: Lines, stopped_at: Instant, later: int) -> None:
    start = replace(lines[0], entered_in_error_at=None)
    stopped_at = max(stopped_at, start.effective_at)
    stop = replace(start, action="stop", sequence=99, effective_at=stopped_at)
    now = state((start, *lines[1:], stop), at=stopped_at.plus(days=later))
    assert now is not None
    assert now.status == "stopped"
    assert now.since <= stopped_at
    assert upcoming((start, *lines[1:], stop), at=stopped_at) == ()
    assert all(step.end is not None and step.end <= stopped_at for step in steps((start, *lines[1:], stop)))


@TWO_HUNDRED
@given(plait.histories(), plait.instants)
def test_a_lawful_stop_stops(lines: Lines, at: Instant) -> None:
    refused = check_stop(lines, UUID(int=1), effective_at=at, at=at)
    now = state(lines, at=at)
    assert bool(refused) == (now is None or now.status == "stopped")
    if not refused and now is not None:
        line = replace(now.line, action="stop", sequence=99, effective_at=at, recorded_at=at, entered_in_error_at=None)
        after = state((*lines, line), at=at)
        assert after is not None
        assert (after.status, after.dose, after.since) == ("stopped", now.dose, at)
        assert steps((*lines, line)) == _until(steps(lines), at)


def _until(found: tuple[DoseStep, ...], end: Instant) -> tuple[DoseStep, ...]:
    """The stretches, cut off."""
    kept = [step for step in found if step.start < end]
    return tuple(replace(s, end=end if s.end is None or s.end > end else s.end) for s in kept)


@TWO_HUNDRED
@given(plait.regimens(), plait.instants)
def test_each_ingredient_has_one_daily_total_and_no_order_is_lost(lines: Lines, at: Instant) -> None:
    current = current_orders(lines, at=at)
    totals = daily_totals(current)
    assert len({total.ingredient.rxcui for total in totals}) == len(totals)
    for total in totals:
        own = [order for order in current if total.ingredient in order.medicine.ingredients]
        assert sorted((*total.counted, *total.left_out)) == sorted(str(order.order_id) for order in own)
        if total.unknown:
            assert total.regular is total.as_needed is total.most is None
    assert sorted(order.order_id for regimen in regimens(current) for order in regimen.orders) == sorted(
        order.order_id for order in current
    )
    assert {total.ingredient.rxcui for total in totals} == {regimen.key[0] for regimen in regimens(current)}


@TWO_HUNDRED
@given(st.lists(st.tuples(plait.mg_doses, plait.timings()), min_size=1, max_size=8))
def test_a_total_is_the_exact_sum_rounded_once(taken: list) -> None:
    total = add_up(Ingredient("1", "x"), [Part(str(n), dose, timing) for n, (dose, timing) in enumerate(taken)])
    regular, needed = Fraction(0), Fraction(0)
    for dose, timing in taken:
        days = timing.every * {"interval-weeks": 7}.get(timing.kind, 1)
        share = Fraction(dose.value) * timing.count / days
        if timing.kind == "as-needed":
            needed += share
        elif timing.kind != "once":
            regular += share
    assume(regular + needed <= 100_000)
    for exact, said in ((regular, total.regular), (needed, total.as_needed)):
        if exact == 0:
            assert said is None
        else:
            assert said is not None
            assert abs(Fraction(said.value) - exact) <= Fraction(1, 20000) or said.value == UNITS["mg"][1] / 10000


@pytest.mark.hazard("H-002")
@TWO_HUNDRED
@given(plait.regimens(), plait.medicines, plait.mg_doses, plait.timings(), plait.instants)
def test_a_same_ingredient_is_always_asked_about(lines: Lines, medicine, dose, timing: Timing, at: Instant) -> None:
    terms = Terms(medicine, dose, timing)
    asked = same_ingredient(lines, terms, effective_at=at)
    sharing = {o.order_id for o in current_orders(lines, at=at) if o.medicine.key == medicine.key}
    assert sharing <= {order.order_id for order in (asked.existing if asked else ())}
    if asked is not None:
        assert [total.ingredient for total in asked.totals] == list(medicine.ingredients)
        every = {order.order_id for order in asked.existing}
        assert check_start(lines, terms, effective_at=at, at=at, replacing=every) == ()
        assert same_ingredient(lines, terms, effective_at=at, replacing=every) is None


@TWO_HUNDRED
@given(plait.regimens(), plait.instants)
def test_histories_do_not_touch_each_other(lines: Lines, at: Instant) -> None:
    alone = [state(own, at=at) for own in by_order(lines).values()]
    together = current_orders(lines, at=at)
    assert {o.order_id: facts(o) for o in together} == {
        o.order_id: facts(o) for o in alone if o is not None and o.status != "stopped"
    }
