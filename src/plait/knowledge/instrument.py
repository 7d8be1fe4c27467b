"""An instrument's file turned into an ``Instrument``: items, options, bands and rules, each with its mark."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from plait.clinical.assessment.instrument import (
    Band,
    ChangeRule,
    Condition,
    Criterion,
    Instrument,
    Item,
    Option,
    Rhythm,
    RiskAnswer,
    Subscale,
    WorkedCase,
)
from plait.clinical.citation import Citation
from plait.knowledge.content import Table

# Each rule of change: the key of its number, and the name that the number has in ``ChangeRule``.
RULES = {
    "remission": {"below": "remission_below", "at": "remission_at"},
    "response": {"percent": "response_percent"},
    "partial": {"percent": "partial_percent"},
    "worse": {"points": "worse_points"},
    "reliable": {"points": "reliable_points", "spread": "spread", "reliability": "reliability"},
}
EXACT = frozenset({"reliable_points", "spread", "reliability"})


def build_instrument(table: Table, cases: Table) -> Instrument:
    """One instrument with its worked cases. Raises ``KeyError`` for a missing key."""
    options = {name: tuple(_option(one) for one in group["values"]) for name, group in table.get("options", {}).items()}
    rhythm = table.get("rhythm", {})
    return Instrument(
        id=table["id"],
        version=table["version"],
        title=_words(table["title"]),
        licence=table["licence"],
        licence_citation=Citation(table["licence_source"], table.get("licence_locator", "")),
        wording_embedded=table["wording_embedded"],
        languages=tuple(table["languages"]),
        recall=_words(table.get("recall", {})),
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
        answered_by=table.get("answered_by", "person"),
        validated=table.get("validated", True),
        better=table.get("better", "lower"),
        domains=_groups(table.get("domains", ())),
        alternatives=_groups(table.get("alternatives", ())),
        score_item=table.get("score_item", ""),
        subscales=tuple(_subscale(one) for one in table.get("subscales", ())),
        criteria=tuple(_criterion(one) for one in table.get("criteria", ())),
        rhythm=Rhythm(
            acute_days=rhythm.get("acute_days"),
            later_days=rhythm.get("later_days"),
            each_session=rhythm.get("each_session", False),
            once=rhythm.get("once", False),
            mark=rhythm.get("mark", "unverified"),
            citation=_citation(rhythm) if rhythm else None,
        ),
        missing_citation=_citation(table["missing"]) if "missing" in table else None,
        part_of=table.get("part_of", ""),
        same_items=_words(table.get("same_items", {})),
        conditions=tuple(table.get("conditions", ())),
        medicine_classes=tuple(table.get("medicine_classes", ())),
        equal_versions=tuple(table.get("equal_versions", ())),
        typing=_words(table.get("typing", {})),
    )


def _words(table: Table) -> MappingProxyType[str, Any]:
    return MappingProxyType(table)


def _groups(listed: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(one) for one in listed)


def _citation(table: Table) -> Citation:
    return Citation(table["source"], table.get("locator", ""))


def _option(table: Table) -> Option:
    return Option(value=table["value"], text=_words(table.get("text", {})), code=table.get("code", ""))


def _item(table: Table, options: dict[str, tuple[Option, ...]]) -> Item:
    return Item(
        id=table["id"],
        text=_words(table.get("text", {})),
        options=options[table["options"]] if "options" in table else (),
        code=table.get("code", ""),
        scored=table.get("scored", True),
        required=table.get("required", True),
        answer=table.get("answer", "option"),
        low=table.get("low"),
        high=table.get("high"),
        harm=table["harm"],
        risk=tuple(RiskAnswer(one["from"], one["level"]) for one in table.get("risk", ())),
        only_if=_condition(table["only_if"]) if "only_if" in table else None,
    )


def _condition(table: Table) -> Condition:
    return Condition(tuple(table["items"]), table.get("at_least", 1), table.get("count", 1))


def _band(table: Table) -> Band:
    return Band(
        low=table["low"],
        high=table["high"],
        code=table["code"],
        text=_words(table["text"]),
        mark=table["mark"],
        citation=_citation(table),
    )


def _subscale(table: Table) -> Subscale:
    return Subscale(
        id=table["id"],
        text=_words(table["text"]),
        items=tuple(table["items"]),
        scoring=table.get("scoring", "sum"),
        at_least=table.get("at_least", 1),
    )


def _criterion(table: Table) -> Criterion:
    return Criterion(
        code=table["code"],
        text=_words(table["text"]),
        mark=table["mark"],
        citation=_citation(table),
        every=tuple(_condition(one) for one in table.get("every", ())),
        either=tuple(_condition(one) for one in table.get("either", ())),
        either_count=table.get("either_count", 1),
        total_at_least=table.get("total_at_least"),
        population=table.get("population", ""),
        level=table.get("level"),
    )


def _change(table: Table) -> ChangeRule:
    numbers: dict[str, Any] = {}
    for rule, keys in RULES.items():
        for key, name in keys.items():
            number = table.get(rule, {}).get(key)
            if number is not None:
                numbers[name] = Decimal(number) if name in EXACT else number
    stated = {rule: table[rule] for rule in RULES if rule in table}
    return ChangeRule(
        **numbers,
        marks=MappingProxyType({rule: told["mark"] for rule, told in stated.items()}),
        citations=MappingProxyType({rule: _citation(told) for rule, told in stated.items()}),
    )


def _case(table: Table) -> WorkedCase:
    """A worked case. TOML has no null, so an item left out stands as an empty string."""
    return WorkedCase(
        name=table["name"],
        answers=tuple(None if answer == "" else answer for answer in table["answers"]),
        total=table.get("total"),
        band=table.get("band"),
        risk=tuple(table.get("risk", ())),
        subscales=MappingProxyType(
            {name: None if value == "" else Decimal(value) for name, value in table.get("subscales", {}).items()}
        ),
        criteria=tuple(table.get("criteria", ())),
        level=table.get("level"),
    )
