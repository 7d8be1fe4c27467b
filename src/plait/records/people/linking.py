"""Which records are of one person: links recorded and undone, and the view of them that every query reads.

A link is a fact; ``MergedRecord`` is the view: for each record that was merged the surviving one at the end of its
chain (A into B and B into C: both are read under C). Whoever links refreshes the lines and the care team of everybody
concerned (``actions.refresh_people``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, latest, record, revise
from plait.records.people.models import MergedRecord, RecordLink
from plait.records.people.one_person import of_person, records_of


@dataclass(frozen=True, slots=True)
class Link:
    """A merge that stands: ``patient_id`` (``number``) is read under ``person_id``; who merged, when and why."""

    thread: UUID
    patient_id: UUID
    number: str
    person_id: UUID
    reason: str
    by: str
    at: Instant


def link_records(stamp: Stamp, *, patient_id: UUID, person_id: UUID, reason: str) -> UUID:
    """Record that ``patient_id`` is of the same person as ``person_id`` and is read under it; returns the link."""
    return record(RecordLink, stamp, patient_id=patient_id, person_id=person_id, reason=reason).thread


def keep_apart(stamp: Stamp, *, patient_id: UUID, person_id: UUID, reason: str) -> None:
    """Record that somebody compared the two and found two people."""
    record(RecordLink, stamp, patient_id=patient_id, person_id=person_id, reason=reason, active=False)


def unlink_records(stamp: Stamp, thread: UUID, *, reason: str) -> None:
    """Record that a merge was undone."""
    prior = RecordLink.objects.filter(thread=thread).order_by("-sequence")[0]
    revise(prior, stamp, active=False, reason=reason)


def link_of(patient_id: UUID) -> Link | None:
    """The merge by which a record is read under another one, or None."""
    rows = RecordLink.objects.filter(patient_id=patient_id).select_related("patient")
    return next((_link(row) for row in latest(rows) if row.active), None)


def links_under(patient_id: UUID) -> tuple[Link, ...]:
    """The merges of a person's records, the latest first."""
    rows = RecordLink.objects.filter(of_person(patient_id)).select_related("patient")
    found = [_link(row) for row in latest(rows) if row.active]
    return tuple(sorted(found, key=lambda link: (link.at, link.thread), reverse=True))


def kept_apart(patient_id: UUID) -> frozenset[UUID]:
    """Those whom somebody compared with this record and found to be other people."""
    pairs = [
        (row.patient_id, row.person_id)
        for column in ("patient_id", "person_id")
        for row in latest(RecordLink.objects.filter(of_person(patient_id, column)))
        if not row.active
    ]
    return frozenset(one for pair in pairs for one in pair) - set(records_of(patient_id))


def refresh_merged(concerned: Iterable[UUID]) -> set[UUID]:
    """Bring the view up to date for these records and all that are read with them; returns everybody concerned."""
    everybody = {record_id for one in concerned for record_id in records_of(one)}
    persons = _persons(latest(RecordLink.objects.filter(patient_id__in=everybody)))
    MergedRecord.objects.filter(patient_id__in=everybody).delete()
    MergedRecord.objects.bulk_create(
        MergedRecord(patient_id=patient_id, person_id=person_id) for patient_id, person_id in persons.items()
    )
    return everybody


def rebuild_merged() -> None:
    """Make the whole view anew from the links."""
    MergedRecord.objects.all().delete()
    persons = _persons(latest(RecordLink.objects.all()))
    MergedRecord.objects.bulk_create(
        MergedRecord(patient_id=patient_id, person_id=person_id) for patient_id, person_id in persons.items()
    )


def merged_by_person() -> Mapping[UUID, tuple[UUID, ...]]:
    """The merged records of every person who has any."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for patient_id, person_id in MergedRecord.objects.order_by("patient_id").values_list("patient_id", "person_id"):
        found[person_id].append(patient_id)
    return {person: tuple(records) for person, records in found.items()}


def _persons(rows: Iterable[RecordLink]) -> dict[UUID, UUID]:
    """For each merged record the one at the end of its chain. A decision lets no circle arise; one would end here."""
    following = {row.patient_id: row.person_id for row in rows if row.active and not row.entered_in_error}
    found = {}
    for start, next_one in following.items():
        seen, end = {start}, next_one
        while end in following and end not in seen:
            seen.add(end)
            end = following[end]
        found[start] = end
    return found


def _link(row: RecordLink) -> Link:
    return Link(
        row.thread,
        row.patient_id,
        row.patient.number,
        row.person_id,
        row.reason,
        row.recorded_by_name,
        Instant(row.recorded_at),
    )
