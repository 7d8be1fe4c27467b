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
    # waiting | running | held | done | refused | failed; held: likely duplicates wait for a human
    status = models.CharField(max_length=12, default="waiting")
    report = models.JSONField(default=dict)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT)
    finished_at = models.DateTimeField(null=True)
    # A file about several people is one run, with one run for each of them below it.
    batch = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    identity = models.JSONField(default=dict)  # a human's decision who a held person is: {"as": "new"|patient id, ...}

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


class ReceivedDefinition(Fact):
    """A received resource that is about nobody (a Questionnaire): its versions are rows of one key."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="definitions")
    key = models.CharField(max_length=300)
    sequence = models.PositiveIntegerField(default=1)
    resource_type = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        """Two simultaneous versions of one definition are impossible."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["key", "sequence"], name="inbox_definition_one_next"),
        ]


class ReconciliationDecision(Fact):
    """What a clinician decided about one imported line, and why. A later decision is another row.

    ``target`` is the thread of the imported fact, a typed soft reference with ``target_kind``; ``same_as`` the known
    one that it repeats.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    target_kind = models.CharField(max_length=40)
    target = models.UUIDField()
    decision = models.CharField(max_length=20)  # accept | same-as | not-current | not-true | discussed
    same_as = models.UUIDField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        """Asked by person, and by the line."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["patient", "target"], name="inbox_reconciled"),
        ]
