"""What is written down by COPY is what the decisions would have written: every arc is told both ways and compared."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import models

from plait.coordination.demo import seed
from plait.coordination.demo.arcs import Arc, arcs
from plait.coordination.demo.diary import Diary
from plait.coordination.demo.persona import Registry
from plait.coordination.demo.rows import Ids, Rows
from plait.coordination.demo.scribe import EVENTS, Scribe
from plait.coordination.demo.story import ZONE, Calendar
from plait.coordination.demo.telling import Teller
from plait.coordination.demo.unfolding import Unfolding
from plait.coordination.people import open_chart
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.audit.models import AuditEvent
from plait.records.medication.models import MedicationRequest, MedicationStatement
from plait.records.monitoring.models import Observation
from plait.records.people import actions as people
from plait.records.people import bulk
from plait.records.people.models import (
    CareTeamMember,
    CurrentCareTeam,
    Patient,
    PatientDetails,
    PatientIndex,
    PatientRelation,
    PatientSearchKey,
)
from plait.records.problems.models import (
    AllergyIntolerance,
    Condition,
    EpisodeOfCare,
    LifeEvent,
    PregnancyStatus,
    TreatmentStep,
)
from plait.records.safety.models import Flag, SafetyPlan
from plait.records.tasks.models import Task, TaskEvent
from plait.records.therapy.models import TherapyCourse, TherapySession
from plait.records.visits.models import Encounter
from tests.integration.assessment.measure_series import facts, view
from tests.integration.demo.conftest import NOW

pytestmark = pytest.mark.django_db

FACTS: tuple[type[models.Model], ...] = (
    PatientDetails,
    PatientRelation,
    CareTeamMember,
    Condition,
    AllergyIntolerance,
    PregnancyStatus,
    LifeEvent,
    EpisodeOfCare,
    TreatmentStep,
    Encounter,
    MedicationRequest,
    MedicationStatement,
    TherapyCourse,
    TherapySession,
    QuestionnaireResponse,
    Observation,
    SafetyPlan,
    Flag,
    Task,
)
VIEWS: tuple[type[models.Model], ...] = (PatientIndex, PatientSearchKey, CurrentCareTeam)
# Between them they have every kind of event that a scribe can write, but for the few that only long stories have.
TELLING = ("medicine-and-cbt", "later-life-many-medicines", "refills-only", "medicine-did-not-help")
CREW = {"prescriber": "reyes", "therapist": "ortiz", "coordinator": "cole"}


class Both:
    """One story told twice: through the decisions and by the scribe."""

    def __init__(self, arc: Arc, number: int) -> None:
        """Unfold it, and tell it both ways."""
        self.calendar = Calendar(NOW.day(ZONE))
        sites, self.staff = seed.hire(self.calendar)
        one = Unfolding(arc, Random(number), Diary(self.calendar), CREW)
        self.story = one.story(Registry(Random(number)))
        teller = Teller(arc["name"], self.calendar, self.staff, sites["willow"])
        teller.tell(self.story)
        rows = Rows()
        ids = Ids(number, self.calendar.moment(0, "00:00"))
        scribe = Scribe(self.calendar, self.staff, sites["willow"], ids, rows, bulk.numbers(1)[0])
        scribe.tell(self.story)
        rows.write()
        self.told, self.copied = teller.patient, scribe.patient


def _normal(model: type[models.Model], patient: UUID) -> list[dict[str, Any]]:
    """The rows about a person, with every id replaced by the order in which it first came.

    What was recorded at the same moment stands in the order of what it says: ids made in one millisecond have none.
    """
    order = ("recorded_at", "effective_at", "sequence") if model is not Task else ("created_at",)
    known = [field.attname for field in model._meta.concrete_fields]

    def place(row: models.Model) -> tuple[str, ...]:
        told = [str(value) for name in known if not isinstance(value := getattr(row, name), UUID)]
        return (*(str(getattr(row, name)) for name in order if name in known), *told)

    names: dict[UUID, int] = {patient: -1}
    found = []
    for row in sorted(model._default_manager.filter(patient_id=patient), key=place):
        columns = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        for name, value in columns.items():
            if isinstance(value, UUID) and name not in {
                "recorded_by",
                "practitioner_id",
                "prescriber_id",
                "therapist_id",
            }:
                columns[name] = names.setdefault(value, len(names))
        found.append(columns)
    return found


def _views(patient: UUID) -> list[tuple[str, list[dict[str, Any]]]]:
    """The views of a person, without their own keys."""
    return [
        (
            model.__name__,
            sorted(
                (
                    {k: v for k, v in row.items() if k not in {"id", "thread", "patient_id", "person_id", "number"}}
                    for row in model._default_manager.filter(patient_id=patient).values()
                    if row.get("kind") != "number"
                ),
                key=str,
            ),
        )
        for model in VIEWS
    ]


def _compare(both: Both) -> None:
    for model in FACTS:
        assert _normal(model, both.copied) == _normal(model, both.told), model.__name__
    assert _views(both.copied) == _views(both.told)
    noted = [_noted(patient) for patient in (both.copied, both.told)]
    assert noted[0] == noted[1]


def _noted(patient: UUID) -> list[tuple[Any, ...]]:
    """What the audit trail says about a person, and what happened to their tasks."""
    columns = ("recorded_at", "recorded_by", "recorded_as", "action", "purpose", "outcome", "detail")
    events = AuditEvent.objects.filter(patients__contains=[patient]).order_by(*columns).values_list(*columns)
    happened = TaskEvent.objects.filter(task__patient_id=patient).order_by("recorded_at", "what")
    return [*events, *happened.values_list("recorded_at", "recorded_by", "what", "note")]


@pytest.mark.parametrize("name", TELLING)
def test_an_arc_is_lawful_and_copied_as_it_is_told(name: str) -> None:
    """No decision refuses any of it, and row for row the two agree."""
    arc = next(arc for arc in arcs() if arc["name"] == name)
    _compare(Both(arc, number=7))


@pytest.mark.wide
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("arc", arcs(), ids=lambda arc: arc["name"])
def test_every_arc_is_lawful_and_copied_as_it_is_told(arc: Arc, number: int) -> None:
    """The same for all arcs, three people each."""
    _compare(Both(arc, number))


def test_a_copied_person_opens_as_a_told_one_and_a_rebuild_changes_nothing() -> None:
    """The chart says the same, with its timeline; projections made anew are equal."""
    both = Both(next(arc for arc in arcs() if arc["name"] == "medicine-and-cbt"), number=3)
    for key in ("reyes", "ortiz"):
        told, copied = (
            open_chart.read(patient, actor=both.staff[key], at=NOW, period="36") for patient in (both.told, both.copied)
        )
        assert _words(copied) == _words(told)
    assert view() == facts()
    before = [list(model._default_manager.order_by("pk").values()) for model in (PatientIndex, CurrentCareTeam)]
    keys = set(PatientSearchKey.objects.values_list("patient_id", "kind", "key"))
    people.rebuild()
    assert [list(model._default_manager.order_by("pk").values()) for model in (PatientIndex, CurrentCareTeam)] == before
    assert set(PatientSearchKey.objects.values_list("patient_id", "kind", "key")) == keys


def _words(chart: open_chart.Chart) -> Any:
    """Everything on a chart that a person reads."""
    told = sorted((e.at, e.strand, e.kind, e.sentence) for e in chart.timeline.events)
    orders = [(order.medicine, order.dose, order.since, order.status) for order in chart.orders]
    scores = [[(r.taken_at, r.total, r.band) for r in series.responses] for series in chart.scores]
    totals = [(total.ingredient, total.regular, total.as_needed) for total in chart.totals]
    about = (totals, chart.last_contact, chart.header.called, chart.header.allergy_state, chart.timeline.summary)
    return (told, orders, scores, about)


def test_the_arcs_use_every_kind_of_event_that_a_scribe_writes() -> None:
    """A kind that no arc uses would never be compared."""
    used = {"end-report", "end-condition", "close-task", "hold", "resume"}  # hand-written stories only
    for number, arc in enumerate(arcs()):
        for again in range(3):
            one = Unfolding(arc, Random(number + 100 * again), Diary(Calendar(NOW.day(ZONE))), CREW)
            used |= {event["do"] for event in one.story(Registry(Random(1)))["event"]}
    assert set(EVENTS) <= used


def test_threads_keep_their_law() -> None:
    """A thread is named by its first row, and its rows are counted without a gap."""
    both = Both(next(arc for arc in arcs() if arc["name"] == "partial-then-augmented"), number=5)
    for model in FACTS:
        if not hasattr(model, "sequence"):
            continue
        threads: dict[UUID, list[Any]] = {}
        for row in model._default_manager.filter(patient_id=both.copied).order_by("sequence"):
            threads.setdefault(row.thread, []).append(row)
        for thread, rows in threads.items():
            assert rows[0].pk == thread
            assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
            assert Patient.objects.filter(pk=rows[0].patient_id).exists()
