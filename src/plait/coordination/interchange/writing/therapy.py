"""Courses of therapy (ServiceRequest: what was agreed) and their sessions (Encounter on the basis of the course)."""

from __future__ import annotations

from collections.abc import Iterator

from plait.coordination.interchange.writing.elements import HL7, UCUM, Json, day, filled, instant, period, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written, each, status_of
from plait.foundation.whole import Thread

VIRTUAL = frozenset({"video", "phone"})


def write_therapy(sheet: Sheet) -> Iterator[Written]:
    """Courses before their sessions."""
    return each(sheet, {"TherapyCourse": _course, "TherapySession": _session})


def _course(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    repeat = filled(
        boundsPeriod=period(told["started_on"], told["ended_on"]),
        count=told["planned_sessions"],
        **({"frequency": 1, "period": told["rhythm_days"], "periodUnit": "d"} if told["rhythm_days"] else {}),
    )
    status = status_of(thread, "completed" if told["ended_on"] else "active")
    return resource(
        "ServiceRequest",
        thread.id,
        status=status,
        intent="plan",
        category=[{"text": "Psychotherapy"}],
        code={"text": told["modality"]},
        orderDetail=[{"text": told["format"]}],
        subject=sheet.me,
        occurrenceTiming={"repeat": repeat} if repeat else None,
        authoredOn=day(told["started_on"]),
        performer=[one for one in [sheet.who(told["therapist_id"], told["therapist_name"])] if one],
        reasonCode=[{"text": told["target_problem"]}] if told["target_problem"] else [],
        note=[{"text": told["end_reason"]}] if told["end_reason"] else [],
    )


def _session(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    status = "finished" if told["attendance"] == "attended" else "cancelled"
    code = ("VR", "virtual") if told["place"] in VIRTUAL else ("AMB", "ambulatory")
    minutes = told["minutes"]
    return resource(
        "Encounter",
        thread.id,
        status=status_of(thread, status),
        class_={"system": f"{HL7}v3-ActCode", "code": code[0], "display": code[1]},
        type=[{"text": "Session of therapy"}, {"text": told["attendance"]}],
        serviceType={"text": "Psychotherapy"},
        subject=sheet.me,
        basedOn=[{"reference": f"urn:uuid:{told['course_id']}"}],
        participant=[{"individual": {"display": told["therapist_name"]}}] if told["therapist_name"] else [],
        period={"start": instant(told["effective_at"])},
        length={"value": minutes, "unit": "min", "system": UCUM, "code": "min"} if minutes else None,
        reasonCode=[{"text": told["focus"]}] if told["focus"] else [],
    )
