"""The options as they fit what matters to the person, with every reason printed.

The order is the core's and has no hidden score. Nobody is told which option to take, and none is chosen beforehand.
"""

from __future__ import annotations

from typing import Any

from plait.clinical.intake.decision_aid import Placed, comparison, ordered, values_of
from plait.web.intake.compared import STRAND
from plait.web.intake.steps import Step
from plait.web.intake.within import Visit


def shown(visit: Visit, step: Step) -> tuple[str, dict[str, Any]]:  # noqa: ARG001 - every screen is asked alike
    """The page after the one about what matters."""
    found = comparison(visit.aid, visit.carried.answers)
    placed = ordered(visit.aid, found, values_of(visit.aid, visit.carried.answers))
    told = [_placed(visit, one) for one in placed]
    return "intake/order.html", {"placed": told, "moved": any(one.reasons for one in placed)}


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
