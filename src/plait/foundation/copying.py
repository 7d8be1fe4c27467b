"""Many rows at once by COPY: resources as received, and practices that are invented; an insert a row would take hours.

A row is a mapping of columns to values; what it leaves out is the model's own default. Rights are those of the role
that is connected: the app may insert facts and still not change one. Every constraint and foreign key is checked by
PostgreSQL as for any other insert. What an action does beside inserting (refusals, locks, audit) is the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

Row = Mapping[str, Any]


def copy_in(model: type[models.Model], rows: Iterable[Row]) -> int:
    """Insert the rows, in the transaction that is open; returns how many. ``KeyError`` names an unknown column."""
    columns, defaults, written = _shape(model)  # type: ignore[arg-type]
    values = itemgetter(*columns)
    count = 0
    names = ", ".join(connection.ops.quote_name(model._meta.get_field(name).column) for name in columns)
    with connection.cursor() as cursor:
        raw = cursor.cursor if hasattr(cursor, "cursor") else cursor
        with raw.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN") as copy:
            for row in rows:
                full = {**defaults, **row}
                if len(full) != len(columns):
                    raise KeyError(f"{model.__name__} has no {sorted(set(full) - set(columns))}")
                for name, write in written:
                    full[name] = write(full[name])
                copy.write_row(values(full))
                count += 1
    return count


@cache
def _shape(
    model: type[models.Model],
) -> tuple[tuple[str, ...], dict[str, Any], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """The columns, what stands in each by default, and those that are written in a way of their own."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    ways = [(field.attname, _way(field)) for field in fields]
    defaults = {field.attname: None if field.primary_key else field.get_default() for field in fields}
    written = tuple((name, way) for name, way in ways if way is not None)
    return tuple(defaults), {**defaults, **{name: way(defaults[name]) for name, way in written}}, written


def _way(field: models.Field) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return _as_json
    return _as_array if isinstance(field, ArrayField) else None


def _as_json(value: Any) -> str | None:
    """A text is JSON already: what many rows share is written once."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _as_array(values: Iterable[Any] | str) -> str:
    """Only of values whose text needs no quoting (ids)."""
    if isinstance(values, str):
        return values
    return f"{{{','.join(map(str, values))}}}"
