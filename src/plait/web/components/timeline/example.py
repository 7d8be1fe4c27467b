"""A timeline with made-up content, for the gallery of components. No person's record is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.medication.order import Action, Ingredient, Medicine, OrderRevision
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.problems.life_event import LifeEvent
from plait.clinical.quantity import Dose
from plait.clinical.therapy.course import Course, Session
from plait.coordination.people.timeline import History, build
from plait.knowledge.loader import release
from plait.web.components.timeline import View, present

TODAY = Instant.parse("2026-11-24T15:00:00Z")
STEPS: tuple[tuple[int, Action, int, str], ...] = (
    (250, "start", 50, "moderate depression, chosen together"),
    (180, "change", 100, "partial response"),
    (110, "change", 150, "well tolerated"),
)
SCORES = ((255, 17), (220, 15), (180, 14), (140, 11), (110, 10), (60, 7), (12, 6))


def example() -> View:
    """One medicine raised twice, a course of CBT, and a score that falls."""
    return present(build(_history(), period="12", now=TODAY, zone="America/New_York", release=release()))


def _history() -> History:
    """The made-up records."""
    course = Course(UUID(int=1), "cbt", "individual", "J. Ortiz", None, 12, 14, "low mood", date(2026, 5, 4))
    sessions = [
        Session(UUID(int=100 + days), course.course_id, TODAY.plus(days=-days), 50, "attended", "in-person")
        for days in range(200, 10, -21)
    ]
    return History(
        called="Mara",
        orders=(tuple(_line(number, *step) for number, step in enumerate(STEPS, start=1)),),
        courses=(course,),
        sessions=tuple(sessions),
        responses=tuple(_response(days, total) for days, total in SCORES),
        life_events=(LifeEvent(UUID(int=2), "new job", PartialDate(2026, 6)),),
    )


def _line(number: int, days: int, action: Action, amount: int, why: str) -> OrderRevision:
    """One line of the order."""
    at = TODAY.plus(days=-days)
    medicine = Medicine("sertraline", (Ingredient("36437", "sertraline"),), form="oral tablet")
    return OrderRevision(
        order_id=UUID(int=3),
        revision_id=UUID(int=10 + number),
        sequence=number,
        action=action,
        effective_at=at,
        recorded_at=at,
        medicine=medicine,
        dose=Dose(Decimal(amount), "mg"),
        timing=Timing("daily", 1, when=("morning",)),
        prescriber="A. Reyes",
        reason_text=why,
    )


def _response(days: int, total: int) -> Response:
    """One filled-in PHQ-9."""
    at = TODAY.plus(days=-days)
    return Response(UUID(int=500 + days), "phq-9", "2026.1", at, {}, Decimal(total), None, complete=True)
