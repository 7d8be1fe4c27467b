"""The three kinds of record, and what every row of each carries.

- *fact*: inserted, never changed. A status change, revision or correction is another row. PostgreSQL itself refuses
  the rest (see guard.py).
- *work*: changes while people work on it, with its history in facts beside it.
- *projection*: can be thrown away and rebuilt from facts by ``plait rebuild``.

A model says which by inheriting from ``Fact``, ``Work`` or ``Projection``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.ids import new_id


class AppendOnly(models.QuerySet[Any]):
    """Facts are neither changed nor removed, not even by a slip of the ORM."""

    def update(self, **_fields: object) -> int:
        """Refuse: a correction is another row."""
        raise TypeError(f"{self.model.__name__} is a fact: append a revision instead")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: nothing is lost."""
        raise TypeError(f"{self.model.__name__} is a fact: nothing is removed")


class Record(models.Model):
    """Common to all: an id of our own making."""

    record_kind: ClassVar[str] = ""
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        """Abstract."""

        abstract = True


class Fact(Record):
    """Something that was recorded, with who recorded it, in which role, and when."""

    record_kind: ClassVar[str] = "fact"
    recorded_at = models.DateTimeField()
    recorded_by_kind = models.CharField(max_length=10)
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200, blank=True)
    recorded_as = models.CharField(max_length=20, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        """Abstract."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save of the same row is a bug."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is a fact: append a revision instead")
        super().save(*args, force_insert=True, **{k: v for k, v in kwargs.items() if k == "using"})

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: nothing is lost."""
        raise TypeError(f"{type(self).__name__} is a fact: nothing is removed")


class RevisedFact(Fact):
    """A fact with revisions: rows of one ``thread`` in order of ``sequence``; the highest is what is known now.

    ``thread`` is the id of the first row. The unique constraint makes two simultaneous revisions of one thread
    impossible. ``origin_key`` names the received resource that a row came from, for imports that change nothing
    when repeated.
    """

    thread = models.UUIDField()
    sequence = models.PositiveIntegerField(default=1)
    entered_in_error = models.BooleanField(default=False)
    error_reason = models.CharField(max_length=500, blank=True)
    origin_key = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """Abstract; each concrete model gets its own constraint and index."""

        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["thread", "sequence"], name="%(app_label)s_%(class)s_one_next"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["origin_key"], name="%(class)s_origin", condition=~models.Q(origin_key="")),
        ]


class Work(Record):
    """Something people work on: it changes, and says when it last did."""

    record_kind: ClassVar[str] = "work"
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Abstract."""

        abstract = True


class Link(Work):
    """A signed link that was made for somebody without an account; see ``signed_links``. Only its hash is here.

    ``wrong_birth_dates`` counts what was tried: after a few the link opens no more.
    """

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    wrong_birth_dates = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Abstract."""

        abstract = True


class Projection(models.Model):
    """A view kept ready, rebuildable from facts."""

    record_kind: ClassVar[str] = "projection"

    class Meta:
        """Abstract."""

        abstract = True


class StoredOutcome(models.Model):
    """What came of a request that carried this key: replayed when the same request comes again."""

    record_kind: ClassVar[str] = "work"
    key = models.UUIDField(primary_key=True)
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    payload_hash = models.CharField(max_length=64)
    outcome = models.JSONField()
    stored_at = models.DateTimeField()

    class Meta:
        """Found by age for the purge after seven days."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["stored_at"], name="storedoutcome_age")]


class BackupRun(Work):
    """A backup of this database, or the restore that made it; never part of an archive itself.

    Left out of every archive, so that a database that was restored elsewhere does not claim the backups of the one
    that was lost. ``created_at``: the moment the copy shows; ``changed_at``: when it was verified, or had failed.
    """

    kind = models.CharField(max_length=10)  # backup | restore
    outcome = models.CharField(max_length=10)  # good | failed
    archive = models.CharField(max_length=500, blank=True)
    size = models.BigIntegerField(default=0)  # bytes
    rows = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Asked for the last one."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created_at"], name="backuprun_last")]
