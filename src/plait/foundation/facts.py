"""How facts are written: the first row of a thread, and the row that replaces the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

from plait.clinical.moment import Instant
from plait.foundation.actor import Actor
from plait.foundation.ids import new_id
from plait.foundation.models import Fact, RevisedFact

FactT = TypeVar("FactT", bound=Fact)
RevisedT = TypeVar("RevisedT", bound=RevisedFact)
OWN = frozenset({"id", "sequence", "recorded_at", "recorded_by_kind", "recorded_by", "recorded_by_name", "recorded_as"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who records, in which role, and when."""

    actor: Actor
    at: Instant

    def fields(self) -> dict[str, Any]:
        """The columns that every fact carries."""
        return {
            "recorded_at": self.at.utc,
            "recorded_by_kind": self.actor.kind,
            "recorded_by": self.actor.id,
            "recorded_by_name": self.actor.name,
            "recorded_as": self.actor.acting_role,
        }


def record(model: type[FactT], stamp: Stamp, **fields: Any) -> FactT:
    """Append a new fact. A revised fact becomes the first row of its own thread."""
    row = model(**stamp.fields(), **fields)
    if isinstance(row, RevisedFact):
        row.id = row.id or new_id()
        row.thread = row.id
    row.save()
    return row


def revise(prior: RevisedT, stamp: Stamp, **changes: Any) -> RevisedT:
    """Append the row after ``prior``: its columns with ``changes``. IntegrityError if ``prior`` is not the last."""
    kept = {
        field.attname: getattr(prior, field.attname)
        for field in prior._meta.concrete_fields
        if field.attname not in OWN
    }
    row = type(prior)(**{**kept, **stamp.fields(), "sequence": prior.sequence + 1, **changes})
    row.save()
    return row


def latest(rows: models.QuerySet[RevisedT], **filters: Any) -> list[RevisedT]:
    """The last row of each thread among ``rows`` that match ``filters`` (which must not cut a thread in two)."""
    return list(rows.filter(**filters).order_by("thread", "-sequence").distinct("thread"))
