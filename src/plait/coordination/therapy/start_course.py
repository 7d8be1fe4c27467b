"""A therapist starts a course of therapy: modality, format, planned number and rhythm, target problem."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.therapy.course import FORMATS, MODALITIES, Format
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people
from plait.records.therapy import actions

MOST_SESSIONS = 200
LONGEST_RHYTHM = 92
DAYS_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Command:
    """What was agreed. ``rhythm_days``: the usual distance between sessions."""

    patient_id: UUID
    modality: str
    format: Format
    planned_sessions: int | None
    rhythm_days: int | None
    target_problem: str
    started_on: date


@dataclass(frozen=True, slots=True)
class Started:
    """The new course."""

    course_id: UUID


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Started | Refused:
    """Record the course, with the acting therapist as its therapist."""
    with door.write("therapy.conduct", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Started(UUID(visit.replayed["course"]))
        refused = _refusal(command, actor, at)
        if refused is not None:
            return visit.refuse(refused)
        course = actions.start_course(
            visit.stamp,
            patient_id=command.patient_id,
            effective_at=at,
            modality=command.modality,
            format=command.format,
            therapist_id=actor.practitioner_id,
            therapist_name=actor.name,
            planned_sessions=command.planned_sessions,
            rhythm_days=command.rhythm_days,
            target_problem=command.target_problem,
            started_on=command.started_on,
        )
        visit.detail = command.modality
        door.keep_outcome(visit, once, {"course": str(course)})
        return Started(course)


def _refusal(command: Command, actor: Actor, at: Instant) -> Refused | None:
    patient = people.patient(command.patient_id)
    born = patient.birth_date.earliest() if patient and patient.birth_date else None
    if command.modality not in MODALITIES:
        return Refused("modality", _("Choose a modality from the list."), "modality")
    if command.format not in FORMATS:
        return Refused("format", _("Choose a format from the list."), "format")
    if command.planned_sessions is not None and not 1 <= command.planned_sessions <= MOST_SESSIONS:
        return Refused("planned", _("Plan between 1 and 200 sessions."), "planned_sessions")
    if command.rhythm_days is not None and not 1 <= command.rhythm_days <= LONGEST_RHYTHM:
        return Refused("rhythm", _("A rhythm is between 1 and 92 days."), "rhythm_days")
    if born is not None and command.started_on < born:
        return Refused("before-birth", _("This is before the person was born."), "started_on")
    if (command.started_on - at.day(actor.zone)).days > DAYS_AHEAD:
        return Refused("too-far-ahead", _("This is more than a year ahead."), "started_on")
    return None
