"""Somebody signed in chooses another password for themselves; their other login sessions are over."""

from __future__ import annotations

from typing import Any

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.records.accounts import actions as accounts


def commit(user: Any, password: str, *, actor: Actor, at: Instant) -> None:
    """Set the password, keep that it was changed, and note it. Raises Denied for anybody else's account."""
    with door.write("accounts.own", actor=actor, at=at) as visit:
        if actor.id != user.pk:
            raise door.Denied("accounts.own")
        visit.detail = "password changed"
        accounts.set_password(visit.stamp, user, password)
