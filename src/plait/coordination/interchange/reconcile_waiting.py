"""Which imported lines still wait for somebody here to go through them, by kind: counted on the chart, listed apart.

An order waits while it is unconfirmed; a statement, allergy or problem while nobody decided about its last version; an
answer about harm while it was old already when it came in and nobody said what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.assessment.risk_answer import is_fresh
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import OrderState, state, upcoming
from plait.clinical.moment import Instant
from plait.coordination.situation import Known
from plait.records.assessment import imported as imported_responses
from plait.records.medication import imported
from plait.records.problems.queries import Allergies

OTHERS, ORDERS = "interchange.reconcile", "interchange.reconcile-medicines"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The threads that wait. ``contradicts``: that no allergy is known stands beside one, and one of them waits."""

    orders: frozenset[UUID] = frozenset()
    statements: frozenset[UUID] = frozenset()
    allergies: frozenset[UUID] = frozenset()
    conditions: frozenset[UUID] = frozenset()
    answers: frozenset[UUID] = frozenset()
    contradicts: bool = False

    @property
    def medicines(self) -> int:
        """How many medicines wait: only a prescriber decides about them."""
        return len(self.orders) + len(self.statements)

    @property
    def others(self) -> int:
        """How many other lines wait."""
        return len(self.allergies) + len(self.conditions) + len(self.answers)

    @property
    def count(self) -> int:
        """How many lines wait in all."""
        return self.medicines + self.others


@dataclass(frozen=True, slots=True)
class Lines:
    """What is read to tell what waits of a person."""

    patient_id: UUID
    orders: tuple[tuple[OrderRevision, ...], ...]
    allergies: Allergies
    responses: tuple[Response, ...]


def waiting(known: Known, *, at: Instant, zone: str) -> Waiting:
    """What waits of a person, of whom everything is known."""
    return waiting_among(
        Lines(known.patient.patient_id, known.orders, known.allergies, known.responses), at=at, zone=zone
    )


def waiting_among(known: Lines, *, at: Instant, zone: str) -> Waiting:
    """What waits of a person."""
    found = imported.undecided(known.patient_id)
    return Waiting(
        orders=frozenset(lines[0].order_id for lines in known.orders if order_waits(lines, at)),
        statements=found.statements,
        allergies=found.allergies,
        conditions=found.conditions,
        answers=frozenset(_answers(known, found, zone)),
        contradicts=bool(found.allergies) and known.allergies.none_known and bool(known.allergies.known),
    )


def shown_order(lines: tuple[OrderRevision, ...], at: Instant) -> OrderState | None:
    """An order now, or as it will begin."""
    return state(lines, at=at) or next(iter(upcoming(lines, at=at)), None)


def order_waits(lines: tuple[OrderRevision, ...], at: Instant) -> bool:
    """Whether nobody here has said yet if it is taken."""
    order = shown_order(lines, at)
    return order is not None and not order.confirmed and order.status != "stopped"


def old_answer(response: Response, zone: str) -> bool:
    """Whether it speaks of harm, came from elsewhere, and was old already when it came."""
    received_at = response.received_at
    if not response.risk or received_at is None:
        return False
    return not is_fresh(response.taken_at, response.taken_on, received_at=received_at, zone=zone)


def _answers(known: Lines, found: imported.Undecided, zone: str) -> set[UUID]:
    old = {response.response_id for response in known.responses if old_answer(response, zone)}
    if not old:
        return set()
    came = imported_responses.responses(known.patient_id)
    return {thread for thread in old if thread in came and not found.decided_since(came[thread])}
