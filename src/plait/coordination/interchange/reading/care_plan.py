"""A plan as somebody else's system holds it: what for, what is done. Its activities stay words; nothing is ordered.

Source: FHIR R4 CarePlan.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.element import LONGEST_NOTE, Element
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_concept, read_concepts, read_remarks
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.value_sets import ACTIVITY_STATUS, PLAN_INTENT, PLAN_STATUS


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that the plan says is to be done."""

    text: str
    status: str
    concepts: tuple[CodeableConcept, ...]


@dataclass(frozen=True, slots=True)
class ReceivedCarePlan:
    """A CarePlan. ``title`` is its own, else what it is categorised as."""

    origin: Origin
    title: str
    text: str
    status: str
    intent: str
    categories: tuple[CodeableConcept, ...]
    start: When | None
    end: When | None
    created: When | None
    author: Link | None
    activities: tuple[Activity, ...]
    goals: tuple[Link, ...]
    addresses: tuple[Link, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status == "entered-in-error"


def read_care_plan(resource: Resource) -> ReceivedCarePlan:
    """Read a CarePlan."""
    element = resource.element
    status = element.needed("status", element.code("status", PLAN_STATUS))
    categories = read_concepts(element.parts("category"))
    activities = tuple(one for part in element.parts("activity") if (one := _activity(resource, part)) is not None)
    title = element.text("title") or next((one.text for one in categories), "")
    words = [element.text("description", most=LONGEST_NOTE), *read_remarks(element.parts("note"))]
    if not (title or activities or any(words)):
        raise Malformed("no-words", element.path)
    period = resource.stretch(element.part("period"))
    authors = [*element.part_in_list("author"), *element.parts("contributor")]
    links = resource.links(authors)
    return ReceivedCarePlan(
        origin=resource.origin,
        title=title or next((one.text for one in activities), ""),
        text="\n".join(word for word in words if word),
        status=status,
        intent=element.code("intent", PLAN_INTENT),
        categories=categories,
        start=period.start,
        end=period.end,
        created=resource.when(element, "created"),
        author=links[0] if links else None,
        activities=activities,
        goals=resource.links(element.parts("goal")),
        addresses=resource.links(element.parts("addresses")),
    )


def _activity(resource: Resource, element: Element) -> Activity | None:
    """One activity: its detail, or what it refers to in the sender's words."""
    detail = element.part("detail")
    if detail is None:
        link = resource.link(element.part("reference"))
        return Activity(link.display or link.reference, "", ()) if link is not None else None
    concept = read_concept(detail.part("code"))
    words = (concept.text if concept else "", detail.text("description", most=LONGEST_NOTE))
    text = ": ".join(dict.fromkeys(word for word in words if word))
    if detail.flag("doNotPerform"):
        resource.warn("activity-not-to-be-done", detail.at("doNotPerform"))
        return None
    return Activity(text, detail.code("status", ACTIVITY_STATUS), (concept,) if concept else ()) if text else None
