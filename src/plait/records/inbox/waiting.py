"""Which imports wait for somebody: counted, without their files and reports."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from plait.clinical.moment import Instant
from plait.records.inbox.models import ImportRun

TOLD_DAYS = 7  # what was refused or failed is told that long; what is held waits until somebody decides


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many imports are held for a decision, and how many were refused or failed lately."""

    held: int
    refused: int
    failed: int


def waiting(at: Instant, *, uploaded_by: UUID | None = None, site_id: UUID | None = None) -> Waiting:
    """Those that somebody started, or those of a whole site. A file about several people counts by its people."""
    lately = {"changed_at__gte": at.plus(days=-TOLD_DAYS).utc}
    rows = ImportRun.objects.filter(Q(status="held") | Q(status__in=("refused", "failed"), **lately))
    rows = rows.filter(site_id=site_id) if site_id is not None else rows.filter(uploaded_by=uploaded_by)
    rows = rows.filter(~Exists(ImportRun.objects.filter(batch_id=OuterRef("pk"), status=OuterRef("status"))))
    counted = rows.aggregate(**{name: Count("pk", filter=Q(status=name)) for name in ("held", "refused", "failed")})
    return Waiting(**counted)
