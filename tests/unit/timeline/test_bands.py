"""Bands keep the laws of the drawing, whatever the history of orders."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.clinical.medication.order import Ingredient, Medicine, OrderRevision
from plait.clinical.medication.regimen import steps
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.coordination.people.timeline import History
from tests.unit.timeline.drawn import drawings, of_class, story, told, words
from tests.unit.timeline.stories import NOW, STORIES, Pen

DOSES = st.one_of(st.none(), st.integers(1, 600).map(lambda mg: Dose(Decimal(mg), "mg")))
TIMINGS = st.sampled_from(
    [None, Timing("daily"), Timing("daily", 2), Timing("as-needed", 3), Timing("interval-weeks", 1, 4), Timing("once")]
)


@st.composite
def orders(draw):
    """One order: a start, then anything that may follow, in any distance, also ahead of today."""
    number = draw(st.integers(1, 3))  # three medicines, so that orders of one meet in a lane
    order_id = UUID(int=draw(st.integers(1, 10_000)))
    medicine = Medicine(f"medicine {number}", (Ingredient(str(number), f"medicine {number}"),))
    confirmed = draw(st.booleans())
    day = draw(st.integers(-20, 1100))
    lines = []
    for sequence in range(1, draw(st.integers(1, 6)) + 1):
        action = "start" if sequence == 1 else draw(st.sampled_from(["change", "hold", "resume", "stop"]))
        at = NOW.plus(days=-day)
        lines.append(
            OrderRevision(
                order_id, UUID(int=order_id.int * 100 + sequence), sequence, action, at, at, medicine,
                draw(DOSES), draw(TIMINGS), confirmed=confirmed, reason_text="why",
            )
        )  # fmt: skip
        day -= draw(st.integers(0, 200))
    return tuple(lines)


HISTORIES = st.lists(orders(), max_size=6, unique_by=lambda order: order[0].order_id).map(
    lambda found: History(orders=tuple(found))
)


@settings(max_examples=25, deadline=None)
@given(HISTORIES, st.sampled_from(["3", "12", "36", "all"]))
def test_bands_are_in_order_inside_the_frame_and_never_higher_than_the_lane(history, period):
    timeline = told(history, period)
    for lane in timeline.lanes:
        for before, after in pairwise(lane.segments):
            assert before.end <= after.start
        for segment in lane.segments:
            assert timeline.frame.start <= segment.start < segment.end <= timeline.frame.end
            for layer in segment.layers:
                assert layer.share > 0
                assert layer.base >= 0
                assert layer.base + layer.share <= Decimal("1.0000001")


@settings(max_examples=25, deadline=None)
@given(HISTORIES)
def test_no_band_is_lost_and_nothing_is_drawn_after_a_stop(history):
    """At any day, what is drawn is exactly the orders that hold then."""
    timeline = told(history, "all")
    for days in range(0, 1100, 61):
        at = NOW.plus(days=-days)
        if not timeline.frame.covers(at):
            continue
        drawn = {
            layer.order_id
            for lane in timeline.lanes
            for segment in lane.segments
            if segment.start <= at < segment.end
            for layer in segment.layers
        }
        holding = {
            order[0].order_id
            for order in history.orders
            for step in steps(order)
            if step.start <= at < (step.end or at.plus(days=1))
            and not (step.timing is not None and step.timing.kind == "once" and at >= step.start.plus(days=1))
        }
        assert drawn == holding


@settings(max_examples=10, deadline=None)
@given(HISTORIES)
def test_the_same_history_gives_the_same_drawing(history):
    first, second = told(history, "36"), told(history, "36")
    assert first == second
    if not first.empty:
        assert str(drawings(first)) is not None


def test_height_is_the_daily_dose_relative_to_the_highest():
    lane = story("partial-response").lanes[0]
    assert [segment.layers[0].share for segment in lane.segments] == [
        Decimal(50) / 150, Decimal(75) / 150, Decimal(100) / 150, Decimal(1),
    ]  # fmt: skip
    desk = drawings(story("partial-response"))["desk"]
    heights = [float(r.get("height")) for r in of_class(desk, "tl-scheduled") if "tl-ahead" not in r.get("class")][:4]
    assert heights == pytest.approx([h * heights[3] for h in (1 / 3, 1 / 2, 2 / 3, 1)], abs=0.11)


def test_orders_of_one_ingredient_stand_in_one_lane_with_one_total():
    timeline = story("two-forms")
    assert len(timeline.lanes) == 1
    lane = timeline.lanes[0]
    assert [str(segment.daily) for segment in lane.segments] == [
        "18 mg", "36 mg", "41 mg", "46 mg", "64 mg", "54 mg", "64 mg",
    ]  # fmt: skip
    held = lane.segments[5]
    assert {layer.kind for layer in held.layers} == {"scheduled", "hold"}


@pytest.mark.hazard("H-012")
def test_what_waits_for_reconciliation_leaves_the_total_alone_and_says_so():
    timeline = story("imports")
    confirmed, waiting = [lane for lane in timeline.lanes if lane.name == "Sertraline"]
    assert (confirmed.standing, waiting.standing) == ("confirmed", "unconfirmed")
    assert [str(segment.daily) for segment in confirmed.segments] == ["50 mg", "100 mg"]
    assert "waits for reconciliation" in waiting.detail
    assert of_class(drawings(timeline)["desk"], "tl-unconfirmed")


@pytest.mark.hazard("H-003")
@pytest.mark.parametrize("form", ["desk", "tablet", "phone"])
def test_a_dose_that_is_not_stated_is_drawn_as_an_outline_with_the_words(form):
    drawing = drawings(story("not-stated"))[form]
    assert of_class(drawing, "tl-not-stated")
    assert "dose not stated" in words(drawing)


def test_a_hold_is_hatched_and_gives_no_total():
    timeline = story("lithium")
    held = [segment for segment in timeline.lanes[0].segments if segment.label == "held"]
    assert len(held) == 2
    assert all(segment.daily is None for segment in held)
    assert of_class(drawings(timeline)["desk"], "tl-hold")


@pytest.mark.hazard("H-035")
def test_what_is_planned_is_paler_and_right_of_today():
    timeline = story("lithium")
    raised = timeline.lanes[0].segments[-1]
    assert raised.start > timeline.frame.now
    assert str(raised.daily) == "1200 mg"
    assert raised.event.ahead
    assert raised.event.what.startswith("Planned: ")


def test_as_needed_is_drawn_at_the_most_a_day_and_is_no_total():
    trazodone = next(lane for lane in story("partial-response").lanes if lane.name == "Trazodone")
    assert {layer.kind for segment in trazodone.segments for layer in segment.layers} == {"as-needed"}
    assert all(segment.daily is None for segment in trazodone.segments)


def test_every_change_has_its_reason():
    for name in STORIES:
        for lane in story(name).lanes:
            assert all(event.why for event in lane.marks if event.kind != "reported")


@pytest.mark.hazard("H-034")
def test_what_is_entered_in_error_is_not_drawn():
    pen = Pen()
    lines = pen.order("sertraline", (100, "start", 50, "wrong person"))
    wrong = tuple(
        OrderRevision(**{f: getattr(line, f) for f in line.__slots__} | {"entered_in_error_at": NOW}) for line in lines
    )
    assert told(History(orders=(wrong,))).empty


def test_no_usual_range_without_a_checked_fact():
    assert all(lane.usual is None for lane in story("partial-response").lanes)
