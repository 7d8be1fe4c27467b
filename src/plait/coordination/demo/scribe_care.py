"""Writing down the rest of a story: courses, sessions, scores, visits, results, tasks, and what a person lives with."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from plait.clinical.assessment.scoring import Scored
from plait.clinical.assessment.scoring import score as scored
from plait.clinical.refusal import Refused
from plait.coordination.consequences.assessment import scored_columns
from plait.coordination.demo.care_events import HOUR, result_columns
from plait.coordination.demo.event import Event
from plait.coordination.demo.person_events import day_of_life, end_columns, problem_columns
from plait.coordination.demo.rows import Row
from plait.coordination.demo.scribe_harm import sign
from plait.coordination.demo.story import StoryError, answers_of
from plait.foundation.actor import SYSTEM
from plait.foundation.facts import Stamp
from plait.knowledge.loader import release

if TYPE_CHECKING:
    from plait.coordination.demo.scribe import Scribe


def _stamp(scribe: Scribe, event: Event) -> Stamp:
    return Stamp(scribe.who(event), scribe.when(event))


def look(scribe: Scribe, event: Event) -> None:
    """Somebody opens the chart."""
    scribe.audited(_stamp(scribe, event), "people.open-chart")


def course(scribe: Scribe, event: Event) -> None:
    """A therapist agrees a course with the person."""
    stamp = _stamp(scribe, event)
    row = scribe.begin(
        "courses",
        stamp,
        {
            "effective_at": stamp.at.utc,
            "modality": event["modality"],
            "format": event.get("format", "individual"),
            "therapist_id": stamp.actor.practitioner_id,
            "therapist_name": stamp.actor.name,
            "planned_sessions": event.get("planned_sessions"),
            "rhythm_days": event.get("rhythm"),
            "target_problem": event["target"],
            "started_on": stamp.at.day(stamp.actor.zone),
        },
    )
    scribe.last["course", event.get("key", event["modality"])] = row
    scribe.audited(stamp, "therapy.conduct", event["modality"])


def session(scribe: Scribe, event: Event) -> None:
    """A session took place or was missed; it is written down an hour later."""
    attendance, held = event.get("attendance", "attended"), scribe.when(event)
    stamp = Stamp(scribe.who(event), held.plus(seconds=HOUR))
    row = scribe.begin(
        "sessions",
        stamp,
        {
            "course_id": scribe.named("course", event)["thread"],
            "effective_at": held.utc,
            "minutes": event.get("minutes", 50) if attendance == "attended" else None,
            "attendance": attendance,
            "place": event.get("place", "in-person"),
            "focus": event.get("focus", ""),
            "homework": event.get("homework", ""),
            "team_line": event.get("line", ""),
            "therapist_name": stamp.actor.name,
        },
    )
    scribe.met[held.utc] = ("session", row["thread"])
    scribe.audited(stamp, "therapy.conduct", attendance)


def end_of_course(scribe: Scribe, event: Event) -> None:
    """A course ends, with the reason."""
    stamp, prior = _stamp(scribe, event), scribe.named("course", event)
    changes = {"ended_on": stamp.at.day(stamp.actor.zone), "end_reason": event["why"]}
    scribe.last["course", event["key"]] = scribe.follow("courses", prior, stamp, changes)
    scribe.audited(stamp, "therapy.conduct", prior["modality"])


@cache
@cache
def _scored(name: str, total: int, harm: int) -> tuple[Row, Scored]:
    """The columns of a response with this total, and what its answers say."""
    instrument = release().instruments[name]
    answers = answers_of(instrument, total, harm)
    found = scored(instrument, answers)
    if isinstance(found, Refused):
        raise StoryError(f"{name}: {found}")
    columns = scored_columns(found)
    return {
        "instrument": name,
        "version": instrument.version,
        "release": release().version,
        "answers": json.dumps(answers),
        "answered_by": "person",
        "language": "en",
        **columns,
        **{name: json.dumps(columns[name]) for name in ("risk", "subscales", "criteria")},
    }, found


def score(scribe: Scribe, event: Event) -> None:
    """An instrument is filled in; an answer that speaks of harm has its flag."""
    stamp = _stamp(scribe, event)
    columns, found = _scored(event["instrument"], event["total"], event.get("harm", 0))
    response = scribe.begin("responses", stamp, {"effective_at": stamp.at.utc, **columns})
    scribe.audited(stamp, "assessment.submit", event["instrument"])
    sign(scribe, stamp, response, release().instruments[event["instrument"]], found)


def visit(scribe: Scribe, event: Event) -> None:
    """A visit took place."""
    stamp = _stamp(scribe, event)
    row = scribe.begin(
        "encounters",
        stamp,
        {
            "effective_at": stamp.at.utc,
            "ended_at": stamp.at.plus(seconds=60 * event.get("minutes", 30)).utc,
            "kind": event.get("kind", "medication-visit"),
            "text": event.get("text", ""),
            "practitioner_id": stamp.actor.practitioner_id,
            "practitioner_name": stamp.actor.name,
        },
    )
    scribe.met[stamp.at.utc] = ("encounter", row["thread"])


def result(scribe: Scribe, event: Event) -> None:
    """A measured result."""
    stamp = _stamp(scribe, event)
    scribe.begin("observations", stamp, {"effective_at": stamp.at.utc, **result_columns(event)})


def task(scribe: Scribe, event: Event) -> None:
    """Somebody has something to do."""
    stamp = Stamp(SYSTEM, scribe.when(event))
    opened = scribe.rows.add(
        "tasks",
        {
            "id": scribe.ids(),
            "created_at": stamp.at.utc,
            "changed_at": stamp.at.utc,
            "patient_id": scribe.patient,
            "kind": event["kind"],
            "title": event["title"],
            "detail": event.get("detail", ""),
            "cause_kind": "patient",
            "cause_id": scribe.patient,
            "owner_role": event["role"],
            "due_at": scribe.calendar.moment(event.day("due", scribe.calendar), "17:00").utc,
            "status": "requested",
        },
    )
    scribe.last["task", event.get("key", event["kind"])] = opened
    scribe.noted(stamp, opened, "requested")


def close_task(scribe: Scribe, event: Event) -> None:
    """Somebody did it, and says what came of it."""
    stamp, opened = _stamp(scribe, event), scribe.named("task", event)
    opened["status"] = "cancelled" if event.get("cancelled", False) else "completed"
    opened["changed_at"] = stamp.at.utc
    scribe.noted(stamp, opened, opened["status"], event["note"])
    scribe.audited(stamp, "tasks.close", opened["status"])


def allergy(scribe: Scribe, event: Event) -> None:
    """An allergy, or that none is known."""
    stamp, kind = _stamp(scribe, event), event.get("kind", "allergy")
    scribe.begin(
        "allergies",
        stamp,
        {
            "effective_at": stamp.at.utc,
            "kind": kind,
            "substance": event.get("substance", ""),
            "ingredient": str(event.get("rxcui", "")),
            "reaction": event.get("reaction", ""),
            "severity": event.get("severity", ""),
        },
    )
    scribe.audited(stamp, "problems.record", kind)


def pregnancy(scribe: Scribe, event: Event) -> None:
    """What was answered when somebody asked."""
    stamp, state = _stamp(scribe, event), event["state"]
    told = {"state": state, "weeks": event.get("weeks"), "breastfeeding": event.get("breastfeeding")}
    scribe.begin("pregnancies", stamp, {"effective_at": stamp.at.utc, **told})
    scribe.audited(stamp, "problems.record", state)


def life(scribe: Scribe, event: Event) -> None:
    """Something happened in this life."""
    stamp, on = _stamp(scribe, event), str(day_of_life(event, scribe.calendar))
    scribe.begin("life_events", stamp, {"effective_at": stamp.at.utc, "text": event["text"], "on": on})
    scribe.audited(stamp, "problems.record")


def condition(scribe: Scribe, event: Event) -> None:
    """A problem is put on the list."""
    stamp = _stamp(scribe, event)
    told = {"effective_at": stamp.at.utc, **problem_columns(event, scribe.calendar)}
    scribe.last["condition", event.get("key", event["text"])] = scribe.begin("conditions", stamp, told)


def end_condition(scribe: Scribe, event: Event) -> None:
    """A problem is over, or turned out to be another."""
    changes = end_columns(event, scribe.calendar)
    prior = scribe.named("condition", event)
    scribe.last["condition", event["key"]] = scribe.follow("conditions", prior, _stamp(scribe, event), changes)


def episode(scribe: Scribe, event: Event) -> None:
    """An episode of care begins."""
    stamp = _stamp(scribe, event)
    told = {"effective_at": stamp.at.utc, "title": event["title"]}
    scribe.last["episode", "now"] = scribe.begin("episodes", stamp, told)


def step(scribe: Scribe, event: Event) -> None:
    """Another plan of treatment begins; the open one ends then."""
    stamp, now = _stamp(scribe, event), scribe.last["episode", "now"]["id"]
    open_step = scribe.last.get(("step", "now"))
    if open_step is not None:
        scribe.follow("steps", open_step, stamp, {"ended_at": max(stamp.at.utc, open_step["effective_at"])})
    told = {"effective_at": stamp.at.utc, "episode_id": now, "title": event["title"]}
    scribe.last["step", "now"] = scribe.begin("steps", stamp, told)


EVENTS: dict[str, Callable[[Scribe, Event], None]] = {
    "look": look,
    "course": course,
    "session": session,
    "end-course": end_of_course,
    "score": score,
    "visit": visit,
    "result": result,
    "task": task,
    "close-task": close_task,
    "allergy": allergy,
    "pregnancy": pregnancy,
    "life": life,
    "condition": condition,
    "end-condition": end_condition,
    "episode": episode,
    "step": step,
}
