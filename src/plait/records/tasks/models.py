"""Things that somebody has to do: one mechanism for risk, results, refills, contact, reconciliation. And who covers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, RevisedFact, Work
from plait.records.people.models import Patient, Practitioner, Site


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


class ClinicHours(RevisedFact):
    """Hours of one weekday on which somebody at a site reads what comes in. Times are those of the site's clock."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # 0 Monday to 6 Sunday
    opens = models.TimeField()
    closes = models.TimeField()


class Cover(RevisedFact):
    """Somebody covers: for a colleague who is away, or for a whole site after hours. Its end is another row."""

    kind = models.CharField(max_length=20)  # leave | after-hours
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")  # of after-hours cover
    away = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")  # of leave
    covered_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta(RevisedFact.Meta):
        """Either a colleague who is away, or a site; asked for those that have not ended."""

        constraints: ClassVar[list[Any]] = [
            *RevisedFact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(site__isnull=True) ^ models.Q(away__isnull=True), name="tasks_cover_for_one"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            *RevisedFact.Meta.indexes,
            models.Index(fields=["ends_at"], name="tasks_cover_standing"),
        ]
