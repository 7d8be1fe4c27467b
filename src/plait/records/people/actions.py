"""Writing people: registering, revising what they are called, giving and ending a place on the care team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, latest, record, revise
from plait.foundation.ids import person_number
from plait.foundation.projections import put
from plait.records.accounts.models import User
from plait.records.people import linking, queries
from plait.records.people.models import (
    CareTeamMember,
    CurrentCareTeam,
    Licence,
    Patient,
    PatientDetails,
    PatientIdentifier,
    PatientIndex,
    PatientRelation,
    PatientSearchKey,
    Practitioner,
    PractitionerRole,
    Site,
)
from plait.records.people.one_person import person_of, records_of
from plait.records.people.search_keys import fold, keys_of
from plait.records.people.types import PatientRecord


def register_patient(
    stamp: Stamp, *, site_id: UUID, details: dict[str, Any], identifiers: Iterable[tuple[str, str]] = ()
) -> UUID:
    """Record a new person with a fresh number; ``details`` are the columns of PatientDetails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('people_person_number')")
        serial = cursor.fetchone()[0]
    patient = record(Patient, stamp, number=person_number(serial), site_id=site_id)
    record(PatientDetails, stamp, patient=patient, **details)
    add_identifiers(stamp, patient.id, identifiers)
    refresh_index(patient.id)
    return patient.id


def revise_details(stamp: Stamp, patient_id: UUID, **changes: Any) -> None:
    """Append a revision of what a person is called or how to reach them."""
    prior = PatientDetails.objects.filter(patient_id=patient_id).order_by("-sequence")[0]
    revise(prior, stamp, **changes)
    refresh_index(patient_id)


def add_identifiers(stamp: Stamp, patient_id: UUID, identifiers: Iterable[tuple[str, str]]) -> None:
    """Keep what other systems call this person; known ones are left alone."""
    told = dict.fromkeys(identifiers)
    if not told:
        return
    alike = reduce(or_, (Q(system=system, value=value) for system, value in told))
    known = set(PatientIdentifier.objects.filter(alike).values_list("system", "value"))
    for system, value in told:
        if (system, value) not in known:
            record(PatientIdentifier, stamp, patient_id=patient_id, system=system, value=value)


def refresh_index(patient_id: UUID) -> None:
    """Rebuild the list lines and search keys of one person from the facts, of all their records."""
    refresh_lines(records_of(patient_id))


def refresh_lines(records: tuple[UUID, ...]) -> None:
    """The list lines and search keys of one person, the surviving record first: every record shows that one."""
    person = queries.patient(records[0])
    if person is None:
        return
    every = [person, *(queries.patient(record_id) for record_id in records[1:])]
    fields = index_fields(person)
    put([PatientIndex(patient_id=record_id, **fields) for record_id in records])
    PatientSearchKey.objects.filter(patient_id__in=records).delete()
    keys = {pair for known in every if known is not None for pair in keys_of(known)}
    PatientSearchKey.objects.bulk_create(
        PatientSearchKey(patient_id=records[0], kind=kind, key=key) for kind, key in sorted(keys)
    )


def index_fields(known: PatientRecord) -> dict[str, Any]:
    """The columns of a person's list line."""
    return {
        "person_id": known.patient_id,
        "number": known.number,
        "site_id": known.site_id,
        "name": known.name,
        "sort_name": " ".join(fold(known.family) + fold(known.given))[:420],
        "preferred_name": known.preferred_name,
        "pronouns": known.pronouns,
        "birth_date": str(known.birth_date or ""),
        "phone": known.phones[0] if known.phones else "",
    }


def join_care_team(
    stamp: Stamp, *, patient_id: UUID, practitioner_id: UUID, role: str, starts_at: Instant, basis: str = "assigned"
) -> UUID:
    """Put a practitioner on a person's care team; a membership that holds already is left as it is."""
    standing = CurrentCareTeam.objects.filter(
        queries.active_at(starts_at), patient_id=patient_id, practitioner_id=practitioner_id, role=role
    ).first()
    if standing is not None:
        return standing.thread
    row = record(
        CareTeamMember,
        stamp,
        patient_id=patient_id,
        practitioner_id=practitioner_id,
        role=role,
        basis=basis,
        starts_at=starts_at.utc,
    )
    refresh_team(row)
    return row.thread


def leave_care_team(stamp: Stamp, thread: UUID, ends_at: Instant) -> None:
    """End a membership: another row says when. The same place on another record of the person ends with it."""
    place = CurrentCareTeam.objects.get(thread=thread)
    same = CurrentCareTeam.objects.filter(
        queries.active_at(ends_at),
        patient_id=place.patient_id,
        practitioner_id=place.practitioner_id,
        role=place.role,
    )
    for one in {thread, *same.values_list("thread", flat=True)}:
        prior = CareTeamMember.objects.filter(thread=one).order_by("-sequence")[0]
        refresh_team(revise(prior, stamp, ends_at=max(ends_at.utc, prior.starts_at)))


