"""One person's whole record as a FHIR R4 Bundle: the Patient first, then everything in the order of the nouns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from plait.coordination.interchange.writing.assessment import write_responses
from plait.coordination.interchange.writing.careplan import write_plans
from plait.coordination.interchange.writing.contact import write_requests
from plait.coordination.interchange.writing.documents import write_documents
from plait.coordination.interchange.writing.elements import Json
from plait.coordination.interchange.writing.flags import write_flags
from plait.coordination.interchange.writing.json_text import json_text
from plait.coordination.interchange.writing.lines import told_by
from plait.coordination.interchange.writing.medication import write_medication
from plait.coordination.interchange.writing.monitoring import write_results
from plait.coordination.interchange.writing.people import write_person, write_practitioner
from plait.coordination.interchange.writing.problems import write_problems
from plait.coordination.interchange.writing.received import as_it_came
from plait.coordination.interchange.writing.safety_plan import write_safety_plans
from plait.coordination.interchange.writing.sheet import Sheet, Written
from plait.coordination.interchange.writing.tasks import write_tasks
from plait.coordination.interchange.writing.therapy import write_therapy
from plait.coordination.interchange.writing.visits import write_visits

SYSTEM = "urn:plait:export"
WRITERS: tuple[Callable[[Sheet], Iterator[Written]], ...] = (
    write_problems,
    write_medication,
    write_therapy,
    write_responses,
    write_visits,
    write_results,
    write_plans,
    write_safety_plans,
    write_flags,
    write_requests,
    write_documents,
    write_tasks,
)


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """A resource with its address."""

    address: str
    resource: Json


def entries(sheet: Sheet) -> Iterator[WrittenEntry]:
    """Every resource of a person's record; the Patient comes first, since it says what else is there."""
    came = as_it_came(sheet)
    patient, *around = list(write_person(sheet))
    others = [told_by(resource, threads) for write in WRITERS for resource, threads in write(sheet)]
    around_them = [told_by(resource, threads) for resource, threads in around]
    practitioners = [write_practitioner(one) for one in sheet.practitioners.values()]
    told = [came.stands_beside(one) for one in (*around_them, *practitioners, *others)]
    person = came.stands_beside(told_by(*patient))
    person = {**person, "extension": [*person.get("extension", []), *came.left()]}
    if not person["extension"]:
        del person["extension"]
    for resource in (person, *told):
        form = resource["resourceType"] == "Questionnaire"
        yield WrittenEntry(resource["url"] if form else f"urn:uuid:{resource['id']}", resource)
    for kept in came.kept:
        yield WrittenEntry(kept.address, kept.resource)


def bundle_text(sheet: Sheet, export_id: UUID) -> Iterator[bytes]:
    """The Bundle as JSON, entry by entry, so that it never stands in memory as one text."""
    head = {
        "resourceType": "Bundle",
        "id": str(export_id),
        "identifier": {"system": SYSTEM, "value": str(export_id)},
        "type": "collection",
        "timestamp": sheet.at.iso(),
    }
    yield json_text(head)[:-1].encode() + b',"entry":[\n'
    before = b""
    for one in entries(sheet):
        yield before + json_text({"fullUrl": one.address, "resource": one.resource}).encode()
        before = b",\n"
    yield b"\n]}\n"
