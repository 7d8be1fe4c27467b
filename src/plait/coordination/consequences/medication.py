"""What follows from a step in an order: what could harm, what a day comes to, and what the preview promises.

Used by every medication decision, so that preview and commit run the same checks and carry the same seal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.finding import Answer, Finding
from plait.clinical.fingerprint import fingerprint
from plait.clinical.medication.daily_total import DailyTotal, daily_totals
from plait.clinical.medication.dose_change import SameIngredient, Terms
from plait.clinical.medication.order import Action, OrderRevision
from plait.clinical.medication.regimen import OrderState, by_order, current_orders, state, upcoming
from plait.clinical.medication.words import dose_in_words
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.check import check
from plait.clinical.situation import Medication, seal
from plait.coordination import situation
from plait.coordination.people.chart_header import Header
from plait.coordination.situation import Known
from plait.foundation.actor import Actor
from plait.foundation.ids import new_id
from plait.knowledge.loader import release

HALF = 32  # hex digits: 128 bits of each fingerprint


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do, as shown to the prescriber before it is done.

    ``seal`` stands for the situation shown and for the step asked about; the commit refuses when either is another by
    then. ``later`` lists lines of the order that take effect after this step and stay. ``standing`` are the findings of
    ``answer`` that are true without the step too. ``ending`` are the orders that the step replaces.
    """

    patient_id: UUID
    called: str
    now: OrderState | None  # the order as it stands today
    before: OrderState | None  # ... and just before the step takes effect
    after: OrderState | None
    totals_before: tuple[DailyTotal, ...]
    totals_after: tuple[DailyTotal, ...]
    totals_if_replaced: tuple[DailyTotal, ...]  # where a question is asked: what a day comes to after "replace"
    answer: Answer
    standing: frozenset[Finding]
    refused: tuple[Refused, ...]
    question: SameIngredient | None
    ending: tuple[OrderState, ...]
    later: tuple[OrderState, ...]
    effective_at: Instant
    seal: str
    release: str
    header: Header | None = None  # the head of the chart, for the page around the preview


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


def end_of_replaced(known: Known, order_id: UUID, effective_at: Instant) -> Instant:
    """When a replaced order ends: as the new one starts, or at its own start where that is still to come."""
    return max(effective_at, known.order(order_id)[0].effective_at)


