"""Agreed visits that came from another system. What was moved or decided here since is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp
from plait.foundation.ids import new_id
from plait.records.people.one_person import of_person
from plait.records.visits.models import Appointment, AppointmentEvent

TOLD = ("local_start", "zone", "minutes", "service", "mode", "status", "practitioner_name", "cancel_reason")


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Origin keys of what was not written: changed here since, or agreed here already at that very time."""

    ours: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()


def receive_appointments(
    stamp: Stamp,
    patient_id: UUID,
    site_id: UUID,
    rows: Sequence[Mapping[str, Any]],
    taken_in_at: Mapping[str, Instant | None],
) -> NotTaken:
    """Keep agreed visits as received, each once: a newer version moves the one that is there."""
    standing = list(Appointment.objects.filter(of_person(patient_id)))
    known = {row.origin_key: row for row in standing if row.origin_key}
    times = {(row.starts_at, row.practitioner_id) for row in standing}
    times |= {(row.starts_at, None) for row in standing}
    ours: set[str] = set()
    here: set[str] = set()
    made: list[Appointment] = []
    events: list[AppointmentEvent] = []
    for columns in rows:
        key = columns["origin_key"]
        prior = known.get(key)
        if prior is None and (columns["starts_at"], columns["practitioner_id"]) in times:
            here.add(key)
        elif prior is None:
            row = _new(stamp, patient_id, site_id, columns)
            made.append(row)
            times |= {(row.starts_at, row.practitioner_id), (row.starts_at, None)}
            events.append(_event(stamp, row, "received", {}))
        elif taken_in_at.get(key) is None or Instant(prior.changed_at) != taken_in_at[key]:
            ours.add(key)
        else:
            before = _told(prior)
            for name, value in columns.items():
                setattr(prior, name, value)
            prior.changed_at = stamp.at.utc
            prior.save()
            events.append(_event(stamp, prior, "received", before))
    Appointment.objects.bulk_create(made)
    AppointmentEvent.objects.bulk_create(events)
    return NotTaken(frozenset(ours), frozenset(here))


def _new(stamp: Stamp, patient_id: UUID, site_id: UUID, columns: Mapping[str, Any]) -> Appointment:
    at = stamp.at.utc
    return Appointment(id=new_id(), patient_id=patient_id, site_id=site_id, created_at=at, changed_at=at, **columns)


def _event(stamp: Stamp, row: Appointment, what: str, before: dict[str, str]) -> AppointmentEvent:
    return AppointmentEvent(id=new_id(), **stamp.fields(), appointment=row, what=what, before=before, after=_told(row))


def _told(row: Appointment) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in TOLD}
