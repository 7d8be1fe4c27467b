"""Writing what is to go out and what came of it, and to which addresses we may write."""

from __future__ import annotations

from uuid import UUID

from plait.foundation.facts import Stamp, record
from plait.records.outbox.models import MailPermission, MessageOut, MessageOutEvent


def permit(stamp: Stamp, patient_id: UUID, address: str, *, permitted: bool) -> None:
    """The person said that we may write to an address, or no more."""
    record(MailPermission, stamp, patient_id=patient_id, address=address, permitted=permitted)


def put(
    stamp: Stamp,
    *,
    patient_id: UUID,
    kind: str,
    cause_kind: str,
    cause_id: UUID,
    number: int,
    address: str,
    language: str,
) -> UUID:
    """A message that is to be sent. IntegrityError where the one of this number stands already."""
    return record(
        MessageOut,
        stamp,
        patient_id=patient_id,
        kind=kind,
        cause_kind=cause_kind,
        cause_id=cause_id,
        number=number,
        address=address,
        language=language,
    ).pk


def note(stamp: Stamp, message_id: UUID, attempt: int, what: str, *, reason: str = "", code: str = "") -> None:
    """What happened to a message. IntegrityError where this try began, ended, or the message ended already."""
    record(
        MessageOutEvent, stamp, message_id=message_id, attempt=attempt, what=what, reason=reason[:20], code=code[:10]
    )
