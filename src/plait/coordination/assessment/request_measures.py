"""A clinician asks a person to answer questionnaires: by a link that they pass on or have sent, or on the tablet.

What can speak of harm is asked by link only where a roster says who reads it. No question is ever taken out of a form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import measure_requests as consequences
from plait.coordination.consequences import messages
from plait.coordination.consequences.measure_requests import LINK, MAIL, REQUEST, TABLET, Asked
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.assessment import request_actions as actions


@dataclass(frozen=True, slots=True)
class Command:
    """What is asked of whom, by when, why, in which way and language."""

    patient_id: UUID
    instruments: tuple[str, ...]
    why: str
    channel: str  # link | mail | tablet
    language: str
    due_on: date


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Asked | Refused:
    """Ask, and make the link."""
    with door.write(REQUEST, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Asked(UUID(visit.replayed["request"]), visit.patient, None)
        refused = consequences.refusal(visit, command.instruments, command.channel, command.language)
        if refused is not None:
            return visit.refuse(refused)
        address = messages.address_of(visit.patient) if command.channel == MAIL else ""
        if isinstance(address, Refused):
            return visit.refuse(Refused(address.reason, address.message, "channel"))
        if command.due_on < at.day(actor.zone):
            return visit.refuse(Refused("past", _("This day is past."), "due_on"))
        request = actions.ask(
            visit.stamp,
            patient_id=command.patient_id,
            instruments=tuple(dict.fromkeys(command.instruments)),
            why=command.why,
            channel=TABLET if command.channel == TABLET else LINK,
            language=command.language,
            due_on=command.due_on,
        )
        token = None if address else consequences.make_link(visit, request, command.channel)
        if address:
            messages.put(
                visit,
                visit.patient,
                kind=messages.LINK,
                cause_id=request,
                number=1,
                address=address,
                language=command.language,
            )
        visit.detail = ", ".join(command.instruments)
        door.keep_outcome(visit, once, {"request": str(request)})
        return Asked(request, visit.patient, token)
