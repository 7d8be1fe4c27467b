"""Giving back what an export carried: whole histories become threads here, recorded now by whoever brings them in.

A thread is found again by ``origin_key``. One that grew at its source gets the new lines; one that somebody here worked
on since, or that says something else than before, is left alone and named. Call under the person's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import models

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp
from plait.foundation.ids import new_id
from plait.foundation.models import RevisedFact
from plait.foundation.received_facts import is_ours, save_rows
from plait.foundation.whole import KNOWN_BY, RECORDED, WrongColumn, checked


@dataclass(frozen=True, slots=True)
class Given:
    """A thread as it came: its lines are checked columns. ``inner`` names the column that points to another line."""

    origin_key: str
    lines: tuple[Mapping[str, Any], ...]
    taken_in_at: Instant | None = None
    inner: str = ""


@dataclass(slots=True)
class GivenBack:
    """The thread of each origin key, and the keys that were left alone."""

    threads: dict[str, UUID] = field(default_factory=dict)
    left_alone: set[str] = field(default_factory=set)
    inner: dict[str, UUID] = field(default_factory=dict)  # what has no key of its own, by the id that the file gave


Keep = Callable[[Stamp, UUID, Sequence[Given], UUID], GivenBack]


@dataclass(frozen=True, slots=True)
class Keeper:
    """How things of one kind are checked and written. ``writes`` None: as threads of revised facts."""

    model: type[models.Model]
    writes: Keep | None = None

    @property
    def json_columns(self) -> frozenset[str]:
        """The columns that hold lists and objects."""
        return frozenset(f.attname for f in self.model._meta.concrete_fields if isinstance(f, models.JSONField))

    def check(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """Columns as the model takes them; what was not stated is empty. Raises ``WrongColumn``."""
        return {**_empty(self.model, columns), **checked(self.model, columns)}

    def here(self, patient_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
        """The threads that came in before under these keys."""
        if not issubclass(self.model, RevisedFact) or not keys:
            return {}
        rows = self.model.objects.filter(patient_id=patient_id, origin_key__in=keys, sequence=1)
        return dict(rows.values_list("origin_key", "thread"))

    def keep(self, stamp: Stamp, patient_id: UUID, given: Sequence[Given], site_id: UUID) -> GivenBack:
        """Write them."""
        if self.writes is not None:
            return self.writes(stamp, patient_id, given, site_id)
        if not issubclass(self.model, RevisedFact):
            raise TypeError(f"{self.model.__name__} has no threads")
        return give_back(self.model, stamp, patient_id, given)


def give_back(model: type[RevisedFact], stamp: Stamp, patient_id: UUID, given: Sequence[Given]) -> GivenBack:
    """Write threads; those that are here already get what is new."""
    known = _known(model, patient_id, [one.origin_key for one in given])
    found, made = GivenBack(), []
    for one in given:
        before = known.get(one.origin_key, [])
        found.threads[one.origin_key] = before[0].thread if before else new_id()
        if before and not _grew(one, before):
            found.left_alone.add(one.origin_key)
            continue
        common = {**stamp.fields(), "patient_id": patient_id, "origin_key": one.origin_key}
        made += _rows(model, one, before, found.threads[one.origin_key], common)
    save_rows(model, made)
    return found


def _empty(model: type[models.Model], stated: Mapping[str, Any]) -> dict[str, Any]:
    """Columns that were not stated: an export leaves out what is empty, so they are empty and not as by default."""
    found: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        name = column.attname
        if column.is_relation or name in KNOWN_BY | RECORDED | stated.keys():
            continue
        if column.null:
            found[name] = None
        elif isinstance(column, models.JSONField):
            found[name] = column.get_default()
        elif isinstance(column, models.CharField | models.TextField):
            found[name] = ""
        elif not isinstance(column, models.BinaryField) and not column.has_default():
            raise WrongColumn(name, "it is not stated")
    return found


def _known(model: type[RevisedFact], patient_id: UUID, keys: Sequence[str]) -> dict[str, list[Any]]:
    rows = model.objects.filter(patient_id=patient_id, origin_key__in=keys).order_by("origin_key", "thread", "sequence")
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.origin_key)}


def _grew(one: Given, before: Sequence[Any]) -> bool:
    """Whether what is here is the beginning of what came, and nobody here wrote any of it."""
    if any(is_ours(row, one.taken_in_at) for row in before[-1:]) or len(one.lines) < len(before):
        return False
    numbers = {row.pk: number for number, row in enumerate(before, 1)}
    return all(
        _same(getattr(row, name), value, numbers)
        for row, line in zip(before, one.lines, strict=False)
        for name, value in line.items()
    )


def _same(held: Any, value: Any, numbers: Mapping[UUID, int]) -> bool:
    return bool(numbers.get(held, held) == value if isinstance(held, UUID) else held == value)


def _rows(
    model: type[RevisedFact], one: Given, before: Sequence[Any], thread: UUID, common: Mapping[str, Any]
) -> list[Any]:
    """The lines that are not here yet, not saved."""
    ids = [row.pk for row in before]
    rows = []
    for sequence, line in enumerate(one.lines, 1):
        if sequence <= len(before):
            continue
        ids.append(thread if sequence == 1 else new_id())
        columns = dict(line)
        if one.inner and columns.get(one.inner) is not None:
            columns[one.inner] = ids[columns[one.inner] - 1]
        rows.append(model(id=ids[-1], thread=thread, sequence=sequence, **{**common, **columns}))
    return rows
