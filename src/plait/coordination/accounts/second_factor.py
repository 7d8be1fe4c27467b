"""Second factors: an authenticator app or a passkey. Staff outside the demo always have one; the last one stays.

Asked on the way in, before there is a decision: reads the account and nothing clinical.
"""

from __future__ import annotations

from uuid import UUID

from plait.records.accounts import queries as accounts


def stands(user_id: UUID) -> bool:
    """Whether the account has an authenticator app or a passkey (recovery codes alone do not count)."""
    return bool(accounts.factors_of(user_id))


def is_the_last(user_id: UUID) -> bool:
    """Whether removing one factor would leave the account with none."""
    return len(accounts.factors_of(user_id)) <= 1
