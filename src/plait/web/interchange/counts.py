"""What became of the entries of an import, counted by type and by fate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from plait.coordination.interchange.reports import Happened
from plait.web.interchange.words import happened_words, resource_words

Counts = Mapping[tuple[str, Happened], int]
COLUMNS: tuple[tuple[Happened, ...], ...] = (
    ("new",),
    ("changed",),
    ("here",),
    ("kept", "older", "left-alone", "twice"),
    ("unused",),
    ("refused",),
)


def count_columns(counts: Counts) -> list[dict[str, Any]]:
    """The heads of the columns in which anything stands."""
    return [
        {"label": gettext("Type")},
        *({"label": happened_words(fates[0]), "num": True} for fates in _used(counts)),
    ]


def count_rows(counts: Counts) -> list[list[str]]:
    """One row a type, and one for all together."""
    used = _used(counts)
    kinds = sorted({kind for kind, _ in counts}, key=rank)
    rows = [
        [resource_words(kind), *(_count(sum(counts.get((kind, fate), 0) for fate in fates)) for fates in used)]
        for kind in kinds
    ]
    totals = [sum(number for (_, happened), number in counts.items() if happened in fates) for fates in used]
    return [*rows, [gettext("In all"), *map(_count, totals)]]


def rank(kind: str) -> tuple[bool, bool, str]:
    """The person first, then what Plait reads, then the rest."""
    words = resource_words(kind)
    return (kind != "Patient", words == kind, words)


def _used(counts: Counts) -> list[tuple[Happened, ...]]:
    happened = {fate for _, fate in counts}
    return [fates for fates in COLUMNS if happened & set(fates)]


def _count(number: int) -> str:
    return str(number) if number else "–"
