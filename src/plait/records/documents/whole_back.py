"""What an export of Plait gives back of documents, with their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from plait.foundation.facts import Stamp
from plait.foundation.ids import new_id
from plait.foundation.whole_back import Given, GivenBack, Keeper
from plait.records.documents.models import DocumentContent, DocumentReference


def measured(content: bytes) -> dict[str, Any]:
    """How long bytes are, and their hash."""
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _contents(stamp: Stamp, patient_id: UUID, given: Sequence[Given], _site_id: UUID) -> GivenBack:
    """Bytes; equal bytes of one person are kept once."""
    lines = [line for one in given for line in one.lines]
    rows = DocumentContent.objects.filter(patient_id=patient_id, sha256__in=[line["sha256"] for line in lines])
    known = {(sha, media): pk for sha, media, pk in rows.values_list("sha256", "media_type", "pk")}
    found, fresh = GivenBack(), []
    for line in lines:
        columns = {name: value for name, value in line.items() if name != "given_id"}
        name = (line["sha256"], line["media_type"])
        if name not in known:
            fresh.append(DocumentContent(id=new_id(), **stamp.fields(), patient_id=patient_id, **columns))
            known[name] = fresh[-1].pk
        found.inner[line["given_id"]] = known[name]
    DocumentContent.objects.bulk_create(fresh)
    return found


KEEPERS = {"DocumentContent": Keeper(DocumentContent, _contents), "DocumentReference": Keeper(DocumentReference)}
