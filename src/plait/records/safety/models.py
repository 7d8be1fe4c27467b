"""Signs of harm: the flag that each opens, everything that was done about it, and what is usual for a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, Projection, RevisedFact
from plait.records.people.models import Patient, Practitioner
from plait.records.safety.plan_models import SafetyPlan, SafetyPlanLink, SafetyPlanLinkEvent, SafetyPlanProposal

__all__ = [
    "Flag",
    "FlagEvent",
    "FlagPatient",
    "HarmThreshold",
    "OpenFlag",
    "SafetyPlan",
    "SafetyPlanLink",
    "SafetyPlanLinkEvent",
    "SafetyPlanProposal",
]


class Flag(Fact):
    """A sign of harm that somebody has to look at (FHIR Flag): what was answered or said, when, and how soon to look.

    Its cause is a typed soft reference (kind, id), unique: the same answer never opens two. It is about a patient, or
    about somebody who only asked for contact (a soft reference, as that record stands beside this one); whoever they
    turn out to be is said by a ``FlagPatient``.
    """

    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="flags")
    contact_request = models.UUIDField(null=True)
    cause_kind = models.CharField(max_length=40)
    cause_id = models.UUIDField()
    level = models.CharField(max_length=10)  # low | moderate | high, as answered; never a probability
    whom = models.CharField(max_length=10)  # self | others | both
    source = models.CharField(max_length=20)
    instrument = models.CharField(max_length=60, blank=True)
    items = models.JSONField(default=list)  # [[item, value]]
    words = models.TextField(blank=True)  # what was said, where somebody set the flag by hand
    said_at = models.DateTimeField()
    usual_until = models.DateTimeField(null=True)  # a personal threshold held when it was opened, and until when

    class Meta:
        """Exactly once per cause."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["cause_kind", "cause_id"], name="safety_flag_once_per_cause"),
            models.CheckConstraint(
                condition=models.Q(patient__isnull=True) ^ models.Q(contact_request__isnull=True),
                name="safety_flag_about_one",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["contact_request"],
                name="safety_flag_of_request",
                condition=models.Q(contact_request__isnull=False),
            ),
        ]


class FlagPatient(Fact):
    """Who somebody turned out to be who had only asked for contact: their flag stands on this person's chart too."""

    flag = models.OneToOneField(Flag, on_delete=models.PROTECT, related_name="placed")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="flags_before")


class FlagEvent(Fact):
    """What was done about a flag: acknowledged, handed over, a contact tried, closed, something added later."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)  # acknowledged | handed-over | contact | closed | addendum
    to = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")  # of a hand-over
    detail = models.CharField(max_length=40, blank=True)  # how a contact ended; the disposition
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        """Closed once; read in order."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["flag"], condition=models.Q(what="closed"), name="safety_flag_closed_once"),
        ]


class HarmThreshold(RevisedFact):
    """An answer that is usual for a person who lives with it: changes clock and level, nothing else, until its review.

    Its end is another row.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="harm_thresholds")
    instrument = models.CharField(max_length=60)
    item = models.CharField(max_length=60)
    value = models.PositiveSmallIntegerField()  # the usual answer; a higher one is none of its business
    reason = models.CharField(max_length=1000)
    starts_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)


class OpenFlag(Projection):
    """A flag that is not closed yet, with what its clock needs: one row per open flag, so that looking is cheap."""

    flag = models.OneToOneField(Flag, primary_key=True, on_delete=models.PROTECT, related_name="open")
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    contact_request = models.UUIDField(null=True)  # of somebody who had only asked for contact
    level = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    usual_until = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)  # None: acknowledged
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    waited = models.JSONField(default=list)  # earlier stretches without acknowledgement: [[from, until]]
    named = models.JSONField(default=list)  # practitioners who acknowledged it or were handed it


class ClockLength(RevisedFact):
    """How long a sign of harm of one level may wait in this practice; without one the default of the content holds."""

    level = models.CharField(max_length=10)  # high | moderate | low | usual
    wider = models.PositiveIntegerField()  # minutes
    everybody = models.PositiveIntegerField()
    close = models.PositiveIntegerField()
