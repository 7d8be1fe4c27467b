"""Somebody asks the practice to call back: what they said, what was tried, and who they turned out to be.

A request is nobody's record in care. It becomes part of one with a ``ContactLink``, which says whose it is.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact
from plait.records.people.models import Patient


class ContactRequest(Fact):
    """What somebody sent from the public page: how to reach them, what they look for, what we may know and keep."""

    name = models.CharField(max_length=200)  # whom to ask for
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True)
    text_ok = models.BooleanField(default=False)
    message_ok = models.BooleanField(default=False)
    good_times = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    seeks = models.CharField(max_length=20)  # medication | therapy | both | not-sure
    words = models.TextField(blank=True)
    whom = models.CharField(max_length=20)  # me | somebody-else
    about_name = models.CharField(max_length=200, blank=True)  # who it is for, where that is somebody else
    relationship = models.CharField(max_length=60, blank=True)
    birth_date = models.CharField(max_length=20, blank=True)  # a PartialDate as text
    danger = models.CharField(max_length=20)  # no | me | somebody-else | both
    consent = models.JSONField(default=list)  # the sentences that were agreed to, as they were shown
    aid = models.JSONField(null=True)  # HandedOver as JSON: what was shown and given, nothing else
    aid_name = models.CharField(max_length=60, blank=True)
    aid_version = models.CharField(max_length=40, blank=True)
    aid_answered_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()


class ContactEvent(Fact):
    """What was done about a request: a try to reach them, something noted, closed with its reason."""

    request = models.ForeignKey(ContactRequest, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)  # tried | note | closed
    detail = models.CharField(max_length=40, blank=True)  # how a try ended; the reason for closing
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        """Closed once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["request"], condition=models.Q(what="closed"), name="intake_closed_once"),
        ]


class ContactLink(Fact):
    """Who somebody turned out to be: from here on their request is part of that person's record."""

    request = models.OneToOneField(ContactRequest, on_delete=models.PROTECT, related_name="link")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="contact_links")
