"""What the people records return: frozen, so that no screen can change a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.moment import Instant, PartialDate


@dataclass(frozen=True, slots=True)
class PatientLine:
    """A person as they stand in a list."""

    patient_id: UUID
    number: str
    name: str
    preferred_name: str
    pronouns: str
    birth_date: PartialDate | None
    phone: str


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """A person as known now."""

    patient_id: UUID
    site_id: UUID
    number: str
    given: str
    family: str
    preferred_name: str
    pronouns: str
    birth_date: PartialDate | None
    sex_for_clinical_use: str
    gender_identity: str
    languages: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    address: dict[str, str]
    state_now: str
    deceased: str
    interpreter: bool = False  # needs one

    @property
    def name(self) -> str:
        """Given and family name as on legal papers."""
        return f"{self.given} {self.family}".strip()

    @property
    def called(self) -> str:
        """What the person wants to be called."""
        return self.preferred_name or self.given or self.family


@dataclass(frozen=True, slots=True)
class DetailsRevision:
    """What a person was called and how to reach them as of one revision; who recorded it, and when."""

    sequence: int
    record: PatientRecord
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Who treats or looks after somebody, in which role, since when and until when."""

    thread: UUID
    patient_id: UUID
    practitioner_id: UUID
    name: str
    profession: str
    role: str
    basis: str
    starts_at: Instant
    ends_at: Instant | None

    def at(self, moment: Instant) -> bool:
        """Whether the membership holds at a moment."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True, slots=True)
class RelationLine:
    """A guardian or helper."""

    kind: str
    name: str
    relationship: str
    phone: str
    scope: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class PractitionerLine:
    """A member of staff with the roles of a day."""

    practitioner_id: UUID
    name: str
    profession: str
    site_id: UUID | None
    roles: tuple[str, ...]
