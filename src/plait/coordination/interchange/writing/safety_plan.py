"""The safety plan, and what the person would write differently in it."""

from __future__ import annotations

from collections.abc import Iterator

from plait.clinical.safety.safety_plan import PARTS, SafetyPlan
from plait.coordination.interchange.writing.elements import Json, instant, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written, each, status_of
from plait.foundation.whole import Thread

TITLE = "Safety plan"


def write_safety_plans(sheet: Sheet) -> Iterator[Written]:
    """A CarePlan with one activity for each line; the person's own words as Communications."""
    return each(sheet, {"SafetyPlan": _plan, "SafetyPlanProposal": _proposal})


def _plan(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    plan = SafetyPlan.read({name: told[name] for name in PARTS})
    return resource(
        "CarePlan",
        thread.id,
        status=status_of(thread, "revoked" if told["what"] == "declined" else "active"),
        intent="plan",
        category=[{"text": TITLE}],
        title=TITLE,
        description=told["note"] or None,
        subject=sheet.me,
        period={"start": instant(thread.lines[0]["effective_at"])},
        activity=[
            {
                "detail": {
                    "code": {"text": ", ".join(part for part in (line.text, line.phone) if part)},
                    "status": "in-progress",
                    "description": name,
                }
            }
            for name, lines in plan.parts
            for line in lines
        ],
    )


def _proposal(sheet: Sheet, thread: Thread) -> Json:
    told = thread.lines[0]
    return resource(
        "Communication",
        thread.id,
        status=status_of(thread, "completed"),
        category=[{"text": TITLE}],
        subject=sheet.me,
        sender=sheet.me,
        sent=instant(told["effective_at"]),
        payload=[{"contentString": told["text"]}],
        note=[{"text": thread.last["answer"]}] if thread.last["answer"] else [],
    )
