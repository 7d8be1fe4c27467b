"""One person, several records: after a merge, whatever is asked about a person is asked about all of their records.

A merge links and re-keys nothing, so a fact stays on the record on which it was written. Every query about a person
filters with ``of_person`` and never by the id alone: ``tests/architecture/test_one_person.py`` finds one that forgets.
The id that is asked about is the surviving record's; the door sees to it.

Where nobody was merged, which is nearly always, it costs one look into the index of a small table. It is written as
``= ANY (ARRAY(...))`` because PostgreSQL then reads the inner query once and uses the index on the patient, which it
would not do for an OR. Why so: docs/decisions/0013-one-person-two-records.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from plait.foundation.facts import RevisedT
from plait.foundation.models import RevisedFact
from plait.foundation.pinned import Pinned
from plait.records.people.models import MergedRecord


class _Among(Func):
    """Whether a column holds one of these people's records."""

    output_field = BooleanField()
    records = (
        "ARRAY(SELECT unnest(%s::uuid[]) UNION ALL "
        "SELECT patient_id FROM people_mergedrecord WHERE person_id = ANY(%s::uuid[]))"
    )

    def __init__(self, column: str, people: Iterable[UUID]) -> None:
        super().__init__(F(column))
        self.people = list(people)

    def as_sql(self, compiler: Any, _connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        """``column = ANY (ARRAY(...))``, or for a list of ids ``column && ARRAY(...)``."""
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} {self.meets}{self.records}{self.ends}", (*params, self.people, self.people)

    meets, ends = "= ANY (", ")"


class _Touching(_Among):
    """Whether a list of ids names one of these people's records."""

    meets, ends = "&& ", ""


def of_person(patient_id: UUID, column: str = "patient_id") -> Func:
    """The rows of a person, whichever of their records they stand on: ``Model.objects.filter(of_person(id))``."""
    return _Among(column, [patient_id])


def latest_of_person(model: type[RevisedT], patient_id: UUID) -> list[RevisedT]:
    """The last row of each thread that a person has, as ``latest`` of ``of_person`` gives it; its text is made once."""
    return _last_rows(model)(patient_id)


@cache
def _last_rows(model: type[RevisedFact]) -> Pinned:
    return Pinned(lambda one: model.objects.filter(of_person(one)).order_by("thread", "-sequence").distinct("thread"))


def latest_of_people(model: type[RevisedT], patient_ids: Iterable[UUID]) -> list[RevisedT]:
    """The last row of each thread that these people have, each with its ``person``; the text is made once."""
    return _last_rows_of_people(model)(among=patient_ids)


@cache
def _last_rows_of_people(model: type[RevisedFact]) -> Pinned:
    return Pinned(
        lambda one: (
            model.objects.filter(of_people([one]))
            .annotate(person=person_column())
            .order_by("thread", "-sequence")
            .distinct("thread")
        )
    )


def of_people(patient_ids: Iterable[UUID], column: str = "patient_id") -> Func:
    """The rows of several people. Put them under their people with ``person_column``."""
    return _Among(column, patient_ids)


def naming_person(patient_id: UUID, column: str) -> Func:
    """The rows whose list of ids in ``column`` names one of the person's records."""
    return _Touching(column, [patient_id])


def person_column(column: str = "patient_id") -> Coalesce:
    """The person under whom the record in ``column`` is read: ``rows.annotate(person=person_column())``."""
    merged = MergedRecord.objects.filter(patient_id=OuterRef(column)).values("person_id")
    return Coalesce(Subquery(merged[:1]), F(column), output_field=UUIDField())


def people_of(patient_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The person under whom each of these records is read."""
    ids = set(patient_ids)
    pairs = dict(MergedRecord.objects.filter(patient_id__in=ids).values_list("patient_id", "person_id")) if ids else {}
    return {one: pairs.get(one, one) for one in ids}


def person_of(patient_id: UUID) -> UUID:
    """The person under whom a record is read: itself unless it was merged."""
    return records_of(patient_id)[0]


def records_of(patient_id: UUID) -> tuple[UUID, ...]:
    """Every record of the person that a record belongs to, the surviving one first."""
    own = MergedRecord.objects.filter(patient_id=patient_id).values("person_id")
    person = Coalesce(Subquery(own[:1]), Value(patient_id), output_field=UUIDField())
    pairs = list(
        MergedRecord.objects.filter(person_id=person).order_by("patient_id").values_list("person_id", "patient_id")
    )
    return (pairs[0][0] if pairs else patient_id, *(record_id for _person, record_id in pairs))
