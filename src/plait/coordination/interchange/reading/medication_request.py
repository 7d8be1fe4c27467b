"""An order for a medicine. It waits for reconciliation: until then totals leave it alone, and checks count it as taken.

A stopped or completed order never becomes active; where the sender does not say when it ended, that is a note.
Source: FHIR R4 MedicationRequest.
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
from plait.coordination.interchange.reading.parts import Link, read_concept, read_concepts, read_remarks
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import Stretch, When
from plait.coordination.interchange.reading.words import Malformed

State = Literal["active", "on-hold", "stopped", "never-taken", "in-error", "draft", "unknown"]
STATES: dict[str, State] = {
    "active": "active",
    "on-hold": "on-hold",
    "stopped": "stopped",
    "completed": "stopped",
    "cancelled": "never-taken",  # FHIR: withdrawn before anything was taken
    "entered-in-error": "in-error",
    "draft": "draft",
    "unknown": "unknown",
}
INTENTS = frozenset(
    {"proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"}
)
ORDERS = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})


@dataclass(frozen=True, slots=True)
class ReceivedOrder:
    """A MedicationRequest. ``dose`` and ``timing`` are set only where exactly one dosage states them.

    ``start`` and ``end`` are as exact as the sender was. A stopped order may have no ``end``: nobody said.
    An order that is not stopped has no ``end``; ``valid_until`` says how long its prescription holds.
    """

    origin: Origin
    status: str  # as stated
    state: State
    intent: str
    concept: CodeableConcept  # the medicine as it came
    medicine: Medicine  # without ingredients where it is unknown
    dose: Dose | None
    timing: Timing | None
    as_needed: bool
    route: CodeableConcept | None
    dose_text: str
    dosages: tuple[ReceivedDosage, ...]
    authored: When | None
    start: When | None
    end: When | None
    valid_until: When | None
    status_reason: CodeableConcept | None
    reasons: tuple[CodeableConcept, ...]
    reason_links: tuple[Link, ...]
    reported: bool  # somebody else's order, told by the person or another source
    requester: Link | None
    encounter: Link | None
    replaces: Link | None
    remarks: tuple[str, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.state == "in-error"

    @property
    def possibly_taken(self) -> bool:
        """Whether the person may be taking it now, as far as the sender says."""
        return self.state in {"active", "on-hold", "unknown"}


def read_order(resource: Resource) -> ReceivedOrder:
    """Read a MedicationRequest."""
    element = resource.element
    status, intent = _refuse_what_is_no_order(element)
    concept, medicine = read_medication(resource)
    dosages = read_dosages(resource, "dosageInstruction")
    only = dosages[0] if len(dosages) == 1 else None
    authored = resource.when(element, "authoredOn")
    start, end, valid_until = _dates(resource, STATES[status], authored, only)
    return ReceivedOrder(
        origin=resource.origin,
        status=status,
        state=STATES[status],
        intent=intent,
        concept=concept,
        medicine=medicine,
        **together(dosages),
        authored=authored,
        start=start,
        end=end,
        valid_until=valid_until,
        status_reason=read_concept(element.part("statusReason")),
        reasons=read_concepts(element.parts("reasonCode")),
        reason_links=resource.links(element.parts("reasonReference")),
        reported=_reported(element),
        requester=resource.link(element.part("requester")),
        encounter=resource.link(element.part("encounter")),
        replaces=resource.link(element.part("priorPrescription")),
        remarks=read_remarks(element.parts("note")),
    )


def _refuse_what_is_no_order(element: Element) -> tuple[str, str]:
    """Status and intent. A plan, a proposal and "do not give" are kept as received: none of them is an order."""
    status, intent = element.code("status", STATES), element.code("intent", INTENTS)
    element.needed("status", status)
    element.needed("intent", intent)
    if element.flag("doNotPerform"):
        raise Malformed("do-not-give", element.at("doNotPerform"))
    if intent not in ORDERS:
        raise Malformed("not-an-order", element.at("intent"), value=intent)
    return status, intent


def _reported(element: Element) -> bool:
    if element.choice("reported") == "reportedReference":
        return True
    return element.flag("reportedBoolean") is True


def _dates(
    resource: Resource, state: State, authored: When | None, dosage: ReceivedDosage | None
) -> tuple[When | None, When | None, When | None]:
    """Start, end and validity: the bounds of the dosage first, then the prescription's validity, then its date."""
    supply = resource.element.part("dispenseRequest")
    validity = resource.stretch(supply.part("validityPeriod") if supply is not None else None)
    bounds = dosage.bounds if dosage is not None else Stretch()
    start = bounds.start or validity.start or authored
    if state == "unknown":
        resource.warn("status-unknown", resource.element.at("status"))
    if state != "stopped":
        return start, None, bounds.end or validity.end
    end = bounds.end or validity.end
    if end is not None and start is not None and end.is_before(start):
        resource.warn("starts-after-end")
        end = None
    if end is None:
        resource.warn("stopped-when-unknown", resource.element.at("status"))
    elif bounds.end is None:
        resource.warn("end-from-validity")
    elif resource.element.text("status") == "stopped":
        resource.warn("stopped-planned-end")
    return start, end, validity.end
