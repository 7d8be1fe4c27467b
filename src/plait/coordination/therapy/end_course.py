"""A therapist ends a course: another row says when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.therapy import patient_of_course
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.therapy import actions, queries


@dataclass(frozen=True, slots=True)
class Command:
    """Which course, when it ended and why."""

    course_id: UUID
    ended_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Whose course ended."""

    patient_id: UUID


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Ended | Refused:
    """Record the end."""
    whose = partial(patient_of_course, command.course_id)
    with door.write("therapy.conduct", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is not None:
            return Ended(visit.patient)
        found = queries.course(command.course_id)
        course = found[1] if found else None
        if course is None or course.ended_on is not None:
            return visit.refuse(Refused("ended", _("This course has ended already."), "ended_on"))
        if not course.started_on <= command.ended_on <= at.day(actor.zone):
            return visit.refuse(
                Refused("end-day", _("A course ends on or after its first day, and not in the future."), "ended_on")
            )
        actions.end_course(visit.stamp, command.course_id, ended_on=command.ended_on, end_reason=command.reason)
        visit.detail = course.modality
        door.keep_outcome(visit, once, {"ended": True})
        return Ended(visit.patient)
