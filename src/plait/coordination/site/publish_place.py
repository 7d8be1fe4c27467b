"""An administrator says what the practice's site shows of a place: address, telephone, hours, how to get in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.door import Denied
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import published
from plait.records.people.published import Place, PublicPlace

__all__ = ["Command", "Place", "PublicPlace", "commit", "one", "read", "well_written"]

SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Command:
    """Which place, and all that is to be said of it."""

    site_id: UUID
    said: PublicPlace


def read(*, actor: Actor, at: Instant) -> tuple[Place, ...]:
    """Every place of the practice, published or not."""
    with door.read("site.publish", actor=actor, at=at):
        return published.places()


def one(site_id: UUID, *, actor: Actor, at: Instant) -> Place:
    """One place. Raises Denied where there is none."""
    with door.read("site.publish", actor=actor, at=at) as visit:
        found = next((place for place in published.places() if place.site_id == site_id), None)
        if found is None:
            raise Denied(visit.action)
        return found


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record it; returns the place."""
    with door.write("site.publish", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.site_id
        place = next((place for place in published.places() if place.site_id == command.site_id), None)
        if place is None:
            raise Denied(visit.action)
        refused = _refusal_of(command.said)
        if refused is not None:
            return visit.refuse(refused)
        published.say_of_place(visit.stamp, command.site_id, command.said)
        visit.detail = f"public page of {place.name}: {'shown' if command.said.published else 'not shown'}"
        door.keep_outcome(visit, once, {"site": str(command.site_id)})
        return command.site_id


def well_written(hours: str) -> bool:
    """Whether the hours of a day are spans one after the other: "09:00-12:00 13:00-17:00"; "" for closed."""
    spans = hours.split()
    if not all(SPAN.fullmatch(span) for span in spans):
        return False
    clocks = [clock for span in spans for clock in span.split("-")]
    return all(earlier < later for earlier, later in pairwise(clocks))


def _refusal_of(said: PublicPlace) -> Refused | None:
    """What speaks against it."""
    if said.published and not said.address.strip():
        return Refused("address", _("Enter the address before the place is shown."), "address")
    for day, hours in enumerate(said.hours):
        if not well_written(hours):
            return Refused(
                "hours", _("Write hours like 09:00-12:00 13:00-17:00, or leave the day empty."), f"day_{day}"
            )
    if bool(said.access_en.strip()) != bool(said.access_es.strip()):
        return Refused("access", _("Say it in English and in Spanish, or leave both empty."), "access_es")
    return None
