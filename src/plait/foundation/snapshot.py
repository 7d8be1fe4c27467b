"""One moment of the database for a long reading: whatever is written meanwhile is not seen."""

from __future__ import annotations

from django.db import connection


def hold_one_moment() -> bool:
    """From the first statement of this transaction on, see the database as it is now; False inside a larger one."""
    if connection.savepoint_ids:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE")
    return True
