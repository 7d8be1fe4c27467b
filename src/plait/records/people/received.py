"""Those close to a person, and those who care for them elsewhere, as another system names them.

Neither may see anything here by that: a relation comes without scope, and a care team of ours is made by people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, latest
from plait.foundation.received_facts import is_ours, receive_rows, row_after, save_rows
from plait.records.people.models import OutsideCareMember, Patient, PatientIdentifier, PatientRelation
from plait.records.people.one_person import of_person

NOT_NAMED = "The newer version of the care team does not name this member."


def receive_relations(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep relations as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(PatientRelation, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def receive_outside_care(
    stamp: Stamp, patient_id: UUID, team_key: str, rows: Sequence[Mapping[str, Any]], taken_in_at: Instant | None
) -> bool:
    """Keep the members of one received care team; who is named no more is marked so. True: left alone here.

    ``rows`` are columns whose ``origin_key`` begins with ``team_key`` and "#".
    """
    standing = {
        row.origin_key: row
        for row in latest(
            OutsideCareMember.objects.filter(of_person(patient_id)), origin_key__startswith=f"{team_key[:280]}#"
        )
    }
    if any(is_ours(row, taken_in_at) for row in standing.values() if not row.entered_in_error):
        return True
    named = {row["origin_key"] for row in rows}
    seen = {key: _seen(row) for key, row in standing.items()}
    receive_rows(OutsideCareMember, stamp, patient_id, rows, seen, whose=of_person(patient_id))
    gone = {"entered_in_error": True, "error_reason": NOT_NAMED}
    left = [row for key, row in standing.items() if key not in named and not row.entered_in_error]
    save_rows(OutsideCareMember, [row_after(row, stamp, gone) for row in left])
    return False


def identifiers_of(patient_id: UUID) -> tuple[str, ...]:
    """The numbers by which other systems know a person, without the systems."""
    rows = PatientIdentifier.objects.filter(of_person(patient_id)).order_by("recorded_at", "pk")
    return tuple(dict.fromkeys(rows.values_list("value", flat=True)))


def site_name_of(patient_id: UUID) -> str:
    """What the site of a person is called."""
    return Patient.objects.filter(pk=patient_id).values_list("site__name", flat=True).first() or ""


def _seen(row: OutsideCareMember) -> Instant:
    """Every row is the import's own by now: its newest may be revised."""
    return Instant(row.recorded_at)
