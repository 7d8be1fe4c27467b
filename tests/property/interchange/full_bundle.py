"""One lawful Bundle that uses every element that is read, as the ground from which mutants are made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.unit.interchange.bundles import PATIENT, SUBJECT, bundle, concept, loinc, observation, order

Path = tuple[str | int, ...]
MG = {"value": 50, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
ENCOUNTER = {"reference": "Encounter/e1"}
DOCTOR = {"reference": "Practitioner/d1"}
PERIOD = {"start": "2026-03-01", "end": "2026-04-01"}
STATUS = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}

PERSON = {
    **PATIENT,
    "meta": {"versionId": "1", "security": [{"system": "urn:x", "code": "R", "display": "restricted"}]},
    "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>Ana</div>"},
    "identifier": [{"use": "usual", "type": {"coding": [{"code": "MR"}]}, "system": "urn:mrn", "value": "42"}],
    "name": [{"use": "official", "family": "Rivera", "given": ["Ana"], "prefix": ["Ms."], "suffix": ["II"]}],
    "birthDate": "1990-05-03",
    "gender": "female",
    "deceasedBoolean": False,
    "telecom": [{"system": "phone", "value": "555-0100", "use": "home", "rank": 1}],
    "address": [{"use": "home", "line": ["1 Elm St"], "city": "Albany", "state": "NY", "postalCode": "12207"}],
    "communication": [{"language": {"text": "Spanish"}, "preferred": True}],
    "extension": [{"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"}],
    "contact": [{"name": {"family": "Soto"}}],
    "link": [{"type": "seealso", "other": {"reference": "Patient/p1"}}],
}
PRACTITIONER = {
    "resourceType": "Practitioner",
    "id": "d1",
    "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}],
    "name": [{"family": "Chen", "given": ["Mei"]}],
    "telecom": [{"system": "phone", "value": "555-0101"}],
    "qualification": [{"code": {"text": "MD"}}],
    "active": True,
}
CONDITION = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": SUBJECT,
    "encounter": ENCOUNTER,
    "asserter": DOCTOR,
    "code": concept("35489007", "Depression", "http://snomed.info/sct"),
    "clinicalStatus": STATUS,
    "verificationStatus": {"coding": [{"code": "confirmed"}]},
    "category": [{"text": "problem list item"}],
    "severity": {"text": "moderate"},
    "onsetAge": {"value": 30, "code": "a"},
    "abatementRange": {"low": {"value": 31, "code": "a"}, "high": {"value": 32, "code": "a"}},
    "recordedDate": "2026-03",
    "note": [{"text": "after a loss"}],
}
ALLERGY = {
    "resourceType": "AllergyIntolerance",
    "id": "a1",
    "patient": SUBJECT,
    "code": concept("4493", "fluoxetine"),
    "type": "allergy",
    "category": ["medication"],
    "criticality": "high",
    "clinicalStatus": STATUS,
    "verificationStatus": {"coding": [{"code": "confirmed"}]},
    "onsetDateTime": "2019",
    "recordedDate": "2026-03-01T09:00:00Z",
    "reaction": [{"manifestation": [{"text": "rash"}], "severity": "mild", "description": "arms", "onset": "2019"}],
}
DOSAGE = {
    "text": "one in the morning",
    "timing": {"repeat": {"boundsPeriod": PERIOD, "frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN"]}},
    "asNeededBoolean": False,
    "route": {"text": "by mouth"},
    "doseAndRate": [{"doseQuantity": MG}],
    "maxDosePerPeriod": {"numerator": MG, "denominator": {"value": 1, "code": "d"}},
}
ORDER = order(
    contained=[{"resourceType": "Medication", "id": "med", "code": concept("36437", "sertraline")}],
    medicationReference={"reference": "#med"},
    dosageInstruction=[DOSAGE],
    dispenseRequest={"validityPeriod": PERIOD},
    requester=DOCTOR,
    encounter=ENCOUNTER,
    reasonCode=[{"text": "depression"}],
    reasonReference=[{"reference": "Condition/c1"}],
    reportedBoolean=False,
)
del ORDER["medicationCodeableConcept"]
DISPENSE = {
    "resourceType": "MedicationDispense",
    "id": "s1",
    "status": "completed",
    "subject": SUBJECT,
    "medicationCodeableConcept": concept("312941", "sertraline 50 MG Oral Tablet"),
    "quantity": {"value": 30, "unit": "tablet"},
    "daysSupply": {"value": 30, "code": "d"},
    "whenHandedOver": "2026-03-02",
    "authorizingPrescription": [{"reference": "MedicationRequest/m1"}],
    "performer": [{"actor": {"display": "Elm Pharmacy"}}],
    "dosageInstruction": [DOSAGE],
}
SCORE = observation("44261-6", id="o1", valueInteger=12, derivedFrom=[{"reference": "QuestionnaireResponse/q1"}])
RESULT = observation(
    "55284-4",
    id="o2",
    category=[{"text": "vital signs"}],
    component=[{"code": loinc("8480-6"), "valueQuantity": {"value": 120, "unit": "mm[Hg]"}}],
    referenceRange=[{"low": {"value": 90}, "high": {"value": 140, "unit": "mm[Hg]"}}],
    interpretation=[{"text": "normal"}],
    encounter=ENCOUNTER,
    performer=[DOCTOR],
)
ITEMS = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "id": "q1",
    "questionnaire": "http://loinc.org/q/44249-1",
    "status": "completed",
    "subject": SUBJECT,
    "authored": "2026-03-01T09:00:00Z",
    "author": SUBJECT,
    "item": [
        {
            "linkId": f"/{code}",
            "text": "?",
            "answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6569-3"}}],
        }
        for code in ITEMS
    ],
}
VISIT = {
    "resourceType": "Encounter",
    "id": "e1",
    "status": "finished",
    "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
    "type": [{"text": "follow-up"}],
    "subject": SUBJECT,
    "period": {"start": "2026-03-01T09:00:00-05:00", "end": "2026-03-01T09:30:00-05:00"},
    "participant": [{"type": [{"text": "primary"}], "individual": DOCTOR}],
    "reasonCode": [{"text": "depression"}],
}
GOAL = {"resourceType": "Goal", "id": "g1", "subject": SUBJECT, "description": {"text": "sleep"}}

FULL: dict[str, Any] = bundle(
    PRACTITIONER, CONDITION, ALLERGY, ORDER, DISPENSE, SCORE, RESULT, RESPONSE, VISIT, GOAL, patient=PERSON
)
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**19,
    1.5,
    1e-19,
    "",
    " ",
    "x",
    "0000-00-00",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "2026-02-30",
    "#",
    "Patient/p2",
    "\u202e\u0007",
    "a" * 3000,
    [],
    {},
    [[]],
    [None],
    [{}],
    {"reference": "#med", "value": 1, "text": "x", "unknownElement": [1]},
    {"coding": [{"code": "x"}, None]},
    {"modifierExtension": [{"url": "x"}]},
)


def paths(value: Any, before: Path = ()) -> Iterator[Path]:
    """Every place below a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in members:
        yield (*before, name)
        yield from paths(one, (*before, name))


PATHS: tuple[Path, ...] = tuple(paths(FULL))


def changed(path: Path, odd: Any, *, content: Any = None) -> Any:
    """A copy in which one place holds something else."""
    found = deepcopy(FULL if content is None else content)
    holder = found
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = odd
    return found


def without(path: Path) -> Any:
    """A copy in which one place is missing."""
    found = deepcopy(FULL)
    holder = found
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return found


def text(content: Any) -> bytes:
    """As a file."""
    return json.dumps(content).encode()
