"""Writing what is asked of people: requests with their history, and the links by which they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record
from plait.records.assessment.models import MeasureLink, MeasureRequest, MeasureRequestEvent
from plait.records.assessment.requests import OPEN, REMEMBERED_HOURS


def ask(
    stamp: Stamp,
    *,
    patient_id: UUID,
    instruments: tuple[str, ...],
    why: str,
    channel: str,
    language: str,
    due_on: date,
) -> UUID:
    """Ask a person for answers."""
    row = MeasureRequest.objects.create(
        patient_id=patient_id,
        instruments=list(instruments),
        why=why,
        channel=channel,
        language=language,
        due_on=due_on,
        asked_by_id=stamp.actor.practitioner_id,
        created_at=stamp.at.utc,
        changed_at=stamp.at.utc,
    )
    note(stamp, row.pk, "asked", ", ".join(instruments))
    return row.pk


def note(stamp: Stamp, request_id: UUID, what: str, detail: str = "") -> None:
    """Keep what happened to a request."""
    record(MeasureRequestEvent, stamp, request_id=request_id, what=what, detail=detail[:200])


def make_link(stamp: Stamp, request_id: UUID, *, link_id: UUID, digest: str, channel: str, expires_at: Instant) -> None:
    """A new link for a request; those before it open nothing any more."""
    take_back_links(stamp, request_id)
    MeasureLink.objects.create(
        pk=link_id,
        request_id=request_id,
        digest=digest,
        channel=channel,
        expires_at=expires_at.utc,
        created_at=stamp.at.utc,
        changed_at=stamp.at.utc,
    )
    note(stamp, request_id, "link-made", channel)


def extend_link(stamp: Stamp, link_id: UUID, expires_at: Instant) -> None:
    """The same link is sent once more: it works as long as a new one would."""
    MeasureLink.objects.filter(pk=link_id).update(expires_at=expires_at.utc, changed_at=stamp.at.utc)


def take_back_links(stamp: Stamp, request_id: UUID) -> None:
    """The links of a request open nothing any more."""
    rows = MeasureLink.objects.filter(request_id=request_id, taken_back_at=None, spent_at=None)
    rows.update(taken_back_at=stamp.at.utc, changed_at=stamp.at.utc)


def count_wrong_birth_date(stamp: Stamp, link_id: UUID, so_far: int) -> None:
    """Somebody stated another birth date."""
    MeasureLink.objects.filter(pk=link_id).update(wrong_birth_dates=so_far + 1, changed_at=stamp.at.utc)


def begin(stamp: Stamp, request_id: UUID, language: str) -> None:
    """The person begins, in the language that they chose."""
    MeasureRequest.objects.filter(pk=request_id).update(language=language, changed_at=stamp.at.utc)
    note(stamp, request_id, "begun", language)


def save(stamp: Stamp, request_id: UUID, so_far: Mapping[str, Mapping[str, int]]) -> None:
    """Remember what was answered so far."""
    told = {name: dict(answers) for name, answers in so_far.items()}
    rows = MeasureRequest.objects.filter(pk=request_id)
    rows.update(so_far=told, saved_at=stamp.at.utc, changed_at=stamp.at.utc)


def keep_early(stamp: Stamp, request_id: UUID, kept: Mapping[str, UUID], instrument: str) -> None:
    """Answers that speak of harm stand as a response before everything is sent."""
    rows = MeasureRequest.objects.filter(pk=request_id)
    rows.update(kept={name: str(one) for name, one in kept.items()}, changed_at=stamp.at.utc)
    note(stamp, request_id, "spoke", instrument)


def complete(stamp: Stamp, request_id: UUID, link_id: UUID, kept: Mapping[str, UUID]) -> None:
    """Everything was sent: the link is spent, and nothing is remembered beside the responses."""
    MeasureRequest.objects.filter(pk=request_id).update(
        status="completed", so_far={}, kept={name: str(one) for name, one in kept.items()}, changed_at=stamp.at.utc
    )
    MeasureLink.objects.filter(pk=link_id).update(spent_at=stamp.at.utc, changed_at=stamp.at.utc)
    note(stamp, request_id, "completed", ", ".join(kept))


def cancel(stamp: Stamp, request_id: UUID) -> None:
    """Nothing is asked any more; what was saved and not sent is forgotten."""
    MeasureRequest.objects.filter(pk=request_id).update(status="cancelled", so_far={}, changed_at=stamp.at.utc)
    take_back_links(stamp, request_id)
    note(stamp, request_id, "cancelled")


def remind(stamp: Stamp, request_id: UUID, number: int) -> None:
    """Somebody reminded the person."""
    MeasureRequest.objects.filter(pk=request_id).update(reminders=number, changed_at=stamp.at.utc)
    note(stamp, request_id, "reminded", str(number))


def forget_unsent(at: Instant) -> int:
    """Forget what was saved more than a day ago and never sent; returns of how many requests."""
    before = at.plus(seconds=-REMEMBERED_HOURS * 3600).utc
    rows = MeasureRequest.objects.filter(status=OPEN, saved_at__lt=before).exclude(so_far={})
    return rows.update(so_far={}, changed_at=at.utc)
