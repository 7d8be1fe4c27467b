"""Something that happened in a life and may matter to how a person feels: a loss, a birth, a new job."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import PartialDate


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """In the person's words, as exactly dated as they know it."""

    event_id: UUID
    text: str
    on: PartialDate
