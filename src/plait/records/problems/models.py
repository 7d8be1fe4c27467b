"""What burdens a person and what they carry: conditions, allergies, pregnancy, life events, episodes of care."""

from __future__ import annotations

from django.db import models

from plait.foundation.models import RevisedFact
from plait.records.people.models import Patient


class AboutPatient(RevisedFact):
    """A revised fact about a person, true from ``effective_at``."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()

    class Meta(RevisedFact.Meta):
        """Abstract."""

        abstract = True


class Condition(AboutPatient):
    """A problem or diagnosis. Nothing here was ever written by a score."""

    text = models.CharField(max_length=500)
    codings = models.JSONField(default=list)  # [[system, code, display]]
    clinical_status = models.CharField(max_length=20, default="active")
    verification_status = models.CharField(max_length=20, default="confirmed")
    onset = models.CharField(max_length=40, blank=True)  # a PartialDate as text
    abated = models.CharField(max_length=40, blank=True)


class AllergyIntolerance(AboutPatient):
    """An allergy or intolerance, or the statement that none is known (``kind`` "none-known")."""

    kind = models.CharField(max_length=20, default="allergy")  # allergy | intolerance | none-known
    substance = models.CharField(max_length=300, blank=True)
    codings = models.JSONField(default=list)
    ingredient = models.CharField(max_length=20, blank=True)  # RxNorm
    reaction = models.CharField(max_length=300, blank=True)
    severity = models.CharField(max_length=20, blank=True)
    clinical_status = models.CharField(max_length=20, default="active")


class PregnancyStatus(AboutPatient):
    """Pregnancy and breastfeeding as last asked."""

    state = models.CharField(max_length=20)
    weeks = models.PositiveSmallIntegerField(null=True)
    breastfeeding = models.BooleanField(null=True)


class LifeEvent(AboutPatient):
    """Something that happened, in the person's words, as exactly dated as they know it."""

    text = models.CharField(max_length=300)
    on = models.CharField(max_length=20)  # a PartialDate as text


class EpisodeOfCare(AboutPatient):
    """A stretch of care for a problem: baselines and trials hang on it. Its end is another row."""

    title = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True)


class TreatmentStep(AboutPatient):
    """A stretch of one plan of treatment inside an episode ("sertraline and CBT"): what is compared with what."""

    episode = models.ForeignKey(EpisodeOfCare, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True)
