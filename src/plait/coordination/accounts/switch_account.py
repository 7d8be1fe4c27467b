"""The administrator switches an account off, which ends its login sessions at once, or on again.

Nobody switches off themselves, and the practice always keeps an administrator.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.accounts import ADMINISTRATOR, LAST_ADMINISTRATOR, another_administrator, member_of
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.accounts import actions as accounts


@dataclass(frozen=True, slots=True)
class Command:
    """Whose account, and whether it is to be on."""

    practitioner_id: UUID
    on: bool


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Switch it; returns the member of staff. Links of an account that is off are worth nothing."""
    with door.write("accounts.manage", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.practitioner_id
        accounts.lock_accounts()
        member = member_of(command.practitioner_id)
        today = at.day(actor.zone)
        if not command.on and member.user_id == actor.id:
            own = _("You cannot switch off your own account. Ask another administrator.")
            return visit.refuse(Refused("self", own))
        if not command.on and ADMINISTRATOR in member.roles_on(today) and not another_administrator(member, today):
            return visit.refuse(Refused("last", LAST_ADMINISTRATOR))
        if member.active != command.on:
            accounts.set_active(visit.stamp, member.user_id, active=command.on)
        visit.detail = f"{member.sign_in_name}: {'on' if command.on else 'off'}"
        door.keep_outcome(visit, once, {"practitioner": str(member.practitioner_id)})
        return member.practitioner_id