def _line(
    known: Known, order_id: UUID, step: Step, *, action: Action, actor: Actor, at: Instant
) -> OrderRevision | None:
    history = known.order(order_id)
    own = order_id == step.order_id
    moment = step.effective_at if own else end_of_replaced(known, order_id, step.effective_at)
    standing = state(history, at=moment)
    terms = step.terms if own else None
    if terms is None:
        terms = Terms.of(standing.terms) if standing else Terms.of(history[-1]) if history else None
    if terms is None:
        return None
    return OrderRevision(
        order_id=order_id,
        revision_id=new_id(),
        sequence=len(history) + 1,
        action=action,
        effective_at=moment,
        recorded_at=at,
        medicine=terms.medicine,
        dose=terms.dose,
        timing=terms.timing,
        route=terms.route,
        indication=terms.indication,
        target_symptom=terms.target_symptom,
        prescriber=actor.name,
        confirmed=standing is None or standing.confirmed or (own and step.terms is not None),
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
    own = known.order(step.order_id)
    before = state(own, at=moment)
    after = state([line for line in lines if line.order_id == step.order_id], at=moment)
    codes = {i.rxcui for order in (after, before) if order for i in order.medicine.ingredients}
    answer, standing = _answer(known, after, lines, step, moment)
    return Preview(
        patient_id=known.patient.patient_id,
        called=known.patient.called,
        now=state(own, at=at),
        before=before,
        after=after,
        totals_before=_totals(known.lines, moment, codes),
        totals_after=_totals(lines, moment, codes),
        totals_if_replaced=_if_replaced(known, step, question, codes, actor=actor, at=at),
        answer=answer,
        standing=standing,
        refused=refused,
        question=question,
        ending=tuple(order for order in question.existing if order.order_id in step.replacing) if question else (),
        later=upcoming([line for line in lines if line.order_id == step.order_id], at=moment),
        effective_at=step.effective_at,
        seal=sealed(known, step, at),
        release=release().version,
    )


def _totals(lines: Iterable[OrderRevision], moment: Instant, codes: set[str]) -> tuple[DailyTotal, ...]:
    return tuple(t for t in daily_totals(current_orders(lines, at=moment)) if t.ingredient.rxcui in codes)


def _if_replaced(
    known: Known, step: Step, question: SameIngredient | None, codes: set[str], *, actor: Actor, at: Instant
) -> tuple[DailyTotal, ...]:
    if question is None:
        return ()
    replacing = replace(step, replacing=frozenset(order.order_id for order in question.existing))
    return _totals(imagined(known, replacing, actor=actor, at=at), step.effective_at, codes)


def _answer(
    known: Known, after: OrderState | None, lines: tuple[OrderRevision, ...], step: Step, moment: Instant
) -> tuple[Answer, frozenset[Finding]]:
    """What could harm once the step has taken effect, and which of it is true without the step too.

    A step that ends an order raises no alarm about it.
    """
    if step.action in {"stop", "hold"} or step.error is not None or after is None or after.status == "stopped":
        return Answer(), frozenset()
    proposed = situation.as_medication(after, by_order(lines)[step.order_id], "proposed")
    answer = _checked(known, moment, (proposed,), step.replacing | {step.order_id})
    return answer, frozenset(answer.findings) & frozenset(_checked(known, moment, (), frozenset()).findings)


def _checked(known: Known, moment: Instant, proposed: tuple[Medication, ...], leaving_out: frozenset[UUID]) -> Answer:
    seen = situation.situation(known, as_of=moment, proposed=proposed, leaving_out=leaving_out)
    return check(seen, release(), gettext=gettext)


def standing_columns(known: Known, order_id: UUID, at: Instant) -> dict[str, Any]:
    """Everything that an order says at a moment: what a line that changes none of it repeats."""
    history = known.order(order_id)
    standing = state(history, at=at)
    terms = standing.terms if standing else history[0]
    return {
        **terms_columns(Terms.of(terms)),
        "dose_text": terms.dose_text,
        "confirmed": standing.confirmed if standing else history[0].confirmed,
    }


def terms_columns(terms: Terms) -> dict[str, Any]:
    """What is to be taken, as the records write it."""
    return {
        "medicine": terms.medicine,
        "dose": terms.dose,
        "timing": terms.timing,
        "route": terms.route,
        "indication": terms.indication,
        "target_symptom": terms.target_symptom,
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """What the prescriber saw before deciding: the seal of the preview, and when it was shown."""

    seal: str
    at: Instant


def sealed(known: Known, step: Step, at: Instant) -> str:
    """The fingerprint of what is known, then that of what was asked. "Now" is the same moment a minute later."""
    asked = {
        "action": step.action,
        "order": step.order_id,
        "when": "now" if step.effective_at == at else step.effective_at,
        "terms": step.terms,
        "replacing": step.replacing,
        "error": step.error,
    }
    return seal(situation.situation(known, as_of=at))[:HALF] + fingerprint(asked)[:HALF]


def changed_since(known: Known, preview: Preview, shown: Shown) -> Refused | None:
    """The refusal where it is no longer what was shown: the situation (with what was added since), or the step."""
    if shown.seal == preview.seal:
        return None
    if not shown.seal:
        return Refused("not-shown", gettext("Look at what will change, then confirm it."))
    if shown.seal[:HALF] == preview.seal[:HALF]:
        return Refused("not-shown", gettext("You changed something after the preview. Look at it again, then confirm."))
    news = [_news(line, shown.at) for line in known.changed_since(shown.at)]
    if not news:
        return Refused("changed", gettext("The chart changed since you looked. Look again, then confirm."))
    return Refused(
        "changed",
        gettext("This changed since you looked: %(news)s. Look again, then confirm.") % {"news": "; ".join(news)},
    )


def _news(line: OrderRevision, since: Instant) -> str:
    """What somebody did to an order, in words: "Dr. L. Haddad changed sertraline to 150 mg every morning"."""
    if line.recorded_at <= since:
        pattern = gettext("an entry about %(medicine)s (%(dose)s) was marked as an error")
    else:
        pattern = {
            "start": gettext("%(who)s started %(medicine)s %(dose)s"),
            "change": gettext("%(who)s changed %(medicine)s to %(dose)s"),
            "hold": gettext("%(who)s held %(medicine)s"),
            "resume": gettext("%(who)s resumed %(medicine)s %(dose)s"),
            "stop": gettext("%(who)s stopped %(medicine)s"),
        }[line.action]
    dose = dose_in_words(line.dose, line.timing, gettext)
    who = line.prescriber or gettext("somebody")
    return str(pattern % {"who": who, "medicine": line.medicine.name, "dose": dose})
