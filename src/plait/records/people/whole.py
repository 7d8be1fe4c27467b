"""What of people is part of a person's whole record: who they are, who stands beside them, who treats them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from plait.foundation.facts import latest
from plait.foundation.whole import Kind
from plait.records.people.models import (
    CareTeamMember,
    MergedRecord,
    OutsideCareMember,
    Patient,
    PatientDetails,
    PatientIdentifier,
    PatientRelation,
    PracticeDuty,
    Practitioner,
    PractitionerRole,
    Site,
)

KINDS = (
    Kind(PatientDetails),
    Kind(PatientIdentifier),
    Kind(PatientRelation),
    Kind(CareTeamMember),
    Kind(OutsideCareMember),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Whose record it is. ``merged`` are the records that are read under it."""

    patient_id: UUID
    number: str
    site_id: UUID
    merged: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A practitioner as an export names them."""

    practitioner_id: UUID
    name: str
    profession: str
    origin_key: str


def persons(patient_ids: Sequence[UUID]) -> tuple[Person, ...]:
    """Those of these people who stand on their own, with the records that are read under theirs."""
    under: dict[UUID, list[UUID]] = {}
    rows = MergedRecord.objects.filter(Q(person_id__in=patient_ids) | Q(patient_id__in=patient_ids)).order_by("pk")
    for patient_id, person_id in rows.values_list("patient_id", "person_id"):
        under.setdefault(person_id, []).append(patient_id)
    merged = {patient_id for found in under.values() for patient_id in found}
    people = Patient.objects.filter(pk__in=patient_ids).order_by("pk").values_list("pk", "number", "site_id")
    return tuple(Person(pk, number, site, tuple(under.get(pk, ()))) for pk, number, site in people if pk not in merged)


def practitioners(ids: Iterable[UUID], origin_keys: Iterable[str] = ()) -> dict[UUID, Named]:
    """Practitioners by id, and those who came in under one of these keys."""
    wanted = Q(pk__in=list(ids)) | Q(origin_key__in=[key for key in origin_keys if key])
    rows = Practitioner.objects.filter(wanted).values_list("pk", "name", "profession", "origin_key")
    return {row[0]: Named(*row) for row in rows}


def by_number(number: str) -> UUID | None:
    """The person with a number, or None."""
    return Patient.objects.filter(number=number).values_list("pk", flat=True).first()


def everybody(page: int) -> Iterator[list[UUID]]:
    """The ids of all people in pages, in a steady order."""
    last = None
    while True:
        rows = Patient.objects.order_by("pk")
        found = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:page])
        if not found:
            return
        yield found
        last = found[-1]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role of a member of staff, or a duty of the practice, with its days."""

    row_id: UUID
    practitioner_id: UUID
    code: str
    starts_on: date
    ends_on: date | None
    is_duty: bool


def sites() -> list[tuple[UUID, str, str, str]]:
    """Id, name, state and time zone of every site."""
    return list(Site.objects.order_by("created_at", "pk").values_list("pk", "name", "state", "time_zone"))


def all_practitioners() -> Iterator[Named]:
    """Everybody who works here, and those elsewhere who are known by name."""
    rows = Practitioner.objects.order_by("pk").values_list("pk", "name", "profession", "origin_key")
    return (Named(*row) for row in rows.iterator(chunk_size=2_000))


def roles() -> Iterator[RoleLine]:
    """Roles and duties as known now."""
    for row in latest(PractitionerRole.objects.all()):
        if not row.entered_in_error:
            yield RoleLine(row.thread, row.practitioner_id, row.role, row.starts_on, row.ends_on, is_duty=False)
    for duty in latest(PracticeDuty.objects.all()):
        if not duty.entered_in_error:
            yield RoleLine(duty.thread, duty.practitioner_id, duty.duty, duty.starts_on, duty.ends_on, is_duty=True)
