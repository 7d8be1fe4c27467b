"""The practice's own lengths of the clock: set by level, each change another row; what is not set is the default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from plait.clinical.safety.harm_clock import Clocks, Lengths
from plait.foundation.facts import Stamp, latest, record, revise
from plait.records.safety.models import ClockLength

COLUMNS = ("level", "wider", "everybody", "close")


def rows() -> list[dict[str, Any]]:
    """The lengths that were set, one for each level."""
    return list(_last().values(*COLUMNS))


def column() -> ArraySubquery:
    """The same as a column of the one query that finds out who is signed in."""
    return ArraySubquery(_last().values_list(JSONObject(**{name: name for name in COLUMNS})))


def _last() -> Any:
    return ClockLength.objects.order_by("level", "-sequence").distinct("level")


def over(default: Clocks, given: Iterable[dict[str, Any]]) -> Clocks:
    """The practice's lengths where it set some, else the default."""
    own = {row["level"]: Lengths(row["wider"], row["everybody"], row["close"]) for row in given}
    return replace(default, by_level=MappingProxyType({**default.by_level, **own})) if own else default


def set_lengths(stamp: Stamp, level: str, lengths: Lengths) -> None:
    """Set the lengths of a level from now on, for flags that are open as well."""
    fields = {"wider": lengths.wider, "everybody": lengths.everybody, "close": lengths.close}
    row = next(iter(latest(ClockLength.objects.filter(level=level))), None)
    if row is None:
        record(ClockLength, stamp, level=level, **fields)
    else:
        revise(row, stamp, **fields)
