"""Reading what was asked of people, and by which link it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.actor import Actor
from plait.foundation.signed_links import MOST_WRONG_BIRTH_DATES
from plait.records.assessment.models import MeasureLink, MeasureRequest
from plait.records.people.one_person import of_person, records_of
from plait.records.people.queries import visible_to

REMEMBERED_HOURS = 24  # of what was saved and not sent: the same as any anonymous draft
SHOWN = 20
PAGE = 100
OPEN = "requested"
Answers = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Request:
    """What one person is asked. ``so_far`` was saved and not sent; ``kept`` are the responses that stand already."""

    request_id: UUID
    patient_id: UUID
    instruments: tuple[str, ...]
    why: str
    channel: str
    language: str
    due_on: date
    asked_by: str
    status: str
    so_far: Answers
    kept: Mapping[str, UUID]
    reminders: int
    asked_at: Instant

    @property
    def open(self) -> bool:
        """Whether it still waits for answers."""
        return self.status == OPEN


@dataclass(frozen=True, slots=True)
class Held:
    """A link with its request. ``person`` is the surviving record of whoever is asked."""

    link_id: UUID
    channel: str
    person: UUID
    expires_at: Instant
    spent_at: Instant | None
    taken_back: bool
    wrong_birth_dates: int
    request: Request

    def stands(self, at: Instant) -> bool:
        """Whether the link opens anything now."""
        worn = self.spent_at is not None or self.taken_back or self.wrong_birth_dates >= MOST_WRONG_BIRTH_DATES
        return not worn and at < self.expires_at and self.request.open


@dataclass(frozen=True, slots=True)
class Standing:
    """A link that opens something: by its hash, and until when."""

    link_id: UUID
    digest: str
    channel: str
    expires_at: Instant


@dataclass(frozen=True, slots=True)
class Missed:
    """An open request whose day has come, as it stands in a list."""

    request: Request
    name: str


def held(digest: str, at: Instant) -> Held | None:
    """The link of a token's hash, whether it stands or not; None where there is none."""
    row = MeasureLink.objects.filter(digest=digest).select_related("request__asked_by").first()
    if row is None:
        return None
    return Held(
        link_id=row.pk,
        channel=row.channel,
        person=records_of(row.request.patient_id)[0],
        expires_at=Instant(row.expires_at),
        spent_at=Instant(row.spent_at) if row.spent_at else None,
        taken_back=row.taken_back_at is not None,
        wrong_birth_dates=row.wrong_birth_dates,
        request=_request(row.request, at),
    )


def request(request_id: UUID, at: Instant) -> Request | None:
    """One request."""
    row = MeasureRequest.objects.filter(pk=request_id).select_related("asked_by").first()
    return None if row is None else _request(row, at)


def patient_of_request(request_id: UUID) -> UUID | None:
    """Whom a request asks."""
    return MeasureRequest.objects.filter(pk=request_id).values_list("patient_id", flat=True).first()


def standing_link(request_id: UUID, at: Instant) -> Standing | None:
    """The link of a request that opens something now; None where there is none."""
    rows = MeasureLink.objects.filter(request_id=request_id, taken_back_at=None, spent_at=None, expires_at__gt=at.utc)
    row = rows.filter(wrong_birth_dates__lt=MOST_WRONG_BIRTH_DATES).order_by("-created_at").first()
    return Standing(row.pk, row.digest, row.channel, Instant(row.expires_at)) if row else None


def of_patient(patient_id: UUID, at: Instant) -> tuple[Request, ...]:
    """The last requests of a person, newest first."""
    rows = MeasureRequest.objects.filter(of_person(patient_id)).select_related("asked_by").order_by("-created_at", "pk")
    return tuple(_request(row, at) for row in rows[:SHOWN])


def missed(actor: Actor, at: Instant, day: date) -> tuple[Missed, ...]:
    """Open requests to people whom the actor may see, whose day is past; the longest first, at most a hundred."""
    seen = visible_to(actor, at).values("patient_id")
    rows = MeasureRequest.objects.filter(status=OPEN, due_on__lt=day, patient_id__in=seen)
    found = rows.select_related("asked_by", "patient__index").order_by("due_on", "created_at")[:PAGE]
    return tuple(Missed(_request(row, at), row.patient.index.preferred_name or row.patient.index.name) for row in found)


def waiting_since(day: date) -> tuple[UUID, ...]:
    """Every open request whose day is this one or earlier."""
    rows = MeasureRequest.objects.filter(status=OPEN, due_on__lte=day).order_by("due_on", "pk")
    return tuple(rows.values_list("pk", flat=True))


def _request(row: MeasureRequest, at: Instant) -> Request:
    remembered = row.saved_at is not None and row.saved_at > at.plus(seconds=-REMEMBERED_HOURS * 3600).utc
    return Request(
        request_id=row.pk,
        patient_id=row.patient_id,
        instruments=tuple(row.instruments),
        why=row.why,
        channel=row.channel,
        language=row.language,
        due_on=row.due_on,
        asked_by=row.asked_by.name if row.asked_by else "",
        status=row.status,
        so_far=dict(row.so_far) if remembered else {},
        kept={name: UUID(kept) for name, kept in row.kept.items()},
        reminders=row.reminders,
        asked_at=Instant(row.created_at),
    )
