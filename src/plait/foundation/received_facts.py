"""Facts that came from another system, many at once: a new one begins a thread, a changed one revises its own.

A thread is found again by ``origin_key``. What somebody here revised after the last import is theirs: it is left
alone and named, never overwritten. Call inside the transaction that holds the person's lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Func

from plait.clinical.moment import Instant
from plait.foundation.copying import copy_in
from plait.foundation.facts import OWN, Stamp, latest
from plait.foundation.ids import new_id
from plait.foundation.models import RevisedFact

RevisedT = TypeVar("RevisedT", bound=RevisedFact)


class NothingKnown(dict[str, Instant | None]):
    """What is known of a person who was registered in this very transaction: nothing, and nothing need be asked."""


def standing(model: type[RevisedT], whose: Func, keys: Sequence[str]) -> dict[str, RevisedT]:
    """The last row of each thread of a person that came from these resources, by origin key."""
    if not keys:
        return {}
    return {row.origin_key: row for row in latest(model.objects.filter(whose), origin_key__in=keys)}


def threads_by_origin(model: type[RevisedT], whose: Func, keys: Sequence[str]) -> dict[str, UUID]:
    """The thread of each of these resources of a person that came in, by origin key."""
    if not keys:
        return {}
    rows = model.objects.filter(whose, origin_key__in=keys, sequence=1)
    return dict(rows.values_list("origin_key", "thread"))


def first_row(model: type[RevisedT], stamp: Stamp, columns: Mapping[str, Any]) -> RevisedT:
    """The first row of a new thread, not saved yet."""
    row_id = new_id()
    return model(id=row_id, thread=row_id, sequence=1, **stamp.fields(), **columns)


def row_after(prior: RevisedT, stamp: Stamp, columns: Mapping[str, Any]) -> RevisedT:
    """The row after another of the same thread, not saved yet."""
    kept = {f.attname: getattr(prior, f.attname) for f in prior._meta.concrete_fields if f.attname not in OWN}
    return type(prior)(**{**kept, **stamp.fields(), "id": new_id(), "sequence": prior.sequence + 1, **columns})


def save_rows(model: type[RevisedT], rows: Sequence[RevisedT]) -> None:
    """Insert rows, in one statement."""
    if rows:
        names = [field.attname for field in model._meta.concrete_fields]
        copy_in(model, ({name: getattr(row, name) for name in names} for row in rows))


def is_ours(row: RevisedFact, taken_in_at: Instant | None) -> bool:
    """Whether somebody here wrote the last row of a thread, after the import that is known to have written it."""
    return taken_in_at is None or row.recorded_at != taken_in_at.utc


def receive_rows(
    model: type[RevisedT],
    stamp: Stamp,
    patient_id: UUID,
    rows: Sequence[Mapping[str, Any]],
    taken_in_at: Mapping[str, Instant | None],
    *,
    whose: Func,
) -> frozenset[str]:
    """Append a row for each resource; returns the origin keys that were left alone because somebody revised them here.

    ``rows`` are columns with ``origin_key``; ``taken_in_at`` says when the standing version of each known one came.
    ``whose`` finds the person's rows, whichever of their records they stand on (``records.people.one_person``).
    """
    keys = [] if isinstance(taken_in_at, NothingKnown) else [row["origin_key"] for row in rows]
    known = standing(model, whose, keys)
    left_alone: set[str] = set()
    made: list[RevisedT] = []
    for columns in rows:
        key = columns["origin_key"]
        prior = known.get(key)
        if prior is None:
            made.append(first_row(model, stamp, {"patient_id": patient_id, **columns}))
        elif is_ours(prior, taken_in_at.get(key)):
            left_alone.add(key)
        else:
            made.append(row_after(prior, stamp, columns))
    save_rows(model, made)
    return frozenset(left_alone)
