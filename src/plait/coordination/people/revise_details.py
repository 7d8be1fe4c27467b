"""What a person is called or how to reach them is revised: another row, and every earlier one stays to be read.

Whoever revises says which revision they saw. If somebody else revised meanwhile, they are told what changed and
nothing of what they typed is lost; what they did not touch takes over what the other one wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.consequences.people import stands_beside
from plait.coordination.people.chart_header import Header, header
from plait.coordination.people.registration import Beside, Details, details_of, refusal_of
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import actions, queries
from plait.records.people.types import DetailsRevision, PatientRecord, RelationLine

ACTION = "people.revise-details"


@dataclass(frozen=True, slots=True)
class Command:
    """What holds from now on, and which revision was seen. ``beside``: somebody new who stands beside the person."""

    patient_id: UUID
    seen: int
    details: Details
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a revision changed: its name as in ``Details``, before and after."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision with what it changed; the first changed nothing."""

    sequence: int
    by: str
    at: Instant
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Revising:
    """What holds now (revision ``sequence``), and every revision, the last first."""

    header: Header | None  # for the clinicians who treat the person
    patient: PatientRecord
    details: Details
    sequence: int
    revisions: tuple[Revision, ...]
    relations: tuple[RelationLine, ...]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Somebody else revised since ``seen``. ``details``: what was typed; where untouched, what the other one wrote."""

    details: Details
    revising: Revising


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Revising:
    """The details of a person with their history."""
    with door.read(ACTION, actor=actor, at=at, patient=patient_id) as visit:
        return _revising(visit, patient_id)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Meanwhile | Refused:
    """Revise. What is the same as before makes no revision."""
    with door.write(ACTION, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return command.patient_id
        refused = refusal_of(command.details, command.beside, at.day(actor.zone))
        if refused is not None:
            return visit.refuse(refused)
        history = queries.details_history(command.patient_id)
        if command.seen != history[-1].sequence:
            visit.refuse(Refused("changed", ""))
            return _meanwhile(visit, command, history)
        changed = _changes(details_of(history[-1].record), command.details)
        if changed:
            actions.revise_details(visit.stamp, command.patient_id, **command.details.columns())
        if command.beside is not None:
            stands_beside(visit, command.patient_id, command.beside)
        visit.detail = ", ".join(change.name for change in changed)
        door.keep_outcome(visit, once, {"patient": str(command.patient_id)})
        return command.patient_id


def _meanwhile(visit: door.Visit, command: Command, history: tuple[DetailsRevision, ...]) -> Meanwhile | Refused:
    seen = next((one for one in history if one.sequence == command.seen), None)
    if seen is None:
        return Refused("seen", _("Open the form again: it does not say which details it was made from."))
    was, now = details_of(seen.record), details_of(history[-1].record)
    typed = {
        field.name: getattr(now, field.name)
        if getattr(command.details, field.name) == getattr(was, field.name)
        else getattr(command.details, field.name)
        for field in fields(Details)
    }
    return Meanwhile(Details(**typed), _revising(visit, command.patient_id))


def _revising(visit: door.Visit, patient_id: UUID) -> Revising:
    history = queries.details_history(patient_id)
    if not history:
        raise door.Denied(str(patient_id))
    actor, at = visit.stamp.actor, visit.stamp.at
    treats = actor.clinical
    before = None
    revisions = []
    for one in history:
        after = details_of(one.record)
        revisions.append(Revision(one.sequence, one.by, one.at, _changes(before, after) if before else ()))
        before = after
    last = history[-1]
    return Revising(
        header=header(situation.gather(patient_id), visit, actor=actor, at=at) if treats else None,
        patient=last.record,
        details=details_of(last.record),
        sequence=last.sequence,
        revisions=tuple(reversed(revisions)),
        relations=queries.relations(patient_id),
    )


def _changes(before: Details, after: Details) -> tuple[Change, ...]:
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(Details))
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)
