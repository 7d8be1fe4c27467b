"""One person at a time: decisions about the same person queue up, in one order, so that they never deadlock."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def lock_patients(patient_ids: Iterable[UUID]) -> None:
    """Hold, until the transaction ends, the right to decide about these people. Call inside a transaction."""
    keys = sorted({int.from_bytes(patient_id.bytes[8:], "big", signed=True) for patient_id in patient_ids})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
