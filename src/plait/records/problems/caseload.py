"""Reading allergies and life events of many people at once, for a day's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from plait.clinical.moment import Instant, PartialDate
from plait.clinical.visits.since import Noted
from plait.foundation.pinned import Pinned
from plait.records.people.one_person import of_people, person_column
from plait.records.problems.models import AboutPatient, AllergyIntolerance, EpisodeOfCare, LifeEvent, TreatmentStep


@dataclass(slots=True)
class Story:
    """What one person cannot take, and what happened to them."""

    allergies: list[Noted] = field(default_factory=list)
    life_events: list[Noted] = field(default_factory=list)


def stories_of(patient_ids: Iterable[UUID]) -> dict[UUID, Story]:
    """Allergies (with those that no longer stand) and life events of each of these people, in one query."""
    found: defaultdict[UUID, Story] = defaultdict(Story)
    for model, patient_id, recorded_at, text, mark, state in _STORIES(among=patient_ids):
        at = Instant(recorded_at)
        if model == LifeEvent.__name__:
            found[patient_id].life_events.append(Noted(text, at, PartialDate.parse(mark)))
        else:
            found[patient_id].allergies.append(Noted(text, at, gone=state != "active", kind=mark))
    return dict(found)


def _stories(one: UUID) -> QuerySet[Any]:
    allergies = _last_rows(AllergyIntolerance, one, text=F("substance"), mark=F("kind"), state=F("clinical_status"))
    happened = _last_rows(LifeEvent, one, text=F("text"), mark=F("on"), state=Value("active"))
    return allergies.union(happened, all=True)


_STORIES = Pinned(_stories)


def _last_rows(model: type[AboutPatient], one: UUID, *, text: F, mark: F, state: F | Value) -> QuerySet[Any]:
    """The last row of each thread that stands, in columns that the two models share."""
    last = model.objects.filter(of_people([one])).order_by("thread", "-sequence").distinct("thread")
    return model.objects.filter(pk__in=last.values("pk"), entered_in_error=False).values_list(
        Value(model.__name__), person_column(), "recorded_at", text, mark, state
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """When the present episode of care and the present step of treatment of one person began, in seconds since 1970."""

    episode: int | None = None
    step: int | None = None


def begun_by(patient_ids: Iterable[UUID]) -> dict[UUID, Begun]:
    """Where the two baselines of each of these people lie, in one query."""
    episodes: dict[str, int] = {}
    steps: dict[str, int] = {}
    for model, person, at, goes_on, wrong in _BEGUN(among=patient_ids):
        if goes_on and not wrong:
            found = episodes if model == EpisodeOfCare.__name__ else steps
            found[person] = max(int(at), found.get(person, 0))
    return {UUID(one): Begun(episodes.get(one), steps.get(one)) for one in episodes.keys() | steps.keys()}


def _begun(one: UUID) -> QuerySet[Any]:
    return _spans(EpisodeOfCare, one).union(_spans(TreatmentStep, one), all=True)


_BEGUN = Pinned(_begun)


def _spans(model: type[EpisodeOfCare | TreatmentStep], one: UUID) -> QuerySet[Any]:
    rows = model.objects.filter(of_people([one])).order_by("thread", "-sequence").distinct("thread")
    goes_on = ExpressionWrapper(Q(ended_at=None), BooleanField())
    person, began = Cast(person_column(), TextField()), seconds_of("effective_at")
    return rows.values_list(Value(model.__name__), person, began, goes_on, "entered_in_error")


def seconds_of(column: str) -> Func:
    """A moment as seconds since 1970, written out: of tens of thousands, dates would cost more than the query."""
    template = "floor(extract(epoch FROM %(expressions)s))::bigint::text"
    return Func(F(column), template=template, output_field=TextField())
