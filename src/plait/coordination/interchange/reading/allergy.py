"""An allergy or intolerance, or the statement that there is none. Source: FHIR R4 AllergyIntolerance."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import SNOMED, CodeableConcept
from plait.clinical.medication.order import Medicine
from plait.coordination.interchange.reading.condition import read_point
from plait.coordination.interchange.reading.element import LONGEST_NOTE, Element
from plait.coordination.interchange.reading.medicine import medicine_of, names_medicine
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_concept, read_concepts, read_remarks, read_status
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.value_sets import ALLERGY_KIND, NO_KNOWN_ALLERGY

CLINICAL = frozenset({"active", "inactive", "resolved"})  # none of the states between that a problem may have
VERIFICATION = frozenset({"unconfirmed", "presumed", "confirmed", "refuted", "entered-in-error"})
CATEGORIES = frozenset({"food", "medication", "environment", "biologic"})
MEDICATION = "medication"
CRITICALITIES = frozenset({"low", "high", "unable-to-assess"})
SEVERITIES = frozenset({"mild", "moderate", "severe"})
# SNOMED CT: no known allergy; no known drug, environmental, food allergy. They are statements, not allergies.
NONE_KNOWN = frozenset({NO_KNOWN_ALLERGY, "409137002", "428607008", "429625007"})


@dataclass(frozen=True, slots=True)
class Reaction:
    """What happened after exposure."""

    manifestations: tuple[CodeableConcept, ...]
    severity: str
    description: str
    substance: CodeableConcept | None
    onset: When | None


@dataclass(frozen=True, slots=True)
class ReceivedAllergy:
    """A substance that harms the person. ``medicine`` is set where the substance is a medicine that is known."""

    origin: Origin
    substance: CodeableConcept
    medicine: Medicine | None
    none_known: bool  # it states that no such allergy is known
    kind: str  # "allergy", "intolerance" or "" where not stated
    categories: tuple[str, ...]
    criticality: str
    clinical_status: str
    verification_status: str
    reactions: tuple[Reaction, ...]
    onset: When | None
    onset_text: str
    recorded: When | None
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

    @property
    def ingredients(self) -> tuple[str, ...]:
        """RxNorm ingredient codes; empty where the substance is no known medicine."""
        return tuple(one.rxcui for one in self.medicine.ingredients) if self.medicine is not None else ()


def read_allergy(resource: Resource) -> ReceivedAllergy:
    """Read an AllergyIntolerance."""
    element = resource.element
    substance = element.needed("code", read_concept(element.part("code")))
    medicine, categories = medicine_of(resource, substance), _categories(element)
    none_known = any(one.system == SNOMED and one.code in NONE_KNOWN for one in substance.codings)
    if medicine is None and not none_known and (MEDICATION in categories or names_medicine(substance)):
        resource.warn("allergy-unmatched", value=substance.text)
    onset, onset_text = read_point(resource, "onset")
    return ReceivedAllergy(
        origin=resource.origin,
        substance=substance,
        medicine=medicine,
        none_known=none_known,
        kind=element.code("type", ALLERGY_KIND),
        categories=categories,
        criticality=element.code("criticality", CRITICALITIES),
        clinical_status=read_status(element.part("clinicalStatus"), CLINICAL),
        verification_status=read_status(element.part("verificationStatus"), VERIFICATION),
        reactions=tuple(_reaction(resource, one) for one in element.parts("reaction")),
        onset=onset,
        onset_text=onset_text,
        recorded=resource.when(element, "recordedDate"),
        asserter=resource.link(element.part("asserter") or element.part("recorder")),
        remarks=read_remarks(element.parts("note")),
    )


def _categories(element: Element) -> tuple[str, ...]:
    found = element.texts("category")
    for one in found:
        if one not in CATEGORIES:
            raise Malformed("unknown-code", element.at("category"), value=one)
    return found


def _reaction(resource: Resource, element: Element) -> Reaction:
    return Reaction(
        manifestations=read_concepts(element.parts("manifestation")),
        severity=element.code("severity", SEVERITIES),
        description=element.text("description", most=LONGEST_NOTE),
        substance=read_concept(element.part("substance")),
        onset=resource.when(element, "onset"),
    )
