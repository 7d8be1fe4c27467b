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
from plait.coordination.consequences.harm_waiting import covers, covers_enquirer
from plait.foundation import idempotency
from plait.foundation.actor import Actor
from plait.foundation.enquirer import Enquirer
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.foundation.locks import lock_patients
from plait.records.audit import actions as audit
from plait.records.people.emergency import Standing as EmergencyAccess
from plait.records.people.one_person import records_of
from plait.records.people.standing import Standing, standing
from plait.records.people.types import TeamMember

Whose = UUID | Enquirer | Callable[[], UUID | Enquirer | None] | None


NOBODY = UUID(int=0)
PURPOSE_OF = {"emergency": "emergency", "covers": "coverage"}  # what opens a chart is noted with every look


class Denied(Exception):
    """Not permitted, or there is no such thing: the two look the same from outside."""


class Moved(Denied):
    """The record was merged and is read under ``person`` now: said to nobody who may not open that one.

    Whoever does not know it takes it for ``Denied``; a screen leads to the same page of the surviving record.
    """

    def __init__(self, record: UUID, person: UUID) -> None:
        super().__init__(str(record))
        self.record = record
        self.person = person


class AuditUnavailable(Exception):
    """The audit event could not be written, so nothing may be answered."""


@dataclass(slots=True)
class Visit:
    """One passage through the door: who, when, about whom, and what is to be audited.

    ``patient`` is the surviving record where records were merged; what is new is written on it. ``enquirer`` stands in
    its place for somebody who only asked for contact and of whom there is no record. ``emergency`` is the
    access by which somebody outside the care team opened the chart, while it lasts.
    """

    action: str
    stamp: Stamp
    patient: UUID = NOBODY
    enquirer: Enquirer | None = None
    patients: list[UUID] = field(default_factory=list)
    team: tuple[TeamMember, ...] = ()
    emergency: EmergencyAccess | None = None
    outcome: str = "done"
    detail: str = ""
    relation: policy.Relation = "no-patient"
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
    known = standing(patient_id, at)
    return _relation(actor, at, patient_id, known), known.team if known else ()


def _relation(actor: Actor, at: Instant, patient_id: UUID, known: Standing | None) -> policy.Relation:
    if actor.practitioner_id is None:
        return "own-link" if actor.kind == "link" and actor.about is not None and actor.about == patient_id else "none"
    own = (m for m in (known.team if known else ()) if m.practitioner_id == actor.practitioner_id)
    if any(m.role == actor.acting_role and m.at(at) for m in own):
        return "treats"
    if actor.clinical and covers(actor.practitioner_id, patient_id, at):
        return "covers"
    if _emergency(actor, known) is not None:
        return "emergency"
    if actor.acting_role == "coordinator" and known is not None and known.site_id == actor.site_id:
        return "site"
    return "none"


def _emergency(actor: Actor, known: Standing | None) -> EmergencyAccess | None:
    if known is None or actor.practitioner_id is None or not actor.clinical:
        return None
    return known.accesses.get((actor.practitioner_id, actor.acting_role))


@contextmanager
def read(
    action: str, *, actor: Actor, at: Instant, patient: Whose = None, also: Iterable[UUID] = ()
) -> Iterator[Visit]:
    """Look at something. ``patient`` is whom it is about, or a question that finds out (whose order is this?).

    None stands for lists, which say later whom they showed. An ``Enquirer`` is somebody who only asked for contact.
    """
    with _passage(action, actor, at, patient, also=tuple(also)) as visit:
        yield visit


@contextmanager
def look_at_published(action: str, *, actor: Actor) -> Iterator[None]:
    """Look at what the practice shows to everybody: its people and places, never anybody in care.

    No audit event: it would tell nothing, and a page that anybody can load without end would fill the trail.
    """
    if not policy.permits(action, actor, "no-patient"):
        raise Denied(action)
    with transaction.atomic():
        yield


