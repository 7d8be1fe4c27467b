"""A received person as PatientDetails and identifiers; those who treat them, and those close to them, by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import clip, key_of, stored_key, words
from plait.coordination.interchange.reading.care_team import ReceivedCareTeam
from plait.coordination.interchange.reading.origin import UNSTATED
from plait.coordination.interchange.reading.parts import Address, Identifier, Telecom
from plait.coordination.interchange.reading.patient import RESOURCE_IDENTIFIER, ReceivedPatient
from plait.coordination.interchange.reading.practitioner import NPI, ReceivedPractitioner
from plait.coordination.interchange.reading.related_person import ReceivedRelation
from plait.coordination.interchange.reading.when import When

LONGEST_IDENTIFIER = 300
NOT_ACTIVE = "The sender says that it does not hold any more."
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


def practitioner_key(one: ReceivedPractitioner) -> str:
    """The name under which a clinician is known again, whoever's file names them.

    The national number where there is one; else the sender's id; where no sender is stated, name and numbers.
    """
    if one.npi:
        return stored_key(f"{NPI}|{one.npi}")
    origin = one.origin
    if origin.system.startswith(UNSTATED):
        who = hashlib.sha256(repr((one.names, one.identifiers)).encode()).hexdigest()[:16]
        return stored_key(f"{UNSTATED}practitioner|{who}")
    return stored_key(f"{origin.system}||Practitioner|{origin.resource_id}")


def relation(one: ReceivedRelation) -> dict[str, Any]:
    """Somebody close to the person. They see and do nothing until somebody here decides so."""
    start, end = one.period.start, one.period.end
    phone = next((tel.value for tel in one.telecoms if tel.system in {"phone", "sms"} and tel.use != "old"), "")
    return {
        "origin_key": key_of(one.origin),
        "kind": "contact",
        "name": clip(one.name or words(one.relationships), 200),
        "relationship": clip(words(one.relationships), 60),
        "phone": clip(phone, 40),
        "scope": [],
        "starts_on": _day(start),
        "ends_on": _day(end),
        "entered_in_error": one.active is False and end is None,
        "error_reason": NOT_ACTIVE if one.active is False and end is None else "",
    }


def outside_members(one: ReceivedCareTeam) -> Iterator[dict[str, Any]]:
    """Who cares for the person elsewhere, one row each, known again by whom the team refers to."""
    for member in one.members:
        who = hashlib.sha256(f"{member.reference}|{member.role}".encode()).hexdigest()[:16]
        yield {
            "origin_key": f"{key_of(one.origin)[:280]}#{who}",
            "name": clip(member.name, 200),
            "role": clip(member.role, 200),
            "organisation": clip(member.organisation, 200),
            "phone": clip(member.phone, 60),
            "starts": str(member.period.start.date()) if member.period.start else "",
            "ends": str(member.period.end.date()) if member.period.end else "",
            "entered_in_error": one.in_error,
            "error_reason": TAKEN_BACK if one.in_error else "",
        }


def _day(when: When | None) -> date | None:
    """A whole day, or None: a year alone is no day."""
    found = when.date() if when is not None else None
    return found.earliest() if found is not None and found.day is not None else None
