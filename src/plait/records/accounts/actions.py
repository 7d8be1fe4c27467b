"""Writing accounts: made, switched off and on; every step leaves an event."""

from __future__ import annotations

from uuid import UUID

from plait.foundation.facts import Stamp, record
from plait.records.accounts.models import AccountEvent, User


def open_account(
    stamp: Stamp, *, sign_in_name: str, name: str, kind: str, email: str = "", password: str | None = None
) -> UUID:
    """A new account; without a password nobody can sign in with one."""
    user = User.objects.create_user(sign_in_name, name=name, kind=kind, email=email, password=password)
    record(AccountEvent, stamp, user=user, what="opened")
    return user.pk


def set_active(stamp: Stamp, user_id: UUID, *, active: bool) -> None:
    """Switch an account off or on. Off ends its login sessions: no request finds an active user any more."""
    User.objects.filter(pk=user_id).update(is_active=active)
    record(AccountEvent, stamp, user_id=user_id, what="switched-on" if active else "switched-off")


def set_password(stamp: Stamp, user: User, password: str) -> None:
    """Set a password. Login sessions that were begun with the old one are over."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(AccountEvent, stamp, user=user, what="password-changed")


def note_role(stamp: Stamp, user_id: UUID, what: str, detail: str) -> None:
    """Keep that a role was given or ended."""
    record(AccountEvent, stamp, user_id=user_id, what=what, detail=detail)
