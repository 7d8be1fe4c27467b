"""What waits: signs of harm for whoever asks, as much of each as they may know.

A clinician who treats the person, covers, or was handed it sees the flag. The safety lead and the coordinators are told
whom to call, when they are needed, and never what was answered. Everybody else sees that something has waited too long,
and which colleagues to call; never about whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door, policy, situation
from plait.coordination.consequences.harm_waiting import Waiting, Waits, sorted_for
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.safety import queries, thresholds
from plait.records.safety.thresholds import Threshold
from plait.records.safety.types import FlagRecord

__all__ = ["FlagRecord", "OfPerson", "Threshold", "Waiting", "Waits", "of_person", "read"]


MOST = 50  # of each kind on one page


def read(*, actor: Actor, at: Instant) -> Waits:
    """The list."""
    with door.read("safety.list", actor=actor, at=at) as visit:
        found = sorted_for(actor, at, most=MOST, with_late=True)
        visit.saw(found.shown)
        return found


@dataclass(frozen=True, slots=True)
class OfPerson:
    """Every flag of a person, and what is usual for them."""

    header: Header
    flags: tuple[FlagRecord, ...]
    thresholds: tuple[Threshold, ...]
    may_set_threshold: bool


def of_person(patient_id: UUID, *, actor: Actor, at: Instant) -> OfPerson:
    """The page of a chart that lists them."""
    with door.read("safety.read", actor=actor, at=at, patient=patient_id) as visit:
        top = header(situation.gather(patient_id), visit, actor=actor, at=at)
        may = policy.permits("safety.set-threshold", actor, visit.relation)
        return OfPerson(top, queries.of_patient(patient_id), thresholds.of_patient(patient_id), may)
