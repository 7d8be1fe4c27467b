"""The administrator looks at accounts: roles, licences, second factors, last sign-in, and what happened to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.consequences.accounts import member_of
from plait.coordination.consequences.emergency import Gaps, gaps
from plait.foundation.actor import Actor
from plait.records.accounts import queries as accounts
from plait.records.accounts.queries import EventLine
from plait.records.people import staff
from plait.records.people.staff import StaffMember


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A member of staff in the list, with the second factors of their account."""

    member: StaffMember
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """All staff, and what is missing among the duties of the practice."""

    lines: tuple[StaffLine, ...]
    gaps: Gaps


@dataclass(frozen=True, slots=True)
class Account:
    """One account in full. ``today`` is the day where the administrator works."""

    member: StaffMember
    factors: tuple[str, ...]
    events: tuple[EventLine, ...]
    today: date


def everybody(*, actor: Actor, at: Instant) -> Staff:
    """All staff with an account, by name, active or not; and which duties of the practice nobody holds."""
    with door.read("accounts.manage", actor=actor, at=at):
        factors = accounts.factors_by_user()
        lines = tuple(StaffLine(member, factors.get(member.user_id, ())) for member in staff.everybody())
        return Staff(lines, gaps(at.day(actor.zone)))


def one(practitioner_id: UUID, *, actor: Actor, at: Instant) -> Account:
    """One account with its history. Raises Denied when there is none."""
    with door.read("accounts.manage", actor=actor, at=at) as visit:
        member = member_of(practitioner_id)
        visit.detail = f"account {member.sign_in_name}"
        return Account(
            member=member,
            factors=accounts.factors_of(member.user_id),
            events=accounts.events(member.user_id),
            today=at.day(actor.zone),
        )


def sites(*, actor: Actor, at: Instant) -> tuple[tuple[UUID, str], ...]:
    """The sites that an account can belong to: id and name."""
    with door.read("accounts.manage", actor=actor, at=at):
        return staff.sites()
