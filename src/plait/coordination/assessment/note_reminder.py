"""Somebody reminded the person of a request: at most twice, gently; after that a human being takes it up."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.assessment.schedule import MOST_REMINDERS
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.measure_requests import REQUEST
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.assessment import request_actions as actions
from plait.records.assessment import requests


def commit(request_id: UUID, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Note it; returns whom it asked. Raises Denied for a request of somebody whom the actor does not treat."""
    with door.write(
        REQUEST, actor=actor, at=at, patient=lambda: requests.patient_of_request(request_id), once=once
    ) as visit:
        if visit.replayed is not None:
            return visit.patient
        request = requests.request(request_id, at)
        if request is None or not request.open:
            return visit.refuse(Refused("closed", _("This was answered or called off already.")))
        if request.reminders >= MOST_REMINDERS:
            return visit.refuse(Refused("enough", _("The person was reminded twice. Call them instead.")))
        actions.remind(visit.stamp, request_id, request.reminders + 1)
        visit.detail = f"reminder {request.reminders + 1}"
        door.keep_outcome(visit, once, {"request": str(request_id)})
        return visit.patient
