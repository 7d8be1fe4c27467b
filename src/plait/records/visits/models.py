"""Visits that took place."""

from __future__ import annotations

from django.db import models

from plait.foundation.models import RevisedFact
from plait.records.people.models import Patient, Practitioner


class Encounter(RevisedFact):
    """A visit: who met whom, when, what for (FHIR Encounter)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=300, blank=True)
    codings = models.JSONField(default=list)
    status = models.CharField(max_length=20, default="finished")
    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    practitioner_name = models.CharField(max_length=200, blank=True)
