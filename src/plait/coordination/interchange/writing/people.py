"""The person, those who stand beside them, and those who treat them.

A care team is told as it stood; who may open a chart is decided by each practice for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plait.coordination.interchange.value_sets import BIRTH_SEX, BIRTH_SEX_URL, GENDER
from plait.coordination.interchange.writing.elements import (
    Json,
    concept,
    filled,
    one_of,
    partial,
    period,
    reference,
    resource,
)
from plait.coordination.interchange.writing.sheet import Sheet, Written, in_error, status_of
from plait.foundation.whole import Thread
from plait.records.people.whole import Named

NUMBER = "urn:plait:person-number:"
GENDER_IDENTITY = "http://hl7.org/fhir/StructureDefinition/individual-genderIdentity"
PRONOUNS = "http://hl7.org/fhir/StructureDefinition/individual-pronouns"


def write_person(sheet: Sheet) -> Iterator[Written]:
    """The Patient. Details of a record that is read under this one come along, after the person's own."""
    own = sorted(sheet.of("PatientDetails"), key=lambda one: one.patient_id != sheet.person.patient_id)
    if own:
        yield _patient(sheet, own[0].last), [*own, *sheet.of("PatientIdentifier")]
    for relation in sheet.of("PatientRelation"):
        yield _relation(sheet, relation), [relation]
    members = sheet.of("CareTeamMember")
    if members:
        yield _team(sheet, members), list(members)
    for member in sheet.of("OutsideCareMember"):
        yield _outside(sheet, member), [member]


def write_practitioner(named: Named) -> Json:
    """A practitioner by name."""
    job = [{"code": {"text": named.profession}}] if named.profession else []
    return resource("Practitioner", named.practitioner_id, name=[{"text": named.name}], qualification=job)


def _patient(sheet: Sheet, told: Any) -> Json:
    number = {"system": f"{NUMBER}{sheet.person.site_id}", "value": sheet.person.number, "use": "usual"}
    others = [filled(system=one.last["system"], value=one.last["value"]) for one in sheet.of("PatientIdentifier")]
    gender = told["sex_for_clinical_use"]
    names = [filled(use="official", family=told["family"], given=[told["given"]] if told["given"] else [])]
    if told["preferred_name"]:
        names.append({"use": "usual", "text": told["preferred_name"]})
    return resource(
        "Patient",
        sheet.person.patient_id,
        extension=_extensions(told),
        identifier=[number, *others],
        name=[one for one in names if len(one) > 1],
        telecom=[
            *({"system": "phone", "value": value} for value in told["phones"]),
            *({"system": "email", "value": value} for value in told["emails"]),
        ],
        gender=one_of(GENDER, gender, "unknown"),
        birthDate=partial(told["birth_date"]),
        **_deceased(told["deceased"]),
        address=_address(told["address"]),
        communication=[{"language": {"text": name}} for name in told["languages"]],
    )


def _extensions(told: Any) -> list[Json]:
    sex = BIRTH_SEX.get(told["sex_for_clinical_use"])
    found: list[Json] = [{"url": BIRTH_SEX_URL, "valueCode": sex}] if sex else []
    for url, words in ((GENDER_IDENTITY, told["gender_identity"]), (PRONOUNS, told["pronouns"])):
        if words:
            found.append({"url": url, "extension": [{"url": "value", "valueCodeableConcept": {"text": words}}]})
    return found


def _address(told: dict[str, str]) -> list[Json]:
    found = filled(
        line=[told["line"]] if told.get("line") else [],
        city=told.get("city"),
        state=told.get("state"),
        postalCode=told.get("postal_code"),
        country=told.get("country"),
    )
    return [{"use": "home", **found}] if found else []


def _deceased(told: str) -> Json:
    on = partial(told)
    return {"deceasedDateTime": on} if on else {"deceasedBoolean": True} if told else {}


def _relation(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    return resource(
        "RelatedPerson",
        thread.id,
        active=False if in_error(thread) else None,
        patient=sheet.me,
        relationship=[one for words in (told["relationship"], told["kind"]) if (one := concept(words))],
        name=[{"text": told["name"]}],
        telecom=[{"system": "phone", "value": told["phone"]}] if told["phone"] else [],
        period=period(told["starts_on"], told["ends_on"]),
    )


def _team(sheet: Sheet, members: Sequence[Thread]) -> Json:
    return resource(
        "CareTeam",
        members[0].id,  # a care team is known by its first member
        status="active",
        subject=sheet.me,
        participant=[
            filled(
                role=[{"text": one.last["role"]}],
                member=sheet.who(one.last["practitioner_id"]),
                period=period(one.last["starts_at"], one.last["ends_at"]),
            )
            for one in members
            if not in_error(one)
        ],
    )


def _outside(sheet: Sheet, thread: Thread) -> Json:
    """Somebody who cares for the person elsewhere: a team of one."""
    told = thread.last
    member = filled(
        role=[{"text": told["role"]}] if told["role"] else [],
        member=reference(None, told["name"]),
        onBehalfOf=reference(None, told["organisation"]),
        period=filled(start=partial(told["starts"]), end=partial(told["ends"])),
    )
    return resource(
        "CareTeam",
        thread.id,
        status=status_of(thread, "active"),
        subject=sheet.me,
        participant=[member],
        telecom=[{"system": "phone", "value": told["phone"]}] if told["phone"] else [],
    )
