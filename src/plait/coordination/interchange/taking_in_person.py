"""The person of a file: registered, or revised where the file says something newer than what stands here.

Called inside the one transaction of an import, after the door has let it pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.release import Release
from plait.coordination.door import Visit
from plait.coordination.interchange.columns import people as columns
from plait.coordination.interchange.columns.texts import key_of
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reports import Remark, remark
from plait.coordination.interchange.taking_back import details_of
from plait.coordination.interchange.versions import Incoming
from plait.records.people import actions as people
from plait.records.people import queries as people_queries

FILLED_FROM_ELSEWHERE = "blanks-filled"
_NOTHING: tuple[Any, ...] = ("", [], {}, None, "unknown")


@dataclass(frozen=True, slots=True)
class PersonIn:
    """The person on their way in."""

    visit: Visit
    person: ReceivedPatient

    def register(self, site_id: UUID, release: Release) -> UUID:
        """Record a new person; one who comes from another copy of Plait with everything that they were called."""
        person = self.person
        first, *later = details_of(person, columns.details(person), release)
        patient_id = people.register_patient(
            self.visit.stamp,
            site_id=site_id,
            details={**first, "origin_key": key_of(person.origin)},
            identifiers=_identifiers(person),
        )
        for changes in later:
            people.revise_details(self.visit.stamp, patient_id, **changes)
        self.visit.patient = patient_id
        self.visit.saw([patient_id])
        return patient_id

    def revise(self, patient_id: UUID, one: Incoming) -> tuple[Remark | None, bool]:
        """Bring what is known of a person up to date: what to say of it, and whether it was left alone.

        From another system's record only blanks are filled; what somebody here revised since is left alone.
        """
        stamp, person = self.visit.stamp, self.person
        people.add_identifiers(stamp, patient_id, _identifiers(person))
        standing = people_queries.patient(patient_id)
        if not one.counts or standing is None:
            return None, False
        stated = {name: value for name, value in columns.details(person).items() if value not in _NOTHING}
        held = {name: _plain(getattr(standing, name)) for name in stated}
        changes: Mapping[str, Any] = {name: value for name, value in stated.items() if held[name] != value}
        said = None
        if one.before is None or one.before.taken_in_at is None:
            blanks = {name: value for name, value in changes.items() if held[name] in _NOTHING}
            said = remark(FILLED_FROM_ELSEWHERE) if len(blanks) < len(changes) else None
            changes = blanks
        elif people_queries.details_recorded_at(patient_id) != one.before.taken_in_at:
            return None, True
        if changes:
            people.revise_details(stamp, patient_id, **changes)
        return said, False


def _identifiers(person: ReceivedPatient) -> list[tuple[str, str]]:
    return [(one.system, one.value) for one in columns.identifiers(person)]


def _plain(value: Any) -> Any:
    """A value of the record in the shape of its column."""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | dict | list) else str(value or "")
