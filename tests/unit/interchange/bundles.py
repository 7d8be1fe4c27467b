"""Bundles for tests: the twelve real ones, and small ones built to show one thing."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from plait.clinical.medication.order import Ingredient, Medicine
from plait.coordination.interchange.reading import Received, Rejected, read_bundle
from plait.knowledge.loader import release

FHIR = Path(__file__).parents[2] / "data" / "fhir"
FILES = sorted(FHIR.glob("*.json"))
INSTRUMENTS = tuple(release().instruments.values())
ZONE = "America/New_York"
PATIENT = {"resourceType": "Patient", "id": "p1", "name": [{"family": "Rivera", "given": ["Ana"]}]}
BASE = "https://ehr.example"
SUBJECT = {"reference": "Patient/p1"}

SERTRALINE = Medicine("sertraline", (Ingredient("36437", "sertraline"),))
SERTRALINE_50 = Medicine(
    "sertraline", SERTRALINE.ingredients, "312941", "sertraline 50 MG Oral Tablet", "oral tablet", "50 mg"
)
FLUOXETINE = Medicine("fluoxetine", (Ingredient("4493", "fluoxetine"),))
OLANZAPINE = Medicine("olanzapine", (Ingredient("61381", "olanzapine"),))
SERTRALINE_SALT = Medicine("sertraline", (Ingredient("155137", "sertraline hydrochloride"),))
MEDICINES = {
    "155137": SERTRALINE_SALT,
    "36437": SERTRALINE,
    "312941": SERTRALINE_50,
    "4493": FLUOXETINE,
    "61381": OLANZAPINE,
}


def bundle(*resources: dict[str, Any], patient: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A Bundle about one person; every resource has the address of its type and id."""
    listed = deepcopy([patient or PATIENT, *resources])
    entries = [{"fullUrl": f"{BASE}/{one['resourceType']}/{one.get('id')}", "resource": one} for one in listed]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}


def read(content: dict[str, Any] | bytes, **more: Any) -> Received | Rejected:
    """Read a Bundle with the medicines above and the instruments that ship."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    known = {"zone": ZONE, "lookup": MEDICINES.get, "instruments": INSTRUMENTS, **more}
    return read_bundle(raw, **known)


def received(*resources: dict[str, Any], definitions: Any = None, **more: Any) -> Received:
    """Read resources of one person; the file must be accepted and fully accounted for."""
    content = bundle(*resources, **more)
    found = read(content, **({"definitions": definitions} if definitions else {}))
    assert isinstance(found, Received), found
    assert len(found.lines) == len(content["entry"])
    return found


def warnings(found: Received, resource_id: str) -> set[str]:
    """The codes of the warnings of one resource."""
    return {one.code for line in found.lines if line.resource_id == resource_id for one in line.warnings}


def why_kept(found: Received) -> dict[str, str]:
    """Id and reason of what was kept."""
    return {one.origin.resource_id: one.reason.code for one in found.kept}


def order(**more: Any) -> dict[str, Any]:
    """An active order of sertraline 50 mg."""
    return {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        "subject": SUBJECT,
        "authoredOn": "2026-03-01T09:00:00-05:00",
        "medicationCodeableConcept": concept("312941", "sertraline 50 MG Oral Tablet"),
        **more,
    }


def concept(code: str, words: str, system: str = "http://www.nlm.nih.gov/research/umls/rxnorm") -> dict[str, Any]:
    """A concept with one code."""
    return {"text": words, "coding": [{"system": system, "code": code, "display": words}]}


def loinc(code: str, words: str = "words") -> dict[str, Any]:
    """A concept with a LOINC code."""
    return concept(code, words, "http://loinc.org")


def observation(code: str, **more: Any) -> dict[str, Any]:
    """A final observation."""
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "subject": SUBJECT,
        "code": loinc(code),
        "effectiveDateTime": "2026-03-01T09:00:00Z",
        **more,
    }
