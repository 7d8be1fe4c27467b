"""A medicine's file turned into ``MedicationKnowledge``: its codes, its class, and every fact with its source."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from plait.clinical.citation import Citation
from plait.clinical.release import Fact, MedicationKnowledge
from plait.knowledge.content import Table


def build_medication(table: Table) -> MedicationKnowledge:
    """One medicine over all its forms. Raises ``KeyError`` for a missing key."""
    return MedicationKnowledge(
        id=table["id"],
        version=table["version"],
        name=table["name"],
        rxcuis=tuple(table["rxcuis"]),
        classes=tuple(table["classes"]),
        schedule=table["schedule"],
        brands=tuple(table["brands"]),
        facts=tuple(_fact(fact) for fact in table["facts"]),
        ingredients=tuple(table.get("ingredients", ())),
        forms=MappingProxyType({name: tuple(forms) for name, forms in table.get("forms", {}).items()}),
        reviewed_by=table.get("reviewed_by", ""),
    )


def _fact(table: Table) -> Fact:
    low, high = range_of(table)
    return Fact(
        topic=table["topic"],
        says=table["says"],
        mark=table["mark"],
        citations=citations(table),
        population=table.get("population", "adults"),
        indication=table.get("indication", ""),
        form=table.get("form", ""),
        low=low,
        high=high,
        unit=table.get("unit", ""),
        per=table.get("per", ""),
    )


def citations(table: Table) -> tuple[Citation, ...]:
    """The source of a statement and, where a second one says the same, that one too."""
    first = Citation(table["source"], table.get("locator", ""))
    return (first, *(Citation(other["source"], other.get("locator", "")) for other in table.get("also", ())))


def range_of(table: Table) -> tuple[Decimal | None, Decimal | None]:
    """The numbers of a statement: ``number`` alone, or ``low`` and ``high``; None and None for words."""
    if "number" in table:
        return Decimal(table["number"]), Decimal(table["number"])
    if "low" in table:
        return Decimal(table["low"]), Decimal(table["high"])
    return None, None
