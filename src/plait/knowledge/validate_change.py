"""What must be true of the rules by which an instrument judges change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from plait.knowledge.content import Document, Table
from plait.knowledge.instrument import RULES
from plait.knowledge.problem import Problem, cited, unknown

WHOLE = 100
NINETY_FIVE_PERCENT = Decimal("1.96")  # standard normal deviate, two-sided


def check_change(doc: Document, sources: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything wrong with the table ``change`` of an instrument."""
    change = doc.table.get("change", {})
    yield from unknown(doc, change, RULES, "change.")
    for rule, keys in RULES.items():
        if rule in change:
            yield from unknown(doc, change[rule], {*keys, "mark", "source", "locator"}, f"change.{rule}.")
            if not any(key in change[rule] for key in keys):
                yield Problem(doc.path, f"change.{rule}.{next(iter(keys))}", "missing")
            yield from cited(doc, change[rule], sources, f"change.{rule}.")
    if change and doc.table.get("better") == "none":
        yield Problem(doc.path, "change", "judges, but neither way is said to be better")
    yield from _check_remission(doc, change.get("remission", {}))
    yield from _check_parts(doc, change)
    yield from _check_reliable(doc, change.get("reliable", {}))


def _check_remission(doc: Document, remission: Table) -> Iterator[Problem]:
    if "below" in remission and "at" in remission:
        yield Problem(doc.path, "change.remission", "below or at, not both")
    line = remission.get("below", remission.get("at"))
    if isinstance(line, int) and not doc.table.get("lowest", line) <= line <= doc.table.get("highest", line):
        yield Problem(doc.path, "change.remission", f"{line} is no total of this instrument")
    if "below" in remission and doc.table.get("better") == "higher":
        yield Problem(doc.path, "change.remission", "higher is better here: say at")


def _check_parts(doc: Document, change: Table) -> Iterator[Problem]:
    parts = {rule: change[rule]["percent"] for rule in ("response", "partial") if "percent" in change.get(rule, {})}
    for rule, percent in parts.items():
        if not 0 < percent <= WHOLE:
            yield Problem(doc.path, f"change.{rule}.percent", "between 1 and 100")
    if len(parts) > 1 and parts["partial"] >= parts["response"]:
        yield Problem(doc.path, "change.partial.percent", "less than the response")


def _check_reliable(doc: Document, reliable: Table) -> Iterator[Problem]:
    """Where the spread and the reliability are stated, the points are what they give (Jacobson and Truax 1991)."""
    if not {"points", "spread", "reliability"} <= reliable.keys():
        return
    points, spread, reliability = (Decimal(reliable[key]) for key in ("points", "spread", "reliability"))
    if not 0 <= reliability <= 1 or spread <= 0:
        yield Problem(doc.path, "change.reliable", "a spread above 0 and a reliability between 0 and 1")
        return
    found = NINETY_FIVE_PERCENT * spread * (2 * (1 - reliability)).sqrt()
    if abs(points - found) >= 1:
        yield Problem(
            doc.path, "change.reliable.points", f"{points} is not what spread and reliability give: {found:.2f}"
        )
