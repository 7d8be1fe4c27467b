"""Somebody close to the person: who, and what they are to each other. They may see nothing by an import.

Source: FHIR R4 RelatedPerson; v3 RoleCode.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Name, Telecom, read_concepts, read_names, read_telecoms
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import Stretch
from plait.coordination.interchange.reading.words import Malformed


@dataclass(frozen=True, slots=True)
class ReceivedRelation:
    """A RelatedPerson. Whether they are a guardian in law is not taken from a code: somebody here asks."""

    origin: Origin
    names: tuple[Name, ...]
    relationships: tuple[CodeableConcept, ...]
    telecoms: tuple[Telecom, ...]
    active: bool | None
    period: Stretch

    @property
    def name(self) -> str:
        """The name in one line."""
        return str(self.names[0]) if self.names else ""


def read_relation(resource: Resource) -> ReceivedRelation:
    """Read a RelatedPerson."""
    element = resource.element
    relationships = read_concepts(element.parts("relationship"))
    names = read_names(element.parts("name"))
    if not names and not relationships:
        raise Malformed("missing", element.at("name"), name="name")
    return ReceivedRelation(
        origin=resource.origin,
        names=names,
        relationships=relationships,
        telecoms=read_telecoms(element.parts("telecom")),
        active=element.flag("active"),
        period=resource.stretch(element.part("period")),
    )
