"""What a pharmacy handed over: it shows that a medicine reached the person, not that it is taken.

Source: FHIR R4 MedicationDispense.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plait.clinical.coding import CodeableConcept
from plait.clinical.medication.order import Medicine
from plait.coordination.interchange.reading.dosage import ReceivedDosage, read_dosages, words_of
from plait.coordination.interchange.reading.medicine import read_medication
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, Quantity, read_quantity, read_remarks
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.value_sets import DISPENSE_STATUS

DAYS = frozenset({"d", "day", "days"})


@dataclass(frozen=True, slots=True)
class ReceivedDispense:
    """A MedicationDispense. ``days_supply`` in days, None where not stated."""

    origin: Origin
    status: str
    concept: CodeableConcept
    medicine: Medicine
    quantity: Quantity | None
    days_supply: Decimal | None
    prepared: When | None
    handed_over: When | None
    orders: tuple[Link, ...]
    performers: tuple[Link, ...]
    dose_text: str
    dosages: tuple[ReceivedDosage, ...]
    remarks: tuple[str, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status == "entered-in-error"


def read_dispense(resource: Resource) -> ReceivedDispense:
    """Read a MedicationDispense."""
    element = resource.element
    status = element.needed("status", element.code("status", DISPENSE_STATUS))
    concept, medicine = read_medication(resource)
    dosages = read_dosages(resource, "dosageInstruction")
    performers = (resource.link(one.part("actor")) for one in element.parts("performer"))
    return ReceivedDispense(
        origin=resource.origin,
        status=status,
        concept=concept,
        medicine=medicine,
        quantity=read_quantity(element.part("quantity")),
        days_supply=_days(read_quantity(element.part("daysSupply"))),
        prepared=resource.when(element, "whenPrepared"),
        handed_over=resource.when(element, "whenHandedOver"),
        orders=resource.links(element.parts("authorizingPrescription")),
        performers=tuple(one for one in performers if one is not None),
        dose_text=words_of(dosages),
        dosages=dosages,
        remarks=read_remarks(element.parts("note")),
    )


def _days(quantity: Quantity | None) -> Decimal | None:
    """Days of supply; None where another unit is given or none at all is certain."""
    if quantity is None or quantity.comparator or (quantity.code or quantity.unit).casefold() not in DAYS:
        return None
    return quantity.value if quantity.value > 0 else None
