"""Who a received person is here: known by an identifier that leaves no doubt, else new. Never by name alone.

The sender's own id of the record is certain. Any other number counts only where birth date and a given name agree:
numbers are mistyped, shared in families and reused in test data. What does not agree is said, and nobody is merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from plait.clinical.moment import PartialDate
from plait.coordination.interchange.columns import people as columns
from plait.coordination.interchange.columns.texts import key_of
from plait.coordination.interchange.reading.origin import UNSTATED
from plait.coordination.interchange.reading.parts import Identifier
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reports import Remark, remark
from plait.records.inbox import queries as inbox
from plait.records.people import queries as people
from plait.records.people.search_keys import fold
from plait.records.people.types import PatientRecord


@dataclass(frozen=True, slots=True)
class Recognised:
    """The person here, or None: new. ``against`` says why nobody can be chosen; ``remarks`` what was not taken over.

    Asked before the door is, since only the answer says about whom the door must be asked. It shows nothing.
    """

    patient_id: UUID | None = None
    remarks: tuple[Remark, ...] = ()
    against: Remark | None = None

    @classmethod
    def of(cls, person: ReceivedPatient) -> Self:
        """Find the person."""
        stated = columns.identifiers(person)
        known = people.named_by((one.system, one.value) for one in stated)
        named = [(one, known[one.system, one.value]) for one in stated if (one.system, one.value) in known]
        own = next((patient_id for one, patient_id in named if columns.is_own(one)), None)
        if own is not None:
            return cls._the_same_record(person, own, named)
        records = {patient_id: people.patient(patient_id) for _, patient_id in named}
        alike = {patient_id for patient_id, record in records.items() if record and _agrees(person, record)}
        if len(alike) > 1:
            return cls(against=remark("several-people", count=len(alike)))
        return cls(next(iter(alike), None), _elsewhere(named, alike))

    @classmethod
    def _the_same_record(cls, person: ReceivedPatient, own: UUID, named: list[tuple[Identifier, UUID]]) -> Self:
        """Known by the sender's own id; where no sender is stated, only the very same content is the same person."""
        if person.origin.system.startswith(UNSTATED):
            before = inbox.versions(own, [key_of(person.origin)]).get(key_of(person.origin))
            if before is None or person.origin.content_hash not in before.hashes:
                return cls(against=remark("unstated-known"))
        return cls(own, _elsewhere(named, {own}))


def _elsewhere(named: list[tuple[Identifier, UUID]], chosen: set[UUID]) -> tuple[Remark, ...]:
    return tuple(
        remark("identifier-elsewhere", value=one.value, system=one.system)
        for one, patient_id in named
        if patient_id not in chosen
    )


def _agrees(person: ReceivedPatient, record: PatientRecord) -> bool:
    """Whether birth date and a given name are the same."""
    if not _same_day(person.birth_date, record.birth_date):
        return False
    received = {word for name in person.names for given in name.given for word in fold(given)}
    return bool(received & {*fold(record.given), *fold(record.preferred_name)})


def _same_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and one.day is not None and one == other
