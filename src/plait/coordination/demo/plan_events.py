"""Safety plans in a story: made or changed, and reviewed. A line is words, or "words | number"."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from plait.clinical.safety.safety_plan import PARTS, Line, SafetyPlan, plan
from plait.coordination.demo.event import Event
from plait.coordination.demo.medication_events import once
from plait.coordination.demo.story import read
from plait.coordination.safety import review_plan, revise_plan
from plait.foundation.facts import Stamp
from plait.records.safety import plan_queries

if TYPE_CHECKING:
    from plait.coordination.demo.scribe import Scribe
    from plait.coordination.demo.telling import Teller

POOLS = "safety_plans.toml"
DO, REVIEW = "safety-plan", "review-plan"
MINUTES_AFTER = 20


def planned(event: Event) -> SafetyPlan:
    """The plan that an event tells."""
    return plan({part: [_line(text) for text in event.get(part, ())] for part in PARTS})


def _line(text: str) -> Line:
    words, _bar, phone = text.partition("|")
    return Line(words.strip(), phone.strip())


def safety_plan(teller: Teller, event: Event) -> object:
    """Somebody writes the plan with the person."""
    seen = plan_queries.current(teller.patient)
    command = revise_plan.Command(
        teller.patient,
        planned(event),
        seen.row_id if seen else None,
        together=event.get("together", True),
        note=event.get("note", ""),
    )
    return revise_plan.commit(command, actor=teller.who(event), at=teller.when(event), once=once())


def review(teller: Teller, event: Event) -> object:
    """Somebody goes through it with the person, and it still holds."""
    seen = plan_queries.current(teller.patient)
    command = review_plan.Review(
        teller.patient, seen.row_id if seen else None, together=event.get("together", True), note=event.get("note", "")
    )
    return review_plan.commit(command, actor=teller.who(event), at=teller.when(event), once=once())


def written(scribe: Scribe, event: Event) -> None:
    """The same as a row: the first plan of a person; what follows on one is told by hand alone."""
    stamp = Stamp(scribe.who(event), scribe.when(event))
    parts = {name: json.dumps(lines) for name, lines in planned(event).stored().items()}
    told = {"what": "made", "together": event.get("together", True), "note": event.get("note", "")}
    scribe.begin("safety_plans", stamp, {"effective_at": stamp.at.utc, **parts, **told})
    scribe.audited(stamp, "safety.revise-plan", "made")


def drawn(draw: Random) -> dict[str, list[str]]:
    """A believable plan: a few lines for each part, as somebody would have written them."""
    return {part: draw.sample(choices, min(len(choices), draw.randint(1, 3))) for part, choices in read(POOLS).items()}


EVENTS: dict[str, Callable[[Any, Event], object]] = {DO: safety_plan, REVIEW: review}
WRITTEN: dict[str, Callable[[Any, Event], None]] = {DO: written}
