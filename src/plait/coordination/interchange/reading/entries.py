"""The entries of a Bundle with their identities, before any of them is read.

Refused as a whole with ``Malformed``: what is no Bundle of an importable type, an entry without a resourceType, no
Patient or more than one. Source: FHIR R4 Bundle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plait.clinical.coding import Coding
from plait.coordination.interchange.reading.document import path_of
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.origin import (
    UNSTATED,
    Origin,
    base_of,
    canonical,
    content_hash,
    fallback_system,
    id_of,
    is_id,
)
from plait.coordination.interchange.reading.references import Entry
from plait.coordination.interchange.reading.report import Line
from plait.coordination.interchange.reading.words import Malformed, Note, note

TYPES = frozenset({"collection", "document", "transaction", "batch", "searchset", "message"})
MOST_ENTRIES = 200_000
_RESOURCE_TYPE = re.compile(r"[A-Z][A-Za-z]{0,63}\Z")


@dataclass(frozen=True, slots=True)
class Contents:
    """A Bundle taken apart. An entry that asks for a deletion is already a line of the report."""

    bundle_id: str
    bundle_type: str
    entries: tuple[Entry | Line, ...]
    patient: Entry
    notes: tuple[Note, ...]


def read_entries(document: Mapping[str, object]) -> Contents:
    """Take a Bundle apart."""
    bundle = Element(document, "$")
    if document.get("resourceType") != "Bundle":
        raise Malformed("not-a-bundle", "$.resourceType")
    kind = bundle.text("type")
    if kind == "history":
        raise Malformed("bundle-history", "$.type")
    if kind not in TYPES:
        raise Malformed("bundle-type", "$.type", value=kind or "nothing")
    parts = _parts(document)
    resources = [(part, _resource(part)) for part in parts]
    patient = _patient(resources)
    system = fallback_system(document, _content(patient), patient.value.get("fullUrl"))
    person = id_of(_content(patient), patient.value.get("fullUrl"))
    entries = tuple(
        _deletion(part) if resource is None else _entry(part, resource, system, person) for part, resource in resources
    )
    found = next(one for one in entries if isinstance(one, Entry) and one.origin.path == patient.at("resource"))
    return Contents(_id(document), kind, entries, found, _notes(document, system))


def _parts(document: Mapping[str, object]) -> list[Element]:
    listed = document.get("entry", [])
    if not isinstance(listed, list) or len(listed) > MOST_ENTRIES:
        raise Malformed("wrong-type", "$.entry", expected=f"a list of at most {MOST_ENTRIES}")
    parts = []
    for index, one in enumerate(listed):
        path = path_of("$.entry", index)
        if not isinstance(one, dict):
            raise Malformed("no-resource-type", path)
        parts.append(Element(one, path))
    return parts


def _resource(part: Element) -> Mapping[str, object] | None:
    """The resource of an entry; None where the entry asks for a deletion."""
    request = part.value.get("request")
    if isinstance(request, dict) and request.get("method") == "DELETE":
        return None
    resource = part.value.get("resource")
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(kind, str) or not _RESOURCE_TYPE.match(kind):
        raise Malformed("no-resource-type", part.at("resource"))
    return resource


def _patient(resources: list[tuple[Element, Mapping[str, object] | None]]) -> Element:
    """The entry of the one Patient. The same Patient twice is one."""
    found = [(part, one) for part, one in resources if one is not None and one.get("resourceType") == "Patient"]
    if not found:
        raise Malformed("no-patient", "$.entry")
    different = {content_hash(one) for _, one in found}
    if len(different) > 1:
        raise Malformed("several-patients", "$.entry", count=len(different))
    part, one = found[0]
    if one.get("id") is not None and not _has_lawful_id(one):
        raise Malformed("bad-id", path_of(part.at("resource"), "id"), value=one.get("id"))
    return part


def _content(part: Element) -> Mapping[str, object]:
    resource = part.value["resource"]
    if not isinstance(resource, dict):
        raise Malformed("no-resource-type", part.at("resource"))
    return resource


def _entry(part: Element, resource: Mapping[str, object], system: str, person: str) -> Entry:
    full_url = part.value.get("fullUrl")
    kind, path = str(resource["resourceType"]), part.at("resource")
    identity = id_of(resource, full_url)
    origin = Origin(
        system=base_of(full_url, kind, resource.get("id")) or system,
        person=person,
        resource_type=kind,
        resource_id=identity,
        path=path,
        content_hash=content_hash(resource),
        raw=canonical(resource),
        labels=_labels(resource),
        stated_at=_stated_at(resource),
    )
    return Entry(
        origin=origin,
        resource=resource,
        full_url=full_url if isinstance(full_url, str) else "",
        named=not identity.startswith(("content-", "person-")),
        trouble=_trouble(part, resource, full_url),
    )


def _trouble(part: Element, resource: Mapping[str, object], full_url: object) -> Note | None:
    if full_url is not None and not isinstance(full_url, str):
        return note("bad-full-url", part.at("fullUrl"))
    if resource.get("id") is not None and not _has_lawful_id(resource):
        return note("bad-id", path_of(part.at("resource"), "id"), value=resource["id"])
    return None


def _has_lawful_id(resource: Mapping[str, object]) -> bool:
    stated = resource.get("id")
    return isinstance(stated, str) and is_id(stated)


def _deletion(part: Element) -> Line:
    resource = part.value.get("resource")
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    name = kind if isinstance(kind, str) and _RESOURCE_TYPE.match(kind) else ""
    return Line(name, "", part.path, "refused", note("asks-to-delete", part.path))


def _stated_at(resource: Mapping[str, object]) -> str:
    """When the sender last changed the resource, as it came; "" where not stated."""
    meta = resource.get("meta")
    stated = meta.get("lastUpdated") if isinstance(meta, dict) else None
    return stated if isinstance(stated, str) else ""


def _labels(resource: Mapping[str, object]) -> tuple[Coding, ...]:
    """The sender's security labels, as far as they are codes."""
    meta = resource.get("meta")
    listed = meta.get("security") if isinstance(meta, dict) else None
    found = []
    for one in listed if isinstance(listed, list) else []:
        words = [one.get(name) if isinstance(one, dict) else None for name in ("system", "code", "display")]
        system, code, display = (word if isinstance(word, str) else "" for word in words)
        if code:
            found.append(Coding(system, code, display))
    return tuple(found)


def _id(document: Mapping[str, object]) -> str:
    stated = document.get("id")
    return stated if isinstance(stated, str) and is_id(stated) else ""


def _notes(document: Mapping[str, object], system: str) -> tuple[Note, ...]:
    found = []
    links = document.get("link")
    relations = [one.get("relation") for one in links if isinstance(one, dict)] if isinstance(links, list) else []
    if "next" in relations:
        found.append(note("next-page", "$.link"))
    if system.startswith(UNSTATED):
        found.append(note("source-unstated", "$"))
    return tuple(found)
