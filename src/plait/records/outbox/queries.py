"""Reading messages that go out with what came of each try, and where we may write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from plait.clinical.moment import Instant
from plait.foundation.actor import Actor
from plait.records.outbox.models import MailPermission, MessageOut, MessageOutEvent
from plait.records.people.one_person import of_person

ENDED = ("sent", "unknown", "given-up")
STAGES = {"sending": 0, "sent": 1, "failed": 1, "unknown": 1, "given-up": 2}  # within one try
PAGE = 100
MOST_DUE = 200


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether we may write to an address; who noted what the person said, and when."""

    address: str
    permitted: bool
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a message at one moment."""

    what: str
    attempt: int
    reason: str
    code: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its history, oldest first."""

    message_id: UUID
    patient_id: UUID
    kind: str
    cause_id: UUID
    number: int
    address: str
    language: str
    by: str
    at: Instant
    events: tuple[Event, ...]

    @property
    def last(self) -> Event | None:
        """The last thing that happened to it; None while it waits for its first try."""
        return self.events[-1] if self.events else None

    @property
    def ended(self) -> bool:
        """Whether it is not tried any more by itself."""
        return any(one.what in ENDED for one in self.events)

    @property
    def tries(self) -> int:
        """How often it was tried."""
        return sum(one.what == "sending" for one in self.events)


@dataclass(frozen=True, slots=True)
class Listed:
    """A message in the list of a site, with whom it goes to."""

    message: Message
    number: str
    name: str


def permissions(patient_id: UUID) -> dict[str, Permission]:
    """What holds now for each address that somebody was asked about, whichever of the person's records it stands on."""
    rows = MailPermission.objects.filter(of_person(patient_id)).order_by("recorded_at", "pk")
    return {
        row.address: Permission(row.address, row.permitted, row.recorded_by_name, Instant(row.recorded_at))
        for row in rows
    }


def message(message_id: UUID) -> Message | None:
    """One message."""
    return next(iter(_messages(MessageOut.objects.filter(pk=message_id))), None)


def patient_of(message_id: UUID) -> UUID | None:
    """To whom a message goes."""
    return MessageOut.objects.filter(pk=message_id).values_list("patient_id", flat=True).first()


def about(cause_kind: str, cause_ids: Iterable[UUID]) -> dict[UUID, tuple[Message, ...]]:
    """The messages about each of these, oldest first."""
    rows = MessageOut.objects.filter(cause_kind=cause_kind, cause_id__in=list(cause_ids))
    found: dict[UUID, tuple[Message, ...]] = {}
    for one in _messages(rows.order_by("recorded_at", "pk")):
        found[one.cause_id] = (*found.get(one.cause_id, ()), one)
    return found


def not_ended() -> tuple[Message, ...]:
    """Every message that may still have to be sent, oldest first, at most two hundred."""
    ended = MessageOutEvent.objects.filter(what__in=ENDED).values("message_id")
    return _messages(MessageOut.objects.exclude(pk__in=ended).order_by("recorded_at", "pk")[:MOST_DUE])


def listed(actor: Actor, page: int = 1) -> tuple[tuple[Listed, ...], bool]:
    """The messages to people of the actor's site, newest first, a hundred a page; and whether there are more."""
    rows = MessageOut.objects.filter(patient__index__site_id=actor.site_id).order_by("-recorded_at", "-pk")
    first = (max(1, page) - 1) * PAGE
    names = rows.values_list("pk", "patient__index__number", "patient__index__name")[first : first + PAGE + 1]
    who = {pk: (number, name) for pk, number, name in names}
    shown = list(who)[:PAGE]
    messages = {one.message_id: one for one in _messages(MessageOut.objects.filter(pk__in=shown))}
    return tuple(Listed(messages[pk], *who[pk]) for pk in shown), len(who) > PAGE


def _messages(rows: QuerySet[MessageOut]) -> tuple[Message, ...]:
    found = list(rows)
    events: dict[UUID, list[Event]] = {row.pk: [] for row in found}
    for one in MessageOutEvent.objects.filter(message_id__in=list(events)):
        events[one.message_id].append(Event(one.what, one.attempt, one.reason, one.code, Instant(one.recorded_at)))
    return tuple(
        Message(
            message_id=row.pk,
            patient_id=row.patient_id,
            kind=row.kind,
            cause_id=row.cause_id,
            number=row.number,
            address=row.address,
            language=row.language,
            by=row.recorded_by_name,
            at=Instant(row.recorded_at),
            events=tuple(sorted(events[row.pk], key=lambda one: (one.attempt, STAGES[one.what]))),
        )
        for row in found
    )
