"""Reading who asked for contact: those whom somebody still has to answer, one in full, those of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import JSONObject

from plait.clinical.intake.handed_over import HandedOver
from plait.clinical.moment import Instant
from plait.records.intake.models import ContactEvent, ContactLink, ContactRequest
from plait.records.intake.types import Asked, Line, Request, Step
from plait.records.people.one_person import of_person, person_column

COLUMNS = {
    "what": "what",
    "detail": "detail",
    "note": "note",
    "by": "recorded_by_name",
    "role": "recorded_as",
    "at": "recorded_at",
}


def waiting(most: int, first: Collection[UUID] = ()) -> tuple[Line, ...]:
    """Whom somebody still has to answer: ``first`` before all others, however many there are; the earliest next."""
    done = ContactEvent.objects.filter(request_id=OuterRef("pk"), what="closed")
    linked = ContactLink.objects.filter(request_id=OuterRef("pk"))
    place = Case(When(pk__in=list(first), then=Value(0)), default=Value(1))
    rows = ContactRequest.objects.exclude(Exists(done)).exclude(Exists(linked)).order_by(place, "answer_by", "pk")
    return tuple(_line(row) for row in _told(rows)[:most])


def answered(most: int) -> tuple[Line, ...]:
    """Those that are closed or became a person in care, the last asked first."""
    done = ContactEvent.objects.filter(request_id=OuterRef("pk"), what="closed")
    linked = ContactLink.objects.filter(request_id=OuterRef("pk"))
    rows = ContactRequest.objects.filter(Exists(done) | Exists(linked)).order_by("-asked_at", "pk")
    return tuple(_line(row) for row in _told(rows)[:most])


def one(request_id: UUID) -> Request | None:
    """One request in full, or None."""
    return next(map(_request, _told(ContactRequest.objects.filter(pk=request_id))), None)


def of_patient(patient_id: UUID) -> tuple[Request, ...]:
    """What a person sent before they were in care, the last first."""
    own = ContactLink.objects.filter(of_person(patient_id)).values("request_id")
    return tuple(map(_request, _told(ContactRequest.objects.filter(pk__in=own).order_by("-asked_at", "pk"))))


def has_asked(patient_id: UUID) -> bool:
    """Whether a person sent something before they were in care."""
    return ContactLink.objects.filter(of_person(patient_id)).exists()


def called(request_ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Whom to ask for, and the telephone, of some requests."""
    rows = ContactRequest.objects.filter(pk__in=tuple(request_ids)).values_list("pk", "name", "phone")
    return {pk: (name, phone) for pk, name, phone in rows}


def exists(request_id: UUID) -> bool:
    """Whether there is such a request."""
    return ContactRequest.objects.filter(pk=request_id).exists()


def _told(rows: QuerySet[ContactRequest]) -> QuerySet[ContactRequest]:
    """With everything that was done, and the person they turned out to be, in the same query."""
    events = ContactEvent.objects.filter(request_id=OuterRef("pk")).order_by("recorded_at", "pk")
    link = ContactLink.objects.filter(request_id=OuterRef("pk")).annotate(person=person_column())
    return rows.annotate(
        steps=ArraySubquery(events.values_list(JSONObject(**COLUMNS))),
        people=ArraySubquery(link.values("person")),
    )


def _request(row: Any) -> Request:
    return Request(_line(row), _asked(row), tuple(_step(one) for one in row.steps))


def _step(told: Mapping[str, Any]) -> Step:
    return Step(told["what"], told["detail"], told["note"], told["by"], told["role"], Instant.parse(told["at"]))


def _line(row: Any) -> Line:
    tries = [step["detail"] for step in row.steps if step["what"] == "tried"]
    return Line(
        request_id=row.pk,
        name=row.name,
        about_name=row.about_name,
        phone=row.phone,
        seeks=row.seeks,
        language=row.language,
        asked_at=Instant(row.asked_at),
        answer_by=Instant(row.answer_by),
        tries=len(tries),
        last=tries[-1] if tries else "",
        closed=next((step["detail"] for step in row.steps if step["what"] == "closed"), ""),
        patient_id=row.people[0] if row.people else None,
        has_aid=row.aid is not None,
    )


def _asked(row: ContactRequest) -> Asked:
    return Asked(
        name=row.name,
        phone=row.phone,
        email=row.email,
        text_ok=row.text_ok,
        message_ok=row.message_ok,
        good_times=row.good_times,
        language=row.language,
        seeks=row.seeks,
        words=row.words,
        whom=row.whom,
        about_name=row.about_name,
        relationship=row.relationship,
        birth_date=row.birth_date,
        danger=row.danger,
        consent=tuple(row.consent),
        aid=HandedOver.from_json(row.aid) if row.aid is not None else None,
    )
