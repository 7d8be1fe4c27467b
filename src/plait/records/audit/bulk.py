"""Writing many audit events at once, for a practice that is invented."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.audit.models import AuditEvent


def write(*, events: Iterable[Row]) -> None:
    """Who looked and who did."""
    copy_in(AuditEvent, events)
