"""Words of the import screens: what stands in a file, what happened to it, where a run stands."""

from __future__ import annotations

from django.utils.translation import gettext

from plait.coordination.interchange.reports import Remark
from plait.coordination.people.timeline_words import said


def resource_words(kind: str) -> str:
    """What a kind of resource is called; FHIR's own name where Plait has no other."""
    return {
        "Patient": gettext("Person"),
        "Practitioner": gettext("Clinicians"),
        "Condition": gettext("Problems"),
        "AllergyIntolerance": gettext("Allergies"),
        "MedicationRequest": gettext("Medicine orders"),
        "MedicationDispense": gettext("Medicines handed out"),
        "Observation": gettext("Results and scores"),
        "QuestionnaireResponse": gettext("Questionnaires"),
        "Encounter": gettext("Visits"),
        "MedicationStatement": gettext("Medicines said to be taken"),
        "Appointment": gettext("Agreed visits"),
        "CarePlan": gettext("Care plans"),
        "Goal": gettext("Goals"),
        "CareTeam": gettext("Care teams elsewhere"),
        "RelatedPerson": gettext("People close to the person"),
        "DocumentReference": gettext("Documents"),
        "Questionnaire": gettext("Forms"),
        "": gettext("Without a type"),
    }.get(kind, said(kind))


def entry_words(kind: str) -> str:
    """What one entry of a kind is called."""
    return {
        "Patient": gettext("Person"),
        "Practitioner": gettext("Clinician"),
        "Condition": gettext("Problem"),
        "AllergyIntolerance": gettext("Allergy"),
        "MedicationRequest": gettext("Medicine order"),
        "MedicationDispense": gettext("Medicine handed out"),
        "Observation": gettext("Result"),
        "QuestionnaireResponse": gettext("Questionnaire"),
        "Encounter": gettext("Visit"),
        "MedicationStatement": gettext("Medicine said to be taken"),
        "Appointment": gettext("Agreed visit"),
        "CarePlan": gettext("Care plan"),
        "Goal": gettext("Goal"),
        "CareTeam": gettext("Care team elsewhere"),
        "RelatedPerson": gettext("Person close to them"),
        "DocumentReference": gettext("Document"),
        "Questionnaire": gettext("Form"),
        "": gettext("Entry"),
    }.get(kind, said(kind))


def happened_words(happened: str) -> str:
    """What became of an entry."""
    return {
        "new": gettext("Taken in"),
        "changed": gettext("Changed"),
        "here": gettext("Already here"),
        "kept": gettext("Kept as received"),
        "older": gettext("Older than what is here"),
        "left-alone": gettext("Changed here since"),
        "twice": gettext("Twice in the file"),
        "unused": gettext("About nobody, not needed"),
        "refused": gettext("Refused"),
    }[happened]


def status_words(status: str) -> str:
    """Where a run stands."""
    return {
        "mapping": gettext("Columns to be confirmed"),
        "waiting": gettext("Waiting"),
        "running": gettext("Being read"),
        "held": gettext("Who is it?"),
        "done": gettext("Done"),
        "refused": gettext("Not taken in"),
        "failed": gettext("Failed"),
    }[status]


def remark_words(remark: Remark) -> str:
    """A sentence of the report in the reader's language. Values come from the file."""
    return gettext(remark.template) % {name: said(value) for name, value in (remark.values or {}).items()}


def size_words(size: int) -> str:
    """How large a file is."""
    if size < 1000:
        return gettext("%(number)s bytes") % {"number": size}
    if size < 1_000_000:
        return gettext("%(number)s kB") % {"number": f"{size / 1000:.0f}"}
    return gettext("%(number)s MB") % {"number": f"{size / 1_000_000:.1f}"}
