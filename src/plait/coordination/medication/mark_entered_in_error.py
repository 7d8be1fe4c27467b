"""A line of an order never was true: it is marked as an error by another line, and stays readable.

With its first line the whole order goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.medication.dose_change import check_entered_in_error
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.consequences import interchange
from plait.coordination.consequences import medication as consequences
from plait.coordination.consequences.medication import Preview, Shown, Step
from plait.coordination.medication.order_page import Order, order_of
from plait.coordination.situation import Known
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.medication import actions, queries

NO_WORDS = Refused("no-words", _("Say how this entry came about."), "reason_text")


@dataclass(frozen=True, slots=True)
class Command:
    """Which line of which order, and how it came about."""

    order_id: UUID
    revision_id: UUID
    reason_text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The order whose line was marked."""

    order_id: UUID
    patient_id: UUID


def preview(command: Command, *, actor: Actor, at: Instant) -> Preview:
    """What the order would be without the line."""
    return consider(command, actor=actor, at=at)[1]


def consider(command: Command, *, actor: Actor, at: Instant) -> tuple[Order, Preview]:
    """The order with the line, and what it would be without: one look at the chart."""
    with door.read("medication.order", actor=actor, at=at, patient=_whose(command)) as visit:
        known = situation.gather(visit.patient)
        order = order_of(known, command.order_id, visit, actor=actor, at=at)
        return order, replace(_consider(known, command, actor=actor, at=at), header=order.header)


def commit(command: Command, *, actor: Actor, at: Instant, shown: Shown, once: Once) -> Marked | Refused:
    """Mark the line, if the situation is still the one that was shown."""
    with door.write("medication.order", actor=actor, at=at, patient=_whose(command), once=once) as visit:
        patient = visit.patient
        if visit.replayed is not None:
            return Marked(command.order_id, patient)
        known = situation.gather(patient)
        preview = _consider(known, command, actor=actor, at=at)
        against = preview.refused if command.reason_text.strip() else (*preview.refused, NO_WORDS)
        refused = consequences.changed_since(known, preview, shown) or next(iter(against), None)
        if refused is not None:
            return visit.refuse(refused)
        actions.mark_entered_in_error(
            visit.stamp, order_id=command.order_id, revision_id=command.revision_id, reason_text=command.reason_text
        )
        if not known.order(command.order_id)[0].confirmed:
            interchange.close_what_is_decided(visit, patient)
        visit.detail = f"entered in error {known.order(command.order_id)[0].medicine.name}"
        door.keep_outcome(visit, once, {"order": str(command.order_id)})
        return Marked(command.order_id, patient)


def _whose(command: Command) -> Callable[[], UUID | None]:
    return partial(queries.patient_of_order, command.order_id)


def _consider(known: Known, command: Command, *, actor: Actor, at: Instant) -> Preview:
    own = known.order(command.order_id)
    lines = known.lines if any(line.revision_id == command.revision_id for line in own) else ()
    refused = check_entered_in_error(lines, command.revision_id, at=at)
    step = Step("change", command.order_id, at, error=command.revision_id)
    return consequences.plan(known, step, actor=actor, at=at, refused=refused)
