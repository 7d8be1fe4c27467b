"""Reading accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from plait.clinical.moment import Instant
from plait.records.accounts.models import AccountEvent, SetupLink, User

FACTORS = ("totp", "webauthn")
MOST_EVENTS = 100


def active_user(user_id: Any) -> User | None:
    """The active user with this id, with practitioner and site in the same query; None if there is none."""
    return User.objects.filter(pk=user_id, is_active=True).select_related("practitioner__site").first()


def by_sign_in_name(name: str) -> User | None:
    """The active member of staff with this sign-in name."""
    rows = User.objects.filter(sign_in_name=name.casefold(), is_active=True, kind="staff")
    return rows.select_related("practitioner__site").first()


def id_of(sign_in_name: str) -> UUID | None:
    """The account with this sign-in name, active or not; None if there is none."""
    return User.objects.filter(sign_in_name=sign_in_name.casefold()).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that happened to an account: when, what (a code), more about it, and by whom."""

    at: Instant
    what: str
    detail: str
    by: str


def events(user_id: UUID) -> tuple[EventLine, ...]:
    """What happened to an account, newest first, at most the last hundred."""
    rows = AccountEvent.objects.filter(user_id=user_id).order_by("-recorded_at", "-id")[:MOST_EVENTS]
    return tuple(EventLine(Instant(r.recorded_at), r.what, r.detail, r.recorded_by_name) for r in rows)


def link_holder(secret_hash: str, at: Instant) -> User | None:
    """Whose set-up link this is, while it is good; None otherwise."""
    link = SetupLink.objects.filter(secret_hash=secret_hash, used_at=None, expires_at__gt=at.utc, user__is_active=True)
    found = link.select_related("user").first()
    return found.user if found else None


def factors_by_user() -> dict[UUID, tuple[str, ...]]:
    """The second factors of every account that has any."""
    found: dict[UUID, list[str]] = {}
    for user_id, kind in Authenticator.objects.filter(type__in=FACTORS).values_list("user_id", "type"):
        found.setdefault(user_id, []).append(kind)
    return {user_id: tuple(sorted(kinds)) for user_id, kinds in found.items()}


def any_user() -> bool:
    """Whether anybody has an account yet."""
    return User.objects.exists()


def factors_of(user_id: UUID) -> tuple[str, ...]:
    """The second factors of an account, each "totp" or "webauthn"; recovery codes are no factor of their own."""
    kinds = Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).values_list("type", flat=True)
    return tuple(sorted(kinds))
