"""Who cares for the person elsewhere, by name. It grants nobody anything here: a care team of ours is made by people.

Source: FHIR R4 CareTeam.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_concepts, read_telecoms
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import Stretch
from plait.coordination.interchange.reading.words import Malformed

STATUSES = frozenset({"proposed", "active", "suspended", "inactive", "entered-in-error"})
NOBODY_ELSE = frozenset({"Patient", "RelatedPerson"})


@dataclass(frozen=True, slots=True)
class OutsideMember:
    """One member. ``reference`` tells members apart; ``period`` is theirs, else that of the team."""

    reference: str
    name: str
    role: str
    organisation: str
    phone: str
    period: Stretch


@dataclass(frozen=True, slots=True)
class ReceivedCareTeam:
    """A CareTeam, without the person and those close to them."""

    origin: Origin
    name: str
    status: str
    members: tuple[OutsideMember, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status == "entered-in-error"


def read_care_team(resource: Resource) -> ReceivedCareTeam:
    """Read a CareTeam."""
    element = resource.element
    whole = resource.stretch(element.part("period"))
    members = [_member(resource, one, whole) for one in element.parts("participant")]
    found = tuple(one for one in members if one is not None)
    if not found:
        raise Malformed("no-members", element.at("participant"))
    name = element.text("name")
    return ReceivedCareTeam(resource.origin, name, element.code("status", STATUSES), found)


def _member(resource: Resource, element: Element, whole: Stretch) -> OutsideMember | None:
    part = element.part("member")
    link = resource.link(part)
    if link is None or (link.resource_type or _kind_in(link)) in NOBODY_ELSE:
        return None
    target = resource.target(part)
    phones = read_telecoms(Element(target.resource, target.path).parts("telecom")) if target is not None else ()
    behalf = resource.link(element.part("onBehalfOf"))
    period = element.part("period")
    name = link.display or _own_name(resource, part) or link.reference
    if not name:
        return None
    roles = [concept.text for concept in read_concepts(element.parts("role"))]
    return OutsideMember(
        reference=link.key or link.reference or name,
        name=name,
        role=", ".join(roles),
        organisation=_name_of(resource, element.part("onBehalfOf"), behalf),
        phone=next((one.value for one in phones if one.system in {"phone", "sms"} and one.use != "old"), ""),
        period=resource.stretch(period) if period is not None else whole,
    )


def _own_name(resource: Resource, part: Element | None) -> str:
    """What an organisation or a role that is referred to is called in the same file."""
    target = resource.target(part)
    if target is None:
        return ""
    found = Element(target.resource, target.path)
    name = found.value.get("name")
    if isinstance(name, str):
        return found.text("name")
    codes = read_concepts(found.parts("code")) if target.resource.get("resourceType") == "PractitionerRole" else ()
    return codes[0].text if codes else ""


def _name_of(resource: Resource, part: Element | None, link: Link | None) -> str:
    return "" if link is None else link.display or _own_name(resource, part) or link.reference


def _kind_in(link: Link) -> str:
    parts = link.reference.rsplit("/", 2)
    return parts[-2] if len(parts) > 1 else ""
