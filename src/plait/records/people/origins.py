"""Who a row of a table is about: found by our number, by another system's, or because the very same row came before."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from plait.foundation.ids import read_person_number
from plait.records.people.models import Patient, PatientDetails
from plait.records.people.one_person import people_of, person_of


def by_number(text: str) -> UUID | None:
    """The person with this number of ours, as it is printed or typed; None where nobody has it."""
    number = read_person_number(text)
    found = Patient.objects.filter(number=number).values_list("pk", flat=True).first() if number else None
    return person_of(found) if found else None


def by_origins(keys: Iterable[str]) -> dict[str, UUID]:
    """The people who were registered from these rows, by the key of the row."""
    rows = PatientDetails.objects.filter(origin_key__in=list(keys), sequence=1).exclude(origin_key="")
    found = dict(rows.values_list("origin_key", "patient_id"))
    persons = people_of(found.values())
    return {key: persons[patient] for key, patient in found.items()}
