"""The one door: every read and every write passes here, and nowhere else.

    with door.read("people.open-chart", actor=actor, at=at, patient=patient_id) as visit:
        ...            # policy was asked, a transaction is open
    # here the audit event is committed; only now may bytes leave

A read or write opens one transaction, asks the policy, does its work and commits the audit event with it. A denial
is audited in a transaction of its own and raised as ``Denied``, which every edge answers exactly like "does not
exist". If the audit event cannot be written nothing is answered: ``AuditUnavailable``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import policy
from plait.foundation import idempotency
from plait.foundation.actor import Actor
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.foundation.locks import lock_patients
from plait.records.audit import actions as audit
from plait.records.people import queries as people
from plait.records.people.types import TeamMember

Whose = UUID | Callable[[], UUID | None] | None


NOBODY = UUID(int=0)


class Denied(Exception):
    """Not permitted, or there is no such thing: the two look the same from outside."""


class AuditUnavailable(Exception):
    """The audit event could not be written, so nothing may be answered."""


@dataclass(slots=True)
class Visit:
    """One passage through the door: who, when, about whom, and what is to be audited."""

    action: str
    stamp: Stamp
    patient: UUID = NOBODY
    patients: list[UUID] = field(default_factory=list)
    team: tuple[TeamMember, ...] = ()
    outcome: str = "done"
    detail: str = ""
    replayed: Any = None

    def saw(self, patients: Iterable[UUID]) -> None:
        """Note everybody whom the answer shows."""
        self.patients.extend(patients)

    def refuse(self, refused: Refused) -> Refused:
        """Note an expected no; nothing else may have been written."""
        self.outcome, self.detail = "refused", refused.reason
        return refused


def relation_of(actor: Actor, at: Instant, patient_id: UUID) -> tuple[policy.Relation, tuple[TeamMember, ...]]:
    """How the actor stands to the person at a moment, with the care team that decided it."""
    team = people.care_team(patient_id)
    if actor.practitioner_id is None:
        return "none", team
    if any(m.practitioner_id == actor.practitioner_id and m.role == actor.acting_role and m.at(at) for m in team):
        return "treats", team
    if actor.acting_role == "coordinator" and people.site_of(patient_id) == actor.site_id is not None:
        return "site", team
    return "none", team


@contextmanager
def read(action: str, *, actor: Actor, at: Instant, patient: Whose = None) -> Iterator[Visit]:
    """Look at something. ``patient`` is whom it is about, or a question that finds out (whose order is this?).

    None stands for lists, which say later whom they showed.
    """
    with _passage(action, actor, at, patient) as visit:
        yield visit


@contextmanager
def write(
    action: str, *, actor: Actor, at: Instant, patient: Whose = None, once: Once | None = None
) -> Iterator[Visit]:
    """Decide something: the person is locked first; a request seen before finds its outcome in ``visit.replayed``."""
    with _passage(action, actor, at, patient, lock=True) as visit:
        if once is not None:
            visit.replayed = idempotency.replay(once, action, actor.id)
        yield visit


def keep_outcome(visit: Visit, once: Once | None, outcome: Any) -> None:
    """Store what came of a decision, in its own transaction, so that a repeated request is answered the same."""
    if once is not None and visit.replayed is None:
        idempotency.store(once, visit.action, visit.stamp.actor.id, outcome, visit.stamp.at)


@contextmanager
def _passage(action: str, actor: Actor, at: Instant, patient: Whose, *, lock: bool = False) -> Iterator[Visit]:
    visit = Visit(action, Stamp(actor, at))
    try:
        with transaction.atomic():
            about = (patient() or NOBODY) if callable(patient) else patient
            if lock and about is not None:
                lock_patients([about])
            _ask(visit, about)
            yield visit
            _audit(visit)
    except Denied:
        with transaction.atomic():
            visit.outcome = "denied"
            _audit(visit)
        raise


def _ask(visit: Visit, patient: UUID | None) -> None:
    actor, at = visit.stamp.actor, visit.stamp.at
    relation: policy.Relation = "no-patient"
    if patient is not None:
        visit.patient = patient
        relation, visit.team = relation_of(actor, at, patient)
        visit.patients += [patient] if patient != NOBODY else []
    if not policy.permits(visit.action, actor, relation):
        raise Denied(visit.action)


def _audit(visit: Visit) -> None:
    purpose = policy.RULES[visit.action].purpose
    try:
        audit.note(
            visit.stamp,
            action=visit.action,
            purpose=purpose,
            outcome=visit.outcome,
            patients=visit.patients,
            detail=visit.detail,
        )
    except DatabaseError as error:
        raise AuditUnavailable(visit.action) from error
