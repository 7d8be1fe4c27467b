"""Who covers and when the clinic is open, for all staff: whoever asks finds out whom to turn to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.safety.harm_clock import Clocks
from plait.coordination import door, policy
from plait.coordination.consequences.harm_waiting import clocks
from plait.foundation.actor import CLINICAL, Actor
from plait.records.people import queries as people
from plait.records.people import staff
from plait.records.people.types import PractitionerLine
from plait.records.tasks import roster
from plait.records.tasks.roster import CoverLine, HoursLine

__all__ = ["CoverLine", "HoursLine", "RosterPage", "read"]
SET = "safety.set-roster"


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Hours and covers of all sites, the lengths of the clock, and who can be chosen."""

    sites: tuple[tuple[UUID, str], ...]
    hours: tuple[HoursLine, ...]
    covers: tuple[CoverLine, ...]
    clocks: Clocks
    clinicians: tuple[PractitionerLine, ...]
    may_set: bool


def read(*, actor: Actor, at: Instant, setting: bool = False) -> RosterPage:
    """The page. ``setting``: it is read to change something, which the door refuses to whoever may not."""
    with door.read(SET if setting else "safety.read-roster", actor=actor, at=at):
        everybody = people.staff(at.day(actor.zone))
        return RosterPage(
            sites=staff.sites(),
            hours=roster.hours_listed(),
            covers=roster.covers_listed(at),
            clocks=clocks(),
            clinicians=tuple(one for one in everybody if set(one.roles) & CLINICAL),
            may_set=policy.permits(SET, actor, "no-patient"),
        )
