"""What staff do in a story: courses of therapy and their sessions, scores, visits, results, tasks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plait.clinical.coding import LOINC
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.assessment import submit_response
from plait.coordination.demo.event import Event
from plait.coordination.demo.medication_events import once
from plait.coordination.demo.story import StoryError, answers_of
from plait.coordination.people import open_chart
from plait.coordination.safety import close_flag, work_on_flag
from plait.coordination.tasks import work_on_tasks
from plait.coordination.therapy import end_course, record_session, start_course
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.facts import Stamp
from plait.knowledge.loader import release
from plait.records.monitoring import actions as monitoring
from plait.records.safety import queries as safety
from plait.records.tasks import actions as tasks
from plait.records.visits import actions as visits

if TYPE_CHECKING:
    from plait.coordination.demo.telling import Teller

HOUR = 3600
STILL_OPEN_DAYS = 9
TAKEN_AFTER, CLOSED_AFTER = 300, 1200  # seconds after the answer
ASKED_IN_THE_ROOM = ("plan-reviewed", "Asked in the room: no plan, no intent.")


def look(teller: Teller, event: Event) -> object:
    """Somebody opens the chart, which is noted."""
    return open_chart.read(teller.patient, actor=teller.who(event), at=teller.when(event), period="3")


def course(teller: Teller, event: Event) -> object:
    """A therapist agrees a course with the person."""
    command = start_course.Command(
        teller.patient,
        event["modality"],
        event.get("format", "individual"),
        event.get("planned_sessions"),
        event.get("rhythm"),
        event["target"],
        teller.when(event).day(teller.who(event).zone),
    )
    outcome = start_course.commit(command, actor=teller.who(event), at=teller.when(event), once=once())
    if not isinstance(outcome, Refused):
        teller.keep("course", event, event["modality"], outcome.course_id)
    return outcome


def session(teller: Teller, event: Event) -> object:
    """A session took place or was missed; it is written down an hour later."""
    attendance, minutes = event.get("attendance", "attended"), event.get("minutes", 50)
    held = teller.when(event)
    command = record_session.Command(
        teller.named("course", event),
        held,
        minutes if attendance == "attended" else None,
        attendance,
        event.get("place", "in-person"),
        event.get("focus", ""),
        event.get("homework", ""),
        event.get("line", ""),
    )
    return record_session.commit(command, actor=teller.who(event), at=held.plus(seconds=HOUR), once=once())


def end_of_course(teller: Teller, event: Event) -> object:
    """A course ends, with the reason."""
    on = teller.when(event).day(teller.who(event).zone)
    command = end_course.Command(teller.named("course", event), on, event["why"])
    return end_course.commit(command, actor=teller.who(event), at=teller.when(event), once=once())


def score(teller: Teller, event: Event) -> object:
    """An instrument is filled in: answers that add up to the total, the one about harm as told."""
    instrument, at = release().instruments[event["instrument"]], teller.when(event)
    answers = answers_of(instrument, event["total"], event.get("harm", 0))
    command = submit_response.Command(teller.patient, instrument.id, answers, at)
    outcome = submit_response.commit(command, actor=teller.who(event), at=at, once=once())
    if event.get("harm", 0):
        _look_after(teller, teller.who(event), at)
    return outcome


def _look_after(teller: Teller, actor: Actor, at: Instant) -> None:
    """Whoever asked looks after a sign of harm at once, and says what came of it; one of these days is still open."""
    for line in safety.open_flags(at, [teller.patient]):
        taken = work_on_flag.Acknowledge(line.flag_id)
        if line.running.waiting_since is not None:
            work_on_flag.acknowledge(taken, actor=actor, at=at.plus(seconds=TAKEN_AFTER), once=once())
        if at.day(actor.zone) < teller.calendar.day(-STILL_OPEN_DAYS):
            done = close_flag.Command(line.flag_id, *ASKED_IN_THE_ROOM)
            close_flag.commit(done, actor=actor, at=at.plus(seconds=CLOSED_AFTER), once=once())


def visit(teller: Teller, event: Event) -> object:
    """A visit took place."""
    actor, at = teller.who(event), teller.when(event)
    return visits.record_encounter(
        teller.stamp(event),
        patient_id=teller.patient,
        started_at=at,
        ended_at=at.plus(seconds=60 * event.get("minutes", 30)).utc,
        kind=event.get("kind", "medication-visit"),
        text=event.get("text", ""),
        practitioner_id=actor.practitioner_id,
        practitioner_name=actor.name,
    )


def result(teller: Teller, event: Event) -> object:
    """A measured result: one number with its unit, or words ("118/76")."""
    at = teller.when(event).utc
    return monitoring.receive_observation(
        teller.stamp(event), patient_id=teller.patient, effective_at=at, **result_columns(event)
    )


def result_columns(event: Event) -> dict[str, Any]:
    """What a result says."""
    value, code = event["value"], event["loinc"]
    return {
        "code": code,
        "text": event["text"],
        "codings": [[LOINC, code, event["text"]]],
        "category": event.get("category", "laboratory"),
        "value": None if isinstance(value, str) else Decimal(value),
        "value_text": value if isinstance(value, str) else "",
        "unit": event["unit"],
        "status": "final",
    }


def task(teller: Teller, event: Event) -> object:
    """Somebody has something to do."""
    opened = tasks.open_task(
        Stamp(SYSTEM, teller.when(event)),
        kind=event["kind"],
        cause_kind="patient",
        cause_id=teller.patient,
        title=event["title"],
        detail=event.get("detail", ""),
        patient_id=teller.patient,
        owner_role=event["role"],
        due_at=teller.calendar.moment(event.day("due", teller.calendar), "17:00").utc,
    )
    if opened is None:
        raise StoryError(f"there is a task {event['kind']!r} already")
    teller.keep("task", event, event["kind"], opened)
    return opened


def close_task(teller: Teller, event: Event) -> object:
    """Somebody did it, and says what came of it."""
    command = work_on_tasks.Close(teller.named("task", event), event["note"], event.get("cancelled", False))
    return work_on_tasks.close(command, actor=teller.who(event), at=teller.when(event), once=once())


EVENTS: dict[str, Callable[[Teller, Event], object]] = {
    "look": look,
    "course": course,
    "session": session,
    "end-course": end_of_course,
    "score": score,
    "visit": visit,
    "result": result,
    "task": task,
    "close-task": close_task,
}
