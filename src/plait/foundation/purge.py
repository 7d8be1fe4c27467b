"""What need not be kept: outcomes of requests older than a week, and login sessions that are over.

Neither says anything about a person in care, so no audit event is written.
"""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import transaction

from plait.clinical.moment import Instant
from plait.foundation import idempotency


def purge(at: Instant) -> dict[str, int]:
    """Remove it; returns how many of each."""
    with transaction.atomic():
        outcomes = idempotency.purge(at)
    with transaction.atomic():
        sessions = Session.objects.filter(expire_date__lt=at.utc).delete()[0]
    return {"outcomes": outcomes, "login sessions": sessions}
