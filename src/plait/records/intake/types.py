"""What is read of somebody who asked for contact, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.intake.handed_over import HandedOver
from plait.clinical.moment import Instant


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody sent. ``about_name`` is who it is for, where that is not who asks."""

    name: str
    phone: str
    email: str
    text_ok: bool
    message_ok: bool
    good_times: str
    language: str
    seeks: str
    words: str
    whom: str
    about_name: str
    relationship: str
    birth_date: str
    danger: str
    consent: tuple[str, ...]
    aid: HandedOver | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done about a request, by whom, when."""

    what: str
    detail: str
    note: str
    by: str
    role: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Line:
    """A request as a list needs it. ``last``: how the last try ended, "" where there was none."""

    request_id: UUID
    name: str
    about_name: str
    phone: str
    seeks: str
    language: str
    asked_at: Instant
    answer_by: Instant
    tries: int
    last: str
    closed: str
    patient_id: UUID | None
    has_aid: bool

    @property
    def open(self) -> bool:
        """Whether somebody still has to answer."""
        return not self.closed and self.patient_id is None


@dataclass(frozen=True, slots=True)
class Request:
    """A request in full, with everything that was done about it, the earliest first."""

    line: Line
    asked: Asked
    steps: tuple[Step, ...]
