"""Writing what somebody asked for, what was tried, and who they turned out to be: each is a fact."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record
from plait.records.intake.models import ContactEvent, ContactLink, ContactRequest
from plait.records.intake.types import Asked


def keep_request(stamp: Stamp, asked: Asked, *, answer_by: Instant) -> UUID:
    """Keep what somebody sent, as they sent it."""
    aid = asked.aid
    row = record(
        ContactRequest,
        stamp,
        name=asked.name,
        phone=asked.phone,
        email=asked.email,
        text_ok=asked.text_ok,
        message_ok=asked.message_ok,
        good_times=asked.good_times,
        language=asked.language,
        seeks=asked.seeks,
        words=asked.words,
        whom=asked.whom,
        about_name=asked.about_name,
        relationship=asked.relationship,
        birth_date=asked.birth_date,
        danger=asked.danger,
        consent=list(asked.consent),
        aid=aid.as_json() if aid else None,
        aid_name=aid.aid if aid else "",
        aid_version=aid.version if aid else "",
        aid_answered_at=aid.answered_at.utc if aid else None,
        asked_at=stamp.at.utc,
        answer_by=answer_by.utc,
    )
    return row.pk


def add_event(stamp: Stamp, request_id: UUID, what: str, *, detail: str = "", note: str = "") -> UUID:
    """Record what was done about a request."""
    return record(ContactEvent, stamp, request_id=request_id, what=what, detail=detail, note=note).pk


def link(stamp: Stamp, request_id: UUID, patient_id: UUID) -> UUID:
    """Say who somebody turned out to be."""
    return record(ContactLink, stamp, request_id=request_id, patient_id=patient_id).pk
