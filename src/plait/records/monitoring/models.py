"""Measured results: laboratory values, vital signs and whatever else was observed."""

from __future__ import annotations

from django.db import models

from plait.foundation.models import RevisedFact
from plait.records.people.models import Patient


class Observation(RevisedFact):
    """A result as received: code, value and unit, when it was taken (FHIR Observation)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(null=True)
    effective_text = models.CharField(max_length=40, blank=True)  # a partial date as it came
    code = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=500)
    codings = models.JSONField(default=list)
    category = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    unit = models.CharField(max_length=60, blank=True)
    value_text = models.CharField(max_length=1000, blank=True)
    components = models.JSONField(default=list)
    status = models.CharField(max_length=20, blank=True)
