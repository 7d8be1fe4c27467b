"""Reading the audit trail: when somebody gave a person's record out, and the trail of a whole practice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.audit.models import AuditEvent

PAGE = 5_000


def last_done(action: str, user_id: UUID | None, patient_id: UUID, *, since: Instant, beside: str) -> Instant | None:
    """When somebody last did this about a person after a moment; events whose detail is ``beside`` do not count."""
    rows = AuditEvent.objects.filter(
        recorded_by=user_id,
        recorded_at__gt=since.utc,
        action=action,
        outcome="done",
        patients__contains=[patient_id],
    ).exclude(detail=beside)
    found = rows.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    return Instant(found) if found else None


def trail() -> Iterator[Mapping[str, Any]]:
    """The whole trail, row by row, in the order of the ids."""
    last = None
    names = [field.attname for field in AuditEvent._meta.concrete_fields]
    while True:
        rows = AuditEvent.objects.order_by("pk")
        page = list((rows if last is None else rows.filter(pk__gt=last)).values_list(*names)[:PAGE])
        if not page:
            return
        for row in page:
            yield dict(zip(names, row, strict=True))
        last = page[-1][names.index("id")]
