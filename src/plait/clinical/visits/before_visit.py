"""What is missing before a visit: only what the records can say today, each with its reason.

Nothing here says what is due clinically. The two numbers are conventions of a practice about asking, not about care:
an instrument is in use where it was filled in within half a year, and is asked again after four weeks
(docs/decisions/0019).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plait.clinical.medication.regimen import OrderState, state
from plait.clinical.moment import Instant
from plait.clinical.visits.appointment import THERAPY
from plait.clinical.visits.since import Known

IN_USE_DAYS = 182
ASKED_AGAIN_DAYS = 28

What = Literal["score", "to-reconcile", "dose", "allergies", "course", "outcome"]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not there. ``about``: instrument or medicines; ``since``: of when the last one is."""

    what: What
    about: str = ""
    count: int = 0
    since: Instant | None = None


def missing(
    known: Known, *, service: str, acting_role: str, at: Instant, left_open: tuple[Instant, ...] = ()
) -> tuple[Missing, ...]:
    """What is missing before a visit of this service to somebody in this role.

    ``left_open``: earlier visits with the same clinician of which nobody said how they ended.
    """
    orders = [order for order in (state(lines, at=at) for lines in known.orders) if order and order.status != "stopped"]
    found = [*_scores(known, at), *_orders(orders)]
    if acting_role == "prescriber" and not known.allergies:
        found.append(Missing("allergies"))
    if acting_role == "therapist" and service in THERAPY and all(course.ended_on for course in known.courses):
        found.append(Missing("course"))
    found += [Missing("outcome", since=moment) for moment in left_open]
    return tuple(found)


def _scores(known: Known, at: Instant) -> Iterator[Missing]:
    """Instruments in use that nobody filled in lately."""
    for instrument in sorted({response.instrument for response in known.responses}):
        last = max(r.taken_at for r in known.responses if r.instrument == instrument)
        if at.plus(days=-IN_USE_DAYS) <= last < at.plus(days=-ASKED_AGAIN_DAYS):
            yield Missing("score", instrument, since=last)


def _orders(orders: list[OrderState]) -> Iterator[Missing]:
    """Imported lines that nobody compared yet, and orders whose dose nobody stated."""
    waiting = [order for order in orders if not order.confirmed]
    if waiting:
        yield Missing("to-reconcile", count=len(waiting), since=min(order.since for order in waiting))
    names = sorted({order.medicine.name for order in orders if order.confirmed and order.dose is None})
    if names:
        yield Missing("dose", ", ".join(names))
