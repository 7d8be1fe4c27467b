"""What of documents is part of a person's whole record, and their bytes. Drafts are their author's alone."""

from __future__ import annotations

from uuid import UUID

from plait.foundation.whole import Kind
from plait.records.documents.models import DocumentContent, DocumentReference

KINDS = (Kind(DocumentReference), Kind(DocumentContent))


def content(content_id: UUID) -> bytes:
    """The bytes of one document."""
    return bytes(DocumentContent.objects.values_list("content", flat=True).get(pk=content_id))
