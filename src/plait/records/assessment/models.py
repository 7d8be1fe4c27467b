"""Filled-in instruments: the answers as given, and what the scoring said at the time."""

from __future__ import annotations

from django.db import models

from plait.foundation.models import RevisedFact
from plait.records.people.models import Patient


class QuestionnaireResponse(RevisedFact):
    """Answers with their score. An old answer is never rescored by a new version of its instrument."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    release = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)  # item id -> value
    total = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    band = models.CharField(max_length=40, blank=True)
    complete = models.BooleanField(default=True)
    prorated = models.BooleanField(default=False)
    risk = models.JSONField(default=list)  # [[item id, value]]
    mode = models.CharField(max_length=20, default="staff")  # staff | import
