"""The staff of the demo practice, whom anybody at this machine may be by one click.

Exists only in the demo, on the embedded database. Says nothing about any person in care, so it passes no policy and
leaves no event; signing in does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from plait.clinical.moment import Instant
from plait.records.accounts import queries as accounts
from plait.records.people import staff


@dataclass(frozen=True, slots=True)
class DemoMember:
    """One member of the demo's staff, with the roles of today."""

    user_id: UUID
    name: str
    profession: str
    roles: tuple[str, ...]


def possible() -> bool:
    """Whether this copy is a demo on its own database."""
    return bool(settings.DEMO and settings.EMBEDDED)


def members(*, at: Instant) -> tuple[DemoMember, ...]:
    """Everybody on the demo's staff who has a role today, by name; nobody outside the demo."""
    if not possible():
        return ()
    day = at.day(settings.TIME_ZONE)
    return tuple(
        DemoMember(member.user_id, member.name, member.profession, member.roles_on(day))
        for member in staff.everybody()
        if member.active and member.roles_on(day)
    )


def user(user_id: UUID, *, at: Instant) -> Any | None:  # noqa: ARG001 - every decision takes the time
    """The account of one of them, to sign in with; None outside the demo or if there is no such member."""
    return accounts.active_user(user_id) if possible() else None
