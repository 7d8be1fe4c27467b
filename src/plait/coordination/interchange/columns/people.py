"""A received person as PatientDetails and identifiers; a received practitioner by name."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from plait.coordination.interchange.columns.texts import clip, stored_key
from plait.coordination.interchange.reading.parts import Address, Identifier, Telecom
from plait.coordination.interchange.reading.patient import RESOURCE_IDENTIFIER, ReceivedPatient
from plait.coordination.interchange.reading.practitioner import ReceivedPractitioner

LONGEST_IDENTIFIER = 300
OLD = frozenset({"old", "temp"})
MOST_CONTACTS = 20
MOST_IDENTIFIERS = 50


def details(person: ReceivedPatient) -> dict[str, Any]:
    """The columns of PatientDetails. Where the person is now is not taken from an address: it is asked."""
    legal, preferred = person.legal_name, person.preferred_name
    given, family = (" ".join(legal.given), legal.family) if legal else ("", "")
    if legal and not given and not family:
        family = legal.text
    called = (" ".join(preferred.given) or preferred.text or preferred.family) if preferred else ""
    return {
        "given": clip(given, 200),
        "family": clip(family, 200),
        "preferred_name": clip(called, 200),
        "pronouns": clip(person.pronouns.text if person.pronouns else "", 60),
        "birth_date": str(person.birth_date or ""),
        "sex_for_clinical_use": person.sex_at_birth or person.gender or "unknown",
        "gender_identity": clip(person.gender_identity.text if person.gender_identity else "", 100),
        "languages": [clip(one.concept.text, 100) for one in sorted(person.languages, key=lambda x: not x.preferred)],
        "phones": [clip(one.value, 60) for one in _reach(person, "phone", "sms")],
        "emails": [clip(one.value, 200) for one in _reach(person, "email")],
        "address": _address(person.addresses),
        "deceased": _deceased(person),
    }


def identifiers(person: ReceivedPatient) -> tuple[Identifier, ...]:
    """The identifiers that name one person in one system: with a system, not old, short enough to be one.

    The first is the sender's own id of the record; its system is cut to the length of its column.
    """
    own, *others = person.identifiers
    found = (one for one in others if one.system and one.use not in OLD and one.kind != RESOURCE_IDENTIFIER)
    short = (one for one in found if len(one.system) <= LONGEST_IDENTIFIER and len(one.value) <= LONGEST_IDENTIFIER)
    return (replace(own, system=stored_key(own.system)), *islice(short, MOST_IDENTIFIERS))


def is_own(identifier: Identifier) -> bool:
    """Whether it is the sender's own id of the record: the same record, whatever stands in it."""
    return identifier.kind == RESOURCE_IDENTIFIER


def practitioner_name(one: ReceivedPractitioner) -> str:
    """What a practitioner is known by here."""
    return clip(one.name or (f"NPI {one.npi}" if one.npi else one.origin.resource_id), 200)


def _reach(person: ReceivedPatient, *systems: str) -> list[Telecom]:
    found = [one for one in person.telecoms if one.system in systems and one.use != "old"]
    return sorted(found, key=lambda one: one.rank if one.rank is not None else 99)[:MOST_CONTACTS]


def _address(addresses: tuple[Address, ...]) -> dict[str, str]:
    current = [one for one in addresses if one.use not in {"old", "billing"}]
    chosen = next((one for one in current if one.use == "home"), current[0] if current else None)
    if chosen is None:
        return {}
    found = {
        "line": clip(", ".join(chosen.lines) or chosen.text, 300),
        "city": clip(chosen.city, 100),
        "state": clip(chosen.state, 60),
        "postal_code": clip(chosen.postal_code, 20),
        "country": clip(chosen.country, 60),
    }
    return {name: value for name, value in found.items() if value}


def _deceased(person: ReceivedPatient) -> str:
    if not person.deceased:
        return ""
    return str(person.deceased_at.date()) if person.deceased_at else "yes"
