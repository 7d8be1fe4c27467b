"""When somebody reads what people answer, from the roster: for whoever has just answered something. It names nobody."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.moment import Instant
from plait.clinical.safety.harm_duty import Hours
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.records.people import staff
from plait.records.tasks import roster


@dataclass(frozen=True, slots=True)
class WhenRead:
    """The hours of one site; empty where nobody entered any."""

    site: str
    hours: tuple[Hours, ...]
    open_now: bool


def read(*, actor: Actor, at: Instant) -> tuple[WhenRead, ...]:
    """The hours of every site, by name."""
    with door.read("safety.when-read", actor=actor, at=at):
        by_site = roster.rosters(at)
        sites = [(name, by_site[site]) for site, name in staff.sites()]
        return tuple(WhenRead(name, one.hours, one.open_at(at)) for name, one in sites)
