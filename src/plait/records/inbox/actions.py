"""Writing what came from outside: the run, and each resource as received."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp
from plait.foundation.ids import new_id
from plait.records.inbox.models import ImportRun, ReceivedResource


def open_run(stamp: Stamp, *, file_name: str, content: bytes, site_id: UUID, assign_to: list[dict[str, str]]) -> UUID:
    """Keep an uploaded file and open its run."""
    return ImportRun.objects.create(
        file_name=file_name[:300],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        uploaded_by=stamp.actor.id,
        uploaded_by_name=stamp.actor.name,
        site_id=site_id,
        assign_to=assign_to,
        created_at=stamp.at.utc,
        changed_at=stamp.at.utc,
    ).pk


def move_run(at: Instant, run_id: UUID, **changes: Any) -> None:
    """Say where a run stands."""
    ImportRun.objects.filter(pk=run_id).update(changed_at=at.utc, **changes)


def receive(stamp: Stamp, rows: Iterable[dict[str, Any]]) -> None:
    """Keep resources as received, in one insert; ``rows`` are the columns of ReceivedResource."""
    ReceivedResource.objects.bulk_create(
        [ReceivedResource(id=new_id(), **stamp.fields(), **row) for row in rows], batch_size=500
    )
