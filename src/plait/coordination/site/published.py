"""What everybody may read of the practice's people and places: what they published, and nothing else.

Nobody in care is in it, so the door asks the policy and writes no audit event: see docs/decisions/0027-the-site.md.
"""

from __future__ import annotations

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.records.people import published
from plait.records.people.published import Member, Place

__all__ = ["Member", "Place", "places", "team"]


def team(zone: str, *, actor: Actor, at: Instant) -> tuple[Member, ...]:
    """Everybody who is published and treats people on this day."""
    with door.look_at_published("site.read-published", actor=actor):
        return published.members(at.day(zone))


def places(*, actor: Actor) -> tuple[Place, ...]:
    """Every place that is published."""
    with door.look_at_published("site.read-published", actor=actor):
        return tuple(place for place in published.places() if place.public.published)
