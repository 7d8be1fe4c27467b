"""The accounts of a practice with what happened to them, for an export of everything. Never a password or a secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.records.accounts.models import AccountEvent


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Something that happened to an account, with whose it is."""

    event_id: UUID
    user_id: UUID
    name: str
    sign_in_name: str
    is_active: bool
    what: str
    detail: str
    at: datetime
    by: str


def events() -> Iterator[AccountLine]:
    """Everything that happened to every account, in order."""
    rows = AccountEvent.objects.order_by("pk").values_list(
        "pk",
        "user_id",
        "user__name",
        "user__sign_in_name",
        "user__is_active",
        "what",
        "detail",
        "recorded_at",
        "recorded_by_name",
    )
    return (AccountLine(*row) for row in rows.iterator(chunk_size=2_000))
