"""Orders, statements and dispenses that came from another system. Orders wait; a new version adds lines.

A version that changes an order marks the later lines of the version before as errors and says again what holds, so
that the history shows both. What somebody here confirmed or changed is theirs and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from plait.clinical.medication.order import Action
from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp
from plait.foundation.received_facts import NothingKnown, first_row, is_ours, receive_rows, row_after, save_rows
from plait.records.medication.models import MedicationDispense, MedicationRequest, MedicationStatement
from plait.records.medication.queries import MARK_ERROR
from plait.records.people.one_person import of_person

NEW_VERSION = "The sender sent a new version."


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a received order after its start: held or stopped, when and why."""

    action: Action
    effective_at: Instant
    reason_text: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A received order: its terms (columns of MedicationRequest), its start and what followed.

    ``never_true`` says why it never was an order of this person, "" where it was.
    """

    origin_key: str
    terms: Mapping[str, Any]
    start: Step
    steps: tuple[Step, ...] = field(default=())
    never_true: str = ""


def receive_orders(
    stamp: Stamp, patient_id: UUID, orders: Sequence[Order], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep orders as received; returns the origin keys of those that were worked on here and are left alone."""
    keys = [] if isinstance(taken_in_at, NothingKnown) else [order.origin_key for order in orders]
    known = _threads(patient_id, keys)
    left_alone: set[str] = set()
    rows: list[MedicationRequest] = []
    for order in orders:
        lines = known.get(order.origin_key)
        if lines is None:
            rows += _new_thread(stamp, patient_id, order)
        elif is_ours(lines[-1], taken_in_at.get(order.origin_key)) or any(line.confirmed for line in lines):
            left_alone.add(order.origin_key)
        else:
            rows += _next_version(stamp, lines, order)
    save_rows(MedicationRequest, rows)
    return frozenset(left_alone)


def receive_dispenses(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep what a pharmacy handed out; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(MedicationDispense, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def receive_statements(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep what the person is said to take; returns the origin keys of what was revised here and is left alone."""
    return receive_rows(MedicationStatement, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def _threads(patient_id: UUID, keys: Sequence[str]) -> dict[str, list[MedicationRequest]]:
    """The lines of each order that came from these resources. One that never was true is not revived."""
    if not keys:
        return {}
    rows = MedicationRequest.objects.filter(of_person(patient_id), origin_key__in=keys).order_by("thread", "sequence")
    found = {}
    for _thread, group in groupby(rows, key=lambda row: row.thread):
        lines = list(group)
        if lines[0].id not in _marked(lines):
            found[lines[0].origin_key] = lines
    return found


def _marked(lines: Sequence[MedicationRequest]) -> set[UUID | None]:
    return {line.corrects_id for line in lines if line.action == MARK_ERROR}


def _new_thread(stamp: Stamp, patient_id: UUID, order: Order) -> Iterator[MedicationRequest]:
    columns = {"patient_id": patient_id, "origin_key": order.origin_key, "confirmed": False, **order.terms}
    last = first = first_row(MedicationRequest, stamp, {**columns, **_columns(order.start)})
    yield last
    if order.never_true:
        yield _mark(stamp, last, first, order.never_true)
        return
    for step in order.steps:
        last = row_after(last, stamp, _columns(step))
        yield last


def _next_version(stamp: Stamp, lines: Sequence[MedicationRequest], order: Order) -> Iterator[MedicationRequest]:
    first, last, marked = lines[0], lines[-1], _marked(lines)
    for line in lines[1:]:
        if line.action != MARK_ERROR and line.id not in marked:
            last = _mark(stamp, last, line, NEW_VERSION)
            yield last
    if order.never_true:
        yield _mark(stamp, last, first, order.never_true)
        return
    start = _not_before(order.start, first)
    terms = {**order.terms, **_columns(start), "action": "start"}
    if any(getattr(first, name) != value for name, value in terms.items()):
        last = row_after(last, stamp, {**order.terms, **_columns(start), "action": "change"})
        yield last
    for step in order.steps:
        last = row_after(last, stamp, {**order.terms, **_columns(_not_before(step, first))})
        yield last


def _not_before(step: Step, first: MedicationRequest) -> Step:
    """Nothing happens to an order before its start."""
    return Step(step.action, max(step.effective_at, Instant(first.effective_at)), step.reason_text)


def _mark(stamp: Stamp, last: MedicationRequest, line: MedicationRequest, why: str) -> MedicationRequest:
    columns = {"action": MARK_ERROR, "corrects_id": line.id, "reason_code": "entered-in-error", "reason_text": why}
    return row_after(last, stamp, columns)


def _columns(step: Step) -> dict[str, Any]:
    return {
        "action": step.action,
        "effective_at": step.effective_at.utc,
        "reason_code": "",
        "reason_text": step.reason_text,
        "corrects_id": None,
    }
