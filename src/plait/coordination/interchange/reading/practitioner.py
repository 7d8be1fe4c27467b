"""A clinician whom the file names. Source: FHIR R4 Practitioner."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import (
    Identifier,
    Name,
    Telecom,
    read_concept,
    read_identifiers,
    read_names,
    read_telecoms,
)
from plait.coordination.interchange.reading.resource import Resource

NPI = "http://hl7.org/fhir/sid/us-npi"


@dataclass(frozen=True, slots=True)
class ReceivedPractitioner:
    """Who treats or treated the person. Never becomes a user by an import."""

    origin: Origin
    identifiers: tuple[Identifier, ...]
    names: tuple[Name, ...]
    telecoms: tuple[Telecom, ...]
    qualifications: tuple[CodeableConcept, ...]
    active: bool | None

    @property
    def name(self) -> str:
        """The name in one line, "" where there is none."""
        return str(self.names[0]) if self.names else ""

    @property
    def npi(self) -> str:
        """The US national provider identifier, "" where there is none."""
        return next((one.value for one in self.identifiers if one.system == NPI), "")


def read_practitioner(resource: Resource) -> ReceivedPractitioner:
    """Read a Practitioner."""
    element = resource.element
    qualifications = (read_concept(one.part("code")) for one in element.parts("qualification"))
    return ReceivedPractitioner(
        origin=resource.origin,
        identifiers=read_identifiers(element.parts("identifier")),
        names=read_names(element.parts("name")),
        telecoms=read_telecoms(element.parts("telecom")),
        qualifications=tuple(one for one in qualifications if one is not None),
        active=element.flag("active"),
    )
