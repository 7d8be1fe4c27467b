"""What is written: documents with their bytes, and drafts, kept until signed or discarded."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, RevisedFact, Work
from plait.records.accounts.models import User
from plait.records.people.models import Patient


class Draft(Work):
    """What somebody typed into a form that could not be taken yet: the session was locked, expired or failed.

    Only its author ever reads it. ``path`` is the page with the form; ``fields`` each field with the list of what was
    typed into it; ``files`` the names of files that have to be chosen again; ``patient`` the person it is about.
    """

    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    files = models.JSONField(default=list)
    patient = models.UUIDField(null=True)
    why = models.CharField(max_length=30)
    status = models.CharField(max_length=12, default="open")  # open | used | discarded

    class Meta:
        """Found by author."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["author", "status"], name="documents_drafts")]


class DocumentReference(RevisedFact):
    """A document about a person (FHIR DocumentReference), from outside or of our own.

    ``content`` is None where only an address came: ``address`` is kept as words and never fetched.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(null=True)
    effective_text = models.CharField(max_length=40, blank=True)  # a partial date as it came
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=200, blank=True)
    codings = models.JSONField(default=list)
    status = models.CharField(max_length=20, default="current")  # current | superseded | entered-in-error
    author_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    content = models.ForeignKey("DocumentContent", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(RevisedFact.Meta):
        """Asked by person."""

        indexes: ClassVar[list[Any]] = [
            *RevisedFact.Meta.indexes,
            models.Index(fields=["patient", "thread", "sequence"], name="documents_of_patient"),
        ]


class DocumentContent(Fact):
    """The bytes of a document, found by an opaque id and never by a path."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
