"""Writing drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.documents.models import Draft


def keep_draft(at: Instant, *, author_id: UUID, path: str, fields: dict[str, Any], why: str) -> UUID:
    """Keep what was typed. The same form sent twice keeps one draft, the later."""
    Draft.objects.filter(author_id=author_id, path=path, status="open").update(status="discarded", changed_at=at.utc)
    return Draft.objects.create(
        author_id=author_id, path=path, fields=fields, why=why, created_at=at.utc, changed_at=at.utc
    ).pk


def close_draft(at: Instant, *, author_id: UUID, draft_id: UUID, status: str) -> bool:
    """Mark a draft used or discarded; False if the author has no such open draft."""
    return bool(
        Draft.objects.filter(pk=draft_id, author_id=author_id, status="open").update(status=status, changed_at=at.utc)
    )
