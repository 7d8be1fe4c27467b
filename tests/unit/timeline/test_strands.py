"""Frame, therapy, statements: what is cut, counted and expected."""

from __future__ import annotations

from datetime import date

import pytest

from plait.clinical.medication.order import Medicine
from plait.clinical.moment import Instant, PartialDate
from plait.coordination.people.timeline import History, Statement
from plait.coordination.people.timeline_frame import months_before
from tests.unit.timeline.drawn import story, told
from tests.unit.timeline.stories import NOW, ZONE, Pen, partial_response


@pytest.mark.parametrize(("period", "first"), [("3", "2026-08-24"), ("12", "2025-11-24"), ("36", "2023-11-24")])
def test_a_period_counts_calendar_months_back_from_today(period, first):
    frame = told(partial_response(), period).frame
    assert frame.start.day(ZONE).isoformat() == first
    assert frame.start < frame.now < frame.end


def test_all_begins_before_the_first_entry():
    frame = told(History(orders=(Pen().order("sertraline", (2000, "start", 50, "x")),)), "all").frame
    assert frame.start.day(ZONE) < NOW.plus(days=-2000).day(ZONE)


def test_months_before_ends_with_the_month():
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)


@pytest.mark.parametrize("at", ["2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z", "2026-11-01T05:30:00Z"])
def test_the_hours_of_a_clock_change_do_no_harm(at):
    timeline = told(partial_response(), "12", Instant.parse(at))
    assert timeline.frame.start < timeline.frame.end
    assert timeline.events


def test_only_attended_sessions_count():
    course = story("partial-response").courses[0]
    assert course.detail.startswith("13 of 16 sessions")
    words = [mark.event.what for mark in course.marks]
    assert sum("session" in what for what in words) == 13
    assert any("late cancellation" in what for what in words)
    assert any("not attended" in what for what in words)


def test_the_next_session_is_expected_by_the_rhythm_only_where_none_is_booked():
    booked = story("partial-response").courses[0].ahead
    assert [event.kind for event in booked] == ["booked"]
    expected = story("lithium").courses[0].ahead
    assert [event.kind for event in expected] == ["expected"]
    assert "nothing is booked" in expected[0].what


def test_a_course_that_ended_says_why_and_expects_nothing():
    ended = story("twelve").courses[0]
    assert ended.ended.why == "Agreed goals reached"
    assert ended.ahead == ()


def test_a_reported_medicine_has_a_lane_of_its_own_with_an_open_beginning():
    timeline = story("imports")
    herbal = next(lane for lane in timeline.lanes if lane.name == "St John's wort")
    assert herbal.standing == "reported"
    assert [segment.uncertain for segment in herbal.segments] == [True, False]
    assert herbal.marks[0].date == "spring 2026"
    assert "reported, herbal" in herbal.detail


def test_a_reported_medicine_that_is_no_longer_taken_ends():
    statement = Statement(
        Pen().uuid(), Medicine("melatonin", ()), NOW.plus(days=-20), started=PartialDate.parse("2026-06"),
        stopped_at=NOW.plus(days=-20), reason_text="sleeps without it",
    )  # fmt: skip
    lane = told(History(statements=(statement,))).lanes[0]
    assert lane.segments[-1].end == NOW.plus(days=-20)
    assert [event.kind for event in lane.marks] == ["reported", "stop"]
    assert lane.marks[-1].why == "Sleeps without it"
    assert not lane.current


def test_a_statement_that_ended_before_anyone_noted_its_start_is_told_in_the_table():
    statement = Statement(Pen().uuid(), Medicine("melatonin", ()), NOW.plus(days=-20), stopped_at=NOW.plus(days=-20))
    timeline = told(History(statements=(statement,)))
    assert [event.kind for event in reversed(timeline.events)] == ["reported", "stop"]
