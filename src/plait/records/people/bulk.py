"""Writing many invented people at once. Real people are registered one by one, by ``actions.register_patient``."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from plait.foundation.copying import Row, copy_in
from plait.foundation.ids import person_number
from plait.records.people.actions import index_fields
from plait.records.people.models import (
    CareTeamMember,
    CurrentCareTeam,
    Licence,
    Patient,
    PatientDetails,
    PatientIndex,
    PatientRelation,
    PatientSearchKey,
    Practitioner,
    PractitionerRole,
)
from plait.records.people.search_keys import keys_of
from plait.records.people.types import PatientRecord


def numbers(count: int) -> list[str]:
    """That many fresh numbers of people, as printed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('people_person_number') FROM generate_series(1, %s)", [count])
        return [person_number(serial) for (serial,) in cursor.fetchall()]


def write_staff(*, practitioners: Iterable[Row], roles: Iterable[Row], licences: Iterable[Row]) -> None:
    """Members of staff with their roles and licences."""
    copy_in(Practitioner, practitioners)
    copy_in(PractitionerRole, roles)
    copy_in(Licence, licences)


def write(*, patients: Iterable[Row], details: Iterable[Row], relations: Iterable[Row], team: Iterable[Row]) -> None:
    """People with what they are called, who stands beside them and who treats them."""
    copy_in(Patient, patients)
    copy_in(PatientDetails, details)
    copy_in(PatientRelation, relations)
    copy_in(CareTeamMember, team)


def write_views(*, known: Iterable[PatientRecord], team: Iterable[Row]) -> None:
    """The views kept ready, as ``actions.rebuild`` would make them; ``team``: the last row of each membership."""
    records = list(known)
    copy_in(PatientIndex, ({"patient_id": one.patient_id, **index_fields(one)} for one in records))
    copy_in(
        PatientSearchKey,
        (
            {"patient_id": one.patient_id, "kind": kind, "key": key}
            for one in records
            for kind, key in sorted(set(keys_of(one)))
        ),
    )
    shown = [field.attname for field in CurrentCareTeam._meta.concrete_fields]
    copy_in(CurrentCareTeam, ({name: row.get(name) for name in shown} for row in team))
