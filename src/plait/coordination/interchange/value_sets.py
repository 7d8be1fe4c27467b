"""The codes that FHIR R4 binds to what is read and written here, each set once, for both directions.

Reading refuses a code that is not in its set; writing says one that every reader knows. Sets that only one direction
needs stand where they are used. Sources: FHIR R4 ValueSets as named, EventTiming, US Core birth sex, CPT, SNOMED CT.
"""

from __future__ import annotations

from typing import Literal

Gender = Literal["male", "female", "other", "unknown"]

# FHIR R4 goal-status.
GOAL_LIFECYCLE = frozenset(
    {
        "proposed",
        "planned",
        "accepted",
        "active",
        "on-hold",
        "completed",
        "cancelled",
        "entered-in-error",
        "rejected",
    }
)
# FHIR R4 request-status, care-plan-intent, care-plan-activity-status.
PLAN_STATUS = frozenset({"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"})
PLAN_INTENT = frozenset({"proposal", "plan", "order", "option"})
ACTIVITY_STATUS = frozenset(
    {
        "not-started",
        "scheduled",
        "in-progress",
        "on-hold",
        "completed",
        "cancelled",
        "stopped",
        "unknown",
        "entered-in-error",
    }
)
# FHIR R4 encounter-status, appointmentstatus.
ENCOUNTER_STATUS = frozenset(
    {
        "planned",
        "arrived",
        "triaged",
        "in-progress",
        "onleave",
        "finished",
        "cancelled",
        "entered-in-error",
        "unknown",
    }
)
APPOINTMENT_STATUS = frozenset(
    {
        "proposed",
        "pending",
        "booked",
        "arrived",
        "fulfilled",
        "cancelled",
        "noshow",
        "entered-in-error",
        "checked-in",
        "waitlist",
    }
)
# FHIR R4 medicationdispense-status, observation-status, document-reference-status.
DISPENSE_STATUS = frozenset(
    {
        "preparation",
        "in-progress",
        "cancelled",
        "on-hold",
        "completed",
        "entered-in-error",
        "stopped",
        "declined",
        "unknown",
    }
)
OBSERVATION_STATUS = frozenset(
    {
        "registered",
        "preliminary",
        "final",
        "amended",
        "corrected",
        "cancelled",
        "entered-in-error",
        "unknown",
    }
)
DOCUMENT_STATUS = frozenset({"current", "superseded", "entered-in-error"})
# FHIR R4 allergy-intolerance-type, administrative-gender.
ALLERGY_KIND = frozenset({"allergy", "intolerance"})
GENDER = frozenset({"male", "female", "other", "unknown"})
# US Core birth sex, as a code for each sex.
BIRTH_SEX_URL = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
BIRTH_SEX: dict[Gender, str] = {"female": "F", "male": "M", "other": "OTH", "unknown": "UNK"}
# FHIR R4 EventTiming: the code for each time of day.
TIME_OF_DAY = {"morning": "MORN", "noon": "NOON", "afternoon": "AFT", "evening": "EVE", "bedtime": "HS"}
# v3 ActCode: an encounter in an emergency.
EMERGENCY = "EMER"
# CPT, by the kind of visit; the first says it, each is known.
CPT = "http://www.ama-assn.org/go/cpt"
EVALUATION = ("90791", "90792")  # psychiatric diagnostic evaluation, without and with medical services
MEDICATION_VISIT = ("90863", "90862")  # pharmacologic management, with psychotherapy or alone (until 2012)
# SNOMED CT: no known allergy.
NO_KNOWN_ALLERGY = "716186003"
