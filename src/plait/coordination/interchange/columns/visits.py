"""Received visits as the columns of Encounter, agreed ones as those of Appointment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plait.clinical.visits.agreed_time import wall_text
from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import clip, codings, key_of, stored_key
from plait.coordination.interchange.reading.appointment import ReceivedAppointment
from plait.coordination.interchange.reading.encounter import ReceivedEncounter

# What FHIR tells apart and a diary does not.
STANDS_AS = {"checked-in": "arrived", "entered-in-error": "cancelled"}


def encounter(one: ReceivedEncounter, practitioners: Mapping[str, UUID]) -> dict[str, Any]:
    """A visit; ``practitioners`` are those of the same file, by key."""
    who = next((p.who.key for p in one.participants if p.who.key), "")
    return {
        "origin_key": key_of(one.origin),
        "effective_at": one.start.earliest().utc,
        "ended_at": one.end.latest().utc if one.end else None,
        "kind": one.kind,
        "text": clip(one.text, 300),
        "codings": codings(*one.types),
        "status": one.status,
        "practitioner_id": practitioners.get(stored_key(who)) if who else None,
        "practitioner_name": clip(one.practitioner, 200),
        "entered_in_error": one.in_error,
        "error_reason": TAKEN_BACK if one.in_error else "",
    }


def appointment(one: ReceivedAppointment, practitioners: Mapping[str, UUID]) -> dict[str, Any]:
    """An agreed visit, in the wall time of the practice. One that the sender took back is called off."""
    wall = one.start.utc.astimezone(ZoneInfo(one.zone))
    who = one.practitioner
    return {
        "origin_key": key_of(one.origin),
        "practitioner_id": practitioners.get(stored_key(who.key)) if who and who.key else None,
        "practitioner_name": clip(who.display or who.reference, 200) if who else "",
        "service": one.service,
        "mode": "video" if one.by_video else "in-person",
        "status": STANDS_AS.get(one.status, one.status),
        "local_start": wall_text(wall),
        "zone": one.zone,
        "minutes": one.minutes,
        "starts_at": one.start.utc,
        "ends_at": one.start.plus(seconds=60 * one.minutes).utc,
        "text": clip(one.text, 300),
        "cancel_reason": clip(TAKEN_BACK if one.in_error else one.cancel_reason, 300),
    }
