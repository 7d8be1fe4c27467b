"""Reading drafts: only their author does."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.documents.models import Draft

PAGE = 100


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A kept draft: the page of its form, what was typed, and which files have to be chosen again."""

    draft_id: UUID
    path: str
    fields: dict[str, list[str]]
    files: tuple[str, ...]
    patient_id: UUID | None
    why: str
    created_at: Instant


def drafts_of(author_id: UUID) -> tuple[DraftLine, ...]:
    """The author's open drafts, newest first, at most a hundred."""
    rows = Draft.objects.filter(author_id=author_id, status="open").order_by("-created_at")
    return tuple(_line(row) for row in rows[:PAGE])


def draft_for(author_id: UUID, path: str) -> DraftLine | None:
    """The author's open draft of one form, or None."""
    row = Draft.objects.filter(author_id=author_id, path=path, status="open").order_by("-created_at").first()
    return _line(row) if row else None


def draft(author_id: UUID, draft_id: UUID) -> DraftLine | None:
    """One open draft of the author, or None."""
    row = Draft.objects.filter(author_id=author_id, pk=draft_id, status="open").first()
    return _line(row) if row else None


def any_draft(author_id: UUID) -> bool:
    """Whether the author has an open draft."""
    return Draft.objects.filter(author_id=author_id, status="open").exists()


def _line(row: Draft) -> DraftLine:
    return DraftLine(row.pk, row.path, row.fields, tuple(row.files), row.patient, row.why, Instant(row.created_at))
