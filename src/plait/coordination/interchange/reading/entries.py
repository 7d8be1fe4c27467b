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
    content_hash,
    fallback_system,
    id_of,
    is_id,
    text_and_hash,
)
from plait.coordination.interchange.reading.references import Entry
from plait.coordination.interchange.reading.report import Line
from plait.coordination.interchange.reading.words import Malformed, Note, note

TYPES = frozenset({"collection", "document", "transaction", "batch", "searchset", "message"})
MOST_ENTRIES = 200_000
_RESOURCE_TYPE = re.compile(r"[A-Z][A-Za-z]{0,63}\Z")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to be read together: the entries of a Bundle, or what several files say about one person.

    An entry that could not even be parsed is already a line of the report. ``bundle`` holds what stands beside the
    entries: id, identifier, links.
    """

    bundle: Mapping[str, object]
    kind: str
    parts: tuple[Element | Line, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A Bundle taken apart. An entry that asks for a deletion is already a line of the report."""

    bundle_id: str
    bundle_type: str
    entries: tuple[Entry | Line, ...]
    patient: Entry
    notes: tuple[Note, ...]


class LineOfFile(Element):
    """An entry that is the resource itself: a line of an NDJSON file. The resource has the path of the line."""

    __slots__ = ()

    def at(self, name: str) -> str:
        """The path of a member."""
        return self.path if name == "resource" else super().at(name)


def gather(document: Mapping[str, object], path: str = "$") -> Gathered:
    """The entries of a Bundle. Refused with ``Malformed``: what is no Bundle of an importable type."""
    bundle = Element(document, path)
    if document.get("resourceType") != "Bundle":
        raise Malformed("not-a-bundle", bundle.at("resourceType"))
    kind = bundle.text("type")
    if kind == "history":
        raise Malformed("bundle-history", bundle.at("type"))
    if kind not in TYPES:
        raise Malformed("bundle-type", bundle.at("type"), value=kind or "nothing")
    return Gathered(document, kind, tuple(_parts(bundle)))


def read_entries(gathered: Gathered) -> Contents:
    """Give every entry its identity."""
    resources = [(part, None if isinstance(part, Line) else resource_of(part)) for part in gathered.parts]
    patient = _patient(resources)
    full_url = patient.value.get("fullUrl")
    system = fallback_system(gathered.bundle, _content(patient), full_url)
    person = id_of(_content(patient), full_url)
    entries = tuple(_taken_apart(part, resource, system, person) for part, resource in resources)
    found = next(one for one in entries if isinstance(one, Entry) and one.origin.path == patient.at("resource"))
    bundle = gathered.bundle
    return Contents(_id(bundle), gathered.kind, entries, found, _notes(bundle, system))


def _taken_apart(part: Element | Line, resource: Mapping[str, object] | None, system: str, person: str) -> Entry | Line:
    if isinstance(part, Line):
        return part
    return _deletion(part) if resource is None else _entry(part, resource, system, person)


def _parts(bundle: Element) -> list[Element]:
    listed, where = bundle.value.get("entry", []), bundle.at("entry")
    if not isinstance(listed, list) or len(listed) > MOST_ENTRIES:
        raise Malformed("wrong-type", where, expected=f"a list of at most {MOST_ENTRIES}")
    parts = []
    for index, one in enumerate(listed):
        path = path_of(where, index)
        if not isinstance(one, dict):
            raise Malformed("no-resource-type", path)
        parts.append(Element(one, path))
    return parts


def resource_of(part: Element) -> Mapping[str, object] | None:
    """The resource of an entry; None where the entry asks for a deletion."""
    request = part.value.get("request")
    if isinstance(request, dict) and request.get("method") == "DELETE":
        return None
    resource = part.value.get("resource")
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(kind, str) or not _RESOURCE_TYPE.match(kind):
        raise Malformed("no-resource-type", part.at("resource"))
    return resource


def _patient(resources: list[tuple[Element | Line, Mapping[str, object] | None]]) -> Element:
    """The entry of the one Patient. The same Patient twice is one."""
    found = [
        (part, one)
        for part, one in resources
        if isinstance(part, Element) and one is not None and one.get("resourceType") == "Patient"
    ]
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
    raw, content = text_and_hash(resource)
    origin = Origin(
        system=base_of(full_url, kind, resource.get("id")) or system,
        person=person,
        resource_type=kind,
        resource_id=identity,
        path=path,
        content_hash=content,
        raw=raw,
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


def entry_of(part: Element, system: str) -> Entry:
    """One entry about nobody, with its identity. Raises ``Malformed`` where there is no resource in it."""
    resource = resource_of(part)
    if resource is None:
        raise Malformed("asks-to-delete", part.path)
    return _entry(part, resource, system, "")


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
