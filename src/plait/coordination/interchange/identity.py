"""Who a received person is here: known by an identifier that leaves no doubt, held where somebody may be, else new.

The sender's own id of the record is certain. Any other number counts only where birth date and a given name agree:
numbers are mistyped, shared in families and reused in test data. Where no number decides and somebody in the practice
may be this person, nothing is written until a human has decided. Nobody is ever merged by an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from plait.clinical.moment import PartialDate
from plait.coordination.interchange.columns import people as columns
from plait.coordination.interchange.columns.texts import key_of
from plait.coordination.interchange.reading.origin import UNSTATED
from plait.coordination.interchange.reading.parts import Identifier
from plait.coordination.interchange.reading.patient import ReceivedPatient
from plait.coordination.interchange.reports import WORDS, Remark, remark
from plait.records.inbox import queries as inbox
from plait.records.people import queries as people
from plait.records.people.likeness import likely_duplicates_of
from plait.records.people.one_person import person_of
from plait.records.people.search_keys import fold
from plait.records.people.types import PatientRecord

NEW = "new"
# Another given name beside the same family name and birth date is a brother or sister, unless it may be a slip of the
# pen. Words of ``records.people.comparison``.
TWIN = "but another given name: it may be a twin"
SLIP = "a given name that is written almost the same"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody here who may be the person; ``why`` are English words, to be translated."""

    patient_id: UUID
    why: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """The person here, or None: new. ``remarks`` say what was not taken over; ``likely`` who may be the person.

    Asked before the door is, since only the answer says about whom the door must be asked. It shows nothing.
    """

    patient_id: UUID | None = None
    remarks: tuple[Remark, ...] = ()
    likely: tuple[Candidate, ...] = ()

    @classmethod
    def of(cls, person: ReceivedPatient, decided: Mapping[str, Any] | None = None) -> Self:
        """Find the person; ``decided`` is what a human said of a person who was held."""
        if decided and decided.get("as"):
            chosen = None if decided["as"] == NEW else person_of(UUID(decided["as"]))
            return cls(chosen, (remark("decided", name=decided.get("by_name", ""), value=decided.get("reason", "")),))
        stated = columns.identifiers(person)
        known = people.named_by((one.system, one.value) for one in stated)
        named = [(one, known[one.system, one.value]) for one in stated if (one.system, one.value) in known]
        own = next((patient_id for one, patient_id in named if columns.is_own(one)), None)
        if own is not None:
            return cls._the_same_record(person, own, named)
        records = {patient_id: people.patient(patient_id) for _, patient_id in named}
        alike = {patient_id for patient_id, record in records.items() if record and _agrees(person, record)}
        if len(alike) > 1:
            return cls(likely=_several(alike))
        found = next(iter(alike), None)
        likely = _likely(person) if found is None else ()
        return cls(found, _elsewhere(named, alike), likely)

    @classmethod
    def _the_same_record(cls, person: ReceivedPatient, own: UUID, named: list[tuple[Identifier, UUID]]) -> Self:
        """Known by the sender's own id; where no sender is stated, only the very same content is the same person."""
        if person.origin.system.startswith(UNSTATED):
            before = inbox.versions(own, [key_of(person.origin)]).get(key_of(person.origin))
            if before is None or person.origin.content_hash not in before.hashes:
                return cls(likely=(Candidate(own, (WORDS["unstated-known"],), sure=True),))
        return cls(own, _elsewhere(named, {own}))

    def as_json(self) -> dict[str, Any]:
        """Who may be the person, as kept with a run that is held."""
        return {
            "likely": [{"patient": str(one.patient_id), "why": list(one.why), "sure": one.sure} for one in self.likely]
        }


def candidates_from(kept: Mapping[str, Any]) -> tuple[Candidate, ...]:
    """Who may be the person of a held run, as kept: each once, also where their records were merged since."""
    found: dict[UUID, Candidate] = {}
    for one in kept.get("likely", []):
        person = person_of(UUID(one["patient"]))
        found.setdefault(person, Candidate(person, tuple(one["why"]), bool(one["sure"])))
    return tuple(found.values())


def _several(alike: Iterable[UUID]) -> tuple[Candidate, ...]:
    people_here = sorted(alike)
    why = WORDS["several-people"] % {"count": len(people_here)}
    return tuple(Candidate(patient_id, (why,), sure=True) for patient_id in people_here)


def _likely(person: ReceivedPatient) -> tuple[Candidate, ...]:
    """Those here who may be this person by name, birth date, phone or mail. Numbers were looked at before."""
    details = columns.details(person)
    found = likely_duplicates_of(details, person.birth_date)
    return tuple(
        Candidate(one.patient_id, one.why, sure=one.sure == "strong")
        for one in found
        if one.sure == "strong" or TWIN not in one.why or SLIP in one.why
    )


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
