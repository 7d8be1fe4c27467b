"""Things that somebody has to do: one mechanism for risk, results, refills, contact, reconciliation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, Work
from plait.records.people.models import Patient, Practitioner


class Task(Work):
    """Something to do, about somebody, for a role or a named practitioner (FHIR Task).

    Its cause is a typed soft reference (kind, id), unique: the same cause never makes two tasks.
    """

    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    cause_kind = models.CharField(max_length=40)
    cause_id = models.UUIDField()
    owner_role = models.CharField(max_length=20, blank=True)
    owner = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, default="requested")
    priority = models.CharField(max_length=10, default="routine")  # FHIR: routine | urgent | asap | stat
    due_at = models.DateTimeField(null=True)

    class Meta:
        """Exactly once per cause."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "cause_kind", "cause_id"], name="tasks_once_per_cause"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["status", "owner_role", "due_at"], name="tasks_open"),
        ]


class TaskEvent(Fact):
    """What happened to a task: made, taken, done, cancelled, with a note."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)
    note = models.CharField(max_length=1000, blank=True)
