"""Whom a resource says it is about, before anybody is known: by the references that it holds.

Sources: FHIR R4; Provenance and the like belong to what they speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plait.coordination.interchange.reading.subject import NAMES, participants

BESIDE = ("target", "encounter", "context", "focus", "entity", "for", "individual")


def about(resource: Mapping[str, object]) -> tuple[str, ...]:
    """Whom a resource is about, as it says it; several for a visit of several people."""
    named = [resource.get(name) for name in NAMES]
    return tuple(_texts([*named, *participants(resource)]))


def beside(resource: Mapping[str, object]) -> tuple[str, ...]:
    """What a resource that does not say whom it is about belongs to (Provenance: its target)."""
    found: list[object] = []
    for name in BESIDE:
        value = resource.get(name)
        found += value if isinstance(value, list) else [value]
    return tuple(_texts(found))


def _texts(references: list[object]) -> Iterator[str]:
    for one in references:
        if not isinstance(one, dict):
            continue
        text, identifier = one.get("reference"), one.get("identifier")
        if isinstance(text, str) and text and not text.startswith("#"):
            yield text.partition("/_history/")[0]
        elif isinstance(identifier, dict):
            yield f"?identifier={identifier.get('system')}|{identifier.get('value')}"


def name_in(text: str) -> str:
    """The type and id at the end of an address."""
    return "/".join(text.partition("#")[0].rsplit("/", 2)[-2:])
