"""What happens to a login session goes into the audit trail: signed in, failed, locked, opened again, signed out.

A session that could not be noted does not begin: callers note first and act afterwards. Names that somebody typed are
not kept, because a password lands in that field now and then; the account is named when there is one.
"""

from __future__ import annotations

from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import ANONYMOUS, Actor
from plait.records.accounts import queries as accounts


def signed_in(how: str, *, actor: Actor, at: Instant) -> None:
    """Somebody signed in; ``how`` is password, passkey, demo or link."""
    with door.write("accounts.sign-in", actor=actor, at=at) as visit:
        visit.detail = how


def sign_in_failed(sign_in_name: str, *, at: Instant, actor: Actor = ANONYMOUS) -> None:
    """A wrong name or password. An unknown name costs as much as a known one, so that nobody learns which it was."""
    known = accounts.id_of(sign_in_name)
    _failed("accounts.sign-in", f"account {known}" if known else "unknown name", actor=actor, at=at)


def second_factor_failed(user_id: UUID, *, at: Instant, actor: Actor = ANONYMOUS) -> None:
    """The password was right, the code or key was not."""
    _failed("accounts.sign-in", f"second factor of account {user_id}", actor=actor, at=at)


def passkey_failed(*, at: Instant, actor: Actor = ANONYMOUS) -> None:
    """A passkey that opens no account."""
    _failed("accounts.sign-in", "passkey", actor=actor, at=at)


def signed_out(why: str, *, actor: Actor, at: Instant) -> None:
    """Somebody signed out, or twelve hours were over (``why``: asked, twelve hours, account signed out)."""
    with door.write("accounts.sign-out", actor=actor, at=at) as visit:
        visit.detail = why


def locked(why: str, *, actor: Actor, at: Instant) -> None:
    """The screen was locked: nobody was there, or the person asked for it (``why``: idle, asked)."""
    with door.write("accounts.lock", actor=actor, at=at) as visit:
        visit.detail = why


def unlocked(how: str, *, actor: Actor, at: Instant) -> None:
    """The same person opened the screen again; ``how`` is password, passkey or demo."""
    with door.write("accounts.unlock", actor=actor, at=at) as visit:
        visit.detail = how


def unlock_failed(*, actor: Actor, at: Instant) -> None:
    """Somebody at a locked screen did not know the password."""
    _failed("accounts.unlock", "", actor=actor, at=at)


def role_switched(before: str, *, actor: Actor, at: Instant) -> None:
    """Somebody with two roles acts in the other one from now on (``actor`` acts in the new one)."""
    with door.write("accounts.switch-role", actor=actor, at=at) as visit:
        visit.detail = f"{before} to {actor.acting_role}"


def _failed(action: str, detail: str, *, actor: Actor, at: Instant) -> None:
    with door.write(action, actor=actor, at=at) as visit:
        visit.outcome, visit.detail = "denied", detail
