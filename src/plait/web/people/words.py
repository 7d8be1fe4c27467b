"""What the details of a person are called, and how each is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from plait.clinical.moment import PartialDate
from plait.coordination.people.registration import Details
from plait.web.words import partial_day


def detail_words(name: str) -> str:
    """What a detail is called."""
    return {
        "given": gettext("Given name"),
        "family": gettext("Family name"),
        "preferred_name": gettext("Name they go by"),
        "pronouns": gettext("Pronouns"),
        "birth_date": gettext("Birth date"),
        "sex_for_clinical_use": gettext("Sex for clinical use"),
        "gender_identity": gettext("Gender identity"),
        "languages": gettext("Languages"),
        "interpreter": gettext("Interpreter"),
        "phones": gettext("Phone"),
        "emails": gettext("E-mail"),
        "address": gettext("Address"),
        "state_now": gettext("State where they are"),
        "deceased": gettext("Died"),
    }[name]


def sex_words(sex: str) -> str:
    """Sex for clinical use."""
    return {
        "female": gettext("Female"),
        "male": gettext("Male"),
        "other": gettext("Other: ask before a dose or a result depends on it"),
        "unknown": gettext("Not known"),
    }.get(sex, sex)


def beside_words(kind: str) -> str:
    """In which way somebody stands beside a person."""
    return {"guardian": gettext("Guardian"), "helper": gettext("Helper")}.get(kind, kind)


def value_words(name: str, value: Any) -> str:
    """A detail as it is read; "none" where there is none."""
    if name == "sex_for_clinical_use":
        return sex_words(value)
    if name == "interpreter":
        return gettext("needed") if value else gettext("not needed")
    if isinstance(value, PartialDate):
        return partial_day(value)
    if isinstance(value, Mapping):
        value = address_lines(value)
    if isinstance(value, (tuple, list)):
        value = ", ".join(value)
    return str(value or gettext("none"))


def address_lines(parts: Mapping[str, str]) -> list[str]:
    """An address as it is written on a letter."""
    place = ", ".join(part for part in (parts.get("city", ""), parts.get("state", "")) if part)
    lines = (parts.get("line", ""), f"{place} {parts.get('postal_code', '')}".strip())
    return [line for line in lines if line]


def side_by_side(one: Details, other: Details) -> list[dict[str, Any]]:
    """Two people's details line by line, with whether they contradict each other; what neither has is left out."""
    names = [field for field in Details.__slots__ if _said(one, field) or _said(other, field)]
    return [
        {
            "label": detail_words(name),
            "one": value_words(name, getattr(one, name)),
            "other": value_words(name, getattr(other, name)),
            "differs": _said(one, name) and _said(other, name) and getattr(one, name) != getattr(other, name),
        }
        for name in names
    ]


def _said(details: Details, name: str) -> bool:
    return getattr(details, name) not in ("", (), {}, None, False, "unknown")


def kind_words(kind: str) -> str:
    """What was written, by the name of its record: enough for somebody who may not read it."""
    return {
        "PatientDetails": gettext("details"),
        "PatientIdentifier": gettext("number from another system"),
        "PatientRelation": gettext("somebody beside the person"),
        "CareTeamMember": gettext("place on the care team"),
        "OutsideCareMember": gettext("somebody elsewhere who cares"),
        "Condition": gettext("problem"),
        "AllergyIntolerance": gettext("allergy or intolerance"),
        "PregnancyStatus": gettext("pregnancy"),
        "LifeEvent": gettext("life event"),
        "EpisodeOfCare": gettext("episode of care"),
        "TreatmentStep": gettext("treatment step"),
        "Encounter": gettext("visit"),
        "Appointment": gettext("appointment"),
        "AppointmentEvent": gettext("change of an appointment"),
        "DocumentReference": gettext("document"),
        "DocumentContent": gettext("file of a document"),
        "QuestionnaireResponse": gettext("score"),
        "TherapyCourse": gettext("course of therapy"),
        "TherapySession": gettext("session"),
        "MedicationRequest": gettext("line of an order"),
        "MedicationStatement": gettext("statement of what is taken"),
        "MedicationDispense": gettext("dispense"),
        "Observation": gettext("result"),
        "Goal": gettext("goal"),
        "CarePlan": gettext("care plan"),
        "ReconciliationDecision": gettext("decision about an imported line"),
    }.get(kind, kind)
