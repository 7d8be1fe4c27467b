"""A problem or diagnosis. Source: FHIR R4 Condition."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.clinical.quantity import plain
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import (
    Link,
    read_concept,
    read_concepts,
    read_quantity,
    read_remarks,
    read_status,
)
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When

CLINICAL = frozenset({"active", "recurrence", "relapse", "inactive", "remission", "resolved"})
VERIFICATION = frozenset({"unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"})


@dataclass(frozen=True, slots=True)
class ReceivedCondition:
    """A problem as stated. Of onset and end, a date or words ("childhood", "12 a") or neither is known."""

    origin: Origin
    concept: CodeableConcept
    clinical_status: str  # "" where not stated
    verification_status: str
    categories: tuple[CodeableConcept, ...]
    severity: CodeableConcept | None
    onset: When | None
    onset_text: str
    abatement: When | None
    abatement_text: str
    recorded: When | None
    encounter: Link | None
    asserter: Link | None
    remarks: tuple[str, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.verification_status == "entered-in-error"

    @property
    def ruled_out(self) -> bool:
        """Whether it is stated that the person does not have it."""
        return self.verification_status == "refuted"


def read_condition(resource: Resource) -> ReceivedCondition:
    """Read a Condition."""
    element = resource.element
    concept = element.needed("code", read_concept(element.part("code")))
    onset, onset_text = read_point(resource, "onset")
    abatement, abatement_text = read_point(resource, "abatement")
    return ReceivedCondition(
        origin=resource.origin,
        concept=concept,
        clinical_status=read_status(element.part("clinicalStatus"), CLINICAL),
        verification_status=read_status(element.part("verificationStatus"), VERIFICATION),
        categories=read_concepts(element.parts("category")),
        severity=read_concept(element.part("severity")),
        onset=onset,
        onset_text=onset_text,
        abatement=abatement,
        abatement_text=abatement_text,
        recorded=resource.when(element, "recordedDate"),
        encounter=resource.link(element.part("encounter")),
        asserter=resource.link(element.part("asserter") or element.part("recorder")),
        remarks=read_remarks(element.parts("note")),
    )


def read_point(resource: Resource, name: str) -> tuple[When | None, str]:
    """FHIR's onset[x] or abatement[x]: a date, or words where it is an age, a range or a text."""
    element = resource.element
    chosen = element.choice(name)
    kind = chosen.removeprefix(name)
    if kind == "DateTime":
        return resource.when(element, chosen), ""
    if kind == "Period":
        return resource.stretch(element.part(chosen)).start, ""
    if kind == "String":
        return None, element.text(chosen)
    if kind == "Age":
        age = read_quantity(element.part(chosen))
        return None, "" if age is None else f"{age.comparator}{plain(age.value)} {age.code or age.unit}".strip()
    if kind == "Range":
        found = element.part(chosen)
        ends = [read_quantity(found.part(end)) for end in ("low", "high")] if found is not None else []
        return None, " – ".join(f"{plain(end.value)} {end.code or end.unit}".strip() for end in ends if end is not None)
    return None, ""
