"""The options in the order in which they fit what matters to a person, with every reason printed.

No hidden weights: the rule is one sentence. First, for each option, how many things that matter a lot it fits, less
those it goes against; between equals the same with what matters a little; between equals still, the aid's own order.
"I don't know" and "does not matter" move nothing. The result is always all options, never fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plait.clinical.intake.aid import Aid, Answers, Direction, Option, Value, Words
from plait.clinical.intake.shown import Shown, ShownOption

COUNTED = ("a-lot", "a-little")
STEP: Mapping[Direction, int] = {"for": 1, "against": -1, "neither": 0}


@dataclass(frozen=True, slots=True)
class Moved:
    """One reason why an option stands where it does: what matters, how much, in which direction, in words."""

    value: Value
    weight: str  # "a-lot" or "a-little"
    direction: Direction  # "for" moves up, "against" moves down
    words: Words


@dataclass(frozen=True, slots=True)
class Placed:
    """An option in its place. No reason: it stands where the aid itself has it. ``tied``: equal to the one before."""

    option: Option
    reasons: tuple[Moved, ...]
    tied: bool = False


def ordered(aid: Aid, shown: Shown, values: Mapping[str, str]) -> tuple[Placed, ...]:
    """All options shown, those first that fit what matters most; ``values``: value id -> weight."""
    reasons = {one.option.id: _reasons(aid, one, values) for one in shown.options}
    inward = sorted(shown.options, key=lambda one: _key(reasons[one.option.id]))
    placed: list[Placed] = []
    for one in inward:
        moved = reasons[one.option.id]
        tied = bool(placed) and _key(placed[-1].reasons) == _key(moved)
        placed.append(Placed(one.option, moved, tied))
    return tuple(placed)


def values_of(aid: Aid, answers: Answers) -> dict[str, str]:
    """Value id -> weight, as answered on the page about what matters; the last answer to a value counts."""
    known = {value.id for value in aid.values}
    page = next((one.id for one in aid.pages if one.kind == "values"), "")
    pairs = (code.partition(":") for code in answers.get(page, ()))
    return {value: weight for value, _colon, weight in pairs if value in known}


def _reasons(aid: Aid, shown: ShownOption, values: Mapping[str, str]) -> tuple[Moved, ...]:
    found = []
    for weight in COUNTED:
        for value in aid.values:
            fit = shown.option.fits[value.id]
            if values.get(value.id) == weight and fit.direction != "neither":
                found.append(Moved(value, weight, fit.direction, fit.why))
    return tuple(found)


def _key(reasons: tuple[Moved, ...]) -> tuple[int, ...]:
    return tuple(-sum(STEP[one.direction] for one in reasons if one.weight == weight) for weight in COUNTED)
