"""Something that the person wants to reach, in words. Targets are kept in words: no number here is ever judged.

Source: FHIR R4 Goal.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.measured import quantity_in_words, range_in_words
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
from plait.coordination.interchange.reading.when import When, read_date
from plait.coordination.interchange.value_sets import GOAL_LIFECYCLE

ACHIEVEMENT = frozenset(
    {
        "in-progress",
        "improving",
        "worsening",
        "no-change",
        "achieved",
        "sustaining",
        "not-achieved",
        "no-progress",
        "not-attainable",
    }
)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is measured, how much of it is wanted (in words), and by when ("" where not stated)."""

    measure: str
    detail: str
    due: str


@dataclass(frozen=True, slots=True)
class ReceivedGoal:
    """A Goal."""

    origin: Origin
    concept: CodeableConcept
    categories: tuple[CodeableConcept, ...]
    lifecycle: str
    achievement: str
    start: When | None
    start_text: str
    aims: tuple[Aim, ...]
    addresses: tuple[Link, ...]
    stated_by: Link | None
    remarks: tuple[str, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.lifecycle == "entered-in-error"


def read_goal(resource: Resource) -> ReceivedGoal:
    """Read a Goal."""
    element = resource.element
    lifecycle, stated = element.code("lifecycleStatus", GOAL_LIFECYCLE), read_concept(element.part("description"))
    element.needed("lifecycleStatus", lifecycle)
    concept = element.needed("description", stated)
    started = read_concept(element.part("startCodeableConcept"))
    return ReceivedGoal(
        origin=resource.origin,
        concept=concept,
        categories=read_concepts(element.parts("category")),
        lifecycle=lifecycle,
        achievement=read_status(element.part("achievementStatus"), ACHIEVEMENT),
        start=resource.when(element, "startDate"),
        start_text=started.text if started else "",
        aims=tuple(_aim(resource, one) for one in element.parts("target")),
        addresses=resource.links(element.parts("addresses")),
        stated_by=resource.link(element.part("expressedBy")),
        remarks=read_remarks(element.parts("note")),
    )


def _aim(resource: Resource, element: Element) -> Aim:
    measure = read_concept(element.part("measure"))
    due = read_date(element, "dueDate")
    if due is None and element.has("dueDuration"):
        resource.warn("value-in-words", element.at("dueDuration"))
    length = read_quantity(element.part("dueDuration"))
    return Aim(
        measure=measure.text if measure else "",
        detail=_detail(resource, element),
        due=str(due) if due else quantity_in_words(length) if length else "",
    )


def _detail(resource: Resource, element: Element) -> str:
    chosen = element.choice("detail")
    if chosen == "detailString":
        return element.text(chosen)
    if chosen == "detailQuantity":
        quantity = read_quantity(element.part(chosen))
        return quantity_in_words(quantity) if quantity else ""
    if chosen == "detailRange":
        part = element.part(chosen)
        return range_in_words(part) if part is not None else ""
    if chosen == "detailCodeableConcept":
        concept = read_concept(element.part(chosen))
        return concept.text if concept else ""
    if chosen == "detailBoolean":
        return "yes" if element.flag(chosen) else "no"
    if chosen == "detailInteger":
        return str(element.whole(chosen))
    if chosen:
        resource.warn("value-not-read", element.at(chosen), value=chosen.removeprefix("detail"))
    return ""
