"""What refers to what inside one Bundle. Nothing outside it is ever looked up: no address is fetched.

A reference may be a full address (``urn:uuid:...`` or ``http...``), relative (``Practitioner/7``), a search
(``Practitioner?identifier=system|value``) or point inside the resource (``#med``). One that leads nowhere is
reported and harms nothing. Source: FHIR R4, "Resolving references in Bundles".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plait.coordination.interchange.reading.document import path_of
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.words import Note

_HISTORY = "/_history/"
_SEARCH = "?identifier="


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the Bundle, with the identity of its resource."""

    origin: Origin
    resource: Mapping[str, object]
    full_url: str
    named: bool  # whether the resource has an id of its own
    trouble: Note | None = None  # what is wrong with the entry itself


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: an entry's resource, or a contained one (``origin`` None)."""

    resource: Mapping[str, object]
    path: str
    origin: Origin | None = None


class References:
    """The index of one Bundle."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        """Index entries by address, by type and id, and by identifier."""
        self._by_url: dict[str, Entry] = {}
        self._by_id: dict[str, dict[str, Entry]] = {}
        self._by_identifier: dict[str, dict[str, Entry]] = {}
        self._by_canonical: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            origin = entry.origin
            if entry.full_url:
                self._by_url.setdefault(entry.full_url.partition(_HISTORY)[0], entry)
            name = f"{origin.resource_type}/{origin.resource_id}"
            self._by_id.setdefault(name, {}).setdefault(origin.key, entry)
            canonical = entry.resource.get("url")
            if isinstance(canonical, str) and canonical:
                self._by_canonical.setdefault(canonical, {}).setdefault(origin.key, entry)
            for system, value in identifiers_in(entry.resource):
                search = f"{origin.resource_type}{_SEARCH}{system}|{value}"
                self._by_identifier.setdefault(search, {}).setdefault(origin.key, entry)

    def resolve(self, reference: str, holder: Entry) -> Target | None:
        """What a reference in ``holder`` leads to, or None."""
        if reference.startswith("#"):
            return _contained(reference[1:], holder)
        address = reference.partition("#")[0].partition(_HISTORY)[0]
        found = self._by_url.get(address)
        if found is None and _SEARCH in address:
            found = _only(self._by_identifier.get(address, {}))
        elif found is None and "://" in address:
            found = self._unaddressed(address)
        elif found is None and not address.startswith("urn:"):
            found = self._relative(address, holder)
        return None if found is None else Target(found.resource, found.origin.path, found.origin)

    def canonical(self, address: str, resource_type: str) -> Target | None:
        """The definition in this file with a canonical address ("url" or "url|version"), or None."""
        url, _, version = address.partition("|")
        alike = {
            key: entry
            for key, entry in self._by_canonical.get(url, {}).items()
            if entry.origin.resource_type == resource_type and (not version or entry.resource.get("version") == version)
        }
        found = _only(alike)
        return None if found is None else Target(found.resource, found.origin.path, found.origin)

    def nowhere(self, holder: Entry) -> list[tuple[str, str]]:
        """Path and text of every reference in an entry that leads nowhere."""
        lost = {text for text in _texts(holder.resource) if self.resolve(text, holder) is None}
        found = references_in(holder.resource, holder.origin.path) if lost else ()
        return [(path, text) for path, text in found if text in lost]

    def _relative(self, address: str, holder: Entry) -> Entry | None:
        own = self._by_url.get(f"{holder.origin.system}/{address}")
        return own if own is not None else _only(self._by_id.get(address, {}))

    def _unaddressed(self, address: str) -> Entry | None:
        """An address may lead to an entry that does not state its own."""
        alike = self._by_id.get("/".join(address.rsplit("/", 2)[-2:]), {})
        found = _only(alike)
        return found if found is not None and not found.full_url else None


def _only(alike: Mapping[str, Entry]) -> Entry | None:
    """The one entry that is meant; of several none is chosen."""
    return next(iter(alike.values())) if len(alike) == 1 else None


def _texts(value: object) -> Iterator[str]:
    """The text of every reference below a value, without the way there: what nearly every resource is asked for."""
    todo = [value]
    for one in todo:
        if isinstance(one, dict):
            text = one.get("reference")
            if isinstance(text, str) and text:
                yield text
            todo += [below for below in one.values() if isinstance(below, dict | list)]
        elif isinstance(one, list):
            todo += [below for below in one if isinstance(below, dict | list)]


def references_in(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Path and text of every reference below a value. A path is put together only where there is one."""
    for names, text in _references(value):
        whole = path
        for name in reversed(names):
            whole = path_of(whole, name)
        yield whole, text


def _references(value: object) -> list[tuple[list[str | int], str]]:
    """Every reference with the names that lead to it, from the inside out."""
    found: list[tuple[list[str | int], str]] = []
    if isinstance(value, dict):
        text = value.get("reference")
        if isinstance(text, str) and text:
            found.append((["reference"], text))
        for name, one in value.items():
            if isinstance(one, dict | list):
                found += [_under(name, below) for below in _references(one)]
    elif isinstance(value, list):
        for index, one in enumerate(value):
            if isinstance(one, dict | list):
                found += [_under(index, below) for below in _references(one)]
    return found


def _under(name: str | int, below: tuple[list[str | int], str]) -> tuple[list[str | int], str]:
    below[0].append(name)
    return below


def mentions(resource: Mapping[str, object]) -> Iterator[str]:
    """Everything that a resource names: references, the form that answers belong to, bytes that lie elsewhere."""
    for text in _texts(resource):
        yield text.partition(_HISTORY)[0]
    form = resource.get("questionnaire")
    if isinstance(form, str):
        yield form.partition("|")[0]
    listed = resource.get("content") if resource.get("resourceType") == "DocumentReference" else None
    for one in listed if isinstance(listed, list) else []:
        attachment = one.get("attachment") if isinstance(one, dict) else None
        url = attachment.get("url") if isinstance(attachment, dict) else None
        if isinstance(url, str):
            yield url


def _contained(name: str, holder: Entry) -> Target | None:
    if not name:
        return Target(holder.resource, holder.origin.path, holder.origin)
    contained = holder.resource.get("contained")
    for index, one in enumerate(contained if isinstance(contained, list) else []):
        if isinstance(one, dict) and one.get("id") == name:
            return Target(one, path_of(path_of(holder.origin.path, "contained"), index))
    return None


def identifiers_in(resource: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """System and value of every identifier of a resource, as far as they are texts."""
    found = resource.get("identifier")
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict):
            system, value = one.get("system"), one.get("value")
            if isinstance(system, str) and isinstance(value, str):
                yield system, value
