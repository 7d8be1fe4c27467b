"""Writing problems, allergies, pregnancy, life events and episodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record, revise
from plait.foundation.received_facts import receive_rows
from plait.records.people.one_person import of_person
from plait.records.problems.models import (
    AllergyIntolerance,
    Condition,
    EpisodeOfCare,
    LifeEvent,
    PregnancyStatus,
    TreatmentStep,
)


def record_condition(stamp: Stamp, *, patient_id: UUID, effective_at: Instant, **fields: Any) -> UUID:
    """Put a problem on the list."""
    return record(Condition, stamp, patient_id=patient_id, effective_at=effective_at.utc, **fields).thread


def revise_condition(stamp: Stamp, thread: UUID, **changes: Any) -> None:
    """Another row about the same problem: in remission, resolved, refuted, entered in error."""
    last = Condition.objects.filter(thread=thread).order_by("-sequence")[0]
    revise(last, stamp, **changes)


def record_allergy(stamp: Stamp, *, patient_id: UUID, effective_at: Instant, **fields: Any) -> UUID:
    """Record an allergy, an intolerance, or that none is known."""
    return record(AllergyIntolerance, stamp, patient_id=patient_id, effective_at=effective_at.utc, **fields).thread


def revise_allergy(stamp: Stamp, thread: UUID, **changes: Any) -> None:
    """Another row about the same allergy: refuted, resolved, entered in error."""
    last = AllergyIntolerance.objects.filter(thread=thread).order_by("-sequence")[0]
    revise(last, stamp, **changes)


def record_pregnancy(stamp: Stamp, *, patient_id: UUID, effective_at: Instant, **fields: Any) -> UUID:
    """Record what was answered when asked about pregnancy."""
    return record(PregnancyStatus, stamp, patient_id=patient_id, effective_at=effective_at.utc, **fields).thread


def record_life_event(stamp: Stamp, *, patient_id: UUID, effective_at: Instant, text: str, on: str) -> UUID:
    """Record something that happened in this life."""
    return record(LifeEvent, stamp, patient_id=patient_id, effective_at=effective_at.utc, text=text, on=on).thread


def start_episode(stamp: Stamp, *, patient_id: UUID, effective_at: Instant, title: str) -> UUID:
    """Begin an episode of care."""
    return record(EpisodeOfCare, stamp, patient_id=patient_id, effective_at=effective_at.utc, title=title).thread


def start_step(stamp: Stamp, *, patient_id: UUID, episode_id: UUID, effective_at: Instant, title: str) -> UUID:
    """Begin a treatment step; the open step of the episode ends then: another row says so."""
    open_steps = TreatmentStep.objects.filter(episode_id=episode_id).order_by("thread", "-sequence").distinct("thread")
    for step in open_steps:
        if step.ended_at is None and not step.entered_in_error:
            revise(step, stamp, ended_at=max(effective_at.utc, step.effective_at))
    return record(
        TreatmentStep, stamp, patient_id=patient_id, episode_id=episode_id, effective_at=effective_at.utc, title=title
    ).thread


def receive_conditions(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep problems as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(Condition, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))


def receive_allergies(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep allergies as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(AllergyIntolerance, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))
