"""Which decision aid is offered today: the one that ships with Plait, while nothing keeps it offline."""

from __future__ import annotations

from django.conf import settings

from plait.clinical.intake.decision_aid import Aid
from plait.foundation.clock import now
from plait.knowledge.decision_aid import offer


def the_aid() -> Aid | None:
    """The aid; None where a missing source, an unequal count or a review that is due keeps it offline."""
    found = offer(now().day(settings.TIME_ZONE))
    return found.aid if found.online else None
