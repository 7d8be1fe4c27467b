"""The whole record of a person, column by column: what an export carries and what an export of ours gives back.

Columns are found by walking the model, so that a new one can never be forgotten. A ``Thread`` is every row of one
thing in the order in which it was recorded. Values are those of Python; bytes stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from plait.foundation.models import RevisedFact

# What a row is known by, not what it says. The order of the rows says the sequence.
KNOWN_BY = frozenset({"id", "thread", "sequence"})
# Who recorded, in which role, and when; of work, when it last changed.
RECORDED = frozenset(
    {
        "recorded_at",
        "recorded_by_kind",
        "recorded_by",
        "recorded_by_name",
        "recorded_as",
        "created_at",
        "changed_at",
    }
)


class WrongColumn(ValueError):
    """A value that its column does not take: which column, and why."""

    def __init__(self, name: str, why: str) -> None:
        """Name the column."""
        super().__init__(f"{name}: {why}")
        self.name, self.why = name, why


@dataclass(frozen=True, slots=True)
class Kind:
    """A model that is part of a person's record. ``owner`` is the path from its rows to the person."""

    model: type[models.Model]
    owner: str = "patient"

    @property
    def name(self) -> str:
        """What the kind is called in an export: the FHIR noun, or ours."""
        return self.model.__name__

    def fields(self) -> tuple[models.Field[Any, Any], ...]:
        """The columns that say something, in the order of the model."""
        return tuple(f for f in self.model._meta.concrete_fields if not self._is_beside(f))

    def _is_beside(self, field: models.Field[Any, Any]) -> bool:
        """Whether a column only says which row it is, whose it is, or holds bytes."""
        owner = self.owner.rpartition("__")[2]
        return isinstance(field, models.BinaryField) or field.name == owner or field.attname in KNOWN_BY


@dataclass(frozen=True, slots=True)
class Thread:
    """One thing with everything that was recorded of it. ``rows`` are the ids of its lines."""

    kind: str
    id: UUID
    patient_id: UUID
    rows: tuple[UUID, ...]
    lines: tuple[Mapping[str, Any], ...]

    @property
    def last(self) -> Mapping[str, Any]:
        """What is known now."""
        return self.lines[-1]


def threads_of(kind: Kind, patient_ids: Sequence[UUID]) -> list[Thread]:
    """Everything of one kind in these people's records, in one query; threads in the order of their first row."""
    revised = issubclass(kind.model, RevisedFact)
    names = [field.attname for field in kind.fields()]
    first = ("thread", "sequence") if revised else ("pk",)
    rows = (
        kind.model._default_manager.filter(**{f"{kind.owner}__in": list(patient_ids)})
        .order_by(*first)
        .values_list(first[0], "pk", kind.owner, *names)
    )
    found = []
    for thread, group in groupby(rows.iterator(), key=lambda row: row[0]):
        lines = list(group)
        told = tuple(dict(zip(names, line[3:], strict=True)) for line in lines)
        found.append(Thread(kind.name, thread, lines[0][2], tuple(line[1] for line in lines), told))
    return found


def checked(model: type[models.Model], given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns that came from outside, as the model takes them: each by its own field. Raises ``WrongColumn``."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    found = {}
    for name, value in given.items():
        field = by_name.get(name)
        if field is None or field.is_relation or name in KNOWN_BY | RECORDED:
            raise WrongColumn(name, "there is no such column to fill")
        try:
            found[name] = _cleaned(field, value)
        except (ValidationError, ValueError, TypeError) as error:
            why = error.messages[0] if isinstance(error, ValidationError) else str(error)
            raise WrongColumn(name, why) from error
    return found


def _cleaned(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        empty = field.get_default()
        if value is not None and empty is not None and not isinstance(value, type(empty)):
            raise TypeError("it has another shape")
        return value
    if isinstance(field, models.CharField | models.TextField) and not isinstance(value, str):
        raise TypeError("it is no text")
    if isinstance(field, models.BooleanField) and not isinstance(value, bool | None):
        raise TypeError("it is neither true nor false")
    if isinstance(value, str) and value == "" and not field.blank:
        raise ValueError("it is empty")
    return field.clean(value, None)


def columns_of(kinds: Iterable[Kind]) -> dict[str, tuple[str, ...]]:
    """The columns of every kind, by its name."""
    return {kind.name: tuple(field.attname for field in kind.fields()) for kind in kinds}
