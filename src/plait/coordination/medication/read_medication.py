"""A clinician reads everything a person takes and took: orders with every line, statements, dispenses."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.medication.daily_total import daily_totals
from plait.clinical.medication.regimen import regimens
from plait.clinical.moment import Instant
from plait.coordination import door, policy, situation
from plait.coordination.medication.history import Medicines, order_histories
from plait.coordination.people.chart_header import header
from plait.foundation.actor import Actor
from plait.records.medication import queries


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Medicines:
    """The medication page of a person."""
    with door.read("medication.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        active = situation.active_orders(known, at)
        return Medicines(
            header=header(known, visit, actor=actor, at=at),
            regimens=regimens(order for order in active if order.confirmed),
            totals=daily_totals(active),
            orders=order_histories(known.orders, at),
            errors=queries.error_marks(patient_id),
            statements=known.statements,
            dispenses=queries.dispenses(patient_id),
            may_order=policy.permits("medication.order", actor, visit.relation),
        )
