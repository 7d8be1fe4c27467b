"""The person the file is about. Whatever cannot be read here refuses the whole file: a wrong person is the worst error.

Sources: FHIR R4 Patient; US Core extensions for sex at birth and gender identity; HL7 extension for pronouns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from plait.clinical.coding import CodeableConcept
from plait.clinical.moment import PartialDate
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import (
    Address,
    Identifier,
    Name,
    Telecom,
    read_addresses,
    read_coding,
    read_concept,
    read_identifiers,
    read_names,
    read_telecoms,
)
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When, read_date
from plait.coordination.interchange.value_sets import BIRTH_SEX, BIRTH_SEX_URL, GENDER, Gender

SEXES: dict[str, Gender] = {**{code: sex for sex, code in BIRTH_SEX.items()}, "ASKU": "unknown"}
GENDER_IDENTITY = (
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity",
    "http://hl7.org/fhir/StructureDefinition/individual-genderIdentity",
)
PRONOUNS = ("http://hl7.org/fhir/StructureDefinition/individual-pronouns",)
PREFERRED_USES = ("usual", "nickname")
RESOURCE_IDENTIFIER = "RI"  # v2-0203


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the person speaks; ``preferred`` as stated."""

    concept: CodeableConcept
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedPatient:
    """Who it is. The first identifier is the sender's own id (kind "RI")."""

    origin: Origin
    identifiers: tuple[Identifier, ...]
    names: tuple[Name, ...]
    birth_date: PartialDate | None
    gender: Gender | None  # administrative gender as stated
    sex_at_birth: Gender | None
    gender_identity: CodeableConcept | None
    pronouns: CodeableConcept | None
    telecoms: tuple[Telecom, ...]
    addresses: tuple[Address, ...]
    languages: tuple[Language, ...]
    deceased: bool | None
    deceased_at: When | None

    @property
    def legal_name(self) -> Name | None:
        """The official name, else the first that is not a preferred, old or maiden one, else the first."""
        official = [name for name in self.names if name.use == "official"]
        plain = [name for name in self.names if name.use in {"", "temp", "usual"}]
        return next(iter((*official, *plain, *self.names)), None)

    @property
    def preferred_name(self) -> Name | None:
        """The usual name or nickname, where it differs from the legal name."""
        found = (name for use in PREFERRED_USES for name in self.names if name.use == use)
        return next((name for name in found if name != self.legal_name), None)


def read_patient(resource: Resource) -> ReceivedPatient:
    """Read the Patient."""
    element, origin = resource.element, resource.origin
    own = Identifier(origin.system, origin.resource_id, RESOURCE_IDENTIFIER)
    deceased, deceased_at = _deceased(resource)
    patient = ReceivedPatient(
        origin=origin,
        identifiers=(own, *read_identifiers(element.parts("identifier"))),
        names=read_names(element.parts("name")),
        birth_date=read_date(element, "birthDate"),
        gender=cast("Gender | None", element.code("gender", GENDER) or None),
        sex_at_birth=_sex_at_birth(element),
        gender_identity=_extension(element, GENDER_IDENTITY),
        pronouns=_extension(element, PRONOUNS),
        telecoms=read_telecoms(element.parts("telecom")),
        addresses=read_addresses(element.parts("address")),
        languages=_languages(element),
        deceased=deceased,
        deceased_at=deceased_at,
    )
    _warn(resource, patient)
    return patient


def _warn(resource: Resource, patient: ReceivedPatient) -> None:
    element = resource.element
    if not patient.names:
        resource.warn("no-name", element.at("name"))
    contacts = element.parts("contact")
    if contacts:
        resource.warn("contacts-not-read", element.at("contact"), count=len(contacts))
    if any(link.text("type") == "replaced-by" for link in element.parts("link")):
        resource.warn("replaced-record", element.at("link"))


def _deceased(resource: Resource) -> tuple[bool | None, When | None]:
    element = resource.element
    if element.choice("deceased") == "deceasedDateTime":
        return True, resource.when(element, "deceasedDateTime")
    return element.flag("deceasedBoolean"), None


def _languages(element: Element) -> tuple[Language, ...]:
    found = []
    for one in element.parts("communication"):
        concept = read_concept(one.part("language"))
        if concept is not None:
            found.append(Language(concept, one.flag("preferred") is True))
    return tuple(found)


def _sex_at_birth(element: Element) -> Gender | None:
    for one in element.parts("extension"):
        if one.text("url") == BIRTH_SEX_URL:
            return SEXES.get(one.text("valueCode"))
    return None


def _extension(element: Element, urls: tuple[str, ...]) -> CodeableConcept | None:
    """The concept in an extension, or in its part named "value". What is there in another shape is left alone."""
    for one in element.parts("extension"):
        if one.text("url") in urls:
            inner = [part for part in one.parts("extension") if part.text("url") == "value"]
            for holder in (one, *inner):
                if holder.has("valueCodeableConcept"):
                    return read_concept(holder.part("valueCodeableConcept"))
                coding = holder.part("valueCoding")
                if coding is not None:
                    found = read_coding(coding)
                    words = found.display or found.code
                    return CodeableConcept(words, (found,)) if words else None
    return None
