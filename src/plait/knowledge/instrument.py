"""An instrument's file turned into an ``Instrument``: items, options, bands and rules of change, each with its mark."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from plait.clinical.release import Band, ChangeRule, Citation, Instrument, Item, Option, WorkedCase
from plait.knowledge.content import Table

RULES = {"remission": "below", "response": "percent", "reliable": "points"}


def build_instrument(table: Table, cases: Table) -> Instrument:
    """One instrument with its worked cases. Raises ``KeyError`` for a missing key."""
    options = {name: tuple(_option(option) for option in group["values"]) for name, group in table["options"].items()}
    return Instrument(
        id=table["id"],
        version=table["version"],
        title=MappingProxyType(table["title"]),
        licence=table["licence"],
        licence_citation=Citation(table["licence_source"], table.get("licence_locator", "")),
        wording_embedded=table["wording_embedded"],
        languages=tuple(table["languages"]),
        recall=MappingProxyType(table.get("recall", {})),
        items=tuple(_item(item, options) for item in table["items"]),
        scoring=table["scoring"],
        most_missing=table["most_missing"],
        lowest=table["lowest"],
        highest=table["highest"],
        bands=tuple(_band(band) for band in table.get("bands", ())),
        change=_change(table.get("change", {})),
        panel_code=table.get("panel_code", ""),
        total_code=table.get("total_code", ""),
        cases=tuple(_case(case) for case in cases.get("cases", ())),
    )


def _option(table: Table) -> Option:
    return Option(value=table["value"], text=MappingProxyType(table.get("text", {})), code=table.get("code", ""))


def _item(table: Table, options: dict[str, tuple[Option, ...]]) -> Item:
    return Item(
        id=table["id"],
        text=MappingProxyType(table.get("text", {})),
        options=options[table["options"]],
        code=table.get("code", ""),
        scored=table.get("scored", True),
        required=table.get("required", True),
        risk_from=table.get("risk_from"),
    )


def _band(table: Table) -> Band:
    return Band(
        low=table["low"],
        high=table["high"],
        code=table["code"],
        text=MappingProxyType(table["text"]),
        mark=table["mark"],
        citation=Citation(table["source"], table.get("locator", "")),
    )


def _change(table: Table) -> ChangeRule:
    numbers = {rule: table[rule][key] for rule, key in RULES.items() if rule in table}
    points = numbers.get("reliable")
    return ChangeRule(
        remission_below=numbers.get("remission"),
        response_percent=numbers.get("response"),
        reliable_points=None if points is None else Decimal(points),
        marks=MappingProxyType({rule: table[rule]["mark"] for rule in numbers}),
        citations=MappingProxyType(
            {rule: Citation(table[rule]["source"], table[rule].get("locator", "")) for rule in numbers}
        ),
    )


def _case(table: Table) -> WorkedCase:
    """A worked case. TOML has no null, so an item left out stands as an empty string."""
    return WorkedCase(
        name=table["name"],
        answers=tuple(None if answer == "" else answer for answer in table["answers"]),
        total=table.get("total"),
        band=table.get("band"),
        risk=tuple(table.get("risk", ())),
    )
