"""One order as it is opened to take a step in it: how it stands, what is planned, what a day comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.medication.daily_total import DailyTotal, daily_totals
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import OrderState, state, upcoming
from plait.clinical.moment import Instant, LocalDate
from plait.coordination import situation
from plait.coordination.door import Visit
from plait.coordination.people.chart_header import Header, header
from plait.coordination.situation import Known
from plait.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class Order:
    """One order. ``now`` is None where it has not begun or was entered in error."""

    header: Header
    order_id: UUID
    now: OrderState | None
    coming: tuple[OrderState, ...]
    totals: tuple[DailyTotal, ...]
    lines: tuple[OrderRevision, ...]
    replaced_by_start: tuple[OrderState, ...]  # orders that ended because this one started: they stay stopped

    @property
    def shown(self) -> OrderState | None:
        """The order now, or as it will begin."""
        return self.now or next(iter(self.coming), None)

    def from_day(self, day: date, zone: str, *, at: Instant) -> Instant:
        """When a step "from this day on" takes effect: now if it is today, else after all that holds on that day.

        A step for the day of the start follows the start; one for the day of another change follows that change.
        """
        if day == at.day(zone):
            return at
        whole = LocalDate(day, zone)
        counting = [line.effective_at for line in self.lines if line.entered_in_error_at is None]
        return max([whole.start(), *(moment for moment in counting if whole.start() <= moment < whole.end())])


def order_of(known: Known, order_id: UUID, visit: Visit, *, actor: Actor, at: Instant) -> Order:
    """The order from what is known."""
    lines = known.order(order_id)
    codes = {i.rxcui for line in lines for i in line.medicine.ingredients}
    totals = daily_totals(situation.active_orders(known, at))
    return Order(
        header=header(known, visit, actor=actor, at=at),
        order_id=order_id,
        now=state(lines, at=at),
        coming=upcoming(lines, at=at),
        totals=tuple(total for total in totals if total.ingredient.rxcui in codes),
        lines=lines,
        replaced_by_start=tuple(_replaced(known, lines)),
    )


def _replaced(known: Known, lines: tuple[OrderRevision, ...]) -> Iterator[OrderState]:
    """Orders with a stop, for being replaced, that was recorded together with the start of this one."""
    for other in known.orders:
        for line in other:
            if line.reason_code == "replaced" and lines and line.recorded_at == lines[0].recorded_at:
                stopped = state(other, at=line.effective_at)
                if stopped is not None:
                    yield stopped