def refresh_team(row: CareTeamMember) -> None:
    """Bring the projection of one membership up to date."""
    line = CurrentCareTeam(
        thread=row.thread,
        patient_id=person_of(row.patient_id),
        practitioner_id=row.practitioner_id,
        role=row.role,
        basis=row.basis,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
    put([line])


def refresh_people(concerned: Iterable[UUID]) -> None:
    """After records were linked or separated: who is read under whom, who treats whom, how each is found."""
    everybody = linking.refresh_merged(concerned)
    for row in latest(CareTeamMember.objects.filter(patient_id__in=everybody)):
        if not row.entered_in_error:
            refresh_team(row)
    PatientSearchKey.objects.filter(patient_id__in=everybody).delete()
    for person in {person_of(record_id) for record_id in everybody}:
        refresh_index(person)


def rebuild() -> None:
    """Throw away and rebuild every projection of people from the facts."""
    linking.rebuild_merged()
    CurrentCareTeam.objects.all().delete()
    for row in latest(CareTeamMember.objects.all()):
        if not row.entered_in_error:
            refresh_team(row)
    PatientSearchKey.objects.all().delete()
    PatientIndex.objects.all().delete()
    others = linking.merged_by_person()
    merged = {record_id for records in others.values() for record_id in records}
    for patient_id in Patient.objects.values_list("pk", flat=True):
        if patient_id not in merged:
            refresh_lines((patient_id, *others.get(patient_id, ())))


def add_relation(stamp: Stamp, patient_id: UUID, **fields: Any) -> None:
    """Record a guardian or helper."""
    record(PatientRelation, stamp, patient_id=patient_id, **fields)


def add_site(at: Instant, *, name: str, state: str, time_zone: str) -> UUID:
    """A new site of the practice."""
    return Site.objects.create(name=name, state=state, time_zone=time_zone, created_at=at.utc, changed_at=at.utc).pk


def add_practitioner(
    at: Instant, *, name: str, profession: str, site_id: UUID | None, user_id: UUID | None = None, origin_key: str = ""
) -> UUID:
    """A new practitioner; without a user it is one elsewhere, known by name."""
    user = User.objects.get(pk=user_id) if user_id else None
    return Practitioner.objects.create(
        name=name,
        profession=profession,
        site_id=site_id,
        user=user,
        origin_key=origin_key,
        created_at=at.utc,
        changed_at=at.utc,
    ).pk


def practitioner_for_origin(at: Instant, *, origin_key: str, name: str) -> UUID:
    """The practitioner that a received one was taken to be; known by name only when new."""
    known = Practitioner.objects.filter(origin_key=origin_key).first()
    return known.pk if known else add_practitioner(at, name=name, profession="", site_id=None, origin_key=origin_key)


def practitioners_for_origins(at: Instant, names: Mapping[str, str]) -> dict[str, UUID]:
    """The practitioners that received ones were taken to be, by origin key; known by their latest name only."""
    found = {row.origin_key: row for row in Practitioner.objects.filter(origin_key__in=list(names))}
    for key, name in names.items():
        known = found.get(key)
        if known is not None and known.name != name:
            Practitioner.objects.filter(pk=known.pk, user__isnull=True).update(name=name, changed_at=at.utc)
    made = [
        Practitioner(name=name, profession="", origin_key=key, created_at=at.utc, changed_at=at.utc)
        for key, name in names.items()
        if key not in found
    ]
    Practitioner.objects.bulk_create(made)
    return {key: row.pk for key, row in found.items()} | {row.origin_key: row.pk for row in made}


def give_role(stamp: Stamp, practitioner_id: UUID, role: str, starts_on: date) -> UUID:
    """Give a practitioner a role from a day on."""
    return record(PractitionerRole, stamp, practitioner_id=practitioner_id, role=role, starts_on=starts_on).thread


def end_role(stamp: Stamp, practitioner_id: UUID, role: str, ends_on: date) -> bool:
    """End a role: another row says when. False if the practitioner does not have it."""
    ended = False
    for row in latest(PractitionerRole.objects.all(), practitioner_id=practitioner_id, role=role):
        if row.ends_on is None or row.ends_on > ends_on:
            revise(row, stamp, ends_on=max(ends_on, row.starts_on))
            ended = True
    return ended


def add_licence(stamp: Stamp, practitioner_id: UUID, **fields: Any) -> None:
    """Record a licence to practise."""
    record(Licence, stamp, practitioner_id=practitioner_id, **fields)
