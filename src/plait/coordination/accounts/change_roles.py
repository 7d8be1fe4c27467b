"""The administrator gives somebody a role from a day on, or ends one on a day. Nothing is overwritten.

The practice always keeps an administrator: the last one's role cannot end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.accounts import ADMINISTRATOR, LAST_ADMINISTRATOR, another_administrator, member_of
from plait.foundation.actor import ROLES, Actor
from plait.foundation.idempotency import Once
from plait.records.accounts import actions as accounts
from plait.records.people import actions as people
from plait.records.people import staff


@dataclass(frozen=True, slots=True)
class Give:
    """A role from the first day on which it holds."""

    practitioner_id: UUID
    role: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class End:
    """A role and the first day on which it no longer holds."""

    practitioner_id: UUID
    role: str
    ends_on: date


def give(command: Give, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Give the role; returns the member of staff."""
    with door.write("accounts.manage", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.practitioner_id
        accounts.lock_accounts()
        member = member_of(command.practitioner_id)
        if command.role not in ROLES:
            return visit.refuse(Refused("role", _("Choose a role."), "role"))
        if any(line.role == command.role and _open_after(line, command.starts_on) for line in member.roles):
            return visit.refuse(Refused("has-it", _("They have this role already on that day."), "role"))
        people.give_role(visit.stamp, member.practitioner_id, command.role, command.starts_on)
        detail = f"{command.role} from {command.starts_on.isoformat()}"
        accounts.note_event(visit.stamp, member.user_id, "role-given", detail)
        visit.detail = f"{member.sign_in_name}: {detail}"
        door.keep_outcome(visit, once, {"practitioner": str(member.practitioner_id)})
        return member.practitioner_id


def end(command: End, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """End the role; returns the member of staff. Today means: at once."""
    with door.write("accounts.manage", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.practitioner_id
        accounts.lock_accounts()
        member = member_of(command.practitioner_id)
        if command.ends_on < at.day(actor.zone):
            return visit.refuse(
                Refused("past", _("Choose today or a later day: what was done in the role stays."), "ends_on")
            )
        if not any(line.role == command.role and _open_after(line, command.ends_on) for line in member.roles):
            return visit.refuse(Refused("has-it-not", _("They do not have this role after that day."), "role"))
        if command.role == ADMINISTRATOR and not another_administrator(member, command.ends_on):
            return visit.refuse(Refused("last", LAST_ADMINISTRATOR, "role"))
        people.end_role(visit.stamp, member.practitioner_id, command.role, command.ends_on)
        detail = f"{command.role} until {command.ends_on.isoformat()}"
        accounts.note_event(visit.stamp, member.user_id, "role-ended", detail)
        visit.detail = f"{member.sign_in_name}: {detail}"
        door.keep_outcome(visit, once, {"practitioner": str(member.practitioner_id)})
        return member.practitioner_id


def _open_after(line: staff.RoleLine, day: date) -> bool:
    return line.ends_on is None or line.ends_on > day
