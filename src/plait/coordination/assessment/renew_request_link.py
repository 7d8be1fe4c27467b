"""A clinician makes a new link for a request, or hands it over on the tablet: links made before open nothing."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import measure_requests as consequences
from plait.coordination.consequences.measure_requests import REQUEST, Asked
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.assessment import requests


def commit(request_id: UUID, channel: str, *, actor: Actor, at: Instant, once: Once) -> Asked | Refused:
    """Make the link. Raises Denied for a request of somebody whom the actor does not treat."""
    with door.write(
        REQUEST, actor=actor, at=at, patient=lambda: requests.patient_of_request(request_id), once=once
    ) as visit:
        if visit.replayed is not None:
            return Asked(request_id, visit.patient, None)
        request = requests.request(request_id, at)
        if request is None or not request.open:
            return visit.refuse(Refused("closed", _("This was answered or called off already.")))
        refused = consequences.refusal(visit, request.instruments, channel, request.language)
        if refused is not None:
            return visit.refuse(Refused(refused.reason, refused.message))
        token = consequences.make_link(visit, request_id, channel)
        visit.detail = f"new link: {channel}"
        door.keep_outcome(visit, once, {"request": str(request_id)})
        return Asked(request_id, visit.patient, token)
