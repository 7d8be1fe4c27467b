"""Reading problems, allergies, pregnancy, life events and episodes, as known now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from plait.clinical.coding import CodeableConcept, Coding
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.problems.life_event import LifeEvent as LifeEventRecord
from plait.clinical.situation import CURRENT, Allergy, Pregnancy, Problem
from plait.foundation.facts import latest
from plait.foundation.pinned import Pinned
from plait.records.people.one_person import latest_of_person, of_person
from plait.records.problems.models import (
    AboutPatient,
    AllergyIntolerance,
    Condition,
    EpisodeOfCare,
    LifeEvent,
    PregnancyStatus,
    TreatmentStep,
)


@dataclass(frozen=True, slots=True)
class Allergies:
    """What is known of allergies: a list, or that none is known, or that nobody asked."""

    known: tuple[tuple[UUID, Allergy], ...]
    none_known: bool

    @property
    def state(self) -> str:
        """One of: known, none-known, not-asked."""
        return "known" if self.known else "none-known" if self.none_known else "not-asked"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of one plan of treatment."""

    step_id: UUID
    title: str
    started_at: Instant
    ended_at: Instant | None


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of care for a problem: baselines hang on it."""

    episode_id: UUID
    title: str
    started_at: Instant
    ended_at: Instant | None


def concept(text: str, codings: list[list[str]]) -> CodeableConcept:
    """Words with their codes, as stored."""
    return CodeableConcept(text, tuple(Coding(*coding) for coding in codings))


def conditions(patient_id: UUID) -> tuple[Problem, ...]:
    """The problem list."""
    rows = latest_of_person(Condition, patient_id)
    return tuple(
        Problem(concept(r.text, r.codings), r.clinical_status, PartialDate.parse(r.onset) if r.onset else None)
        for r in sorted(rows, key=lambda r: (r.clinical_status not in CURRENT, r.effective_at, r.thread))
        if not r.entered_in_error
    )


def allergies(patient_id: UUID) -> Allergies:
    """Allergies and intolerances that stand."""
    rows = [
        r
        for r in latest_of_person(AllergyIntolerance, patient_id)
        if not r.entered_in_error and r.clinical_status == "active"
    ]
    known = tuple(
        (
            r.thread,
            Allergy(
                substance=concept(r.substance, r.codings),
                ingredient=r.ingredient or None,
                reaction=r.reaction,
                severity=r.severity,
                kind="intolerance" if r.kind == "intolerance" else "allergy",
            ),
        )
        for r in sorted(rows, key=lambda r: (r.kind != "allergy", r.substance))
        if r.kind != "none-known"
    )
    return Allergies(known, none_known=any(r.kind == "none-known" for r in rows))


def patient_of_allergy(thread: UUID) -> UUID | None:
    """Whose allergy it is."""
    return AllergyIntolerance.objects.filter(pk=thread).values_list("patient_id", flat=True).first()


def pregnancy(patient_id: UUID) -> Pregnancy | None:
    """Pregnancy and breastfeeding as last asked, or None: never asked."""
    rows = [r for r in latest_of_person(PregnancyStatus, patient_id) if not r.entered_in_error]
    if not rows:
        return None
    last = max(rows, key=lambda r: (r.effective_at, r.recorded_at))
    return Pregnancy(last.state, last.weeks, last.breastfeeding, Instant(last.effective_at))  # type: ignore[arg-type]


def life_events(patient_id: UUID) -> tuple[LifeEventRecord, ...]:
    """What happened in this life, earliest first."""
    return life_and_care(patient_id)[0]


def episodes(patient_id: UUID) -> tuple[Episode, ...]:
    """Episodes of care, earliest first."""
    return life_and_care(patient_id)[1]


def life_and_care(patient_id: UUID) -> tuple[tuple[LifeEventRecord, ...], tuple[Episode, ...]]:
    """Life events and episodes of care in one query."""
    events, (found, _steps) = life_and_treatment(patient_id)
    return events, found


def life_and_treatment(
    patient_id: UUID,
) -> tuple[tuple[LifeEventRecord, ...], tuple[tuple[Episode, ...], dict[UUID, tuple[Step, ...]]]]:
    """Life events, and episodes of care with the treatment steps of each, in one query: the chart shows all three."""
    events, found = [], []
    under: dict[UUID, list[Step]] = {}
    for kind, thread, begun, text, until in _LIFE_AND_CARE(patient_id):
        if kind == LifeEvent.__name__:
            events.append(LifeEventRecord(thread, text, PartialDate.parse(until)))
            continue
        ended = Instant(datetime.fromisoformat(until)) if until else None
        if kind == EpisodeOfCare.__name__:
            found.append(Episode(thread, text, Instant(begun), ended))
        else:
            episode, _space, title = text.partition(" ")
            under.setdefault(UUID(episode), []).append(Step(thread, title, Instant(begun), ended))
    return (
        tuple(sorted(events, key=lambda e: (e.on.earliest(), e.event_id))),
        (
            tuple(sorted(found, key=lambda e: (e.started_at, e.episode_id))),
            {one: tuple(sorted(own, key=lambda step: (step.started_at, step.step_id))) for one, own in under.items()},
        ),
    )


def _life_and_care(patient_id: UUID) -> QuerySet[Any]:
    told = _last_rows(LifeEvent, patient_id, text=F("text"), until=F("on"))
    cared = _last_rows(EpisodeOfCare, patient_id, text=F("title"), until=Cast("ended_at", TextField()))
    named = Concat(Cast("episode_id", TextField()), Value(" "), "title", output_field=TextField())
    treated = _last_rows(TreatmentStep, patient_id, text=named, until=Cast("ended_at", TextField()))
    return told.union(cared, treated, all=True)


_LIFE_AND_CARE = Pinned(_life_and_care)


def _last_rows(model: type[AboutPatient], patient_id: UUID, *, text: F | Concat, until: F | Cast) -> QuerySet[Any]:
    """The last row of each thread that stands, in columns that two models share."""
    last = model.objects.filter(of_person(patient_id)).order_by("thread", "-sequence").distinct("thread")
    return model.objects.filter(pk__in=last.values("pk"), entered_in_error=False).values_list(
        Value(model.__name__), "thread", "effective_at", Cast(text, TextField()), Cast(until, TextField())
    )


def steps(episode_id: UUID) -> tuple[Step, ...]:
    """The treatment steps of an episode, earliest first: what later scores are compared with."""
    found = [
        Step(row.thread, row.title, Instant(row.effective_at), Instant(row.ended_at) if row.ended_at else None)
        for row in latest(TreatmentStep.objects.all(), episode_id=episode_id)
        if not row.entered_in_error
    ]
    return tuple(sorted(found, key=lambda step: (step.started_at, step.step_id)))
