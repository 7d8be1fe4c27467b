"""Signing in by name and password, and who the signed-in user acts as.

This is the one place that answers before there is an actor: Django calls it to learn who is knocking. It reads the
account and nothing clinical.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from plait.clinical.moment import Instant
from plait.foundation.actor import ANONYMOUS, Actor
from plait.records.accounts import queries as accounts
from plait.records.people import duties
from plait.records.people import queries as people
from plait.records.safety import clock_settings
from plait.records.safety import queries as safety

# The signs of harm that wait come with the user: every page says when one has waited too long.
_SIGNED_IN = people.signing_in(open_flags=safety.waiting_column, clock_rows=clock_settings.column)


class StaffBackend(AuthenticationBackend):
    """Password sign-in by sign-in name; the user comes with the practitioner in one query."""

    def get_user(self, user_id: Any) -> Any:
        """The active user with this id, or None."""
        return _SIGNED_IN(user_id)

    def _authenticate_by_username(self, username: str, password: str) -> Any:
        """Active staff by sign-in name. An account that is switched off is as unknown as one that never was."""
        return self._check_password(accounts.by_sign_in_name(username), password)


def acting_as(user: Any, role: str, *, at: Instant) -> Actor:
    """The actor that a signed-in user is at a moment, in the wanted role where they have it today.

    Roles and duties are read on every request, so that a change takes effect at once.
    """
    member = getattr(user, "practitioner", None)
    if user.kind != "staff" or member is None:
        return ANONYMOUS
    zone = people.zone_or_default(user)
    roles = people.roles_of(user, at.day(zone))
    acting = role if role in roles else next(iter(roles), "")
    return Actor(
        kind="staff",
        id=user.pk,
        name=user.name,
        acting_role=acting,
        roles=roles,
        practitioner_id=member.pk,
        site_id=member.site_id,
        zone=zone,
        duties=duties.held_by(user, at.day(zone)),
    )
