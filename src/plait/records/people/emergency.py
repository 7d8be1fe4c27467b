"""Emergency access: opened by exact name and birth date, over after its hour or when the clinician leaves, reviewed.

An access is a fact. Leaving early is another row with the reason ``left`` that ends where it starts: the last row of a
clinician about a person decides whether the chart stands open to them. Nothing runs when the hour is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, latest, record
from plait.records.people.models import EmergencyAccess, EmergencyReview, PatientDetails, PatientSearchKey
from plait.records.people.one_person import of_people, person_column
from plait.records.people.search_keys import fold

LEFT = "left"
UNSETTLED = "question"  # a finding that leaves the access open for another look
PAGE = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """An emergency access that stands open at a moment, and until when it would."""

    access_id: UUID
    ends_at: Instant


@dataclass(frozen=True, slots=True)
class Look:
    """One look of the privacy lead at an access: what was found, by whom, when."""

    finding: str
    note: str
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Access:
    """One emergency access as its review needs it. ``ended_at``: its hour, or when the clinician left."""

    access_id: UUID
    patient_id: UUID
    patient_name: str
    patient_number: str
    practitioner_id: UUID
    user_id: UUID
    name: str
    role: str
    reason: str
    note: str
    starts_at: Instant
    ends_at: Instant
    ended_at: Instant
    looks: tuple[Look, ...]  # earliest first

    @property
    def settled(self) -> bool:
        """Whether somebody looked and left no question."""
        return bool(self.looks) and self.looks[-1].finding != UNSETTLED


def persons_called(name: str, born: date) -> tuple[UUID, ...]:
    """Everybody whose full name (folded, in any order of words) and birth date are exactly these.

    A record that was merged still answers to its own name and day, and counts as the person it is read under, once.
    The same queries are asked whatever is found.
    """
    words, day = sorted(fold(name)), born.isoformat()
    keys = PatientSearchKey.objects.filter(kind="birth", key=born.strftime("%Y%m%d"))
    candidates = set(keys.values_list("patient_id", flat=True))
    details = PatientDetails.objects.filter(of_people(candidates)).annotate(person=person_column())
    found = {
        row.person  # type: ignore[attr-defined] - annotated
        for row in latest(details)
        if words and row.birth_date == day and sorted(fold(f"{row.given} {row.family}")) == words
    }
    return tuple(sorted(found))


def opened_since(practitioner_id: UUID, since: Instant) -> int:
    """How many charts a clinician opened in an emergency after a moment."""
    rows = EmergencyAccess.objects.filter(practitioner_id=practitioner_id, starts_at__gt=since.utc)
    return rows.exclude(reason=LEFT).count()


def open_access(
    stamp: Stamp, *, patient_id: UUID, practitioner_id: UUID, reason: str, note: str, ends_at: Instant
) -> UUID:
    """Record that a clinician opened a chart in an emergency, until when, and why."""
    fields: dict[str, Any] = {"role": stamp.actor.acting_role, "reason": reason, "note": note}
    row = record(
        EmergencyAccess,
        stamp,
        patient_id=patient_id,
        practitioner_id=practitioner_id,
        starts_at=stamp.at.utc,
        ends_at=ends_at.utc,
        **fields,
    )
    return row.id


def leave(stamp: Stamp, access: Access) -> None:
    """Record that the clinician left before the hour was over."""
    moment = max(stamp.at.utc, access.starts_at.utc)
    record(
        EmergencyAccess,
        stamp,
        patient_id=access.patient_id,
        practitioner_id=access.practitioner_id,
        role=access.role,
        reason=LEFT,
        starts_at=moment,
        ends_at=moment,
    )


def review(stamp: Stamp, access_id: UUID, *, finding: str, note: str) -> None:
    """Record what was found about an access. An earlier finding stays beside it."""
    record(EmergencyReview, stamp, access_id=access_id, finding=finding, note=note)


def one(access_id: UUID) -> Access | None:
    """One access, or None."""
    return next(iter(_accesses(_rows().filter(pk=access_id))), None)


def listed(page: int = 1) -> tuple[tuple[Access, ...], bool]:
    """One page of all accesses, those open for review first, then the newest; and whether there are more."""
    start = (page - 1) * PAGE
    found = list(_rows().order_by("settled", "-starts_at", "-id")[start : start + PAGE + 1])
    return _accesses(found[:PAGE]), len(found) > PAGE


def waiting(of: UUID | None = None) -> int:
    """How many accesses wait for a review: all of them, or those of one clinician."""
    rows = _rows().filter(settled=False)
    return (rows.filter(practitioner_id=of) if of else rows).count()


def _rows() -> QuerySet[EmergencyAccess]:
    ending = EmergencyAccess.objects.filter(
        reason=LEFT,
        practitioner_id=OuterRef("practitioner_id"),
        patient_id=OuterRef("patient_id"),
        role=OuterRef("role"),
        starts_at__gte=OuterRef("starts_at"),
        starts_at__lte=OuterRef("ends_at"),
    ).order_by("starts_at")
    last = EmergencyReview.objects.filter(access_id=OuterRef("pk")).order_by("-recorded_at", "-id")
    finding = Coalesce(Subquery(last.values("finding")[:1]), Value(UNSETTLED))
    return (
        EmergencyAccess.objects.exclude(reason=LEFT)
        .select_related("practitioner", "patient__index")
        .annotate(
            ended_at=Coalesce(Subquery(ending.values("starts_at")[:1]), F("ends_at")),
            finding=finding,
        )
        .annotate(settled=Case(When(finding=UNSETTLED, then=Value(False)), default=Value(True)))
    )


def _accesses(rows: Iterable[Any]) -> tuple[Access, ...]:
    found = list(rows)
    looks: dict[UUID, list[Look]] = {row.id: [] for row in found}
    reviews = EmergencyReview.objects.filter(access_id__in=list(looks)).order_by("recorded_at", "id")
    for r in reviews:
        looks[r.access_id].append(Look(r.finding, r.note, r.recorded_by_name, Instant(r.recorded_at)))
    return tuple(
        Access(
            access_id=row.id,
            patient_id=row.patient_id,
            patient_name=row.patient.index.name,
            patient_number=row.patient.number,
            practitioner_id=row.practitioner_id,
            user_id=row.recorded_by,
            name=row.practitioner.name,
            role=row.role,
            reason=row.reason,
            note=row.note,
            starts_at=Instant(row.starts_at),
            ends_at=Instant(row.ends_at),
            ended_at=Instant(row.ended_at),
            looks=tuple(looks[row.id]),
        )
        for row in found
    )
