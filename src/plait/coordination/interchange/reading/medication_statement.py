"""What a person is said to take, without an order that is known here. Read like an order, dose from structure only.

It states what somebody told the sender: it is taken in as a statement, never as an order of this practice.
Source: FHIR R4 MedicationStatement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plait.clinical.coding import CodeableConcept
from plait.clinical.medication.order import Medicine
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.coordination.interchange.reading.dosage import ReceivedDosage, read_dosages, together
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.medicine import read_medication
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_concepts, read_remarks
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When

State = Literal["active", "stopped", "in-error", "unknown"]
STATES: dict[str, State] = {
    "active": "active",
    "intended": "active",
    "on-hold": "active",  # it may be taken again tomorrow: the sender's word stands in the reason
    "completed": "stopped",
    "stopped": "stopped",
    "not-taken": "stopped",
    "entered-in-error": "in-error",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class ReceivedStatement:
    """A MedicationStatement. ``dose`` and ``timing`` are set only where exactly one dosage states them."""

    origin: Origin
    status: str  # as stated
    state: State
    concept: CodeableConcept
    medicine: Medicine
    dose: Dose | None
    timing: Timing | None
    as_needed: bool
    route: CodeableConcept | None
    dose_text: str
    dosages: tuple[ReceivedDosage, ...]
    start: When | None
    end: When | None
    asserted: When | None
    status_reason: CodeableConcept | None
    reasons: tuple[CodeableConcept, ...]
    informant: Link | None
    remarks: tuple[str, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.state == "in-error"

    @property
    def possibly_taken(self) -> bool:
        """Whether the person may be taking it now, as far as the sender says."""
        return self.state in {"active", "unknown"}


def read_statement(resource: Resource) -> ReceivedStatement:
    """Read a MedicationStatement."""
    element = resource.element
    status = element.needed("status", element.code("status", STATES))
    if status == "unknown":
        resource.warn("status-unknown", element.at("status"))
    concept, medicine = read_medication(resource)
    dosages = read_dosages(resource, "dosage")
    start, end = _taken(resource, element)
    reasons = read_concepts(element.parts("statusReason"))
    return ReceivedStatement(
        origin=resource.origin,
        status=status,
        state=STATES[status],
        concept=concept,
        medicine=medicine,
        **together(dosages),
        start=start,
        end=end,
        asserted=resource.when(element, "dateAsserted"),
        status_reason=reasons[0] if reasons else None,
        reasons=read_concepts(element.parts("reasonCode")),
        informant=resource.link(element.part("informationSource")),
        remarks=read_remarks(element.parts("note")),
    )


def _taken(resource: Resource, element: Element) -> tuple[When | None, When | None]:
    """FHIR's effective[x]: since when, until when."""
    if element.choice("effective") == "effectivePeriod":
        period = resource.stretch(element.part("effectivePeriod"))
        return period.start, period.end
    return resource.when(element, "effectiveDateTime"), None
