"""A document about the person: its bytes where they stand in the file, else only what it is called and where it is said
to lie. No address is ever fetched.

Bytes are kept only of media types that a browser can be given safely, whose beginning is what the type says, and
whose hash is the stated one. Source: FHIR R4 DocumentReference, Attachment, Binary.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_concept, read_concepts
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.value_sets import DOCUMENT_STATUS

MOST_BYTES = 10_000_000


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


# What may be kept, and how it is known that it is that.
KEPT_TYPES: dict[str, Callable[[bytes], bool]] = {
    "application/pdf": lambda content: content.startswith(b"%PDF-"),
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "text/plain": _is_text,
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One form of the document. ``content`` None: only words and perhaps an address came."""

    title: str
    media_type: str
    address: str
    created: When | None
    content: bytes | None


@dataclass(frozen=True, slots=True)
class ReceivedDocument:
    """A DocumentReference with its attachments, in their order."""

    origin: Origin
    status: str
    kind: CodeableConcept | None
    categories: tuple[CodeableConcept, ...]
    dated: When | None
    author: Link | None
    text: str
    attachments: tuple[Attachment, ...]

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status == "entered-in-error"

    @property
    def title(self) -> str:
        """What it is called."""
        named = next((one.title for one in self.attachments if one.title), "")
        return named or self.text or (self.kind.text if self.kind else "")


def read_document_reference(resource: Resource) -> ReceivedDocument:
    """Read a DocumentReference."""
    element = resource.element
    status = element.needed("status", element.code("status", DOCUMENT_STATUS))
    holders = [one.part("attachment") for one in element.parts("content")]
    attachments = tuple(_attachment(resource, one) for one in holders if one is not None)
    if not attachments:
        raise Malformed("missing", element.at("content"), name="content")
    authors = resource.links(element.parts("author"))
    return ReceivedDocument(
        origin=resource.origin,
        status=status,
        kind=read_concept(element.part("type")),
        categories=read_concepts(element.parts("category")),
        dated=resource.when(element, "date"),
        author=authors[0] if authors else None,
        text=element.text("description"),
        attachments=attachments,
    )


def _attachment(resource: Resource, element: Element) -> Attachment:
    media_type = element.text("contentType").partition(";")[0].strip().casefold()
    address, inline = element.text("url"), element.value.get("data")
    if inline is None and address:
        target = resource.references.resolve(address, resource.entry)
        if target is not None and target.resource.get("resourceType") == "Binary":
            binary = Element(target.resource, target.path)
            resource.drawn_on.append(target.resource)
            media_type = media_type or binary.text("contentType").partition(";")[0].strip().casefold()
            inline = target.resource.get("data")
    content = _bytes(resource, element, inline, media_type) if inline is not None else None
    if inline is None and address:
        resource.warn("address-not-fetched", element.at("url"), value=address)
    return Attachment(element.text("title"), media_type, address, resource.when(element, "creation"), content)


def _bytes(resource: Resource, element: Element, inline: object, media_type: str) -> bytes | None:
    """The bytes, or None with a warning that says why they are not kept as a document."""
    where = element.at("data")
    if not isinstance(inline, str):
        raise Malformed("wrong-type", where, expected="text")
    if media_type not in KEPT_TYPES:
        resource.warn("media-type-not-kept", where, value=media_type or "?")
        return None
    if len(inline) > MOST_BYTES * 3 // 2:
        resource.warn("document-too-large", where, most=MOST_BYTES)
        return None
    try:
        content = base64.b64decode("".join(inline.split()), validate=True)
    except (binascii.Error, ValueError):
        resource.warn("not-base64", where)
        return None
    if not content or len(content) > MOST_BYTES:
        resource.warn("document-too-large" if content else "document-empty", where, most=MOST_BYTES)
        return None
    if not KEPT_TYPES[media_type](content):
        resource.warn("document-not-its-type", where, value=media_type)
        return None
    stated = element.text("hash")
    if stated and stated != base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode():
        resource.warn("document-hash-differs", element.at("hash"))
        return None
    return content
