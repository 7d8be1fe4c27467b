"""Measured results as Observations."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from plait.clinical.coding import LOINC
from plait.coordination.interchange.value_sets import OBSERVATION_STATUS
from plait.coordination.interchange.writing.elements import (
    HL7,
    Json,
    concept,
    filled,
    instant,
    one_of,
    partial,
    quantity,
    resource,
)
from plait.coordination.interchange.writing.sheet import Sheet, Written, each, status_of
from plait.foundation.whole import Thread


def write_results(sheet: Sheet) -> Iterator[Written]:
    """Every result."""
    return each(sheet, {"Observation": _observation})


def _observation(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    codings = told["codings"] or ([[LOINC, told["code"], ""]] if told["code"] else [])
    status = one_of(OBSERVATION_STATUS, told["status"], "unknown")
    category = {
        "coding": [filled(system=f"{HL7}observation-category", code=told["category"])],
        "text": told["category"],
    }
    return resource(
        "Observation",
        thread.id,
        status=status_of(thread, status),
        category=[category] if told["category"] and " " not in told["category"] else [],
        code=concept(told["text"], codings) or {"text": "not stated"},
        subject=sheet.me,
        effectiveDateTime=partial(told["effective_text"]) or instant(told["effective_at"]),
        valueQuantity=quantity(told["value"], told["unit"]),
        valueString=told["value_text"] if told["value"] is None else None,
        component=[_component(one) for one in told["components"]],
    )


def _component(told: dict[str, Any]) -> Json:
    code = concept(told.get("text", ""), told.get("codings", ())) or {"text": "not stated"}
    try:
        number = Decimal(told["value"]) if told.get("value") else None
    except InvalidOperation:
        number = None
    return filled(
        code=code,
        valueQuantity=quantity(number, told.get("unit", "")),
        valueString=told.get("value_text") if number is None else None,
    )
