"""What somebody should know before a visit is booked or moved: said plainly, and theirs to decide.

Two visits at once may be right (a couple, a double booking in need), so nothing here forbids: what clashes needs a
reason, the rest a second look. Pure: who is booked when is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.visits.agreed_time import AgreedTime
from plait.clinical.visits.appointment import Appointment

Kind = Literal["clinician-busy", "person-busy", "past", "not-on-team", "comes-twice"]
CLASHES: frozenset[str] = frozenset({"clinician-busy", "person-busy"})


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to know. A clash names the other visit's time, and with whom it is where it is the person's own."""

    kind: Kind
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    who: str = ""
    other: UUID | None = None

    @property
    def key(self) -> str:
        """What a form hands back to say that exactly this was seen."""
        return f"{self.kind}:{self.other}" if self.other else self.kind

    @property
    def clash(self) -> bool:
        """Whether booking in spite of it needs a reason."""
        return self.kind in CLASHES


def concerns(
    when: AgreedTime,
    standing: Iterable[Appointment],
    *,
    patient_id: UUID,
    practitioner: tuple[UUID, str],
    treats: bool,
    at: Instant,
) -> tuple[Concern, ...]:
    """What to know about a visit at this time with this clinician (id, name); ``standing``: what is booked around."""
    found = []
    for other in standing:
        if other.starts_at >= when.ends_at or other.ends_at <= when.starts_at:
            continue
        span = (other.starts_at, other.ends_at)
        if other.patient_id == patient_id:
            found.append(Concern("person-busy", *span, other.practitioner, other.appointment_id))
        elif other.practitioner_id == practitioner[0]:
            found.append(Concern("clinician-busy", *span, practitioner[1], other.appointment_id))
    if when.ends_at <= at:
        found.append(Concern("past"))
    if not treats:
        found.append(Concern("not-on-team", who=practitioner[1]))
    if when.clock == "comes-twice":
        found.append(Concern("comes-twice"))
    return tuple(found)
