"""An agreed visit: when, with whom, what for. Only what has a time becomes one here; a wish for one is kept.

The wall time is that of the practice's zone at the stated instant: FHIR gives an instant, and no zone.
Source: FHIR R4 Appointment; v2-0276, v3 ActCode, CPT.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.clinical.moment import Instant
from plait.coordination.interchange.reading.element import LONGEST_NOTE, Element
from plait.coordination.interchange.reading.encounter import EVALUATIONS
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_concept, read_concepts
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.value_sets import APPOINTMENT_STATUS, CPT

AGREED = frozenset({"booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error", "checked-in"})
FOLLOW_UP = frozenset({"FOLLOWUP", "CHECKUP"})
FAMILY, COUPLE_OR_FAMILY, GROUP = "90846", "90847", "90853"
SESSIONS = frozenset({"90832", "90834", "90837"})
DISTANT = frozenset({"VR", "telehealth", "video"})
LONGEST_MINUTES = 24 * 60
CLINICIANS = frozenset({"Practitioner", "PractitionerRole"})


@dataclass(frozen=True, slots=True)
class ReceivedAppointment:
    """An Appointment with a time. ``service`` and ``by_video`` are only what its codes say."""

    origin: Origin
    status: str
    service: str
    by_video: bool
    types: tuple[CodeableConcept, ...]
    start: Instant
    minutes: int
    zone: str  # the practice's IANA zone, in which the wall time is said
    practitioner: Link | None
    text: str
    cancel_reason: str

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status == "entered-in-error"


def read_appointment(resource: Resource) -> ReceivedAppointment:
    """Read an Appointment."""
    element = resource.element
    status = element.needed("status", element.code("status", APPOINTMENT_STATUS))
    if status not in AGREED:
        raise Malformed("not-agreed", element.at("status"), value=status)
    start = resource.when(element, "start")
    if start is None or start.at is None:
        raise Malformed("no-time", element.at("start"))
    types = read_concepts(
        [*element.parts("serviceType"), *element.part_in_list("appointmentType"), *element.parts("serviceCategory")]
    )
    codes = {coding.code for concept in types for coding in concept.codings}
    cpt = {coding.code for concept in types for coding in concept.codings if coding.system == CPT}
    reasons = [concept.text for concept in read_concepts(element.parts("reasonCode"))]
    return ReceivedAppointment(
        origin=resource.origin,
        status=status,
        service=_service(codes, cpt),
        by_video=bool(codes & DISTANT),
        types=types,
        start=start.at,
        minutes=_minutes(resource, start.at),
        zone=resource.knowledge.zone,
        practitioner=_practitioner(resource),
        text=element.text("description") or ", ".join(reasons) or next((one.text for one in types), ""),
        cancel_reason=_why_off(element) if status in {"cancelled", "noshow"} else "",
    )


def _why_off(element: Element) -> str:
    concept = read_concept(element.part("cancelationReason"))
    return concept.text if concept is not None else element.text("comment", most=LONGEST_NOTE)


def _service(codes: set[str], cpt: set[str]) -> str:
    if cpt & EVALUATIONS:
        return "evaluation"
    if cpt & SESSIONS:
        return "session"
    if cpt & {FAMILY, COUPLE_OR_FAMILY}:
        return "family"
    if GROUP in cpt:
        return "group"
    return "follow-up" if codes & FOLLOW_UP else "other"


def _minutes(resource: Resource, start: Instant) -> int:
    """How long it is: as stated, else from start to end."""
    element = resource.element
    stated = element.whole("minutesDuration")
    end = resource.when(element, "end")
    if stated is None and end is not None and end.at is not None:
        stated = int((end.at.utc - start.utc).total_seconds() // 60)
    if stated is None:
        raise Malformed("no-length", element.at("end"))
    if not 1 <= stated <= LONGEST_MINUTES:
        raise Malformed("length-out-of-range", element.at("minutesDuration"), value=stated)
    return stated


def _practitioner(resource: Resource) -> Link | None:
    """The first clinician who takes part; of somebody who leads nowhere, the words."""
    found = []
    for one in resource.element.parts("participant"):
        link = resource.link(one.part("actor"))
        if link is not None and (link.resource_type or _kind_in(link.reference)) in CLINICIANS:
            found.append(link)
    return found[0] if found else None


def _kind_in(reference: str) -> str:
    parts = reference.rsplit("/", 2)
    return parts[-2] if len(parts) > 1 else reference.partition("?")[0]
