"""A measured or observed value in any of the shapes that FHIR allows, and the parts of a compound result.

Source: FHIR R4 Observation.value[x].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.clinical.quantity import plain
from plait.coordination.interchange.reading.element import LONGEST_NOTE, Element
from plait.coordination.interchange.reading.parts import Quantity, read_concept, read_quantity
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import Malformed

Value = Quantity | CodeableConcept | When | bool | int | str


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a compound result (systolic pressure); ``value`` None with ``absent`` saying why."""

    concept: CodeableConcept
    value: Value | None
    absent: str = ""


def read_value(resource: Resource, element: Element) -> Value | None:
    """The value, or None where there is none. Ranges, ratios, times and periods are kept in words."""
    chosen = element.choice("value")
    if not chosen:
        return None
    reader = READERS.get(chosen, _in_words)
    return reader(resource, element, chosen)


def read_components(resource: Resource, element: Element) -> tuple[Component, ...]:
    """The parts of a compound result."""
    found = []
    for one in element.parts("component"):
        concept = one.needed("code", read_concept(one.part("code")))
        found.append(Component(concept, read_value(resource, one), absent_reason(one)))
    return tuple(found)


def absent_reason(element: Element) -> str:
    """Why there is no value, in the sender's words."""
    concept = read_concept(element.part("dataAbsentReason"))
    return concept.text if concept is not None else ""


def range_in_words(element: Element) -> str:
    """FHIR's Range or reference range: "0.6 – 1.2 mmol/L"."""
    if element.text("text"):
        return element.text("text")
    low, high = read_quantity(element.part("low")), read_quantity(element.part("high"))
    if low is not None and high is not None:
        return f"{plain(low.value)} – {quantity_in_words(high)}"
    if low is not None:
        return f"≥ {quantity_in_words(low)}"
    return f"≤ {quantity_in_words(high)}" if high is not None else ""


def quantity_in_words(quantity: Quantity) -> str:
    """An amount with its unit as the sender writes it."""
    return f"{quantity.comparator}{plain(quantity.value)} {quantity.unit or quantity.code}".strip()


def _in_words(resource: Resource, element: Element, chosen: str) -> str:
    words = ""
    part = None if chosen == "valueTime" else element.part(chosen)
    if part is None:
        words = element.text(chosen)
    elif chosen == "valueRange":
        words = range_in_words(part)
    elif chosen == "valueRatio":
        ends = [read_quantity(part.part(name)) for name in ("numerator", "denominator")]
        words = " / ".join(quantity_in_words(one) for one in ends if one is not None)
    elif chosen == "valuePeriod":
        period = resource.stretch(part)
        words = " – ".join(one.text for one in (period.start, period.end) if one is not None)
    if not words:
        raise Malformed("value-not-read", element.at(chosen), value=chosen.removeprefix("value"))
    resource.warn("value-in-words", element.at(chosen))
    return words


READERS: dict[str, Callable[[Resource, Element, str], Value | None]] = {
    "valueQuantity": lambda _, element, name: read_quantity(element.part(name)),
    "valueCodeableConcept": lambda _, element, name: read_concept(element.part(name)),
    "valueBoolean": lambda _, element, name: element.flag(name),
    "valueInteger": lambda _, element, name: element.whole(name),
    "valueString": lambda _, element, name: element.text(name, most=LONGEST_NOTE) or None,
    "valueDateTime": lambda resource, element, name: resource.when(element, name),
}
