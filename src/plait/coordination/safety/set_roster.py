"""The coordinator or the administrator says when the clinic is open, who is away, who covers, and how long is too long.

Nothing is overwritten: what held on a day can still be read. A change holds for flags that are open as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm_clock import Lengths
from plait.coordination import door
from plait.coordination.consequences.harm_waiting import clocks
from plait.foundation.actor import CLINICAL, Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people
from plait.records.people import staff
from plait.records.safety import clock_settings
from plait.records.tasks import roster

ACTION = "safety.set-roster"
KINDS = (roster.LEAVE, roster.AFTER_HOURS)
SLOWEST_FIRST = ("usual", "low", "moderate", "high")
LONGEST_MINUTES = 60 * 24 * 90
DAYS = 7


@dataclass(frozen=True, slots=True)
class Open:
    """The clinic reads what comes in on this weekday (0 Monday) between these times of the site's clock."""

    site_id: UUID
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Cover:
    """Somebody covers: ``away`` for leave, ``site_id`` for after hours."""

    kind: str
    covered_by: UUID
    starts_at: Instant
    ends_at: Instant
    site_id: UUID | None = None
    away: UUID | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Hours (``hours``) or a cover no longer hold."""

    thread: UUID
    hours: bool


@dataclass(frozen=True, slots=True)
class SetClock:
    """How long a sign of harm of one level may wait in this practice."""

    level: str
    lengths: Lengths


def open_hours(command: Open, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record hours of a weekday."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["thread"])
        if command.site_id not in dict(staff.sites()) or not 0 <= command.weekday < DAYS:
            return visit.refuse(Refused("site", _("Choose a site and a weekday."), "site"))
        if command.opens >= command.closes:
            return visit.refuse(Refused("closes", _("It closes before it opens."), "closes"))
        said = {"opens": command.opens, "closes": command.closes}
        thread = roster.open_hours(visit.stamp, site_id=command.site_id, weekday=command.weekday, **said)
        door.keep_outcome(visit, once, {"thread": str(thread)})
        return thread


def cover(command: Cover, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record who covers."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["thread"])
        refused = _refusal(command, actor, at)
        if refused is not None:
            return visit.refuse(refused)
        thread = roster.add_cover(
            visit.stamp,
            kind=command.kind,
            covered_by=command.covered_by,
            starts_at=command.starts_at,
            ends_at=command.ends_at,
            site_id=command.site_id if command.kind == roster.AFTER_HOURS else None,
            away=command.away if command.kind == roster.LEAVE else None,
        )
        door.keep_outcome(visit, once, {"thread": str(thread)})
        return thread


def withdraw(command: Withdraw, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """End what no longer holds."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.thread
        end = roster.withdraw_hours if command.hours else roster.end_cover
        if not end(visit.stamp, command.thread):
            return visit.refuse(Refused("ended", _("It has ended already.")))
        door.keep_outcome(visit, once, {"thread": str(command.thread)})
        return command.thread


def set_clock(command: SetClock, *, actor: Actor, at: Instant, once: Once) -> str | Refused:
    """Set the lengths of a level."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.level
        refused = _slower(command)
        if refused is not None:
            return visit.refuse(refused)
        clock_settings.set_lengths(visit.stamp, command.level, command.lengths)
        visit.detail = command.level
        door.keep_outcome(visit, once, {"level": command.level})
        return command.level


def _refusal(command: Cover, actor: Actor, at: Instant) -> Refused | None:
    clinicians = {one.practitioner_id for one in people.staff(at.day(actor.zone)) if set(one.roles) & CLINICAL}
    if command.kind not in KINDS:
        return Refused("kind", _("Choose for whom."), "kind")
    if command.covered_by not in clinicians:
        return Refused("by", _("Choose a clinician whose account is on."), "covered_by")
    if command.kind == roster.LEAVE and command.away not in clinicians:
        return Refused("away", _("Choose who is away."), "away")
    if command.kind == roster.LEAVE and command.away == command.covered_by:
        return Refused("by", _("Nobody covers for themself."), "covered_by")
    if command.kind == roster.AFTER_HOURS and command.site_id not in dict(staff.sites()):
        return Refused("site", _("Choose a site."), "site")
    if command.ends_at <= max(command.starts_at, at):
        return Refused("ends", _("It ends before it begins, or has ended already."), "ends_on")
    return None


def _slower(command: SetClock) -> Refused | None:
    """A level's lengths are whole minutes, in order, and no higher level is slower than a lower one."""
    asked = command.lengths
    if command.level not in SLOWEST_FIRST or not 0 < asked.wider < asked.everybody <= LONGEST_MINUTES:
        return Refused("order", _("First the team is told, later everybody."), "everybody")
    if not 0 < asked.close <= LONGEST_MINUTES:
        return Refused("close", _("Say in how many minutes it should be closed."), "close")
    lengths = {**clocks().by_level, command.level: asked}
    for name in ("wider", "everybody", "close"):
        in_order = [getattr(lengths[level], name) for level in SLOWEST_FIRST]
        if in_order != sorted(in_order, reverse=True):
            return Refused("slower", _("What must be looked at sooner cannot wait longer than what may wait."), name)
    return None
