"""The views kept ready (search, care team, what was filled in, open flags) are thrown away and made anew from facts.

What whoever runs the machine does after a restore, or when a view is in doubt; nobody's record changes.
"""

from __future__ import annotations

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.records.assessment import series as assessment
from plait.records.people import actions as people
from plait.records.safety import actions as safety


def rebuild(*, actor: Actor, at: Instant) -> None:
    """Rebuild every projection in one transaction: whoever looks meanwhile sees the old ones."""
    with door.write("people.rebuild", actor=actor, at=at) as visit:
        people.rebuild()
        assessment.rebuild()
        safety.rebuild()
        visit.detail = "projections rebuilt from the facts"
