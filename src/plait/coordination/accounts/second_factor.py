"""Second factors: an authenticator app or a passkey. Staff outside the demo always have one; the last one stays.

The questions are asked on the way in, before there is a decision: they read the account and nothing clinical.
"""

from __future__ import annotations

from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.records.accounts import actions
from plait.records.accounts import queries as accounts


def stands(user_id: UUID) -> bool:
    """Whether the account has an authenticator app or a passkey (recovery codes alone do not count)."""
    return bool(accounts.factors_of(user_id))


def is_the_last(user_id: UUID) -> bool:
    """Whether removing one factor would leave the account with none."""
    return len(accounts.factors_of(user_id)) <= 1


def changed(what: str, *, actor: Actor, at: Instant) -> None:
    """Keep that somebody changed their own factors: app-added, passkey-removed, codes-made and so on."""
    with door.write("accounts.own", actor=actor, at=at) as visit:
        if actor.id is None:
            raise door.Denied("accounts.own")
        visit.detail = what
        actions.note_event(visit.stamp, actor.id, what)
