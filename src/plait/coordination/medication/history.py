"""Everything a person takes and took, as screens and paper show it: orders with every line, statements, dispenses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.medication.daily_total import DailyTotal
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import OrderState, Regimen, state, upcoming
from plait.clinical.moment import Instant
from plait.coordination.people.chart_header import Header
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


def order_histories(orders: Iterable[tuple[OrderRevision, ...]], at: Instant) -> tuple[OrderHistory, ...]:
    """Each order with how it stands at a moment; an order is given by all its lines."""
    return tuple(
        OrderHistory(lines[0].order_id, state(lines, at=at), upcoming(lines, at=at), lines) for lines in orders
    )
