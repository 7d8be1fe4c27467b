"""The file of the risk path's clock: read into ``Clocks``, and checked like all content."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from plait.clinical.assessment.instrument import LEVELS
from plait.clinical.citation import Citation
from plait.clinical.safety.harm_clock import USUAL, Clocks, Lengths
from plait.knowledge.content import Document, Table
from plait.knowledge.problem import HEADER, Problem, header, missing, sourced, unknown

KEYS = frozenset({"source", "locator", "lengths"})
NAMES = ("wider", "everybody", "close")
WANTED = (*LEVELS, USUAL)


def build_clocks(table: Table) -> Clocks:
    """The lengths by level. Raises ``KeyError`` for a level or a length that is missing."""
    lengths = {level: Lengths(**{name: table["lengths"][level][name] for name in NAMES}) for level in WANTED}
    return Clocks(MappingProxyType(lengths), table["version"], Citation(table["source"], table.get("locator", "")))


def check_clock(doc: Document, sources: dict[str, Table]) -> Iterator[Problem]:
    """Whole minutes, each length for each level, and no level slower than a lower one."""
    table = doc.table
    yield from header(doc)
    yield from unknown(doc, table, HEADER | KEYS)
    yield from sourced(doc, table.get("source"), sources, "source")
    lengths = table.get("lengths", {})
    yield from missing(doc, lengths, WANTED, "lengths.")
    yield from unknown(doc, lengths, frozenset(WANTED), "lengths.")
    for level, given in lengths.items():
        yield from missing(doc, given, NAMES, f"lengths.{level}.")
        yield from unknown(doc, given, frozenset(NAMES), f"lengths.{level}.")
        for name, value in given.items():
            if type(value) is not int or value <= 0:
                yield Problem(doc.path, f"lengths.{level}.{name}", "not a positive number of whole minutes")
        if given.get("wider", 0) >= given.get("everybody", 1):
            yield Problem(doc.path, f"lengths.{level}.everybody", "everybody is told before the wider circle")
    for name in NAMES:
        by_haste = [lengths.get(level, {}).get(name, 0) for level in ("high", "moderate", "low", USUAL)]
        if by_haste != sorted(by_haste):
            yield Problem(doc.path, f"lengths.*.{name}", "a higher level waits longer than a lower one")
