"""The options as they fit what matters to the person, every reason printed; and where the person leans, in their word.

The order is the core's and has no hidden score. Nobody is told which option to take, and none is chosen beforehand.
"""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from plait.clinical.intake.decision_aid import AnswerRefused, Placed, comparison, ordered, values_of
from plait.web.intake.compared import STRAND
from plait.web.intake.steps import Step
from plait.web.intake.within import Visit

NOT_YET = "not-yet"


def shown(visit: Visit, step: Step) -> tuple[str, dict[str, Any]]:
    """The page after the one about what matters."""
    found = comparison(visit.aid, visit.carried.answers)
    placed = ordered(visit.aid, found, values_of(visit.aid, visit.carried.answers))
    named = [(one.option.id, visit.say(one.option.name)) for one in found.options]
    leans = [
        {"id": f"lean-{place}", "code": code, "words": words, "checked": code == visit.carried.lean}
        for place, (code, words) in enumerate([*named, (NOT_YET, gettext("Not yet. I want to think or talk first."))])
    ]
    context = {
        "page": step.page,
        "placed": [_placed(visit, one) for one in placed],
        "moved": any(one.reasons for one in placed),
        "leans": leans,
    }
    return "intake/order.html", context


def read(visit: Visit, sent: QueryDict) -> str:
    """Where the person leans; "" where they did not say. Raises AnswerRefused for what is not offered."""
    lean = sent.get("lean", "")
    offered = {one.option.id for one in comparison(visit.aid, visit.carried.answers).options}
    if lean and lean not in {*offered, NOT_YET}:
        raise AnswerRefused("lean", "unknown-choice")
    return lean


def _placed(visit: Visit, one: Placed) -> dict[str, Any]:
    def reasons(direction: str) -> list[dict[str, str]]:
        return [
            {"matters": visit.say(each.value.said), "weight": each.weight, "words": visit.say(each.words)}
            for each in one.reasons
            if each.direction == direction
        ]

    return {
        "name": visit.say(one.option.name),
        "strand": STRAND.get(one.option.arm, ""),
        "tied": one.tied,
        "up": reasons("for"),
        "down": reasons("against"),
    }
