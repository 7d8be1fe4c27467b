"""Reading what came from outside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, TextField
from django.db.models.functions import Cast

from plait.clinical.moment import Instant
from plait.records.inbox.models import ImportRun, ReceivedDefinition, ReceivedResource
from plait.records.people.one_person import of_person

PAGE = 50
MOST_HELD = 500


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
    acting_role: str
    created_at: Instant
    changed_at: Instant
    finished_at: Instant | None
    batch_id: UUID | None = None  # the run that this one is a part of
    identity: Mapping[str, Any] = field(default_factory=dict)  # who may be the person, and what a human decided


@dataclass(frozen=True, slots=True)
class Versions:
    """What was received of one resource before. ``content_hash`` and ``stated_at`` are those of its newest version.

    ``taken_in_at`` is when a version last became what the record says; None where none ever did. ``stated_at`` is the
    sender's own time ("" where not stated). A version that came later but was older counts only in ``hashes``.
    """

    sequence: int
    content_hash: str
    hashes: frozenset[str]
    taken_in_at: Instant | None
    stated_at: str


def run_of(row: ImportRun, report: dict[str, Any] | None = None) -> Run:
    """A run as it is read; ``report`` stands in for the one that is not to be read."""
    return Run(
        row.pk,
        row.file_name,
        row.size,
        row.status,
        row.report if report is None else report,
        row.patient_id,
        row.site_id,
        tuple(row.assign_to),
        row.uploaded_by,
        row.uploaded_by_name,
        row.acting_role,
        Instant(row.created_at),
        Instant(row.changed_at),
        Instant(row.finished_at) if row.finished_at else None,
        row.batch_id,
        row.identity,
    )


def run(run_id: UUID) -> Run | None:
    """One run."""
    row = ImportRun.objects.defer("content").filter(pk=run_id).first()
    return run_of(row) if row else None


def patient_of_run(run_id: UUID) -> UUID | None:
    """Whom a run was about, once it was done."""
    return ImportRun.objects.filter(pk=run_id).values_list("patient_id", flat=True).first()


def runs_of(uploaded_by: UUID) -> tuple[Run, ...]:
    """The runs that somebody started, newest first, without their reports: those may be long. Not the parts of one."""
    rows = ImportRun.objects.defer("content", "report").filter(uploaded_by=uploaded_by, batch__isnull=True)
    return tuple(run_of(row, report={}) for row in rows.order_by("-created_at", "-pk")[:PAGE])


def held() -> tuple[Run, ...]:
    """The runs in which nobody knows yet who the person is, the oldest first. Whoever asks looks whose they are."""
    rows = ImportRun.objects.defer("content", "report").filter(status="held")
    return tuple(run_of(row, report={}) for row in rows.order_by("created_at", "pk")[:MOST_HELD])


def parts_by_status(batch_id: UUID) -> dict[str, int]:
    """How many people of a run met which fate so far."""
    rows = ImportRun.objects.filter(batch_id=batch_id).order_by().values("status").annotate(number=Count("pk"))
    return {row["status"]: row["number"] for row in rows}


def part_names(batch_id: UUID) -> frozenset[str]:
    """The people of a run who are over or wait for a human, by the place of each in the files."""
    return frozenset(ImportRun.objects.filter(batch_id=batch_id).values_list("file_name", flat=True))


def parts(batch_id: UUID, statuses: Iterable[str], *, start: int = 0, most: int = PAGE) -> tuple[Run, ...]:
    """The parts of a run with these fates, in the order of the files, with their reports' heads only."""
    rows = ImportRun.objects.defer("content", "report").annotate(reason=F("report__reason"))
    rows = rows.filter(batch_id=batch_id, status__in=list(statuses)).order_by("created_at", "pk")
    return tuple(run_of(row, report={"reason": row.reason}) for row in rows[start : start + most])


def part_sums(batch_id: UUID) -> tuple[dict[tuple[str, str], int], int, int, int]:
    """Of all parts that are done: entries by type and fate, new people, entries to look at, medicines that wait."""
    counts: dict[tuple[str, str], int] = {}
    new = looks = waiting = 0
    rows = ImportRun.objects.filter(batch_id=batch_id, status="done")
    columns = ("report__counts", "report__new_person", "report__looks", "report__waiting")
    for by_type, is_new, look, wait in rows.values_list(*columns).iterator():
        new, looks, waiting = new + bool(is_new), looks + int(look or 0), waiting + int(wait or 0)
        for kind, happened, number in by_type or []:
            counts[kind, happened] = counts.get((kind, happened), 0) + number
    return counts, new, looks, waiting


def unfinished(uploaded_by: UUID, sha256: str) -> UUID | None:
    """A run of somebody over the same files that was begun and is not over, to go on with."""
    rows = ImportRun.objects.filter(uploaded_by=uploaded_by, sha256=sha256, status="running", batch__isnull=True)
    return rows.order_by("-created_at").values_list("pk", flat=True).first()


def content_of(run_id: UUID) -> bytes:
    """The file of a run; empty once it was let go of."""
    return bytes(ImportRun.objects.values_list("content", flat=True).get(pk=run_id))


def versions(patient_id: UUID, keys: Iterable[str]) -> dict[str, Versions]:
    """What was received of these resources of a person before, by key."""
    rows = ReceivedResource.objects.filter(of_person(patient_id), key__in=list(keys)).order_by("key", "sequence")
    columns = ("key", "sequence", "content_hash", "outcome", "recorded_at", "content__meta__lastUpdated")
    return _versions(rows.values_list(*columns))


def definition_versions(keys: Iterable[str]) -> dict[str, Versions]:
    """What was received of these definitions before, by key."""
    rows = ReceivedDefinition.objects.filter(key__in=list(keys)).order_by("key", "sequence")
    columns = ("key", "sequence", "content_hash", "recorded_at", "content__meta__lastUpdated")
    return _versions((*row[:3], "mapped", *row[3:]) for row in rows.values_list(*columns))


def definition(key: str, resource_type: str) -> dict[str, object] | None:
    """The newest version of a definition, its numbers exact. A key that ends in "|" asks for any version of it."""
    rows = ReceivedDefinition.objects.filter(resource_type=resource_type)
    rows = rows.filter(key__startswith=key) if key.endswith("|") else rows.filter(key=key)
    text = rows.annotate(text=Cast("content", TextField())).order_by("-recorded_at", "-sequence")
    found = text.values_list("text", flat=True).first()
    content: object = json.loads(found, parse_float=Decimal) if found is not None else None
    return content if isinstance(content, dict) else None


def _versions(rows: Iterable[tuple[Any, ...]]) -> dict[str, Versions]:
    found: dict[str, Versions] = {}
    for key, sequence, content_hash, outcome, recorded_at, stated in rows:
        before = found.get(key)
        hashes = (before.hashes if before else frozenset()) | {content_hash}
        if before is not None and outcome == "older":
            found[key] = replace(before, sequence=sequence, hashes=hashes)
            continue
        found[key] = Versions(
            sequence=sequence,
            content_hash=content_hash,
            hashes=hashes,
            taken_in_at=Instant(recorded_at) if outcome == "mapped" else before.taken_in_at if before else None,
            stated_at=stated if isinstance(stated, str) else "",
        )
    return found
