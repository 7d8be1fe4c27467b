"""Writing visits: those that took place, and those that are agreed with what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.visits.agreed_time import AgreedTime, agreed
from plait.foundation.facts import Stamp, record
from plait.foundation.received_facts import receive_rows
from plait.records.people.models import Practitioner
from plait.records.people.one_person import of_person
from plait.records.visits.models import Appointment, AppointmentEvent, Encounter


def record_encounter(stamp: Stamp, *, patient_id: UUID, started_at: Instant, **fields: Any) -> UUID:
    """Record a visit."""
    return record(Encounter, stamp, patient_id=patient_id, effective_at=started_at.utc, **fields).thread


def receive_encounters(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep visits as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(Encounter, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def book_appointment(
    stamp: Stamp,
    *,
    patient_id: UUID,
    practitioner_id: UUID | None,
    site_id: UUID,
    service: str,
    local_start: str,
    zone: str,
    minutes: int,
    mode: str,
    text: str = "",
    note: str = "",
) -> UUID:
    """Book a visit at a wall time ("2026-11-24T09:00") of a zone. ``note``: why it was booked in spite of a warning."""
    when = agreed(local_start, zone, minutes)
    row = Appointment.objects.create(
        patient_id=patient_id,
        practitioner_id=practitioner_id,
        practitioner_name=_name_of(practitioner_id),
        site_id=site_id,
        service=service,
        mode=mode,
        text=text,
        created_at=stamp.at.utc,
        changed_at=stamp.at.utc,
        **_when_columns(when),
    )
    after = {**_when(row), "service": service, "mode": mode, "practitioner": row.practitioner_name}
    record(AppointmentEvent, stamp, appointment=row, what="booked", after=after, note=note)
    return row.pk


def move_appointment(
    stamp: Stamp,
    appointment_id: UUID,
    *,
    practitioner_id: UUID | None,
    local_start: str,
    zone: str,
    minutes: int,
    mode: str,
    note: str = "",
) -> None:
    """Agree on another time, clinician or mode. The appointment stays the same one."""
    row = Appointment.objects.get(pk=appointment_id)
    before = {**_when(row), "mode": row.mode, "practitioner": row.practitioner_name}
    for name, value in _when_columns(agreed(local_start, zone, minutes)).items():
        setattr(row, name, value)
    if practitioner_id != row.practitioner_id:
        row.practitioner_id, row.practitioner_name = practitioner_id, _name_of(practitioner_id)
    row.mode, row.changed_at = mode, stamp.at.utc
    row.save()
    after = {**_when(row), "mode": row.mode, "practitioner": row.practitioner_name}
    record(AppointmentEvent, stamp, appointment=row, what="moved", before=before, after=after, note=note)


def change_appointment(
    stamp: Stamp, appointment_id: UUID, *, what: str, status: str, note: str = "", **after: str
) -> None:
    """Note what became of an appointment: arrived, missed, cancelled, fulfilled, reopened.

    ``after`` names what it led to (``encounter`` or ``session``, by id): a typed soft reference.
    """
    row = Appointment.objects.get(pk=appointment_id)
    before = {"status": row.status}
    row.status, row.changed_at = status, stamp.at.utc
    row.cancel_reason = (note[:300] or row.cancel_reason) if status == "cancelled" else ""
    row.save(update_fields=["status", "changed_at", "cancel_reason"])
    told = {"status": status, **after}
    record(AppointmentEvent, stamp, appointment=row, what=what, before=before, after=told, note=note)


def _name_of(practitioner_id: UUID | None) -> str:
    return Practitioner.objects.values_list("name", flat=True).get(pk=practitioner_id) if practitioner_id else ""


def _when_columns(when: AgreedTime) -> dict[str, Any]:
    return {
        "local_start": when.local_start,
        "zone": when.zone,
        "minutes": when.minutes,
        "starts_at": when.starts_at.utc,
        "ends_at": when.ends_at.utc,
    }


def _when(row: Appointment) -> dict[str, str]:
    return {"local_start": row.local_start, "zone": row.zone, "minutes": str(row.minutes)}
