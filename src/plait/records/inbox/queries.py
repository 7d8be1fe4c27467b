"""Reading what came from outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.inbox.models import ImportRun, ReceivedResource

PAGE = 50


@dataclass(frozen=True, slots=True)
class Run:
    """An import run without its file."""

    run_id: UUID
    file_name: str
    size: int
    status: str
    report: dict[str, Any]
    patient_id: UUID | None
    site_id: UUID
    assign_to: tuple[dict[str, str], ...]
    uploaded_by: UUID | None
    uploaded_by_name: str
    created_at: Instant
    finished_at: Instant | None


def _run(row: ImportRun) -> Run:
    return Run(
        row.pk,
        row.file_name,
        row.size,
        row.status,
        row.report,
        row.patient_id,
        row.site_id,
        tuple(row.assign_to),
        row.uploaded_by,
        row.uploaded_by_name,
        Instant(row.created_at),
        Instant(row.finished_at) if row.finished_at else None,
    )


def run(run_id: UUID) -> Run | None:
    """One run."""
    row = ImportRun.objects.defer("content").filter(pk=run_id).first()
    return _run(row) if row else None


def runs_of(uploaded_by: UUID) -> tuple[Run, ...]:
    """The runs that somebody started, newest first."""
    return tuple(
        _run(r)
        for r in ImportRun.objects.defer("content").filter(uploaded_by=uploaded_by).order_by("-created_at")[:PAGE]
    )


def content_of(run_id: UUID) -> bytes:
    """The file of a run."""
    return bytes(ImportRun.objects.values_list("content", flat=True).get(pk=run_id))


def received_hashes(keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Which contents of these resources were received before: key -> content hashes."""
    found: dict[str, set[str]] = {}
    for key, content_hash in ReceivedResource.objects.filter(key__in=list(keys)).values_list("key", "content_hash"):
        found.setdefault(key, set()).add(content_hash)
    return {key: frozenset(hashes) for key, hashes in found.items()}


def patient_of_keys(keys: Iterable[str]) -> UUID | None:
    """The person that resources with these keys were received for."""
    return ReceivedResource.objects.filter(key__in=list(keys)).values_list("patient_id", flat=True).first()
