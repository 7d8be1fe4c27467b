"""What came from another system and still waits for somebody here to say whether it is true.

A line waits from each version that comes in until the next decision about it. The chart asks on every opening, so one
query answers for statements, allergies and problems together. Orders are not among them: they say themselves whether
they are confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from plait.clinical.situation import CURRENT
from plait.foundation.models import RevisedFact
from plait.foundation.pinned import Pinned
from plait.foundation.received_threads import ReceivedThread, received_threads
from plait.records.inbox.models import ReceivedResource, ReconciliationDecision
from plait.records.medication.models import MedicationRequest, MedicationStatement
from plait.records.people.one_person import of_person
from plait.records.problems.models import AllergyIntolerance, Condition

STANDING: dict[type[RevisedFact], Q] = {
    MedicationStatement: Q(status="active"),
    AllergyIntolerance: Q(clinical_status="active"),
    Condition: Q(clinical_status__in=CURRENT),
}
DECIDED, CAME = "decided", "came"


@dataclass(frozen=True, slots=True)
class Undecided:
    """The threads that wait. ``decided_at`` is when each line was last decided, ``imports`` when anything came in."""

    statements: frozenset[UUID]
    allergies: frozenset[UUID]
    conditions: frozenset[UUID]
    decided_at: dict[UUID, datetime]
    imports: frozenset[datetime]

    def decided_since(self, thread: ReceivedThread) -> bool:
        """Whether a decision followed the last version of a line."""
        decided = self.decided_at.get(thread.thread)
        return decided is not None and decided >= thread.last_received(self.imports)


def orders(patient_id: UUID) -> dict[UUID, ReceivedThread]:
    """The received orders of a person, by order."""
    return received_threads(MedicationRequest.objects.filter(of_person(patient_id)))


def statements(patient_id: UUID) -> dict[UUID, ReceivedThread]:
    """The received statements of a person, by thread."""
    return received_threads(MedicationStatement.objects.filter(of_person(patient_id)))


def undecided(patient_id: UUID) -> Undecided:
    """What waits, in one query."""
    decided_at: dict[UUID, datetime] = {}
    imports: set[datetime] = set()
    threads: dict[tuple[str, UUID], list[tuple[int, datetime, bool]]] = defaultdict(list)
    for kind, thread, sequence, recorded_at, standing in _ROWS(patient_id):
        if kind == CAME:
            imports.add(recorded_at)
        elif kind == DECIDED:
            decided_at[thread] = max(recorded_at, decided_at.get(thread, recorded_at))
        else:
            threads[kind, thread].append((sequence, recorded_at, standing))
    found = Undecided(frozenset(), frozenset(), frozenset(), decided_at, frozenset(imports))
    waiting: dict[str, set[UUID]] = defaultdict(set)
    for (kind, thread), rows in threads.items():
        rows.sort()
        whole = ReceivedThread(thread, "", rows[-1][0], tuple(at for _, at, _ in rows))
        if rows[-1][2] and not found.decided_since(whole):
            waiting[kind].add(thread)
    names = (MedicationStatement.__name__, AllergyIntolerance.__name__, Condition.__name__)
    return Undecided(*(frozenset(waiting[name]) for name in names), decided_at, frozenset(imports))


def _rows(patient_id: UUID) -> QuerySet[Any, Any]:
    """Kind, thread, sequence, when recorded and whether it stands: rows of received threads, decisions, imports."""
    arms: list[QuerySet[Any, Any]] = [_received(model, patient_id) for model in STANDING]
    arms.append(
        ReconciliationDecision.objects.filter(of_person(patient_id)).values_list(
            Value(DECIDED), "target", Value(0), "recorded_at", Value(value=True)
        )
    )
    arms.append(
        ReceivedResource.objects.filter(of_person(patient_id))
        .order_by()
        .values_list(Value(CAME), "patient_id", Value(0), "recorded_at", Value(value=True))
        .distinct()
    )
    first, *others = arms
    return first.union(*others, all=True)


_ROWS = Pinned(_rows)


def _received(model: type[RevisedFact], patient_id: UUID) -> QuerySet[Any, Any]:
    stands = Case(
        When(STANDING[model] & Q(entered_in_error=False), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    rows = model.objects.filter(of_person(patient_id)).exclude(origin_key="")
    return rows.values_list(Value(model.__name__), "thread", "sequence", "recorded_at", stands)
