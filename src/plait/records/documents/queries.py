"""Reading drafts: only their author does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.documents.models import Draft


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A kept draft."""

    draft_id: UUID
    path: str
    fields: dict[str, Any]
    why: str
    created_at: Instant


def drafts_of(author_id: UUID) -> tuple[DraftLine, ...]:
    """The author's open drafts, newest first."""
    rows = Draft.objects.filter(author_id=author_id, status="open").order_by("-created_at")
    return tuple(DraftLine(r.pk, r.path, r.fields, r.why, Instant(r.created_at)) for r in rows)


def draft_for(author_id: UUID, path: str) -> DraftLine | None:
    """The author's open draft of one form, or None."""
    return next((draft for draft in drafts_of(author_id) if draft.path == path), None)
