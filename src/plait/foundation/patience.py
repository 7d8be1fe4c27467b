"""A longer time for one transaction: a background job may take what an answer to a click may not."""

from __future__ import annotations

from django.db import connection

LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")


def allow_seconds(seconds: int) -> None:
    """Until the transaction ends, let a statement and a pause between two take so many seconds."""
    with connection.cursor() as cursor:
        settings = ", ".join("set_config(%s, %s, true)" for _name in LIMITS)
        cursor.execute(f"SELECT {settings}", [one for name in LIMITS for one in (name, f"{seconds}s")])
