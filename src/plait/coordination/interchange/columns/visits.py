"""Received visits as the columns of Encounter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import clip, codings, key_of, stored_key
from plait.coordination.interchange.reading.encounter import ReceivedEncounter


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
