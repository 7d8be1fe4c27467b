"""Who asked the practice for contact: those whom somebody still has to answer, the earliest answer first; one in full.

The coordinators read what somebody wrote to the practice. Neither the sheet of the aid nor what speaks of harm is for
them: that there is a sheet, and whom to call now, is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.consequences.harm_waiting import Waiting, waiting, waiting_of_enquirer
from plait.foundation.actor import Actor
from plait.foundation.enquirer import Enquirer
from plait.records.intake import queries
from plait.records.intake.types import Line, Request, Step
from plait.records.people import queries as people
from plait.records.people.types import PatientRecord
from plait.records.safety import subject

__all__ = ["Line", "Page", "Request", "RequestPage", "Step", "Waiting", "read", "read_one"]
MOST, MOST_ANSWERED = 100, 20


@dataclass(frozen=True, slots=True)
class Page:
    """``waiting``: to be answered, those with a sign of harm (``pressing``) first; ``answered``: the last ones.

    ``more``: there are more to be answered than a page shows.
    """

    waiting: tuple[Line, ...]
    answered: tuple[Line, ...]
    pressing: frozenset[UUID]
    more: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request. ``harm``: whom to call about a sign of harm that waits; ``patient``: who they turned out to be."""

    request: Request
    harm: Waiting | None
    patient: PatientRecord | None


def read(*, actor: Actor, at: Instant) -> Page:
    """The list."""
    with door.read("intake.read-contact-requests", actor=actor, at=at) as visit:
        pressing = subject.open_of_requests()
        found = queries.waiting(MOST + 1, first=pressing)
        visit.detail = f"{len(found)} wait"
        return Page(found[:MOST], queries.answered(MOST_ANSWERED), pressing, more=len(found) > MOST)


def read_one(request_id: UUID, *, actor: Actor, at: Instant) -> RequestPage:
    """One in full."""
    with door.read("intake.read-contact-request", actor=actor, at=at, patient=Enquirer(request_id)) as visit:
        found = queries.one(request_id)
        if found is None:
            raise door.Denied(str(request_id))
        request = replace(found, asked=replace(found.asked, aid=None, danger=""))
        known = request.line.patient_id
        harm = waiting_of_enquirer(at, Enquirer(request_id)) if known is None else ()
        if known is not None and door.relation_of(actor, at, known)[0] in {"treats", "site"}:
            visit.saw([known])
            harm = waiting(at, [known])
            return RequestPage(request, next((one for one in harm if one.to_reach(actor)), None), people.patient(known))
        return RequestPage(request, next((one for one in harm if one.reading.waiting), None), None)
