"""What came from outside, as it came: import runs, and every received resource."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, Work
from plait.records.people.models import Patient, Site


class ImportRun(Work):
    """One file that came in, from upload to report. ``report`` accounts for every resource."""

    file_name = models.CharField(max_length=300)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_by = models.UUIDField(null=True)
    uploaded_by_name = models.CharField(max_length=200, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    assign_to = models.JSONField(default=list)  # [{"practitioner": id, "role": role}]
    status = models.CharField(max_length=12, default="waiting")  # waiting | running | done | refused | failed
    report = models.JSONField(default=dict)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT)
    finished_at = models.DateTimeField(null=True)


class ReceivedResource(Fact):
    """A resource as received, kept whole: what was mapped can always be compared with what came."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="resources")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=300)
    resource_type = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()
    outcome = models.CharField(max_length=20)

    class Meta:
        """The same content is received once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["key", "content_hash"], name="inbox_received_once"),
        ]
