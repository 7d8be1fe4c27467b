"""A person's safety plan with all its versions, what they would write differently, and the links that open it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, Link, RevisedFact
from plait.records.people.models import Patient


class SafetyPlan(RevisedFact):
    """The one safety plan of a person: each row is the whole plan as it stood from ``effective_at``.

    ``what`` says what the row did: made, revised, reviewed (the words are those of the row before), or declined (no
    plan is wanted; ``note`` says why). Each part is a list of [words, phone].
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    what = models.CharField(max_length=10)  # made | revised | reviewed | declined
    signs = models.JSONField(default=list)
    alone = models.JSONField(default=list)
    distraction = models.JSONField(default=list)
    people = models.JSONField(default=list)
    professionals = models.JSONField(default=list)
    surroundings = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    together = models.BooleanField(default=False)  # gone through with the person
    note = models.CharField(max_length=500, blank=True)

    class Meta(RevisedFact.Meta):
        """Asked for the newest row of a person."""

        indexes: ClassVar[list[Any]] = [
            *RevisedFact.Meta.indexes,
            models.Index(fields=["patient", "-effective_at", "-sequence"], name="safety_plan_newest"),
        ]


class SafetyPlanProposal(RevisedFact):
    """What the person would write differently, in their words, and what came of it: proposed, taken or answered."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    part = models.CharField(max_length=20, blank=True)  # of the plan; blank: about all of it
    text = models.TextField()
    status = models.CharField(max_length=10, default="proposed")  # proposed | taken | answered
    answer = models.TextField(blank=True)

    class Meta(RevisedFact.Meta):
        """Asked by person."""

        indexes: ClassVar[list[Any]] = [
            *RevisedFact.Meta.indexes,
            models.Index(fields=["patient", "thread", "sequence"], name="safety_plan_proposals"),
        ]


class SafetyPlanLink(Link):
    """A link by which the person opens their own plan, after their birth date. ``basis``: given, or after an answer."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=12, default="given")  # given | after-answer

    class Meta:
        """Asked by person."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["patient", "expires_at"], name="safety_plan_links")]


class SafetyPlanLinkEvent(Fact):
    """What happened to a link: given, opened, a wrong birth date, closed after too many, taken back."""

    link = models.ForeignKey(SafetyPlanLink, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)

    class Meta:
        """Asked by link."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["link", "recorded_at"], name="safety_plan_link_events")]
