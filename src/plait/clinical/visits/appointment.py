"""A visit that is agreed (FHIR Appointment), and what may still happen to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import PLACES

Service = Literal["evaluation", "follow-up", "session", "couple", "family", "group", "other"]
Status = Literal["booked", "arrived", "fulfilled", "noshow", "cancelled", "entered-in-error"]
SERVICES: tuple[Service, ...] = ("evaluation", "follow-up", "session", "couple", "family", "group", "other")
MODES = PLACES  # how they mean to meet; a session says how they met
THERAPY: frozenset[str] = frozenset({"session", "couple", "family", "group"})
STANDING: tuple[Status, ...] = ("booked", "arrived")  # neither over nor called off
# What may follow what. A step back is another event; what took place is not undone here: its own record is.
LAWFUL: Mapping[str, tuple[Status, ...]] = {
    "booked": ("arrived", "noshow", "cancelled", "fulfilled"),
    "arrived": ("booked", "noshow", "cancelled", "fulfilled"),
    "noshow": ("booked", "arrived", "cancelled", "fulfilled"),
    "cancelled": ("booked",),
    "fulfilled": (),
    "entered-in-error": (),
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who comes, to whom, where, when, for how long, what for; and what became of it so far.

    ``local_start`` and ``zone`` are what was agreed; ``starts_at`` and ``ends_at`` follow from them.
    """

    appointment_id: UUID
    patient_id: UUID
    practitioner_id: UUID | None
    practitioner: str
    site_id: UUID
    service: str
    mode: str
    status: str
    local_start: str
    zone: str
    minutes: int
    starts_at: Instant
    ends_at: Instant
    text: str
    cancel_reason: str
    changed_at: Instant

    @property
    def standing(self) -> bool:
        """Whether it is still to come or under way: neither over, missed nor called off."""
        return self.status in STANDING


@dataclass(frozen=True, slots=True)
class AppointmentEvent:
    """One thing that happened to an appointment. ``before`` and ``after`` hold what it changed."""

    what: str
    at: Instant
    by: str
    note: str
    before: Mapping[str, str]
    after: Mapping[str, str]
