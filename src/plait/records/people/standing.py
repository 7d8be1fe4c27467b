"""What the door asks before anything else: whose record this is, who treats them, where, who opened it in an emergency.

All in one query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from plait.clinical.moment import Instant
from plait.foundation.pinned import Pinned
from plait.records.people.emergency import Standing as Access
from plait.records.people.models import CurrentCareTeam, EmergencyAccess, MergedRecord, Patient
from plait.records.people.one_person import of_person
from plait.records.people.types import TeamMember


@dataclass(frozen=True, slots=True)
class Standing:
    """The person of a record: the surviving record's id, all records (that one first), site, care team.

    ``accesses``: the emergency accesses that stand open, by clinician and role.
    """

    person: UUID
    records: tuple[UUID, ...]
    site_id: UUID
    team: tuple[TeamMember, ...]
    accesses: Mapping[tuple[UUID, str], Access]


def standing(patient_id: UUID, at: Instant) -> Standing | None:
    """How things stand at a moment with the person whose record this is; None if there is no such record."""
    row = next(iter(_STANDING(patient_id, at.utc)), None)
    if row is None:
        return None
    team = [_member(row["person"], one) for one in row["members"]]
    person, records = row["person"], (row["person"], *row["others"])
    own = None if person == patient_id else standing(person, at)  # of a merged record: what was opened is the person's
    accesses = own.accesses if own else _open(row["accesses"], at)
    return Standing(person, records, row["site_id"], tuple(_each_once(team)), accesses)


def _open(rows: list[dict[str, Any]], at: Instant) -> dict[tuple[UUID, str], Access]:
    """The last access of each clinician in a role, where it has not ended; leaving early is a row that ends at once."""
    found = {
        (UUID(one["practitioner"]), one["role"]): Access(UUID(one["id"]), Instant.parse(one["ends"])) for one in rows
    }
    return {who: access for who, access in found.items() if at < access.ends_at}


def _accesses(patient_id: UUID, at: datetime) -> QuerySet[EmergencyAccess, dict[str, Any]]:
    """The last emergency access of each clinician and role at a moment, whichever of the person's records it names."""
    rows = EmergencyAccess.objects.filter(of_person(patient_id), starts_at__lte=at)
    last = rows.order_by("practitioner_id", "role", "-starts_at", "-id").distinct("practitioner_id", "role")
    return last.values_list(JSONObject(id="pk", practitioner="practitioner_id", role="role", ends="ends_at"))


def _standing(patient_id: UUID, at: datetime) -> QuerySet[Any, dict[str, Any]]:
    person = Coalesce(OuterRef("merged__person_id"), OuterRef("pk"))
    team = CurrentCareTeam.objects.filter(patient_id=person).order_by("starts_at", "thread")
    columns = JSONObject(
        thread="thread",
        practitioner="practitioner_id",
        name="practitioner__name",
        profession="practitioner__profession",
        role="role",
        basis="basis",
        starts="starts_at",
        ends="ends_at",
    )
    return (
        Patient.objects.filter(pk=patient_id)
        .annotate(
            person=Coalesce("merged__person_id", "pk"),
            members=ArraySubquery(team.values_list(columns)),
            accesses=ArraySubquery(_accesses(patient_id, at)),
            others=ArraySubquery(
                MergedRecord.objects.filter(person_id=person).order_by("patient_id").values("patient_id")
            ),
        )
        .values("person", "site_id", "members", "others", "accesses")
    )


_STANDING = Pinned(_standing)


def _each_once(members: list[TeamMember]) -> Iterator[TeamMember]:
    """Whoever has the same place on two records of a person has it once: a place within another one is left out."""
    kept: list[TeamMember] = []
    for member in members:  # earliest first
        same = (m for m in kept if (m.practitioner_id, m.role) == (member.practitioner_id, member.role))
        if not any(m.ends_at is None or (member.ends_at is not None and member.ends_at <= m.ends_at) for m in same):
            kept.append(member)
            yield member


def _member(person: UUID, row: dict[str, Any]) -> TeamMember:
    return TeamMember(
        thread=UUID(row["thread"]),
        patient_id=person,
        practitioner_id=UUID(row["practitioner"]),
        name=row["name"],
        profession=row["profession"],
        role=row["role"],
        basis=row["basis"],
        starts_at=Instant.parse(row["starts"]),
        ends_at=Instant.parse(row["ends"]) if row["ends"] else None,
    )
