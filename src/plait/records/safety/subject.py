"""Whom a flag is about: a patient, or somebody who only asked for contact, and who they turned out to be later."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.functions import Coalesce

from plait.foundation.enquirer import Enquirer
from plait.foundation.facts import Stamp, record
from plait.records.people.one_person import of_person, person_column
from plait.records.safety.models import Flag, FlagEvent, FlagPatient, OpenFlag


class _AnyOf(Func):
    """``column = ANY (ARRAY(...))``: the inner query is read once, and an index on the column is used beside an OR."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def of_patient(patient_id: UUID) -> Q:
    """The flags of a person: on any of their records, or from when they had only asked for contact."""
    before = FlagPatient.objects.filter(of_person(patient_id)).values("flag_id")
    return Q(of_person(patient_id)) | Q(_AnyOf(F("id"), ArraySubquery(before)))


def with_person(rows: QuerySet[Flag]) -> QuerySet[Flag]:
    """Each flag with the ``person`` under whom it is read; None for somebody of whom there is no record."""
    return rows.annotate(record=Coalesce("patient_id", "placed__patient_id")).annotate(person=person_column("record"))


def whose(flag_id: UUID) -> UUID | Enquirer | None:
    """Whose flag it is, or None: to be asked by the door."""
    rows = Flag.objects.filter(pk=flag_id).values_list("patient_id", "placed__patient_id", "contact_request")
    for patient_id, placed, request_id in rows:
        return patient_id or placed or Enquirer(request_id)
    return None


def of_request(request_id: UUID) -> tuple[UUID, ...]:
    """The flags of somebody who asked for contact."""
    return tuple(Flag.objects.filter(contact_request=request_id).order_by("recorded_at").values_list("pk", flat=True))


def open_of_requests() -> frozenset[UUID]:
    """Those who asked for contact and have an open flag, and of whom there is no record yet."""
    rows = OpenFlag.objects.filter(patient__isnull=True, contact_request__isnull=False)
    return frozenset(rows.values_list("contact_request", flat=True))


def in_hand(enquirer: Enquirer, practitioner_id: UUID) -> bool:
    """Whether somebody acknowledged a flag of theirs, or was handed one: they go on knowing of it once it is closed."""
    events = FlagEvent.objects.filter(flag__contact_request=enquirer.request_id, to_id=practitioner_id)
    return events.exists()


def place(stamp: Stamp, flag_id: UUID, patient_id: UUID) -> None:
    """Say who somebody turned out to be: the flag stands on this person's chart from now on."""
    record(FlagPatient, stamp, flag_id=flag_id, patient_id=patient_id)
    OpenFlag.objects.filter(pk=flag_id).update(patient_id=patient_id)
