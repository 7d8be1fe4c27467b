"""A visit that took place or was planned. Source: FHIR R4 Encounter, v3 ActCode, CPT."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept, Coding
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_coding, read_concepts
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.value_sets import CPT, EMERGENCY, ENCOUNTER_STATUS, EVALUATION, MEDICATION_VISIT

EVALUATIONS, MEDICATION_VISITS = frozenset(EVALUATION), frozenset(MEDICATION_VISIT)


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part, and as what."""

    who: Link
    roles: tuple[CodeableConcept, ...]


@dataclass(frozen=True, slots=True)
class ReceivedEncounter:
    """An Encounter. ``kind`` is emergency, evaluation, medication-visit or other: only what its codes say."""

    origin: Origin
    status: str
    kind: str
    setting: Coding  # FHIR's class: AMB, EMER, IMP, VR ...
    types: tuple[CodeableConcept, ...]
    start: When
    end: When | None
    participants: tuple[Participant, ...]
    reasons: tuple[CodeableConcept, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status == "entered-in-error"

    @property
    def text(self) -> str:
        """What it was, in the sender's words."""
        return next((one.text for one in self.types), self.setting.display or self.setting.code)

    @property
    def practitioner(self) -> str:
        """The first participant's name, "" where none is known."""
        return next((one.who.display for one in self.participants if one.who.display), "")


def read_encounter(resource: Resource) -> ReceivedEncounter:
    """Read an Encounter."""
    element = resource.element
    status, setting = element.code("status", ENCOUNTER_STATUS), element.part("class")
    element.needed("status", status)
    coding = read_coding(element.needed("class", setting))
    period = resource.stretch(element.part("period"))
    if period.start is None:
        raise Malformed("no-date", element.at("period"))
    types = read_concepts(element.parts("type"))
    return ReceivedEncounter(
        origin=resource.origin,
        status=status,
        kind=_kind(coding, types),
        setting=coding,
        types=types,
        start=period.start,
        end=period.end,
        participants=_participants(resource),
        reasons=read_concepts(element.parts("reasonCode")),
    )


def _kind(setting: Coding, types: tuple[CodeableConcept, ...]) -> str:
    if setting.code == EMERGENCY:
        return "emergency"
    codes = {coding.code for concept in types for coding in concept.codings if coding.system == CPT}
    if codes & EVALUATIONS:
        return "evaluation"
    return "medication-visit" if codes & MEDICATION_VISITS else "other"


def _participants(resource: Resource) -> tuple[Participant, ...]:
    found = []
    for one in resource.element.parts("participant"):
        who = resource.link(one.part("individual"))
        if who is not None:
            found.append(Participant(who, read_concepts(one.parts("type"))))
    return tuple(found)
