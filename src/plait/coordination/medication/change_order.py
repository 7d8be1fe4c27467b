"""A prescriber changes an order: dose or timing changed, held, resumed, stopped; or an imported one confirmed.

Each is another line of the order, true from ``effective_at`` (past, now or future). Nothing is overwritten. The walk
"a prescriber changes a dose" in ARCHITECTURE.md starts here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from plait.clinical.medication.dose_change import Terms, check_change, check_hold, check_resume, check_stop
from plait.clinical.medication.order import Action
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.consequences import interchange
from plait.coordination.consequences import medication as consequences
from plait.coordination.consequences.medication import Preview, Shown, Step
from plait.coordination.medication import reasons
from plait.coordination.medication.order_page import Order, order_of
from plait.coordination.people.chart_header import header
from plait.coordination.situation import Known
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.medication import actions, queries

CHECKS = {"hold": check_hold, "resume": check_resume, "stop": check_stop}


@dataclass(frozen=True, slots=True)
class Command:
    """The next line of an order. ``terms`` stands for a change only; the medicine stays the same."""

    order_id: UUID
    action: Action  # change | hold | resume | stop
    effective_at: Instant
    reason_code: str
    reason_text: str = ""
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The order with its new line."""

    order_id: UUID
    patient_id: UUID
    revision_id: UUID


def preview(command: Command, *, actor: Actor, at: Instant) -> Preview:
    """What the step would do."""
    with door.read("medication.order", actor=actor, at=at, patient=_whose(command.order_id)) as visit:
        known = situation.gather(visit.patient)
        head = header(known, visit, actor=actor, at=at)
        return replace(_consider(known, command, actor=actor, at=at), header=head)


def consider(
    order_id: UUID, ask: Callable[[Order], Command | None], *, actor: Actor, at: Instant
) -> tuple[Order, Preview | None]:
    """Open an order and, where the step asked about is complete, see what it would do: one look at the chart."""
    with door.read("medication.order", actor=actor, at=at, patient=_whose(order_id)) as visit:
        known = situation.gather(visit.patient)
        order = order_of(known, order_id, visit, actor=actor, at=at)
        command = ask(order)
        return order, _consider(known, command, actor=actor, at=at) if command else None


def commit(command: Command, *, actor: Actor, at: Instant, shown: Shown, once: Once) -> Changed | Refused:
    """Take the step, if the situation is still the one that was shown."""
    with door.write("medication.order", actor=actor, at=at, patient=_whose(command.order_id), once=once) as visit:
        patient = visit.patient
        if visit.replayed is not None:
            return Changed(command.order_id, patient, UUID(visit.replayed["revision"]))
        known = situation.gather(patient)
        preview = _consider(known, command, actor=actor, at=at)
        against = (*preview.refused, *reasons.missing(command.reason_code, command.reason_text))
        refused = consequences.changed_since(known, preview, shown) or next(iter(against), None)
        if refused is not None:
            return visit.refuse(refused)
        terms = command.terms
        columns = (
            {**consequences.terms_columns(terms), "dose_text": "", "confirmed": True}
            if terms
            else consequences.standing_columns(known, command.order_id, command.effective_at)
        )
        revision = actions.append_line(
            visit.stamp,
            order_id=command.order_id,
            action=command.action,
            effective_at=command.effective_at,
            reason_code=command.reason_code,
            reason_text=command.reason_text,
            prescriber_id=actor.practitioner_id,
            prescriber_name=actor.name,
            release=preview.release,
            **columns,
        )
        if not known.order(command.order_id)[0].confirmed:  # it came from elsewhere: was it the last that waited?
            interchange.close_what_is_decided(visit, patient)
        visit.detail = f"{command.action} {known.order(command.order_id)[0].medicine.name}"
        door.keep_outcome(visit, once, {"revision": str(revision)})
        return Changed(command.order_id, patient, revision)


def _whose(order_id: UUID) -> Callable[[], UUID | None]:
    return partial(queries.patient_of_order, order_id)


def _consider(known: Known, command: Command, *, actor: Actor, at: Instant) -> Preview:
    if command.action == "change":
        if command.terms is None:
            raise ValueError("a change says what is to be taken")
        refused = check_change(
            known.lines,
            command.order_id,
            command.terms,
            effective_at=command.effective_at,
            at=at,
            born=known.patient.birth_date,
        )
    else:
        refused = CHECKS[command.action](
            known.lines, command.order_id, effective_at=command.effective_at, at=at, born=known.patient.birth_date
        )
    step = Step(command.action, command.order_id, command.effective_at, command.terms)
    return consequences.plan(known, step, actor=actor, at=at, refused=refused)
