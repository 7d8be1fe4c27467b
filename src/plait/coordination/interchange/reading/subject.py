"""Whom a resource is about. What is about somebody else is never stored with this person.

A resource that Plait reads must lead to the Patient of the file, or say nothing. Of the others, which are kept as
received, those that name another person are refused as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from plait.coordination.interchange.reading.document import path_of
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Identifier
from plait.coordination.interchange.reading.references import Entry, References
from plait.coordination.interchange.reading.words import Note, note

NAMES = ("subject", "patient", "beneficiary")
NEEDED = frozenset(
    {
        "AllergyIntolerance",
        "Appointment",
        "CarePlan",
        "Condition",
        "Goal",
        "MedicationRequest",
        "MedicationStatement",
        "RelatedPerson",
    }
)
NOT_ABOUT_ANYONE = frozenset({"Practitioner", "Questionnaire"})


def about_somebody_else(
    entry: Entry, references: References, patient: Origin, identifiers: tuple[Identifier, ...], *, is_read: bool
) -> Note | None:
    """Why a resource is not about the person in the file, or None."""
    if entry.origin.resource_type == "Appointment":
        return _others_appointment(entry, references, patient, identifiers)
    for name in NAMES:
        found = entry.resource.get(name)
        if isinstance(found, dict):
            other = _other(found, entry, references, patient, identifiers)
            if other is not None and (is_read or other[0] in {"", "Patient"}):
                return note("about-somebody-else", path_of(entry.origin.path, name), value=other[1])
    return None


def says_whom(entry: Entry) -> bool:
    """Whether a resource says whom it is about."""
    found = [entry.resource.get(name) for name in NAMES]
    found += participants(entry.resource)
    return any(isinstance(one, dict) and (one.get("reference") or one.get("identifier")) for one in found)


def participants(resource: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The references of those who take part in an Appointment and are a person in care, as far as they say so."""
    listed = resource.get("participant") if resource.get("resourceType") == "Appointment" else None
    actors = [one.get("actor") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [one for one in actors if isinstance(one, dict) and _may_be_patient(one)]


def _may_be_patient(actor: Mapping[str, object]) -> bool:
    text, kind = actor.get("reference"), actor.get("type")
    if isinstance(text, str) and text:
        stated = text.partition("?")[0] if "?" in text else _type_in(text)
        return (stated or kind or "Patient") == "Patient"
    return kind == "Patient"


def _others_appointment(
    entry: Entry, references: References, patient: Origin, identifiers: tuple[Identifier, ...]
) -> Note | None:
    """A visit of several people is about each of them; one that only others come to is not about this one."""
    others = [_other(one, entry, references, patient, identifiers) for one in participants(entry.resource)]
    strangers = [other for other in others if other is not None and other[0] in {"", "Patient"}]
    if strangers and all(other is not None for other in others):
        return note("about-somebody-else", path_of(entry.origin.path, "participant"), value=strangers[0][1])
    return None


def _other(
    found: Mapping[str, object],
    entry: Entry,
    references: References,
    patient: Origin,
    identifiers: tuple[Identifier, ...],
) -> tuple[str, str] | None:
    """Type ("" where unknown) and words of what a reference leads to, None where it is this person or not stated."""
    text = found.get("reference")
    if isinstance(text, str) and text:
        target = references.resolve(text, entry)
        if target is not None and target.origin is not None and target.origin.key == patient.key:
            return None
        kind = target.resource.get("resourceType") if target is not None else _type_in(text)
        return (kind if isinstance(kind, str) else "", text)
    identifier = found.get("identifier")
    if isinstance(identifier, dict):
        stated = (identifier.get("system") or "", identifier.get("value"))
        if not any((one.system, one.value) == stated for one in identifiers):
            return ("Patient", str(identifier.get("value")))
    return None


def _type_in(reference: str) -> str:
    """The type that a relative or full address names, "" where it names none."""
    parts = reference.partition("/_history/")[0].rsplit("/", 2)
    return parts[-2] if len(parts) > 1 and parts[-2].isalpha() else ""
