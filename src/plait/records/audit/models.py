"""Who looked and who did: one event for every answer, committed with it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from plait.foundation.models import Fact


class AuditEvent(Fact):
    """One look, one decision or one denial, with everybody it was about (FHIR AuditEvent).

    ``recorded_*`` say who and when; ``action`` what; ``purpose`` why (treatment, operations, ...);
    ``outcome`` is done, refused or denied.
    """

    action = models.CharField(max_length=80)
    purpose = models.CharField(max_length=20)
    outcome = models.CharField(max_length=10)
    detail = models.CharField(max_length=300, blank=True)
    patients = ArrayField(models.UUIDField(), default=list)

    class Meta:
        """Found by person ("who looked") and by actor."""

        indexes: ClassVar[list[Any]] = [
            GinIndex(fields=["patients"], name="audit_who_looked"),
            models.Index(fields=["recorded_by", "-recorded_at"], name="audit_by_actor"),
        ]
