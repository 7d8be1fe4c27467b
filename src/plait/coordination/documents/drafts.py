"""Drafts: what somebody typed into a form that could not be taken yet. Only its author ever sees it again.

A draft lives until its form is sent after all or it is discarded. It is no part of anybody's record before that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.records.documents import actions as documents
from plait.records.documents import queries
from plait.records.documents.queries import DraftLine

ACTION = "documents.own-drafts"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent: the page of its form, every field with its values, the names of its files, whom it is about.

    ``why`` it could not be taken: locked, expired, form-expired, unconfirmed, or kept (the page itself asked for it).
    """

    path: str
    fields: dict[str, list[str]]
    why: str
    files: tuple[str, ...] = field(default=())
    patient_id: UUID | None = None


def keep(typed: Typed, *, actor: Actor, at: Instant) -> UUID:
    """Keep what was typed; of one form the latest is kept. Raises Denied for somebody without an account."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        _about(visit, typed.patient_id)
        visit.detail = f"kept: {typed.why}"
        return documents.keep_draft(
            at,
            author_id=_author(actor),
            path=typed.path,
            fields=typed.fields,
            why=typed.why,
            files=typed.files,
            patient_id=typed.patient_id,
        )


def kept(path: str, *, actor: Actor, at: Instant) -> DraftLine | None:
    """The actor's draft of the form on this page, or None."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        found = queries.draft_for(_author(actor), path)
        _about(visit, found.patient_id if found else None)
        return found


def open_drafts(*, actor: Actor, at: Instant) -> tuple[DraftLine, ...]:
    """All the actor's open drafts, newest first."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        found = queries.drafts_of(_author(actor))
        visit.saw(line.patient_id for line in found if line.patient_id is not None)
        return found


def one(draft_id: UUID, *, actor: Actor, at: Instant) -> DraftLine:
    """One open draft of the actor. Raises Denied when it is not theirs or not there."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        found = queries.draft(_author(actor), draft_id)
        if found is None:
            raise door.Denied(ACTION)
        _about(visit, found.patient_id)
        return found


def used(paths: Iterable[str], *, actor: Actor, at: Instant) -> bool:
    """The form on these pages was sent after all: its draft is closed. False when there was none."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        visit.detail = "used"
        return documents.close_drafts_of_form(at, author_id=_author(actor), paths=paths, status="used")


def discard(draft_id: UUID, *, actor: Actor, at: Instant) -> None:
    """Throw a draft away. Raises Denied when it is not the actor's or not there."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        visit.detail = "discarded"
        if not documents.close_draft(at, author_id=_author(actor), draft_id=draft_id, status="discarded"):
            raise door.Denied(ACTION)


def any_open(*, actor: Actor, at: Instant) -> bool:  # noqa: ARG001 - every decision takes the time
    """Whether the actor has drafts at all: says nothing about anybody else, and leaves no event."""
    return actor.id is not None and queries.any_draft(actor.id)


def _author(actor: Actor) -> UUID:
    if actor.id is None:
        raise door.Denied(ACTION)
    return actor.id


def _about(visit: door.Visit, patient_id: UUID | None) -> None:
    visit.saw([patient_id] if patient_id else [])
