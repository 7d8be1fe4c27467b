"""What came from outside, as it came: import runs, and every received resource."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, Work
from plait.records.people.models import Patient, Site


class ImportRun(Work):
    """One file that came in, from upload to report. ``report`` accounts for every resource.

    ``content`` is emptied some weeks after the run is over: every resource that was taken in is kept on its own.
    """

    file_name = models.CharField(max_length=300)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_by = models.UUIDField(null=True)
    uploaded_by_name = models.CharField(max_length=200, blank=True)
    acting_role = models.CharField(max_length=20, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    assign_to = models.JSONField(default=list)  # [{"practitioner": id, "role": role}]
    status = models.CharField(max_length=12, default="waiting")  # waiting | running | done | refused | failed
    report = models.JSONField(default=dict)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by who uploaded, and by what is under way."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["uploaded_by", "-created_at"], name="inbox_runs_of"),
            models.Index(fields=["status", "changed_at"], name="inbox_runs_by_status"),
        ]


class ReceivedResource(Fact):
    """A resource as received, kept whole: what was mapped can always be compared with what came.

    The versions of one resource are rows of one key in order of ``sequence``. Two people's resources never share a
    thread, even where their senders gave them the same key.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="resources")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=300)
    sequence = models.PositiveIntegerField(default=1)
    resource_type = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()
    outcome = models.CharField(max_length=20)  # mapped | kept | older | left-alone

    class Meta:
        """Two simultaneous versions of one resource are impossible."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["patient", "key", "sequence"], name="inbox_received_one_next"),
        ]
