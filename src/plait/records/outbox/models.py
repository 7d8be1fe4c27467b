"""Messages that go out: that one is to be sent, and what came of each try. Never what it says, never the link in it.

The words are made when it is sent, from templates and the request that it is about; a link is made again from the
practice's key (``foundation/signed_links.py``). Whoever reads these tables learns who was written to, not why.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact
from plait.records.people.models import Patient


class MailPermission(Fact):
    """The person said that we may write to this address, or no more. The last row of an address is what holds."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254)
    permitted = models.BooleanField()

    class Meta:
        """Asked for one person."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["patient", "address"], name="outbox_permission_of")]


class MessageOut(Fact):
    """A message to a person: which kind, about what, to which address as it was then, in which language.

    ``number`` counts the messages of one kind about the same thing: the second reminder is number 2, and there is only
    one. ``cause_kind`` and ``cause_id`` name what it is about.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    cause_kind = models.CharField(max_length=30)
    cause_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=10)

    class Meta:
        """One message of a number; listed by time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["cause_kind", "cause_id", "kind", "number"], name="outbox_message_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["patient"], name="outbox_message_of"),
            models.Index(fields=["-recorded_at"], name="outbox_messages_listed"),
        ]


class MessageOutEvent(Fact):
    """What happened to a message: sending, sent, failed, unknown, given-up.

    ``attempt`` counts the tries from 1 (0: given up before any). PostgreSQL itself lets each try begin once, have one
    outcome, and a message end once: two workers cannot send the same.
    """

    message = models.ForeignKey(MessageOut, on_delete=models.PROTECT, related_name="events")
    attempt = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=10, blank=True)  # of the mail server: "550"

    class Meta:
        """The laws of sending."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["message", "attempt"], condition=models.Q(what="sending"), name="outbox_try_begins_once"
            ),
            models.UniqueConstraint(
                fields=["message", "attempt"],
                condition=models.Q(what__in=["sent", "failed", "unknown"]),
                name="outbox_try_ends_once",
            ),
            models.UniqueConstraint(
                fields=["message"],
                condition=models.Q(what__in=["sent", "unknown", "given-up"]),
                name="outbox_message_ends_once",
            ),
        ]
