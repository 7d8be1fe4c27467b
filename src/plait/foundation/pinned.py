"""Queries whose text is made once: Django builds the SQL of a query anew each time, which costs more than running it.

    _RESPONSES = Pinned(lambda one: QuestionnaireResponse.objects.filter(of_person(one)).order_by("thread"))
    rows = _RESPONSES(patient_id)

The query is built and compiled at its first use with a mark in place of the id; later only the mark is replaced among
the parameters. What comes back (instances, tuples, converted values) is made by Django as ever. Only for a query whose
shape does not depend on the id. Rests on three inner parts of Django 5.2: a query asks ``get_compiler``, a compiler
``as_sql``, and what it learnt while compiling (``select``, ``klass_info``) stays true for other parameters.
``tests/integration/records/test_pinned.py`` fails where that changes. Why so: docs/decisions/0017-size-and-speed.md.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

MARK = UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")
MARK_AT = datetime.max.replace(tzinfo=UTC)
Kept = tuple[QuerySet[Any], Any, str, tuple[Any, ...]]


class Pinned:
    """One query about one id, and perhaps one moment. Called with them, it gives the rows."""

    def __init__(self, make: Callable[..., QuerySet[Any]]) -> None:
        """``make`` is asked once, with the marks."""
        self._make = make
        self._kept: Kept | None = None

    def __call__(self, one: UUID, at: datetime | None = None) -> list[Any]:
        """The rows for an id, as of a moment where the query turns on one."""
        rows, compiler, sql, params = self._kept or self._keep(() if at is None else (MARK_AT,))
        compiler = copy.copy(compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: (sql, tuple(_filled(value, one, at) for value in params))
        asked = rows.all()
        asked.query.get_compiler = lambda *_args, **_kwargs: compiler
        return list(asked)

    def _keep(self, moment: tuple[datetime, ...]) -> Kept:
        """Compile it, as an execution would."""
        rows = self._make(MARK, *moment)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if not any(_filled(value, None, None) != value for value in params):
            raise ValueError("a pinned query asks about an id")
        self._kept = (rows, compiler, sql, tuple(params))
        return self._kept


def _filled(value: Any, one: UUID | None, at: datetime | None) -> Any:
    """The parameter with what is asked about where a mark stood; the id may stand in a list."""
    if isinstance(value, list):
        return [one if item == MARK else item for item in value]
    if value == MARK_AT:
        return at
    return one if value == MARK else value
