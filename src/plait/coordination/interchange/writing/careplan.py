"""Plans and goals."""

from __future__ import annotations

from collections.abc import Iterator

from plait.coordination.interchange.value_sets import ACTIVITY_STATUS, GOAL_LIFECYCLE, PLAN_INTENT, PLAN_STATUS
from plait.coordination.interchange.writing.elements import HL7, Json, coded, concept, filled, one_of, partial, resource
from plait.coordination.interchange.writing.sheet import Sheet, Written, each, status_of
from plait.foundation.whole import Thread


def write_plans(sheet: Sheet) -> Iterator[Written]:
    """Goals before the plans that name them."""
    return each(sheet, {"Goal": _goal, "CarePlan": _plan})


def _links(threads: list[str]) -> list[Json]:
    return [{"reference": f"urn:uuid:{one}"} for one in threads]


def _goal(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    life = one_of(GOAL_LIFECYCLE, told["lifecycle_status"], "active")
    achievement = told["achievement"]
    return resource(
        "Goal",
        thread.id,
        lifecycleStatus=status_of(thread, life),
        achievementStatus=coded(f"{HL7}goal-achievement", achievement) if achievement else None,
        description=concept(told["text"], told["codings"]) or {"text": "not stated"},
        subject=sheet.me,
        startDate=partial(told["started"]),
        target=[
            found
            for one in told["targets"]
            if (
                found := filled(
                    measure=concept(one.get("measure", "")),
                    detailString=one.get("detail"),
                    dueDate=partial(one.get("due", "")),
                )
            )
        ],
        addresses=_links(told["addresses"]),
        expressedBy={"display": told["stated_by"]} if told["stated_by"] else None,
    )


def _plan(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    status = one_of(PLAN_STATUS, told["status"], "unknown")
    return resource(
        "CarePlan",
        thread.id,
        status=status_of(thread, status),
        intent=one_of(PLAN_INTENT, told["intent"], "plan"),
        category=[one for one in [concept("", told["codings"])] if one],
        title=told["title"],
        description=told["text"],
        subject=sheet.me,
        period=filled(start=partial(told["started"]), end=partial(told["ended"])),
        author={"display": told["author_name"]} if told["author_name"] else None,
        addresses=_links(told["addresses"]),
        goal=_links(told["goals"]),
        activity=[
            {
                "detail": filled(
                    code=concept(one.get("text", ""), one.get("codings", ())),
                    status=one_of(ACTIVITY_STATUS, one.get("status", ""), "unknown"),
                )
            }
            for one in told["activities"]
        ],
    )