@contextmanager
def write(
    action: str,
    *,
    actor: Actor,
    at: Instant,
    patient: Whose = None,
    also: Iterable[UUID] = (),
    once: Once | None = None,
) -> Iterator[Visit]:
    """Decide something: the person is locked first; a request seen before finds its outcome in ``visit.replayed``.

    ``also`` are others whom it is about: they are locked with the person, and the action must be permitted for each.
    """
    with _passage(action, actor, at, patient, also=tuple(also), lock=True) as visit:
        if once is not None:
            visit.replayed = idempotency.replay(once, action, actor.id)
        yield visit


def keep_outcome(visit: Visit, once: Once | None, outcome: Any) -> None:
    """Store what came of a decision, in its own transaction, so that a repeated request is answered the same."""
    if once is not None and visit.replayed is None:
        idempotency.store(once, visit.action, visit.stamp.actor.id, outcome, visit.stamp.at)


@contextmanager
def _passage(
    action: str, actor: Actor, at: Instant, patient: Whose, *, also: tuple[UUID, ...] = (), lock: bool = False
) -> Iterator[Visit]:
    visit = Visit(action, Stamp(actor, at))
    try:
        with transaction.atomic():
            about = (patient() or NOBODY) if callable(patient) else patient
            if isinstance(about, Enquirer):
                _ask_about_enquirer(visit, about, lock=lock)
            else:
                if lock and about is not None:
                    _lock((about, *also))
                _ask(visit, about, also)
            if isinstance(patient, UUID):
                _insist_on_surviving(visit, patient)
            yield visit
            _audit(visit)
    except Moved:
        with transaction.atomic():
            visit.outcome, visit.detail = "refused", "merged"
            _audit(visit)
        raise
    except Denied:
        with transaction.atomic():
            visit.outcome = "denied"
            _audit(visit)
        raise


def _lock(about: tuple[UUID, ...]) -> None:
    """Lock these people, all records of each. Whoever was merged while we waited is asked about again.

    Locks are let go of before they are taken anew: all of one passage are always taken in one order.
    """
    while True:
        everybody = {record_id for one in about for record_id in records_of(one)}
        mark = transaction.savepoint()
        lock_patients(everybody)
        if everybody == {record_id for one in about for record_id in records_of(one)}:
            transaction.savepoint_commit(mark)
            return
        transaction.savepoint_rollback(mark)


def _ask(visit: Visit, patient: UUID | None, also: tuple[UUID, ...]) -> None:
    actor, at = visit.stamp.actor, visit.stamp.at
    if patient is not None:
        known = standing(patient, at)
        visit.patient = known.person if known else patient
        visit.team = known.team if known else ()
        visit.emergency = _emergency(actor, known)
        visit.relation = _relation(actor, at, visit.patient, known)
        visit.saw(known.records if known else [patient] if patient != NOBODY else [])
    if not policy.permits(visit.action, actor, visit.relation):
        raise Denied(visit.action)
    for other in also:
        known = standing(other, at)
        visit.saw(known.records if known else [other])
        if known is None or not policy.permits(visit.action, actor, _relation(actor, at, other, known)):
            raise Denied(visit.action)


def _ask_about_enquirer(visit: Visit, enquirer: Enquirer, *, lock: bool) -> None:
    """Nobody treats somebody who only asked for contact: the coordinators answer, and where there is a sign of harm
    who covers and the safety lead act. The audit event names the request; there is no person to list yet.
    """
    actor, at = visit.stamp.actor, visit.stamp.at
    if lock:
        lock_patients([enquirer.request_id])
    visit.enquirer, visit.detail = enquirer, f"contact request {enquirer.request_id}"
    visit.relation = "enquirer" if actor.practitioner_id is not None else "none"
    if actor.clinical and actor.practitioner_id is not None and covers_enquirer(actor.practitioner_id, enquirer, at):
        visit.relation = "covers"
    if not policy.permits(visit.action, actor, visit.relation):
        raise Denied(visit.action)


def _insist_on_surviving(visit: Visit, asked: UUID | None) -> None:
    """Whoever names a record that was merged is sent to the surviving one: nothing new is written on the old one."""
    if asked is not None and asked != visit.patient:
        raise Moved(asked, visit.patient)


def _audit(visit: Visit) -> None:
    purpose = PURPOSE_OF.get(visit.relation, policy.RULES[visit.action].purpose)
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
