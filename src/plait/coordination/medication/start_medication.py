"""A prescriber starts a medicine: the first line of a new order (FHIR MedicationRequest).

Another order of the same ingredient is a question ("replace, or part of one regimen?"); only an exact duplicate is
refused. A high dose is a finding, never a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.medication.dose_change import (
    SameIngredient,
    SameIngredientAnswer,
    Terms,
    check_start,
    same_ingredient,
)
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.consequences import medication as consequences
from plait.coordination.consequences.medication import Preview, Shown, Step
from plait.coordination.medication import reasons
from plait.coordination.people.chart_header import Header, header
from plait.coordination.situation import Known
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.medication import actions

NEW = UUID(int=0)  # stands for the order that does not exist yet
ASK = Refused(
    "same-ingredient",
    _("This ingredient is ordered already: replace that order, or is this part of one regimen?"),
    "beside",
)


@dataclass(frozen=True, slots=True)
class Command:
    """What is to be started, and why."""

    patient_id: UUID
    terms: Terms
    effective_at: Instant
    reason_code: str
    reason_text: str = ""
    beside: SameIngredientAnswer | None = None  # the answer to the question about the same ingredient


@dataclass(frozen=True, slots=True)
class Started:
    """The new order, and the orders that it replaced."""

    order_id: UUID
    replaced: tuple[UUID, ...] = ()


def choose(patient_id: UUID, *, actor: Actor, at: Instant) -> Header:
    """The page on which a medicine is chosen: only for those who may order."""
    with door.read("medication.order", actor=actor, at=at, patient=patient_id) as visit:
        return header(situation.gather(patient_id), visit, actor=actor, at=at)


def preview(command: Command, *, actor: Actor, at: Instant) -> Preview:
    """What starting would do."""
    with door.read("medication.order", actor=actor, at=at, patient=command.patient_id) as visit:
        known = situation.gather(command.patient_id)
        head = header(known, visit, actor=actor, at=at)
        return replace(_consider(known, command, actor=actor, at=at), header=head)


def commit(command: Command, *, actor: Actor, at: Instant, shown: Shown, once: Once) -> Started | Refused:
    """Start it, if the situation is still the one that was shown."""
    with door.write("medication.order", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Started(UUID(visit.replayed["order"]), tuple(map(UUID, visit.replayed["replaced"])))
        known = situation.gather(command.patient_id)
        preview = _consider(known, command, actor=actor, at=at)
        against = (*preview.refused, *reasons.missing(command.reason_code, command.reason_text))
        refused = consequences.changed_since(known, preview, shown) or next(iter(against), None)
        if refused is not None:
            return visit.refuse(refused)
        replaced = sorted(_replacing(preview.question, command))
        for order_id in replaced:
            end = consequences.end_of_replaced(known, order_id, command.effective_at)
            actions.append_line(
                visit.stamp,
                order_id=order_id,
                action="stop",
                effective_at=end,
                reason_code="replaced",
                reason_text=command.reason_text,
                prescriber_id=actor.practitioner_id,
                prescriber_name=actor.name,
                release=preview.release,
                **consequences.standing_columns(known, order_id, end),
            )
        started = Started(_record(visit, command, preview.release), tuple(replaced))
        visit.detail = command.terms.medicine.name
        door.keep_outcome(visit, once, {"order": str(started.order_id), "replaced": [str(i) for i in replaced]})
        return started


def _consider(known: Known, command: Command, *, actor: Actor, at: Instant) -> Preview:
    question = same_ingredient(known.lines, command.terms, effective_at=command.effective_at)
    replacing = _replacing(question, command)
    refused = check_start(
        known.lines,
        command.terms,
        effective_at=command.effective_at,
        at=at,
        born=known.patient.birth_date,
        replacing=replacing,
    )
    if question is not None and command.beside is None and not refused:
        refused = (ASK,)
    step = Step("start", NEW, command.effective_at, command.terms, replacing)
    return consequences.plan(known, step, actor=actor, at=at, refused=refused, question=question)


def _replacing(question: SameIngredient | None, command: Command) -> frozenset[UUID]:
    if question is None or command.beside != "replace":
        return frozenset()
    return frozenset(order.order_id for order in question.existing)


def _record(visit: door.Visit, command: Command, release: str) -> UUID:
    actor, terms = visit.stamp.actor, command.terms
    return actions.start(
        visit.stamp,
        patient_id=command.patient_id,
        effective_at=command.effective_at,
        prescriber_id=actor.practitioner_id,
        prescriber_name=actor.name,
        **consequences.terms_columns(terms),
        reason_code=command.reason_code,
        reason_text=command.reason_text,
        beside=command.beside or "",
        release=release,
    )
