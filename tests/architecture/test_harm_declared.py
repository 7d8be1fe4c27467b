"""Whatever takes in words or answers says whether it can speak of harm: a kind that is on neither list fails.

Items of instruments declare it themselves (``knowledge/validate_instrument.py``). Free text has no items: each table
that keeps words of or about a person stands here, with the way in which a sign of harm in it reaches somebody.
"""

from __future__ import annotations

from uuid import UUID

import django
import pytest

django.setup()

from django.apps import apps  # noqa: E402 - the registry stands only after setup
from django.apps.registry import Apps  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import reverse  # noqa: E402

from plait.knowledge.loader import release  # noqa: E402

# Kept by whoever wrote it with the person before them; the page of the chart has "Flag a risk" one tap away.
BY_HAND = frozenset(
    {
        "AllergyIntolerance",
        "Appointment",
        "AppointmentEvent",
        "CarePlan",
        "ContactEvent",
        "Condition",
        "DocumentReference",
        "Encounter",
        "EpisodeOfCare",
        "Goal",
        "LifeEvent",
        "MedicationDispense",
        "MedicationRequest",
        "MedicationStatement",
        "Observation",
        "OutsideCareMember",
        "PatientDetails",
        "PatientRelation",
        "SafetyPlan",
        "TherapyCourse",
        "TherapySession",
        "TreatmentStep",
    }
)
# Written by the person alone and unattended: read by staff with a task; its page says so, with 988 and 911.
BY_TASK = frozenset({"ContactRequest", "SafetyPlanProposal"})
# The path itself, or what it opens.
THE_PATH = frozenset({"Flag", "FlagEvent", "FlagPatient", "HarmThreshold", "OpenFlag", "Task", "TaskEvent"})
# Answers: scored, and every sign of harm in them taken to the path.
SCORED = frozenset({"QuestionnaireResponse", "MeasureRequest"})
# No words about how somebody is.
NO_WORDS = frozenset(
    {
        "CareTeamMember",
        "ContactLink",
        "CurrentCareTeam",
        "DocumentContent",
        "Draft",
        "EmergencyAccess",
        "EmergencyReview",
        "ImportRun",
        "MailPermission",
        "MeasureLink",
        "MeasureRequestEvent",
        "MeasureSeries",
        "MergedRecord",
        "MessageOut",
        "MessageOutEvent",
        "Patient",
        "PatientIdentifier",
        "PatientIndex",
        "PatientSearchKey",
        "PregnancyStatus",
        "ReceivedDefinition",
        "ReceivedResource",
        "ReconciliationDecision",
        "RecordLink",
        "SafetyPlanLink",
        "SafetyPlanLinkEvent",
    }
)
DECLARED = BY_HAND | BY_TASK | THE_PATH | SCORED | NO_WORDS


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("plait.records")]


def about_a_person(own: list[type[models.Model]]) -> set[str]:
    """The names of all models that lead to a person."""
    found, before = {"Patient"}, set()
    while found != before:
        before = set(found)
        for model in own:
            if any(f.is_relation and f.related_model.__name__ in found for f in model._meta.concrete_fields):
                found.add(model.__name__)
    return found


def undeclared(own: list[type[models.Model]]) -> set[str]:
    """Those that keep words and are on no list."""
    texts = (models.TextField, models.CharField, models.JSONField)
    with_words = {model.__name__ for model in own if any(isinstance(f, texts) for f in model._meta.concrete_fields)}
    return about_a_person(own) & with_words - DECLARED


@pytest.mark.hazard("H-130")
def test_every_kind_of_record_about_a_person_says_how_a_sign_of_harm_in_it_reaches_somebody():
    assert undeclared(own_models()) == set()


def test_nothing_is_declared_that_is_gone():
    assert {model.__name__ for model in apps.get_models()} >= DECLARED


def test_an_undeclared_kind_is_found():
    class MadeUpDiary(models.Model):
        patient = models.ForeignKey("people.Patient", on_delete=models.PROTECT, related_name="+")
        words = models.TextField()

        class Meta:
            app_label = "made_up"
            apps = Apps()

    MadeUpDiary._meta.get_field("patient").remote_field.model = apps.get_model("people", "Patient")
    assert undeclared([*own_models(), MadeUpDiary]) == {"MadeUpDiary"}


def test_every_item_of_every_instrument_declares_harm():
    for instrument in release().instruments.values():
        for item in instrument.items:
            assert item.harm in {"none", "self", "others"}, (instrument.id, item.id)
            assert (item.harm == "none") == (not item.risk), (instrument.id, item.id)


def test_a_flag_can_be_set_from_any_chart():
    assert reverse("safety:set-flag", args=[UUID(int=1)]).startswith("/people/")
