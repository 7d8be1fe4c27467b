"""What was measured or observed: a total of a known instrument, a form sent as one observation, or any other result.

A total counts only where it is a whole number within the instrument's range, on a date. Source: FHIR R4 Observation.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.instruments import loinc_codes
from plait.coordination.interchange.reading.measured import (
    Component,
    Value,
    absent_reason,
    range_in_words,
    read_components,
    read_value,
)
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, Quantity, read_concept, read_concepts, read_remarks
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.response import Answer, ReceivedResponse, answer_value, map_answers
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.value_sets import OBSERVATION_STATUS

UNITLESS = frozenset({"", "1", "{score}", "score", "{points}", "points"})


@dataclass(frozen=True, slots=True)
class ReceivedScore:
    """A total of an instrument, without its answers. ``derived_from`` may name the response it was made from."""

    origin: Origin
    status: str
    instrument: str
    concept: CodeableConcept
    total: int
    taken: When
    derived_from: tuple[Link, ...]
    encounter: Link | None
    remarks: tuple[str, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status in {"entered-in-error", "cancelled"}


@dataclass(frozen=True, slots=True)
class ReceivedResult:
    """Any other result. Either ``value`` or ``components`` are there, or both.

    ``answer`` is set where it answers a single question of a known instrument: instrument, item, value.
    """

    origin: Origin
    status: str
    concept: CodeableConcept
    categories: tuple[CodeableConcept, ...]
    value: Value | None
    components: tuple[Component, ...]
    taken: When
    interpretations: tuple[CodeableConcept, ...]
    reference_ranges: tuple[str, ...]
    answer: tuple[str, str, int] | None
    encounter: Link | None
    performers: tuple[Link, ...]
    remarks: tuple[str, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status in {"entered-in-error", "cancelled"}

    @property
    def quantity(self) -> Quantity | None:
        """The value where it is a number with a unit."""
        return self.value if isinstance(self.value, Quantity) else None


Observed = ReceivedScore | ReceivedResult | ReceivedResponse


def read_observation(resource: Resource) -> Observed:
    """Read an Observation."""
    element = resource.element
    status, stated = element.code("status", OBSERVATION_STATUS), read_concept(element.part("code"))
    element.needed("status", status)
    concept = element.needed("code", stated)
    taken = _taken(resource)
    scale = resource.knowledge.instruments.by_total(concept)
    if scale is not None:
        return _score(resource, scale, concept, taken)
    components = read_components(resource, element)
    panel = resource.knowledge.instruments.by_panel(loinc_codes(concept))
    if panel is not None and components:
        return _response(resource, panel, concept, components, taken)
    return _result(resource, concept, components, taken)


def _taken(resource: Resource) -> When:
    """When it was true for the person: its own date, the start of its period, else the date of issue."""
    element = resource.element
    chosen = element.choice("effective")
    found: When | None = None
    if chosen in {"effectiveDateTime", "effectiveInstant"}:
        found = resource.when(element, chosen)
    elif chosen == "effectivePeriod":
        period = resource.stretch(element.part(chosen))
        found = period.start or period.end
    if found is None:
        found = resource.when(element, "issued")
        if found is None:
            raise Malformed("no-date", element.at("effective[x]"))
        resource.warn("issued-as-date")
    return found


def _score(resource: Resource, scale: Instrument, concept: CodeableConcept, taken: When) -> ReceivedScore:
    element = resource.element
    total = _total(resource)
    if not scale.lowest <= total <= scale.highest:
        raise Malformed(
            "score-out-of-range",
            element.path,
            value=total,
            instrument=scale.id,
            lowest=scale.lowest,
            highest=scale.highest,
        )
    return ReceivedScore(
        origin=resource.origin,
        status=element.text("status"),
        instrument=scale.id,
        concept=concept,
        total=total,
        taken=taken,
        derived_from=resource.links(element.parts("derivedFrom")),
        encounter=resource.link(element.part("encounter")),
        remarks=read_remarks(element.parts("note")),
    )


def _total(resource: Resource) -> int:
    value = read_value(resource, resource.element)
    if isinstance(value, Quantity) and not value.comparator and (value.code or value.unit) in UNITLESS:
        value = int(value.value) if value.value == value.value.to_integral_value() else None
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed("score-not-whole", resource.element.at("value[x]"))
    return value


def _result(
    resource: Resource, concept: CodeableConcept, components: tuple[Component, ...], taken: When
) -> ReceivedResult:
    element = resource.element
    value = read_value(resource, element)
    if value is None and not any(one.value is not None for one in components):
        where = element.at("dataAbsentReason") if absent_reason(element) else element.path
        raise Malformed("no-value", where)
    return ReceivedResult(
        origin=resource.origin,
        status=element.text("status"),
        concept=concept,
        categories=read_concepts(element.parts("category")),
        value=value,
        components=components,
        taken=taken,
        interpretations=read_concepts(element.parts("interpretation")),
        reference_ranges=_ranges(element.parts("referenceRange")),
        answer=_single_answer(resource, concept, value),
        encounter=resource.link(element.part("encounter")),
        performers=resource.links(element.parts("performer")),
        remarks=read_remarks(element.parts("note")),
    )


def _response(
    resource: Resource, panel: Instrument, concept: CodeableConcept, components: tuple[Component, ...], taken: When
) -> ReceivedResponse:
    """A form that was sent as one observation with its answers as components."""
    element = resource.element
    answers = tuple(
        Answer(
            link_id="",
            code=next(iter(sorted(loinc_codes(one.concept))), ""),
            text=one.concept.text,
            values=() if one.value is None else (one.value,),
        )
        for one in components
    )
    if not any(answer.values for answer in answers):
        raise Malformed("no-answers", element.at("component"))
    performers = resource.links(element.parts("performer"))
    return ReceivedResponse(
        origin=resource.origin,
        status=element.text("status"),
        questionnaire=concept.text,
        taken=taken,
        mapped=map_answers(resource, answers, panel),
        answers=answers,
        author=performers[0] if performers else None,
        encounter=resource.link(element.part("encounter")),
    )


def _ranges(elements: list[Element]) -> tuple[str, ...]:
    return tuple(words for words in (range_in_words(one) for one in elements) if words)


def _single_answer(resource: Resource, concept: CodeableConcept, value: Value | None) -> tuple[str, str, int] | None:
    """An answer to one question sent on its own. One that speaks of harm must be seen at once."""
    for code in sorted(loinc_codes(concept)):
        found = resource.knowledge.instruments.by_item(code)
        if found is None:
            continue
        instrument, item = found
        resource.warn("single-item", value=instrument.id)
        number = answer_value(item, value)
        if number is None:
            return None
        if item.risk_from is not None and number >= item.risk_from:
            resource.warn("risk-answer", value=number)
        return instrument.id, item.id, number
    return None
