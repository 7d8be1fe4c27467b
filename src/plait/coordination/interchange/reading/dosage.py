"""How much is taken and how: only from structured dosage. The words that came along are kept beside it, never read.

What is no dose, or none that Plait can hold exactly, leaves "dose not stated" with a warning. Source: FHIR R4 Dosage.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from plait.clinical.coding import CodeableConcept
from plait.clinical.medication.timing import MOST_TIMES_A_DAY, Timing
from plait.clinical.quantity import UNITS, WRITTEN, Dose, NotADose, plain
from plait.coordination.interchange.reading.element import LONGEST_NOTE, Element
from plait.coordination.interchange.reading.parts import Quantity, read_concept, read_quantity
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.timing import most_times_a_day, read_timing
from plait.coordination.interchange.reading.when import Stretch

ONE_DAY = {("1", "d"), ("24", "h")}
# Ways in which senders write countable forms (UCUM annotations, v3 orderableDrugForm).
COUNTED = {
    "{tbl}": "{tablet}",
    "{tab}": "{tablet}",
    "tab": "{tablet}",
    "tablets": "{tablet}",
    "{cap}": "{capsule}",
    "cap": "{capsule}",
    "capsules": "{capsule}",
    "sprays": "{spray}",
}


@dataclass(frozen=True, slots=True)
class ReceivedDosage:
    """One dosage instruction. ``dose`` None: not stated. ``text`` is for reading by people only."""

    text: str
    dose: Dose | None
    timing: Timing | None
    as_needed: bool
    as_needed_for: str
    most_per_day: Dose | None
    route: CodeableConcept | None
    bounds: Stretch


def read_dosages(resource: Resource, name: str) -> tuple[ReceivedDosage, ...]:
    """The dosage instructions of an order or a dispense, in their order."""
    found = tuple(_dosage(resource, one) for one in resource.element.parts(name))
    if len(found) > 1:
        resource.warn("dosage-several", resource.element.at(name), count=len(found))
    return found


def words_of(dosages: tuple[ReceivedDosage, ...]) -> str:
    """All the words that came with the dosage."""
    return "; ".join(one.text for one in dosages if one.text)


class Dosed(TypedDict):
    """What several dosage instructions say together."""

    dose: Dose | None
    timing: Timing | None
    as_needed: bool
    route: CodeableConcept | None
    dose_text: str
    dosages: tuple[ReceivedDosage, ...]


def together(dosages: tuple[ReceivedDosage, ...]) -> Dosed:
    """What dosage instructions say as one: dose and timing only where exactly one states them, else not stated.

    Where several agree on the route, it is theirs; their words are all kept.
    """
    only = dosages[0] if len(dosages) == 1 else None
    routes = {one.route for one in dosages}
    return {
        "dose": only.dose if only else None,
        "timing": only.timing if only else None,
        "as_needed": any(one.as_needed for one in dosages),
        "route": routes.pop() if len(routes) == 1 else None,
        "dose_text": words_of(dosages),
        "dosages": dosages,
    }


def _dosage(resource: Resource, element: Element) -> ReceivedDosage:
    dose = _dose_of(resource, element)
    most = _most_per_day(resource, element)
    as_needed, reason = _as_needed(element)
    words = (element.text("text", most=LONGEST_NOTE), element.text("patientInstruction", most=LONGEST_NOTE))
    timing = element.part("timing")
    repeat = timing.part("repeat") if timing is not None else None
    bounds = repeat.part("boundsPeriod") if repeat is not None else None
    return ReceivedDosage(
        text=" ".join(dict.fromkeys(word for word in words if word)),
        dose=dose,
        timing=_needed(resource, element, dose, most) if as_needed else read_timing(resource, element),
        as_needed=as_needed,
        as_needed_for=reason,
        most_per_day=most,
        route=read_concept(element.part("route")),
        bounds=resource.stretch(bounds),
    )


def _as_needed(element: Element) -> tuple[bool, str]:
    if element.choice("asNeeded") == "asNeededCodeableConcept":
        concept = read_concept(element.part("asNeededCodeableConcept"))
        return True, concept.text if concept is not None else ""
    return element.flag("asNeededBoolean") is True, ""


def _needed(resource: Resource, element: Element, dose: Dose | None, most: Dose | None) -> Timing | None:
    """As needed, with the most a day: by the stated maximum, else by the rhythm; None where neither is stated."""
    times = (most_times_a_day(element), _times(dose, most))
    stated = [number for number in times if number is not None and 1 <= number <= MOST_TIMES_A_DAY]
    if not stated:
        resource.warn("as-needed-most-unknown", element.path)
        return None
    return Timing("as-needed", min(stated))


def _times(dose: Dose | None, most: Dose | None) -> int | None:
    """How many doses the stated maximum allows."""
    if dose is None or most is None:
        return None
    try:
        return int(most.in_unit(dose.unit).value / dose.value)
    except NotADose:
        return None


def _dose_of(resource: Resource, element: Element) -> Dose | None:
    found = []
    for rate in element.parts("doseAndRate"):
        chosen = rate.choice("dose")
        if chosen == "doseRange":
            resource.warn("dose-range", rate.at(chosen))
            return None
        quantity = read_quantity(rate.part("doseQuantity"))
        if quantity is not None:
            found.append(quantity)
    if len({(one.value, one.code or one.unit) for one in found}) > 1:
        resource.warn("dose-several", element.path)
        return None
    return as_dose(resource, found[0], element.path) if found else None


def _most_per_day(resource: Resource, element: Element) -> Dose | None:
    ratio = element.part("maxDosePerPeriod")
    if ratio is None:
        return None
    most, period = read_quantity(ratio.part("numerator")), read_quantity(ratio.part("denominator"))
    if most is None or period is None or (plain(period.value), period.code or period.unit) not in ONE_DAY:
        return None
    return as_dose(resource, most, ratio.path)


def as_dose(resource: Resource, quantity: Quantity, path: str) -> Dose | None:
    """A quantity as a dose, or None with a warning that says why not."""
    units = {unit for unit in (_unit(quantity.code), _unit(quantity.unit)) if unit in UNITS}
    said = f"{quantity.comparator}{plain(quantity.value)} {quantity.code or quantity.unit}".strip()
    if len(units) > 1:
        resource.warn("dose-unit-unclear", path, first=quantity.code, second=quantity.unit)
        return None
    if quantity.comparator:
        resource.warn("dose-not-a-dose", path, value=said, why="it is not one amount")
        return None
    try:
        return Dose(_short(quantity.value), units.pop() if units else quantity.code or quantity.unit)
    except NotADose as error:
        resource.warn("dose-not-a-dose", path, value=said, why=error)
        return None


def _unit(text: str) -> str:
    return COUNTED.get(text.casefold(), WRITTEN.get(text, text))


def _short(value: Decimal) -> Decimal:
    """Without trailing zeros: "50.000" mg and "50" mg are one dose."""
    return Decimal(plain(value))
