"""What follows from a step in an order: what could harm, what a day comes to, and what the preview promises.

Used by every medication decision, so that preview and commit run the same checks and carry the same seal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from plait.clinical.finding import Answer
from plait.clinical.medication.daily_total import DailyTotal, daily_totals
from plait.clinical.medication.dose_change import SameIngredient, Terms
from plait.clinical.medication.order import Action, OrderRevision
from plait.clinical.medication.regimen import OrderState, by_order, current_orders, state, upcoming
from plait.clinical.medication.words import dose_in_words
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.check import check
from plait.clinical.situation import seal
from plait.coordination import situation
from plait.coordination.situation import Known
from plait.foundation.actor import Actor
from plait.foundation.ids import new_id
from plait.knowledge.loader import release


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do, as shown to the prescriber before it is done.

    ``seal`` is the fingerprint of the situation shown; the commit refuses when it is another by then.
    ``later`` lists lines of the order that take effect after this step and stay.
    """

    patient_id: UUID
    called: str
    before: OrderState | None
    after: OrderState | None
    totals_before: tuple[DailyTotal, ...]
    totals_after: tuple[DailyTotal, ...]
    answer: Answer
    refused: tuple[Refused, ...]
    question: SameIngredient | None
    later: tuple[OrderState, ...]
    effective_at: Instant
    seal: str
    release: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody is about to take: a new line, or (``error``) a line that never was true."""

    action: Action
    order_id: UUID
    effective_at: Instant
    terms: Terms | None = None  # start and change
    replacing: frozenset[UUID] = frozenset()
    error: UUID | None = None


def imagined(known: Known, step: Step, *, actor: Actor, at: Instant) -> tuple[OrderRevision, ...]:
    """All lines of the person's orders as they would stand after the step."""
    lines = known.lines
    if step.error is not None:
        return tuple(
            replace(line, entered_in_error_at=at) if line.revision_id == step.error else line for line in lines
        )
    added = [_line(known, step.order_id, step, action=step.action, actor=actor, at=at)]
    added += [_line(known, other, step, action="stop", actor=actor, at=at) for other in sorted(step.replacing)]
    return (*lines, *(line for line in added if line is not None))


def _line(
    known: Known, order_id: UUID, step: Step, *, action: Action, actor: Actor, at: Instant
) -> OrderRevision | None:
    history = known.order(order_id)
    standing = state(history, at=step.effective_at)
    terms = step.terms if order_id == step.order_id else None
    if terms is None:
        terms = Terms.of(standing.terms) if standing else Terms.of(history[-1]) if history else None
    if terms is None:
        return None
    return OrderRevision(
        order_id=order_id,
        revision_id=new_id(),
        sequence=len(history) + 1,
        action=action,
        effective_at=step.effective_at,
        recorded_at=at,
        medicine=terms.medicine,
        dose=terms.dose,
        timing=terms.timing,
        route=terms.route,
        indication=terms.indication,
        target_symptom=terms.target_symptom,
        prescriber=actor.name,
    )


def plan(
    known: Known,
    step: Step,
    *,
    actor: Actor,
    at: Instant,
    refused: tuple[Refused, ...] = (),
    question: SameIngredient | None = None,
) -> Preview:
    """What the step would do, at the moment when it takes effect."""
    moment = step.effective_at if step.error is None else at
    lines = imagined(known, step, actor=actor, at=at)
    after = state([line for line in lines if line.order_id == step.order_id], at=moment)
    told = release()
    before_orders, after_orders = current_orders(known.lines, at=moment), current_orders(lines, at=moment)
    codes = {
        i.rxcui
        for order in (after, state(known.order(step.order_id), at=moment))
        if order
        for i in order.medicine.ingredients
    }
    return Preview(
        patient_id=known.patient.patient_id,
        called=known.patient.called,
        before=state(known.order(step.order_id), at=moment),
        after=after,
        totals_before=_of(daily_totals(before_orders), codes),
        totals_after=_of(daily_totals(after_orders), codes),
        answer=_answer(known, after, lines, step, moment),
        refused=refused,
        question=question,
        later=upcoming([line for line in lines if line.order_id == step.order_id], at=moment),
        effective_at=step.effective_at,
        seal=seal(situation.situation(known, as_of=at)),
        release=told.version,
    )


def _answer(
    known: Known, after: OrderState | None, lines: tuple[OrderRevision, ...], step: Step, moment: Instant
) -> Answer:
    """What could harm once the step has taken effect. A step that ends an order raises no alarm about it."""
    if step.action in {"stop", "hold"} or step.error is not None or after is None or after.status == "stopped":
        return Answer()
    history = by_order(lines)[step.order_id]
    proposed = situation.as_medication(after, history, "proposed")
    return check(
        situation.situation(known, as_of=moment, proposed=(proposed,), leaving_out=step.replacing | {step.order_id}),
        release(),
    )


def _of(totals: Iterable[DailyTotal], codes: set[str]) -> tuple[DailyTotal, ...]:
    return tuple(total for total in totals if total.ingredient.rxcui in codes)


def standing_terms(known: Known, order_id: UUID, at: Instant) -> dict[str, Any]:
    """Dose and timing that an order has at a moment: what a line that changes neither repeats."""
    history = known.order(order_id)
    standing = state(history, at=at)
    terms = standing.terms if standing else history[0]
    return {"dose": terms.dose, "timing": terms.timing}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the prescriber saw before deciding: the seal of the situation, and when it was shown."""

    seal: str
    at: Instant


def changed_since(known: Known, preview: Preview, shown: Shown) -> Refused | None:
    """The refusal where the situation is no longer the one that was shown, with the order lines added since."""
    if shown.seal == preview.seal:
        return None
    news = [
        f"{line.prescriber}: {line.medicine.name}, {line.action}, {dose_in_words(line.dose, line.timing)}"
        for line in known.recorded_since(shown.at)
    ]
    return Refused("changed", "; ".join(news))
