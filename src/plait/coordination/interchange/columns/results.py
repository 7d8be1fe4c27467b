"""Received results as the columns of Observation: numbers only where they are one number, else in words."""

from __future__ import annotations

from typing import Any

from plait.clinical.coding import LOINC, CodeableConcept
from plait.clinical.quantity import plain
from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import clip, codings, fits, key_of
from plait.coordination.interchange.reading.measured import Value, quantity_in_words
from plait.coordination.interchange.reading.observation import ReceivedResult
from plait.coordination.interchange.reading.parts import Quantity
from plait.coordination.interchange.reading.when import When

DIGITS, PLACES = 20, 8


def observation(one: ReceivedResult) -> dict[str, Any]:
    """A result as received."""
    return {
        "origin_key": key_of(one.origin),
        "effective_at": one.taken.earliest().utc,
        "effective_text": one.taken.text if one.taken.at is None else "",
        "code": clip(one.concept.code(LOINC) or next((c.code for c in one.concept.codings), ""), 60),
        "text": clip(one.concept.text, 500),
        "codings": codings(one.concept),
        "category": clip(next((_code(concept) for concept in one.categories), ""), 60),
        "components": [
            {"text": part.concept.text, "codings": codings(part.concept), "absent": part.absent, **_as_json(part.value)}
            for part in one.components
        ],
        "status": one.status,
        "entered_in_error": one.in_error,
        "error_reason": TAKEN_BACK if one.in_error else "",
        **_measured(one.value),
    }


def in_words(value: Value | None) -> str:
    """A value as a person reads it."""
    if isinstance(value, Quantity):
        return quantity_in_words(value)
    if isinstance(value, When | CodeableConcept):
        return value.text
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _measured(value: Value | None) -> dict[str, Any]:
    """A single exact number with its unit, else words ("<5 mg/L" is no number)."""
    if isinstance(value, Quantity) and not value.comparator and fits(value.value, digits=DIGITS, places=PLACES):
        return {"value": value.value, "unit": clip(value.unit or value.code, 60), "value_text": ""}
    return {"value": None, "unit": "", "value_text": clip(in_words(value), 1000)}


def _as_json(value: Value | None) -> dict[str, str]:
    if isinstance(value, Quantity) and not value.comparator:
        return {"value": plain(value.value), "unit": value.unit or value.code}
    return {"value_text": clip(in_words(value), 1000)}


def _code(concept: CodeableConcept) -> str:
    return next((coding.code for coding in concept.codings if coding.code), concept.text)
