"""A clinician has the link of a request sent by e-mail, to somebody who said that we may write to them.

The same link is sent as often as somebody asks; one message at a time. The link is made when it is sent.
"""

from __future__ import annotations

from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import measure_requests, messages
from plait.coordination.consequences.measure_requests import REQUEST
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.assessment import requests
from plait.records.outbox import queries


def commit(request_id: UUID, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Send it; returns whom it asks. Raises Denied for a request of somebody whom the actor does not treat."""
    with door.write(
        REQUEST, actor=actor, at=at, patient=lambda: requests.patient_of_request(request_id), once=once
    ) as visit:
        if visit.replayed is not None:
            return visit.patient
        request = requests.request(request_id, at)
        if request is None or not request.open:
            return visit.refuse(Refused("closed", _("This was answered or called off already.")))
        refused = measure_requests.refusal(visit, request.instruments, measure_requests.LINK, request.language)
        if refused is not None:
            return visit.refuse(Refused(refused.reason, refused.message))
        address = messages.address_of(visit.patient)
        if isinstance(address, Refused):
            return visit.refuse(address)
        before = queries.about(messages.CAUSE, [request_id]).get(request_id, ())
        if any(not one.ended for one in before):
            return visit.refuse(Refused("under-way", _("A message about this is on its way already.")))
        messages.put(
            visit,
            visit.patient,
            kind=messages.LINK,
            cause_id=request_id,
            number=1 + sum(one.kind == messages.LINK for one in before),
            address=address,
            language=request.language,
        )
        visit.detail = "by e-mail"
        door.keep_outcome(visit, once, {"request": str(request_id)})
        return visit.patient
