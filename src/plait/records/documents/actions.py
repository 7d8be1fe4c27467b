"""Writing drafts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.documents.models import Draft


def keep_draft(
    at: Instant,
    *,
    author_id: UUID,
    path: str,
    fields: dict[str, list[str]],
    why: str,
    files: tuple[str, ...] = (),
    patient_id: UUID | None = None,
) -> UUID:
    """Keep what was typed. The same form sent twice keeps one draft, the later."""
    Draft.objects.filter(author_id=author_id, path=path, status="open").update(status="discarded", changed_at=at.utc)
    return Draft.objects.create(
        author_id=author_id,
        path=path,
        fields=fields,
        files=list(files),
        patient=patient_id,
        why=why,
        created_at=at.utc,
        changed_at=at.utc,
    ).pk


def close_draft(at: Instant, *, author_id: UUID, draft_id: UUID, status: str) -> bool:
    """Mark a draft used or discarded; False if the author has no such open draft."""
    return bool(
        Draft.objects.filter(pk=draft_id, author_id=author_id, status="open").update(status=status, changed_at=at.utc)
    )


def close_drafts_of_form(at: Instant, *, author_id: UUID, paths: Iterable[str], status: str) -> bool:
    """Mark the author's draft of the form on these pages; False if there is none."""
    rows = Draft.objects.filter(author_id=author_id, path__in=set(paths), status="open")
    return bool(rows.update(status=status, changed_at=at.utc))
