"""A clinician reads everything a person takes and took: orders with every line, statements, dispenses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.medication.daily_total import DailyTotal, daily_totals
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import OrderState, Regimen, regimens, state, upcoming
from plait.clinical.moment import Instant
from plait.coordination import door, policy, situation
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.medication import queries
from plait.records.medication.queries import Dispense, ErrorMark, Statement


@dataclass(frozen=True, slots=True)
class OrderHistory:
    """One order: how it stands now (None: not yet, or in error), what is to come, and every line."""

    order_id: UUID
    now: OrderState | None
    coming: tuple[OrderState, ...]
    lines: tuple[OrderRevision, ...]

    @property
    def shown(self) -> OrderState | None:
        """The order now, or as it will begin; None where it was entered in error."""
        return self.now or next(iter(self.coming), None)

    @property
    def waits(self) -> bool:
        """Whether it was imported and nobody has said yet whether it is taken."""
        return self.now is not None and not self.now.confirmed and self.now.status != "stopped"


@dataclass(frozen=True, slots=True)
class Medicines:
    """The medication page. ``regimens`` and ``totals`` are of today; ``may_order``: whether this actor may order."""

    header: Header
    regimens: tuple[Regimen, ...]
    totals: tuple[DailyTotal, ...]
    orders: tuple[OrderHistory, ...]
    errors: Mapping[UUID, ErrorMark]
    statements: tuple[Statement, ...]
    dispenses: tuple[Dispense, ...]
    may_order: bool


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Medicines:
    """The medication page of a person."""
    with door.read("medication.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        active = situation.active_orders(known, at)
        return Medicines(
            header=header(known, visit.team, actor=actor, at=at),
            regimens=regimens(order for order in active if order.confirmed),
            totals=daily_totals(active),
            orders=tuple(
                OrderHistory(lines[0].order_id, state(lines, at=at), upcoming(lines, at=at), lines)
                for lines in known.orders
            ),
            errors=queries.error_marks(patient_id),
            statements=known.statements,
            dispenses=queries.dispenses(patient_id),
            may_order=policy.permits("medication.order", actor, "treats"),
        )
