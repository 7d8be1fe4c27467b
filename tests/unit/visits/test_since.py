"""What is news to a clinician before a visit, and what is missing: from whole histories, without a database."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Course, Session
from plait.clinical.visits.before_visit import missing
from plait.clinical.visits.since import (
    AllergyNoted,
    Known,
    LifeChanged,
    Measured,
    MedicineChanged,
    MedicineReported,
    Noted,
    ResultsCame,
    ScoreMoved,
    SessionsHeld,
    TakesNow,
    since_last,
)
from tests.unit.medication.histories import line, mg, moment

ZONE = "America/New_York"
LAST, NOW = moment("2026-10-12"), moment("2026-11-24")


def news(known: Known, last: Instant | None = LAST):
    return since_last(known, last=last, at=NOW, zone=ZONE)


def score(total: int, taken: str, instrument: str = "phq-9") -> Response:
    return Response(uuid4(), instrument, "1", moment(taken), {}, Decimal(total), None, True)


def session(held: str, attendance: str = "attended", **more: str) -> Session:
    return Session(uuid4(), uuid4(), moment(held), 50, attendance, "video", **more)


def test_nothing_new_is_nothing():
    old = Known(orders=((line(1, "start", "2026-09-01", dose=mg(50)),),), responses=(score(14, "2026-10-01"),))
    assert news(old) == ()
    assert news(Known()) == ()


def test_an_order_that_was_raised_twice_is_one_piece_of_news_from_where_it_stood():
    first = line(1, "start", "2026-09-01", dose=mg(50))
    steps = (first, line(2, "change", "2026-10-20", dose=mg(75)), line(3, "change", "2026-11-10", dose=mg(100)))
    assert news(Known(orders=(steps,))) == (MedicineChanged(steps[0], steps[2], steps[2]),)


def test_what_was_written_down_late_is_news_and_a_marked_error_is_none():
    late = line(2, "change", "2026-10-01", recorded="2026-11-02", dose=mg(75))
    wrong = line(3, "stop", "2026-11-03", error="2026-11-04")
    first = line(1, "start", "2026-09-01", dose=mg(50))
    assert news(Known(orders=((first, late, wrong),))) == (MedicineChanged(first, late, late),)
    assert news(Known(orders=((first, wrong),))) == ()


def test_a_held_order_keeps_saying_what_was_taken():
    first, held = line(1, "start", "2026-09-01", dose=mg(50)), line(2, "hold", "2026-11-01")
    assert news(Known(orders=((first, held),))) == (MedicineChanged(first, first, held),)


def test_a_score_is_told_beside_the_one_known_at_the_last_visit():
    before, at_visit, after = score(16, "2026-09-20"), score(14, "2026-10-12T20:00:00Z"), score(9, "2026-11-20")
    moved = news(Known(responses=(before, at_visit, after)))
    assert moved == (ScoreMoved("phq-9", at_visit, after),), "the one of the same day was seen that day"
    assert news(Known(responses=(before, at_visit))) == ()
    assert news(Known(responses=(after,))) == (ScoreMoved("phq-9", None, after),)


def test_a_form_without_a_total_moves_nothing():
    blank = Response(uuid4(), "phq-9", "1", moment("2026-11-20"), {"1": 1}, None, None, False)
    assert news(Known(responses=(score(14, "2026-10-01"), blank))) == ()


def test_sessions_are_counted_with_the_last_that_took_place():
    missed, held = session("2026-10-19", "no-show"), session("2026-10-26", team_line="Sleeps")
    late = session("2026-11-02", "late-cancellation")
    assert news(Known(sessions=(session("2026-10-05"), missed, held, late))) == (SessionsHeld(1, 2, held),)


def test_the_order_of_the_news_is_what_could_hurt_first():
    at = moment("2026-11-01")
    known = Known(
        orders=((line(1, "start", "2026-11-01", dose=mg(50)),),),
        reported=(Noted("ibuprofen", at),),
        responses=(score(9, "2026-11-20"),),
        sessions=(session("2026-11-03"),),
        allergies=(Noted("penicillin", at), Noted("", at, kind="none-known")),
        life_events=(Noted("New job", at),),
        results=(Measured("Lithium", Decimal("0.8"), "mmol/L", "", at, at),),
    )
    kinds = [type(one) for one in news(known)]
    assert kinds == [
        AllergyNoted, MedicineChanged, ScoreMoved, ResultsCame, SessionsHeld, MedicineReported, LifeChanged,
    ]  # fmt: skip


def test_before_the_first_visit_what_stands_is_told():
    known = Known(
        orders=(
            (line(1, "start", "2026-09-01", dose=mg(50)),),
            (line(1, "start", "2026-09-01", order="b", dose=mg(5)), line(2, "stop", "2026-10-01", order="b")),
            (line(1, "start", "2026-09-01", order="c", dose=mg(5), confirmed=False),),
        ),
        responses=(score(14, "2026-10-01"),),
        life_events=(Noted("New job", moment("2026-11-01")),),
    )
    told = news(known, None)
    assert [type(one) for one in told] == [TakesNow, ScoreMoved]
    assert told[0].order.dose == mg(50)


def lacks(known: Known, service: str = "follow-up", role: str = "prescriber", **more):
    return {
        (one.what, one.about, one.count) for one in missing(known, service=service, acting_role=role, at=NOW, **more)
    }


@pytest.mark.parametrize(
    ("taken", "lacking"),
    [
        ("2026-10-27T15:00:00Z", False),  # four weeks ago, to the hour: asked lately
        ("2026-10-27T11:00:00Z", True),
        ("2026-06-01", True),
        ("2026-05-01", False),  # more than half a year ago: not in use any more
    ],
)
def test_an_instrument_in_use_is_missed_after_four_weeks(taken, lacking):
    found = lacks(Known(responses=(score(9, taken),), allergies=(Noted("", NOW, kind="none-known"),)))
    assert found == ({("score", "phq-9", 0)} if lacking else set())


def test_orders_that_nobody_compared_and_doses_that_nobody_stated_are_missed():
    known = Known(
        orders=(
            (line(1, "start", "2026-09-01", order="a", dose=mg(5), confirmed=False),),
            (line(1, "start", "2026-09-01", order="b", dose=None),),
            (line(1, "start", "2026-09-01", order="c", dose=None), line(2, "stop", "2026-10-01", order="c")),
        )
    )
    assert lacks(known) == {("to-reconcile", "", 1), ("dose", "sertraline", 0), ("allergies", "", 0)}
    assert ("allergies", "", 0) not in lacks(known, role="therapist")


def test_a_session_needs_a_running_course_and_a_past_visit_an_outcome():
    course = Course(uuid4(), "cbt", "individual", "J. Ortiz", None, 12, 7, "", LAST.day(ZONE))
    ended = Course(uuid4(), "cbt", "individual", "J. Ortiz", None, 12, 7, "", LAST.day(ZONE), LAST.day(ZONE))
    assert lacks(Known(courses=(ended,)), "session", "therapist") == {("course", "", 0)}
    assert lacks(Known(courses=(ended, course)), "session", "therapist") == set()
    assert lacks(Known(courses=(course,)), "session", "therapist", left_open=(LAST,)) == {("outcome", "", 0)}
