"""A clinician calls a request off: its link opens nothing any more, and what was saved and not sent is forgotten."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.measure_follow_up import close_tasks
from plait.coordination.consequences.measure_requests import REQUEST
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.assessment import request_actions as actions
from plait.records.assessment import requests


def commit(request_id: UUID, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Call it off; returns whom it asked. Raises Denied for a request of somebody whom the actor does not treat."""
    with door.write(
        REQUEST, actor=actor, at=at, patient=lambda: requests.patient_of_request(request_id), once=once
    ) as visit:
        if visit.replayed is not None:
            return visit.patient
        request = requests.request(request_id, at)
        if request is None or not request.open:
            return visit.refuse(Refused("closed", _("This was answered or called off already.")))
        actions.cancel(visit.stamp, request_id)
        close_tasks(visit, request_id, status="cancelled")
        visit.detail = "called off"
        door.keep_outcome(visit, once, {"request": str(request_id)})
        return visit.patient
