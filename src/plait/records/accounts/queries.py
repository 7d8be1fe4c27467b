"""Reading accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from plait.clinical.moment import Instant
from plait.records.accounts.models import AccountEvent, User

FACTORS = ("totp", "webauthn")


def active_user(user_id: Any) -> User | None:
    """The active user with this id, with practitioner and site in the same query; None if there is none."""
    return User.objects.filter(pk=user_id, is_active=True).select_related("practitioner__site").first()


def by_sign_in_name(name: str) -> User | None:
    """The active user with this sign-in name."""
    return (
        User.objects.filter(sign_in_name=name.casefold(), is_active=True).select_related("practitioner__site").first()
    )


def id_of(sign_in_name: str) -> UUID | None:
    """The account with this sign-in name, active or not; None if there is none."""
    return User.objects.filter(sign_in_name=sign_in_name.casefold()).values_list("pk", flat=True).first()


def events(user_id: UUID) -> tuple[tuple[Instant, str, str, str], ...]:
    """What happened to an account, newest first: when, what, detail, by whom."""
    rows = AccountEvent.objects.filter(user_id=user_id).order_by("-recorded_at")
    return tuple((Instant(r.recorded_at), r.what, r.detail, r.recorded_by_name) for r in rows)


def any_user() -> bool:
    """Whether anybody has an account yet."""
    return User.objects.exists()


def factors_of(user_id: UUID) -> tuple[str, ...]:
    """The second factors of an account, each "totp" or "webauthn"; recovery codes are no factor of their own."""
    kinds = Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).values_list("type", flat=True)
    return tuple(sorted(kinds))
