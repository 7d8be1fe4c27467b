"""Writing what came from outside: the run, and each resource as received."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import JSONField, Q, TextField, Value
from django.db.models.functions import Cast

from plait.clinical.moment import Instant
from plait.foundation.copying import copy_in
from plait.foundation.facts import Stamp
from plait.foundation.ids import new_id
from plait.records.inbox.models import ImportRun, ReceivedDefinition, ReceivedResource
from plait.records.inbox.queries import Run, run_of

UNDER_WAY = ("waiting", "running")
OVER = ("done", "refused", "failed")
UNCONFIRMED = "mapping"  # a table of which nobody said yet which column is which
LARGEST_SIZE = 2_147_483_647  # of its column


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource to be kept: ``content`` is its JSON text; ``sequence`` counts its versions from 1."""

    key: str
    sequence: int
    resource_type: str
    content_hash: str
    content: str
    outcome: str


def open_run(
    stamp: Stamp,
    *,
    file_name: str,
    content: bytes,
    site_id: UUID,
    assign_to: list[dict[str, str]],
    status: str = "waiting",
    sha256: str = "",
    size: int | None = None,
    identity: dict[str, Any] | None = None,
) -> UUID:
    """Keep an uploaded file and open its run. ``sha256`` and ``size`` are given where the files are not kept here."""
    return ImportRun.objects.create(
        file_name=file_name[:300],
        content=content,
        sha256=sha256 or hashlib.sha256(content).hexdigest(),
        size=min(len(content) if size is None else size, LARGEST_SIZE),
        uploaded_by=stamp.actor.id,
        uploaded_by_name=stamp.actor.name,
        acting_role=stamp.actor.acting_role,
        site_id=site_id,
        assign_to=assign_to,
        status=status,
        identity=identity or {},
        created_at=stamp.at.utc,
        changed_at=stamp.at.utc,
    ).pk


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one person of a run: ``name`` is their place in the files, ``content`` kept only while held."""

    run_id: UUID
    name: str
    sha256: str
    status: str
    report: dict[str, Any]
    patient_id: UUID | None = None
    content: bytes = b""
    identity: dict[str, Any] = field(default_factory=dict)


def keep_part(stamp: Stamp, batch: Run, part: Part) -> None:
    """Keep what became of one person of a run."""
    over = part.status in OVER
    ImportRun.objects.create(
        id=part.run_id,
        batch_id=batch.run_id,
        file_name=part.name[:300],
        content=part.content,
        sha256=part.sha256,
        size=len(part.content),
        uploaded_by=batch.uploaded_by,
        uploaded_by_name=batch.uploaded_by_name,
        acting_role=batch.acting_role,
        site_id=batch.site_id,
        assign_to=list(batch.assign_to),
        status=part.status,
        report=part.report,
        patient_id=part.patient_id,
        identity=part.identity,
        created_at=stamp.at.utc,
        changed_at=stamp.at.utc,
        finished_at=stamp.at.utc if over else None,
    )


def hold_run(run_id: UUID) -> Run | None:
    """Hold a run until the transaction ends, so that nobody else works on it; None where somebody does or none is."""
    row = ImportRun.objects.select_for_update(skip_locked=True, of=("self",)).defer("content").filter(pk=run_id).first()
    return run_of(row) if row else None


def move_run(at: Instant, run_id: UUID, **changes: Any) -> None:
    """Say where a run stands."""
    ImportRun.objects.filter(pk=run_id).update(changed_at=at.utc, **changes)


def runs_left_behind(before: Instant) -> tuple[UUID, ...]:
    """The runs that were under way, have not moved since, and on which nobody works now; held for the caller."""
    rows = ImportRun.objects.select_for_update(skip_locked=True, of=("self",))
    return tuple(rows.filter(status="running", changed_at__lt=before.utc).values_list("pk", flat=True))


def empty_files(before: Instant) -> int:
    """Let go of the files of runs that were over, or left unconfirmed, before a moment; returns how many."""
    over = Q(status__in=OVER, finished_at__lt=before.utc) | Q(status=UNCONFIRMED, changed_at__lt=before.utc)
    return ImportRun.objects.filter(over).exclude(content=b"").update(content=b"")


def receive_definitions(stamp: Stamp, run_id: UUID, resources: Iterable[Resource]) -> None:
    """Keep definitions: resources that are about nobody."""
    ReceivedDefinition.objects.bulk_create(
        [
            ReceivedDefinition(
                id=new_id(),
                **stamp.fields(),
                run_id=run_id,
                key=one.key,
                sequence=one.sequence,
                resource_type=one.resource_type,
                content_hash=one.content_hash,
                content=Cast(Value(one.content, TextField()), JSONField()),
            )
            for one in resources
        ]
    )


def receive(stamp: Stamp, run_id: UUID, patient_id: UUID, resources: Iterable[Resource]) -> None:
    """Keep resources as received, in one statement. Their JSON goes in as text: numbers stay exact."""
    common = {**stamp.fields(), "run_id": run_id, "patient_id": patient_id}
    rows = (
        {
            **common,
            "id": new_id(),
            "key": one.key,
            "sequence": one.sequence,
            "resource_type": one.resource_type,
            "content_hash": one.content_hash,
            "content": one.content,
            "outcome": one.outcome,
        }
        for one in resources
    )
    copy_in(ReceivedResource, rows)
