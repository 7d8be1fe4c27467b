"""Problems, allergies, pregnancy, life events, episodes of care and the steps of treatment inside them."""

from __future__ import annotations

from collections.abc import Iterator

from plait.clinical.coding import LOINC, SNOMED
from plait.clinical.situation import CURRENT
from plait.coordination.interchange.value_sets import ALLERGY_KIND, NO_KNOWN_ALLERGY
from plait.coordination.interchange.writing.elements import (
    HL7,
    UCUM,
    Json,
    coded,
    coding,
    concept,
    filled,
    instant,
    partial,
    period,
    resource,
)
from plait.coordination.interchange.writing.sheet import Sheet, Written, each, in_error, status_of
from plait.foundation.whole import Thread

NONE_KNOWN = (NO_KNOWN_ALLERGY, "No known allergy")
PREGNANCY = ("82810-3", "Pregnancy status")
WEEKS = ("18185-9", "Gestational age")
PREGNANCY_STATES = {
    "pregnant": ("77386006", "Pregnancy"),
    "none": ("60001007", "Not pregnant"),
    "unknown": ("261665006", "Unknown"),
}


def write_problems(sheet: Sheet) -> Iterator[Written]:
    """Everything that burdens the person, and the stretches of care."""
    writers = {
        "Condition": _condition,
        "AllergyIntolerance": _allergy,
        "PregnancyStatus": _pregnancy,
        "LifeEvent": _life_event,
        "EpisodeOfCare": _episode,
        "TreatmentStep": _step,
    }
    return each(sheet, writers)


def _statuses(thread: Thread, system: str, verification: str = "") -> Json:
    """Clinical and verification status; what is in error has no clinical status (FHIR R4 con-5, ait-2).

    Where nobody said how sure it is, nothing is said: FHIR asks for no verification status.
    """
    if in_error(thread):
        return {"verificationStatus": coded(f"{HL7}{system}-ver-status", "entered-in-error")}
    stated = {"verificationStatus": coded(f"{HL7}{system}-ver-status", verification)} if verification else {}
    return {"clinicalStatus": coded(f"{HL7}{system}-clinical", thread.last["clinical_status"]), **stated}


def _condition(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    onset, abated = partial(told["onset"]), partial(told["abated"])
    statuses = _statuses(thread, "condition", told["verification_status"])
    if abated and told["clinical_status"] in CURRENT:
        abated = None  # con-4: what has an end is not active; our extension has both
    return resource(
        "Condition",
        thread.id,
        **statuses,
        code=concept(told["text"], told["codings"]),
        subject=sheet.me,
        onsetDateTime=onset,
        onsetString=told["onset"] if told["onset"] and not onset else None,
        abatementDateTime=abated,
        recordedDate=instant(told["recorded_at"]),
    )


def _allergy(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    none_known = told["kind"] == "none-known"
    code = coded(SNOMED, *NONE_KNOWN) if none_known else concept(told["substance"], told["codings"])
    reaction = filled(
        manifestation=[{"text": told["reaction"] or "not stated"}],
        severity=told["severity"],
    )
    return resource(
        "AllergyIntolerance",
        thread.id,
        **_statuses(thread, "allergyintolerance"),
        type=told["kind"] if told["kind"] in ALLERGY_KIND else None,
        category=["medication"] if told["ingredient"] else [],
        code=code or {"text": "not stated"},
        patient=sheet.me,
        recordedDate=instant(told["recorded_at"]),
        reaction=[reaction] if told["reaction"] or told["severity"] else [],
    )


def _observation(sheet: Sheet, thread: Thread, *, code: Json, when: str | None, **more: object) -> Json:
    category = [coded(f"{HL7}observation-category", "social-history")]
    status = status_of(thread, "final")
    more = {"effectiveDateTime": when, **more}
    return resource("Observation", thread.id, status=status, category=category, code=code, subject=sheet.me, **more)


def _pregnancy(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    state = PREGNANCY_STATES.get(told["state"])
    value = {"coding": [coding(SNOMED, *state)], "text": told["state"]} if state else {"text": told["state"]}
    weeks = {"value": told["weeks"], "unit": "weeks", "system": UCUM, "code": "wk"}
    parts: list[Json] = []
    if told["weeks"] is not None:
        parts.append({"code": coded(LOINC, *WEEKS), "valueQuantity": weeks})
    if told["breastfeeding"] is not None:
        parts.append({"code": {"text": "breastfeeding"}, "valueBoolean": told["breastfeeding"]})
    return _observation(
        sheet,
        thread,
        code=coded(LOINC, *PREGNANCY),
        when=instant(told["effective_at"]),
        valueCodeableConcept=value,
        component=parts,
    )


def _life_event(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    return _observation(
        sheet, thread, code={"text": "Life event"}, when=partial(told["on"]), valueString=told["text"] or "not stated"
    )


def _episode(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    status = status_of(thread, "finished" if told["ended_at"] else "active")
    return resource(
        "EpisodeOfCare",
        thread.id,
        status=status,
        type=[{"text": told["title"]}],
        patient=sheet.me,
        period=period(told["effective_at"], told["ended_at"]),
    )


def _step(sheet: Sheet, thread: Thread) -> Json:
    """A step of treatment: a plan that held from one moment until another."""
    told = thread.last
    status = status_of(thread, "completed" if told["ended_at"] else "active")
    return resource(
        "CarePlan",
        thread.id,
        status=status,
        intent="plan",
        category=[{"text": "Step of treatment"}],
        title=told["title"],
        subject=sheet.me,
        period=period(told["effective_at"], told["ended_at"]),
    )
