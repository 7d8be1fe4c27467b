"""The administrator makes a new set-up link: the old one was lost or is too old, or a password was forgotten.

When phone or key was lost too, the second factors are removed with it, and every login session ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.accounts import Link, make_link, member_of
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.accounts import actions as accounts


@dataclass(frozen=True, slots=True)
class Command:
    """Whose link, and whether the second factors are lost."""

    practitioner_id: UUID
    factors_lost: bool = False


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Link | Refused | None:
    """The new link; None when the same request is answered again (a link is shown once)."""
    with door.write("accounts.manage", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return None
        member = member_of(command.practitioner_id)
        if not member.active:
            return visit.refuse(Refused("off", _("This account is switched off. Switch it on first.")))
        if command.factors_lost:
            accounts.remove_factors(visit.stamp, member.user_id)
        visit.detail = f"{member.sign_in_name}: new link{', second factors removed' if command.factors_lost else ''}"
        door.keep_outcome(visit, once, {"practitioner": str(member.practitioner_id)})
        return make_link(visit.stamp, member.user_id)
