"""Who must act on a sign of harm at a moment: who treats the person, who covers them, and who else is told.

A roster says when the clinic is open, who is away and who covers. Without one, and wherever it leaves a gap, nobody is
taken off: every clinician of the care team stays responsible, and the safety lead is told as well. Whoever is told for
the sake of reaching somebody (safety lead, coordinators) is told whom to call, never what was answered.
Times are instants; clinic hours are local times of the site. Source: plait (docs/decisions/0021-one-risk-path.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from plait.clinical.moment import Instant, Interval
from plait.clinical.safety.harm_clock import TREATING


@dataclass(frozen=True, slots=True)
class Clinician:
    """A clinician who treats the person, or covers somebody who does."""

    practitioner_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a weekday (0 Monday) on which the clinic reads what comes in; ``closes`` does not belong to it."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Leave:
    """A clinician is away, and somebody covers."""

    away: UUID
    by: Clinician
    during: Interval


@dataclass(frozen=True, slots=True)
class AfterHours:
    """Somebody covers a site whenever the clinic is closed."""

    by: Clinician
    during: Interval


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of a site. Empty where nobody entered one."""

    zone: str
    hours: tuple[Hours, ...] = ()
    leaves: tuple[Leave, ...] = ()
    after_hours: tuple[AfterHours, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the practice said when it is open: only then is somebody known to read what comes in."""
        return bool(self.hours)

    def open_at(self, at: Instant) -> bool:
        """Whether the clinic is open, by the site's own clock."""
        local = at.local(self.zone)
        return any(h.weekday == local.weekday() and h.opens <= local.time() < h.closes for h in self.hours)


@dataclass(frozen=True, slots=True)
class Acting:
    """One who must act. ``covers``: whom they cover; "" for somebody who treats the person. ``away``: by the roster."""

    clinician: Clinician
    covers: str = ""
    away: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """Who must act, and who else is told. ``gap``: the roster names nobody for this moment."""

    acting: tuple[Acting, ...]
    lead: bool
    coordinators: bool
    gap: bool

    def includes(self, practitioner_id: UUID | None) -> bool:
        """Whether somebody must act."""
        return any(one.clinician.practitioner_id == practitioner_id for one in self.acting)

    def to_call(self) -> tuple[Acting, ...]:
        """Whom to turn to now: who is there first; whoever is away only where nobody else is."""
        there = tuple(one for one in self.acting if not one.away)
        return there or self.acting


def who_acts(team: tuple[Clinician, ...], roster: Roster, now: Instant, step: int = TREATING) -> Duty:
    """Who must act at a moment, when a flag has reached a step (``harm_clock``)."""
    acting: dict[UUID, Acting] = {}
    gap = not roster.known
    for one in team:
        covering, away = _cover(one, roster, now)
        acting.setdefault(one.practitioner_id, Acting(one, away=away))
        for by in covering:
            acting.setdefault(by.practitioner_id, Acting(by, covers=one.name))
        gap = gap or (away and not covering)
    if roster.known and not roster.open_at(now):
        called = [one.by for one in roster.after_hours if one.during.holds(now)]
        for by in called:
            acting.setdefault(by.practitioner_id, Acting(by, covers=AFTER_HOURS))
        gap = gap or not called
    nobody = not acting
    wider = step > TREATING
    return Duty(tuple(acting.values()), lead=gap or nobody or wider, coordinators=nobody or wider, gap=gap)


AFTER_HOURS = "after-hours"
FRONT_DOOR = "front-door"


def who_acts_at_the_door(rosters: Iterable[Roster], clinicians: Iterable[Clinician], now: Instant) -> Duty:
    """Who must act for somebody who only asked for contact, whom nobody treats: who is on call for a closed site, else
    every clinician of the practice who is not away. Safety lead and coordinators are told from the first moment.
    """
    known = tuple(rosters)
    everybody = tuple(clinicians)
    on_call = [
        Acting(one.by, covers=AFTER_HOURS)
        for roster in known
        if roster.known and not roster.open_at(now)
        for one in roster.after_hours
        if one.during.holds(now)
    ]
    away = {one.away for roster in known for one in roster.leaves if one.during.holds(now)}
    there = [one for one in everybody if one.practitioner_id not in away] or everybody
    acting = on_call or [Acting(one, covers=FRONT_DOOR) for one in there]
    each = {one.clinician.practitioner_id: one for one in acting}
    return Duty(tuple(each.values()), lead=True, coordinators=True, gap=not on_call)


def _cover(one: Clinician, roster: Roster, now: Instant) -> tuple[tuple[Clinician, ...], bool]:
    """Who covers somebody now, through whoever is away themself; and whether they are away."""
    found: dict[UUID, Clinician] = {}
    seen, asked = {one.practitioner_id}, [one.practitioner_id]
    away = False
    while asked:
        whose = asked.pop()
        for leave in roster.leaves:
            if leave.away != whose or not leave.during.holds(now):
                continue
            away = away or whose == one.practitioner_id
            by = leave.by.practitioner_id
            if by in seen:
                continue
            seen.add(by)
            if any(other.away == by and other.during.holds(now) for other in roster.leaves):
                asked.append(by)
            else:
                found[by] = leave.by
    return tuple(found.values()), away
