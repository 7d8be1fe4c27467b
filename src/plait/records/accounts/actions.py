"""Writing accounts: opened, switched off and on, links given and used; every step leaves an event."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record
from plait.records.accounts.models import AccountEvent, SetupLink, User


def lock_accounts() -> None:
    """One decision about accounts at a time, until the transaction ends: two cannot remove the last administrator."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plait accounts'))")


def open_account(
    stamp: Stamp, *, sign_in_name: str, name: str, kind: str, email: str = "", password: str | None = None
) -> UUID:
    """A new account; without a password nobody can sign in with one."""
    user = User.objects.create_user(sign_in_name, name=name, kind=kind, email=email, password=password)
    record(AccountEvent, stamp, user=user, what="opened")
    return user.pk


def set_active(stamp: Stamp, user_id: UUID, *, active: bool) -> None:
    """Switch an account off or on. Off ends its login sessions for good: none of them revives when it is on again."""
    off = {} if active else {"signed_out_at": stamp.at.utc}
    User.objects.filter(pk=user_id).update(is_active=active, **off)
    record(AccountEvent, stamp, user_id=user_id, what="switched-on" if active else "switched-off")


def set_password(stamp: Stamp, user: User, password: str) -> None:
    """Set a password. Login sessions that were begun with the old one are over."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(AccountEvent, stamp, user=user, what="password-changed")


def give_link(stamp: Stamp, user_id: UUID, *, secret_hash: str, expires_at: Instant) -> None:
    """Give an account a set-up link; the ones before it are worth nothing any more."""
    SetupLink.objects.filter(user_id=user_id, used_at=None).update(expires_at=stamp.at.utc, changed_at=stamp.at.utc)
    SetupLink.objects.create(
        user_id=user_id,
        secret_hash=secret_hash,
        expires_at=expires_at.utc,
        created_at=stamp.at.utc,
        changed_at=stamp.at.utc,
    )
    record(AccountEvent, stamp, user_id=user_id, what="link-given")


def use_link(stamp: Stamp, secret_hash: str) -> User | None:
    """Use a link up: its account, or None when it is unknown, used or too old. Of two at once one gets it."""
    link = SetupLink.objects.select_for_update().filter(secret_hash=secret_hash, used_at=None).first()
    if link is None or link.expires_at <= stamp.at.utc or not link.user.is_active:
        return None
    link.used_at = link.changed_at = stamp.at.utc
    link.save(update_fields=["used_at", "changed_at"])
    record(AccountEvent, stamp, user=link.user, what="link-used")
    return link.user


def remove_factors(stamp: Stamp, user_id: UUID) -> None:
    """Remove every second factor: phone or key was lost. The person sets up new ones at the next sign-in."""
    Authenticator.objects.filter(user_id=user_id).delete()
    User.objects.filter(pk=user_id).update(signed_out_at=stamp.at.utc)
    record(AccountEvent, stamp, user_id=user_id, what="factors-removed")


def note_event(stamp: Stamp, user_id: UUID, what: str, detail: str = "") -> None:
    """Keep what happened to an account: a role given or ended, a licence added."""
    record(AccountEvent, stamp, user_id=user_id, what=what, detail=detail)
