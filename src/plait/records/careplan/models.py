"""What is planned with a person: care plans and goals, so far those that came from elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import RevisedFact
from plait.records.people.models import Patient


class Goal(RevisedFact):
    """Something that the person wants to reach (FHIR Goal), in words, with measures where they were stated."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    codings = models.JSONField(default=list)
    lifecycle_status = models.CharField(max_length=20, default="active")
    achievement = models.CharField(max_length=40, blank=True)
    started = models.CharField(max_length=20, blank=True)  # a PartialDate as text
    targets = models.JSONField(default=list)  # [{"measure": text, "detail": text, "due": PartialDate as text}]
    addresses = models.JSONField(default=list)  # threads of conditions
    stated_by = models.CharField(max_length=200, blank=True)

    class Meta(RevisedFact.Meta):
        """Asked by person."""

        indexes: ClassVar[list[Any]] = [
            *RevisedFact.Meta.indexes,
            models.Index(fields=["patient", "thread", "sequence"], name="careplan_goals"),
        ]


class CarePlan(RevisedFact):
    """A plan as received (FHIR CarePlan): what for, what is done, by whom; activities in words."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    codings = models.JSONField(default=list)
    status = models.CharField(max_length=20, default="active")
    intent = models.CharField(max_length=20, blank=True)
    started = models.CharField(max_length=20, blank=True)  # a PartialDate as text
    ended = models.CharField(max_length=20, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    activities = models.JSONField(default=list)  # [{"text", "status", "codings"}]
    goals = models.JSONField(default=list)  # threads of goals
    addresses = models.JSONField(default=list)  # threads of conditions

    class Meta(RevisedFact.Meta):
        """Asked by person."""

        indexes: ClassVar[list[Any]] = [
            *RevisedFact.Meta.indexes,
            models.Index(fields=["patient", "thread", "sequence"], name="careplan_plans"),
        ]
