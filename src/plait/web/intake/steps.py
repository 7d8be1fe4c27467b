"""The screens of the aid one after another: the pages that a person meets, and what is shown between them.

An address holds a number and no name ("/aid/7"), because some pages are only met after certain answers: their names in
an address, a browser's history or a log would tell what was said. Which page a number stands for hangs on the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plait.clinical.intake.decision_aid import Aid, Answers, Page, first_open, path

# score: what an instrument came to. options, numbers, rows, points: one comparison, a thought at a time. order: the
# options as they fit what matters, and where the person leans.
Screen = Literal["ask", "score", "options", "numbers", "rows", "points", "order", "sheet"]
COMPARED: tuple[Screen, ...] = ("options", "numbers", "rows", "points")
AFTER: Mapping[str, tuple[Screen, ...]] = {"instrument": ("score",), "values": ("order",)}


@dataclass(frozen=True, slots=True)
class Step:
    """One screen and the page of the aid it belongs to."""

    screen: Screen
    page: Page


def steps(aid: Aid, answers: Answers) -> tuple[Step, ...]:
    """All screens this person meets, as far as is known by now."""
    found: list[Step] = []
    for page in path(aid, answers):
        if page.kind == "comparison":
            found += [Step(screen, page) for screen in COMPARED]
        elif page.kind == "sheet":
            found.append(Step("sheet", page))
        else:
            found.append(Step("ask", page))
            if any(answers.get(page.id, ())):
                found += [Step(screen, page) for screen in AFTER.get(page.kind, ())]
    return tuple(found)


def furthest(aid: Aid, answers: Answers, every: tuple[Step, ...]) -> int:
    """The number of the last screen that may be opened: the first question without an answer, else the sheet."""
    stop = first_open(aid, answers)
    return next(
        (n for n, step in enumerate(every, 1) if step.page.id == stop.id and step.screen in {"ask", "sheet"}), 1
    )


def number_of(every: tuple[Step, ...], page_id: str, screen: Screen = "ask") -> int | None:
    """Which number a screen has now; None where it is not met."""
    return next((n for n, step in enumerate(every, 1) if step.page.id == page_id and step.screen == screen), None)


def about(every: tuple[Step, ...], number: int) -> dict[str, int]:
    """How far one is: this page of about so many, and how full the bar is (of 100)."""
    return {"number": number, "of": len(every), "full": 100 * number // len(every)}
