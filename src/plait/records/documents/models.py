"""What is being written: drafts, kept until signed or discarded."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Work
from plait.records.accounts.models import User


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
