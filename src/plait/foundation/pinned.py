"""Queries whose text is made once: Django builds the SQL of a query anew each time, which costs more than running it.

    _RESPONSES = Pinned(lambda one: QuestionnaireResponse.objects.filter(of_person(one)).order_by("thread"))
    rows = _RESPONSES(patient_id)

The query is built and compiled at its first use with marks in place of ids and moments; later only the marks are
replaced among the parameters. What comes back (instances, tuples, converted values) is made by Django as ever. Only for
a query whose shape does not depend on what is asked. Rests on three inner parts of Django 5.2: a query asks
``get_compiler``, a compiler ``as_sql``, and what it learnt while compiling (``select``, ``klass_info``) stays true for
other parameters.
``tests/integration/records/test_pinned.py`` fails where that changes. Why so: docs/decisions/0017-size-and-speed.md.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

MARK = UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")
MARKS_AT = tuple(datetime.max.replace(tzinfo=UTC) - timedelta(seconds=number) for number in range(4))
Kept = tuple[QuerySet[Any], Any, str, tuple[Any, ...]]


class Pinned:
    """One query about one id, or about several, and perhaps some moments. Called with them, it gives the rows."""

    def __init__(self, make: Callable[..., QuerySet[Any]]) -> None:
        """``make`` is asked once, with the mark of the id and those of the moments."""
        self._make = make
        self._kept: Kept | None = None

    def __call__(self, one: UUID | None = None, *moments: datetime, among: Iterable[UUID] | None = None) -> list[Any]:
        """The rows for an id, as of the moments on which the query turns.

        ``among``: the ids that stand in place of a list in which ``make`` put the mark; without it, the one id.
        """
        rows, compiler, sql, params = self._kept or self._keep(len(moments))
        compiler = copy.copy(compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        asked = _Asked(one, moments, _array([one] if among is None else among))
        compiler.as_sql = lambda *_args, **_kwargs: (sql, tuple(asked.filled(value) for value in params))
        again = rows.all()
        again.query.get_compiler = lambda *_args, **_kwargs: compiler
        return list(again)

    def _keep(self, moments: int) -> Kept:
        """Compile it, as an execution would."""
        rows = self._make(MARK, *MARKS_AT[:moments])
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if not any(value == MARK or value == [MARK] for value in params):  # noqa: PLR1714 - a list has no hash
            raise ValueError("a pinned query asks about an id")
        self._kept = (rows, compiler, sql, tuple(params))
        return self._kept


def _array(ids: Iterable[UUID | None]) -> str:
    """Ids as PostgreSQL reads an array of them (where it stands, it is cast): thousands are written at once so."""
    return f"{{{','.join(map(str, ids))}}}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one call asks about."""

    one: UUID | None
    moments: tuple[datetime, ...]
    among: str

    def filled(self, value: Any) -> Any:
        """The parameter with what is asked about where a mark stood."""
        if isinstance(value, list):
            return self.among if value == [MARK] else value
        if isinstance(value, datetime) and value in MARKS_AT:
            return self.moments[MARKS_AT.index(value)]
        return self.one if value == MARK else value
