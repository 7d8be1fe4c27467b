"""Documents that came from another system, with their bytes where those came along."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp
from plait.foundation.ids import new_id
from plait.foundation.received_facts import receive_rows
from plait.records.documents.models import DocumentContent, DocumentReference
from plait.records.people.one_person import of_person


@dataclass(frozen=True, slots=True)
class Document:
    """A received document: columns of DocumentReference, and its bytes or None."""

    columns: Mapping[str, Any]
    media_type: str
    content: bytes | None


def receive_documents(
    stamp: Stamp, patient_id: UUID, documents: Sequence[Document], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep documents as received; returns the origin keys of those that were revised here and are left alone.

    Equal bytes of one person are kept once.
    """
    bytes_of = {hashlib.sha256(one.content).hexdigest(): one for one in documents if one.content is not None}
    known = DocumentContent.objects.filter(of_person(patient_id), sha256__in=list(bytes_of))
    kept = {(sha, media): pk for sha, media, pk in known.values_list("sha256", "media_type", "pk")}
    fresh = []
    for sha, one in bytes_of.items():
        if (sha, one.media_type) not in kept and one.content is not None:
            row = DocumentContent(
                id=new_id(),
                **stamp.fields(),
                patient_id=patient_id,
                media_type=one.media_type,
                size=len(one.content),
                sha256=sha,
                content=one.content,
            )
            fresh.append(row)
            kept[sha, one.media_type] = row.pk
    DocumentContent.objects.bulk_create(fresh)
    rows = [{**one.columns, "content_id": _kept(one, kept)} for one in documents]
    return receive_rows(DocumentReference, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def _kept(one: Document, kept: Mapping[tuple[str, str], UUID]) -> UUID | None:
    return kept.get((hashlib.sha256(one.content).hexdigest(), one.media_type)) if one.content is not None else None
