"""The administrator opens an account for a new member of staff, who then chooses a password by a link."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.accounts import Link, NewAccount, refusal_of, write_new
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.accounts import actions as accounts

Command = NewAccount


@dataclass(frozen=True, slots=True)
class Opened:
    """The new member of staff, and the link to give them; no link when the same request is answered again."""

    practitioner_id: UUID
    link: Link | None


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Opened | Refused:
    """Open the account, give its roles from today, make its first link."""
    with door.write("accounts.manage", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return Opened(UUID(visit.replayed["practitioner"]), None)
        accounts.lock_accounts()
        refused = refusal_of(command)
        if refused is not None:
            return visit.refuse(refused)
        member, link = write_new(command, visit.stamp, actor.zone)
        visit.detail = f"opened the account {command.sign_in_name.casefold()}"
        door.keep_outcome(visit, once, {"practitioner": str(member)})
        return Opened(member, link)
