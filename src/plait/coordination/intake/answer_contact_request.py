"""A coordinator answers somebody who asked for contact: each try is noted, and the request is closed with its reason.

Nothing is overwritten: a request ends when it is closed, or when it becomes a person in care.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import contact
from plait.foundation.actor import Actor
from plait.foundation.enquirer import Enquirer
from plait.foundation.idempotency import Once
from plait.records.intake import actions, queries
from plait.records.intake.types import Request
from plait.records.safety import subject

__all__ = ["CLOSED", "TRIED", "Close", "Try", "close_contact_request", "note_attempt"]
ACTION = "intake.answer-contact-request"
TRIED = ("reached", "no-answer", "message-left", "wrong-number", "wrote")
CLOSED = ("answered", "elsewhere", "not-reached", "known", "not-meant")
ENDED = Refused("ended", _("This request is closed, or the person is registered: see below."))


@dataclass(frozen=True, slots=True)
class Try:
    """A try to reach somebody, and how it ended."""

    request_id: UUID
    how: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """Nobody has to answer any more, and why."""

    request_id: UUID
    reason: str
    note: str = ""


def note_attempt(command: Try, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Note a try."""
    with door.write(ACTION, actor=actor, at=at, patient=Enquirer(command.request_id), once=once) as visit:
        request = _request(command.request_id)
        if visit.replayed is not None:
            return command.request_id
        if not request.line.open:
            return visit.refuse(ENDED)
        if command.how not in TRIED:
            return visit.refuse(Refused("how", _("Choose how it ended."), "how"))
        actions.add_event(visit.stamp, command.request_id, "tried", detail=command.how, note=command.note.strip())
        contact.take_up(visit, command.request_id)
        door.keep_outcome(visit, once, {"request": str(command.request_id)})
        return command.request_id


def close_contact_request(command: Close, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Close it. While a sign of harm is open it stays open as well: somebody still has to reach this person."""
    with door.write(ACTION, actor=actor, at=at, patient=Enquirer(command.request_id), once=once) as visit:
        request = _request(command.request_id)
        if visit.replayed is not None:
            return command.request_id
        refused = _refusal(request, command)
        if refused is not None:
            return visit.refuse(refused)
        note = command.note.strip()
        actions.add_event(visit.stamp, command.request_id, "closed", detail=command.reason, note=note)
        contact.close_task(visit, command.request_id, note)
        door.keep_outcome(visit, once, {"request": str(command.request_id)})
        return command.request_id


def _refusal(request: Request, command: Close) -> Refused | None:
    if not request.line.open:
        return ENDED
    if command.reason not in CLOSED:
        return Refused("reason", _("Choose why it is closed."), "reason")
    if command.request_id in subject.open_of_requests():
        return Refused("harm", _("A sign of harm is open here: a clinician closes that first."))
    if command.reason == "not-reached" and not any(step.what == "tried" for step in request.steps):
        return Refused("tries", _("Note at least one try to reach them first."), "reason")
    return None


def _request(request_id: UUID) -> Request:
    request = queries.one(request_id)
    if request is None:
        raise door.Denied(ACTION)
    return request
