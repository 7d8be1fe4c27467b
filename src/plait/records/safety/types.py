"""What is read of flags, as frozen values: the open ones as lists need them, one with everything that was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign
from plait.clinical.safety.harm_clock import Running
from plait.clinical.safety.harm_duty import Clinician, Roster
from plait.foundation.actor import CLINICAL


@dataclass(frozen=True, slots=True)
class Member:
    """Who treats the person, from when until when, in which role."""

    clinician: Clinician
    role: str
    starts_at: Instant
    ends_at: Instant | None

    def at(self, moment: Instant) -> bool:
        """Whether it holds at a moment."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open flag as a list needs it. ``named``: practitioners who acknowledged it or were handed it.

    Of somebody who only asked for contact: their request, no site, and name and phone are theirs to add who know it.
    """

    flag_id: UUID
    patient_id: UUID | None
    contact_request: UUID | None
    name: str
    phone: str
    site_id: UUID | None
    sign: Sign
    running: Running
    acknowledged_by: str
    named: frozenset[UUID]
    team: tuple[Member, ...]
    roster: Roster
    clock_rows: tuple[dict[str, Any], ...]  # the practice's own lengths, see clock_settings

    def clinicians(self, at: Instant) -> tuple[Clinician, ...]:
        """The clinicians who treat the person at a moment, each once."""
        return tuple(dict.fromkeys(m.clinician for m in self.team if m.role in CLINICAL and m.at(at)))


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done about a flag: what, by whom, to whom, how it ended, in which words, when."""

    what: str
    by: str
    role: str
    to: str
    detail: str
    note: str
    at: Instant


@dataclass(frozen=True, slots=True)
class FlagRecord:
    """A flag with everything that was done about it, the earliest first."""

    flag_id: UUID
    patient_id: UUID | None
    contact_request: UUID | None
    sign: Sign
    cause_kind: str
    opened_by: str
    running: Running
    done: tuple[Done, ...]

    @property
    def open(self) -> bool:
        """Whether nobody has closed it."""
        return self.running.closed_at is None

    @property
    def opened_at(self) -> Instant:
        """When it came in."""
        return self.running.opened.opened_at


@dataclass(frozen=True, slots=True)
class Concern:
    """Which open flags of the practice somebody has to do with; each part adds to the others.

    ``clinician``: of people whom they treat, or who are treated by somebody on leave while they cover a colleague, of
    sites that they cover after hours, and what bears their name: rather too many than one too few, the caller decides.
    ``site``: what waits for acknowledgement at a site; ``everywhere``: at all sites. ``late``: what has waited since
    the first moment, or is acknowledged since the second, or longer.
    """

    clinician: UUID | None = None
    site: UUID | None = None
    everywhere: bool = False
    late: tuple[Instant, Instant] | None = None
