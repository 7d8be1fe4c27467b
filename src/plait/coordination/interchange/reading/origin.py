"""Where a resource came from, and how to know it again.

A resource is known by the system it comes from, the person it is about, its type and its id (``key``): ids such as
"Condition-1" are common and say nothing without the person. Its ``content_hash`` changes exactly when its content
does; narrative, version number and time of export are left out, since a sender renews them without a change.
So the same file twice changes nothing, and a changed resource is a revision of the one that is known.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Literal

from plait.clinical.coding import Coding

UUIDS = "urn:ietf:rfc:3986"
UNSTATED = "urn:plait:source-unstated:"
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}\Z")
_URN = "urn:uuid:"
_RENEWED = frozenset({"versionId", "lastUpdated"})

Change = Literal["new", "same", "changed"]


@dataclass(frozen=True, slots=True)
class Origin:
    """One received resource: who sent it, what it is called there, and all that was in it."""

    system: str  # base address of the sending system; UUIDS where ids are unique everywhere
    person: str  # id of the Patient in the same file
    resource_type: str
    resource_id: str
    path: str  # JSON path of the resource
    content_hash: str  # SHA-256, hex
    raw: str  # the resource as received, in canonical JSON; its narrative must never be shown as HTML
    labels: tuple[Coding, ...] = ()  # meta.security: what the sender marked as sensitive
    stated_at: str = ""  # meta.lastUpdated as it came: when the sender last changed it

    @property
    def key(self) -> str:
        """The stable name under which this resource is known again."""
        return f"{self.system}|{self.person}|{self.resource_type}|{self.resource_id}"


def change(origin: Origin, known: Mapping[str, str]) -> Change:
    """Whether a resource is new, the same or changed; ``known`` maps key to content hash."""
    before = known.get(origin.key)
    if before is None:
        return "new"
    return "same" if before == origin.content_hash else "changed"


def canonical(value: object) -> str:
    """JSON with sorted names, no white space and numbers as they came: equal content gives equal text."""
    try:
        return _quick(value)
    except TypeError:
        return _exactly(value)


# The encoder of the standard library writes the very same text, and knows no exact decimals.
_quick = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def _exactly(value: object) -> str:
    if isinstance(value, dict):
        return _object({name: _exactly(one) for name, one in value.items()})
    if isinstance(value, list):
        return "[" + ",".join([_exactly(one) for one in value]) + "]"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def content_hash(resource: Mapping[str, object], *drawn_on: Mapping[str, object]) -> str:
    """SHA-256 of the content of a resource, and of others that it is read together with."""
    text = "\n".join(canonical(_content(one)) for one in (resource, *drawn_on))
    return hashlib.sha256(text.encode()).hexdigest()


def text_and_hash(resource: Mapping[str, object]) -> tuple[str, str]:
    """The canonical text of a resource and its content hash; each member is put into words once."""
    content = _content(resource)
    whole = {name: canonical(value) for name, value in resource.items()}
    told = {name: whole[name] if value is resource[name] else canonical(value) for name, value in content.items()}
    return _object(whole), hashlib.sha256(_object(told).encode()).hexdigest()


def _object(members: Mapping[str, str]) -> str:
    return "{" + ",".join([f"{encode_basestring(name)}:{members[name]}" for name in sorted(members)]) + "}"


def fallback_system(bundle: Mapping[str, object], patient: Mapping[str, object], full_url: object) -> str:
    """The sending system for resources whose own entry does not name one.

    The base of the Patient's address, else the system of the Bundle's identifier. Where neither is stated, a name
    made from the person's names and birth date: two senders' "Patient/1" must never become one person.
    """
    base = base_of(full_url, "Patient", patient.get("id"))
    if base:
        return base
    identifier = bundle.get("identifier")
    stated = identifier.get("system") if isinstance(identifier, dict) else None
    if isinstance(stated, str) and stated:
        return stated
    return UNSTATED + who_hash(patient)


def who_hash(patient: Mapping[str, object]) -> str:
    """A short name for a person made from names, birth date and identifiers."""
    who = canonical([patient.get("name"), patient.get("birthDate"), patient.get("identifier")])
    return hashlib.sha256(who.encode()).hexdigest()[:16]


def base_of(full_url: object, resource_type: str, resource_id: object) -> str:
    """The system in an entry's fullUrl: the base address, UUIDS, or "" where none is stated."""
    if not isinstance(full_url, str):
        return ""
    if full_url.startswith(_URN):
        return UUIDS if resource_id in {None, full_url.removeprefix(_URN)} else ""
    tail = f"/{resource_type}/{resource_id}"
    address = full_url.partition("/_history/")[0]
    return address.removesuffix(tail) if address.endswith(tail) and "://" in address else ""


def id_of(resource: Mapping[str, object], full_url: object) -> str:
    """The id of a resource: its own, else that of its urn:uuid, else one made from its content. Never fails.

    A person without an id is known by who it is, so that a new address does not make a new person.
    """
    stated = resource.get("id")
    if isinstance(stated, str) and _ID.match(stated):
        return stated
    if stated is None and isinstance(full_url, str) and full_url.startswith(_URN):
        found = full_url.removeprefix(_URN)
        if _ID.match(found):
            return found
    if resource.get("resourceType") == "Patient":
        return "person-" + who_hash(resource)
    return "content-" + content_hash(resource)[:40]


def is_id(text: str) -> bool:
    """Whether a text is an id in FHIR's sense."""
    return _ID.match(text) is not None


def _content(resource: Mapping[str, object]) -> dict[str, object]:
    found = {name: value for name, value in resource.items() if name != "text"}
    meta = resource.get("meta")
    if isinstance(meta, dict):
        found["meta"] = {name: value for name, value in meta.items() if name not in _RENEWED}
        if not found["meta"]:
            del found["meta"]
    return found
