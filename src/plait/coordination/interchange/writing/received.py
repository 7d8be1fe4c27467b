"""What came from elsewhere, as it came: beside the thing that it became, or as an entry of its own.

The only thing that is changed in a received resource is where its references lead: to the entries of this file, so that
nobody else's "Patient/1" is meant. The texts kept beside a thing are not touched at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from plait.coordination.interchange.reading.origin import UUIDS, is_id
from plait.coordination.interchange.writing.assessment import FORM
from plait.coordination.interchange.writing.elements import Json, address_of
from plait.coordination.interchange.writing.lines import AS_RECEIVED, KEPT, THREAD
from plait.coordination.interchange.writing.sheet import Sheet
from plait.records.inbox.whole import AsReceived

SEARCH = "Patient?identifier="


class Named(NamedTuple):
    """The parts of a stored key."""

    system: str
    person: str
    kind: str
    id: str


@dataclass(slots=True)
class Kept:
    """An entry as it came: ``address`` is its fullUrl, ``name`` what the Patient calls it."""

    address: str
    name: str
    resource: Json


@dataclass(slots=True)
class AsItCame:
    """Everything received about one person, sorted: ``beside`` by the id of the resource that it stands beside."""

    beside: dict[str, list[Json]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)

    def stands_beside(self, resource: Json) -> Json:
        """A resource with what it was made from."""
        found = self.beside.pop(str(resource["id"]), None)
        return {**resource, "extension": [*resource.get("extension", []), *found]} if found else resource

    def left(self) -> list[Json]:
        """What stands beside nothing that is in the file: the person carries it."""
        left = [one for found in self.beside.values() for one in found]
        self.beside.clear()
        return left + [{"url": KEPT, "valueUri": one.name} for one in self.kept]


def as_it_came(sheet: Sheet) -> AsItCame:
    """Sort what was received."""
    found, became = AsItCame(), _became(sheet)
    kept: list[tuple[Named, AsReceived, Json]] = []
    for key, group in groupby(sheet.received, key=lambda one: one.key):
        versions = list(group)
        target = became.get(key)
        named = _named(key)
        if target is None and named is not None and named.kind == "Patient":
            target = str(sheet.person.patient_id)
        if target is None and named is not None:
            last = versions.pop()
            content = _read(last.content)
            if not _is_our_form(content):
                kept.append((named, last, content))
            target = str(sheet.person.patient_id)
        for one in versions:
            found.beside.setdefault(target or str(sheet.person.patient_id), []).extend(_beside(one))
    names = _names(sheet, became, kept)
    for named, version, content in kept:
        own = names.get((named.system, named.person), {})
        address = _address(named, version)
        name = address if address != address_of(version.row_id) else f"{named.kind}/{named.id}"
        found.kept.append(Kept(address, name, _led(content, own, sheet)))
    return found


def _became(sheet: Sheet) -> dict[str, str]:
    """The resource of this file that a received one became, by its key; of several the first."""
    found: dict[str, str] = {}
    for thread in sheet.all_threads():
        for line in thread.lines:
            if line.get("origin_key") and thread.kind != "PatientDetails":
                found.setdefault(line["origin_key"].partition("#")[0], str(thread.id))
    for one in sheet.practitioners.values():
        if one.origin_key:
            found.setdefault(one.origin_key, str(one.practitioner_id))
    return found


def _beside(version: AsReceived) -> Iterable[Json]:
    """A version as it came. One of our own exports says nothing beyond its lines, but for what it carried along."""
    if THREAD in version.content and version.outcome == "mapped":
        content = _read(version.content)
        return [one for one in content.get("extension", []) if one.get("url") == AS_RECEIVED]
    parts = [{"url": "outcome", "valueCode": version.outcome}, {"url": "content", "valueString": version.content}]
    return [{"url": AS_RECEIVED, "extension": parts}]


def _read(text: str) -> Json:
    content = json.loads(text, parse_float=Decimal)
    return content if isinstance(content, dict) else {}


def _is_our_form(content: Json) -> bool:
    return content.get("resourceType") == "Questionnaire" and str(content.get("url", "")).startswith(FORM)


def _named(key: str) -> Named | None:
    parts = key.rsplit("|", 3)
    return Named(*parts) if len(parts) == len(Named._fields) else None


def _address(named: Named, version: AsReceived) -> str:
    """The entry's own address as its sender gave it, else one of ours."""
    if "://" in named.system:
        return f"{named.system}/{named.kind}/{named.id}"
    if named.system == UUIDS and is_id(named.id):
        return f"urn:uuid:{named.id}"
    return address_of(version.row_id)


def _names(
    sheet: Sheet, became: Mapping[str, str], kept: Iterable[tuple[Named, AsReceived, Json]]
) -> dict[tuple[str, str], dict[str, str]]:
    """Where the names that a sender uses lead in this file, for each sender and person."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for key, target in became.items():
        named = _named(key)
        if named is not None:
            found.setdefault((named.system, named.person), {}).update(_said(named, f"urn:uuid:{target}"))
    for named, version, _content in kept:
        found.setdefault((named.system, named.person), {}).update(_said(named, _address(named, version)))
    for (system, person), names in found.items():
        names.update(_said(Named(system, person, "Patient", person), address_of(sheet.person.patient_id)))
    return found


def _said(named: Named, address: str) -> dict[str, str]:
    full = f"{named.system}/{named.kind}/{named.id}"
    return dict.fromkeys((f"{named.kind}/{named.id}", f"urn:uuid:{named.id}", full), address)


def _led(value: Any, names: Mapping[str, str], sheet: Sheet) -> Any:
    """A received value whose references lead to the entries of this file."""
    if isinstance(value, dict):
        return dict(_members(value, names, sheet))
    if isinstance(value, list):
        return [_led(one, names, sheet) for one in value]
    return names.get(value, value) if isinstance(value, str) and value.startswith("urn:uuid:") else value


def _members(value: Json, names: Mapping[str, str], sheet: Sheet) -> Iterator[tuple[str, Any]]:
    for name, one in value.items():
        if name == "reference" and isinstance(one, str):
            whose = address_of(sheet.person.patient_id) if one.startswith(SEARCH) else one
            yield name, names.get(one.partition("/_history/")[0], whose)
        else:
            yield name, _led(one, names, sheet)
