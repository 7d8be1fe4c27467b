"""A small instrument: three questions of 0 to 3, the last speaks of harm, and one that is not scored."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from plait.clinical.assessment.instrument import Band, ChangeRule, Instrument, Item, Option, RiskAnswer
from plait.clinical.citation import Citation
from plait.clinical.finding import Mark

PLACE = Citation("paper", "table 1")
FOUR = tuple(Option(value, {}) for value in range(4))
RULES = ChangeRule(
    remission_below=5,
    response_percent=50,
    reliable_points=Decimal(5),
    marks={"remission": "verified", "response": "corroborated", "reliable": "verified"},
    citations={"remission": PLACE, "response": PLACE, "reliable": PLACE},
)


def band(low: int, high: int, code: str, mark: Mark = "verified") -> Band:
    return Band(low, high, code, {"en": code}, mark, PLACE)


SCALE = Instrument(
    id="scale",
    version="1",
    title={"en": "Scale"},
    licence="free",
    licence_citation=PLACE,
    wording_embedded=False,
    languages=(),
    recall={},
    items=(
        Item("sleep", {}, FOUR),
        Item("mood", {}, FOUR),
        Item("energy", {}, FOUR),
        Item("harm", {}, FOUR, harm="self", risk=(RiskAnswer(1, "low"), RiskAnswer(3, "high"))),
        Item("work", {}, FOUR, scored=False, required=False),
    ),
    scoring="sum",
    most_missing=1,
    lowest=0,
    highest=12,
    bands=(band(0, 4, "low"), band(5, 8, "middle", "partial"), band(9, 12, "high")),
    change=RULES,
)


def scale(**more: Any) -> Instrument:
    return replace(SCALE, **more)
