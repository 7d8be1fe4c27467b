"""The twelve real files: every resource accounted for, twice the same, nothing invented."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from plait.coordination.interchange.reading import Received
from plait.knowledge.formulary import formulary

from .bundles import FILES, read

# Per file: (mapped, kept), and the mapped by type.
EXPECTED = {
    "cms128-b371fd28": (6, 0, {"Patient": 1, "Condition": 2, "Encounter": 1, "MedicationDispense": 2}),
    "cms128-ee6d52b0": (5, 1, {"Patient": 1, "Condition": 1, "Encounter": 1, "MedicationDispense": 2}),
    "cms136-cb044844": (6, 1, {"Patient": 1, "Encounter": 4, "MedicationRequest": 1}),
    "cms137-fe1e8e8e": (3, 3, {"Patient": 1, "Condition": 1, "Encounter": 1}),
    "cms159-283ac6f1": (7, 0, {"Patient": 1, "Condition": 3, "Encounter": 1, "Observation": 2}),
    "cms159-2c7de2e3": (5, 2, {"Patient": 1, "Condition": 1, "Encounter": 1, "Observation": 2}),
    "cms159-879bf9f1": (7, 0, {"Patient": 1, "Condition": 3, "Encounter": 1, "Observation": 2}),
    "cms2-82134291": (
        5,
        3,
        {"Patient": 1, "Encounter": 1, "MedicationRequest": 1, "Observation": 1, "Practitioner": 1},
    ),
    "synthea-brain-erdman": (
        120,
        56,
        {"Patient": 1, "Practitioner": 1, "Encounter": 19, "Observation": 88, "Condition": 6, "MedicationRequest": 4}
        | {"CarePlan": 1},
    ),
    "synthea-eddy-fadel": (
        75,
        47,
        {"Patient": 1, "Practitioner": 1, "Encounter": 14, "Observation": 53, "Condition": 4, "MedicationRequest": 2},
    ),
    "synthea-ernie-rosenbaum": (
        123,
        67,
        {"Patient": 1, "Practitioner": 2, "Encounter": 22, "Observation": 81, "Condition": 7, "MedicationRequest": 9}
        | {"CarePlan": 1},
    ),
    "synthea-oralia-stark": (
        117,
        59,
        {"Patient": 1, "Practitioner": 1, "Encounter": 14, "Observation": 82, "Condition": 5, "MedicationRequest": 7}
        | {"CarePlan": 2, "Goal": 5},
    ),
}
NOWHERE = {"cms136-cb044844": "Practitioner/example", "cms2-82134291": "Practitioner/123456"}
PHQ_9 = {"cms159-283ac6f1": [3, 10], "cms159-2c7de2e3": [3, 10], "cms159-879bf9f1": [3, 10]}


@cache
def real(path: Path) -> Received:
    found = read(path.read_bytes(), lookup=formulary().medicine)
    assert isinstance(found, Received)
    return found


def named(name: str) -> Received:
    return real(next(path for path in FILES if path.stem == name))


def test_all_twelve_are_here():
    assert {path.stem for path in FILES} == set(EXPECTED)


@pytest.mark.hazard("H-024")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_resource_is_accounted_for(path):
    found, entries = real(path), json.loads(path.read_bytes())["entry"]
    mapped, kept, by_type = EXPECTED[path.stem]
    outcomes = Counter(line.outcome for line in found.lines)
    assert len(found.lines) == len(entries)
    assert [line.path for line in found.lines] == [f"$.entry[{index}].resource" for index in range(len(entries))]
    assert [line.resource_type for line in found.lines] == [one["resource"]["resourceType"] for one in entries]
    assert outcomes == Counter(mapped=mapped, kept=kept)
    assert Counter(thing.origin.resource_type for thing in found.things()) == by_type
    assert sum(found.counts().values()) == len(entries)
    assert {one.reason.code for one in found.kept} <= {"other-type"}


def test_in_all_twelve_together():
    total = sum((real(path).counts() for path in FILES), Counter())
    assert sum(total.values()) == 718
    assert sum(count for (_, outcome), count in total.items() if outcome == "mapped") == 479
    assert sum(count for (_, outcome), count in total.items() if outcome == "kept") == 239


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_twice_changes_nothing(path):
    first, second = real(path), read(path.read_bytes(), lookup=formulary().medicine)
    known = {origin.key: origin.content_hash for origin in first.origins()}
    assert first == second
    assert len(known) == len(first.lines)
    assert set(second.changes(known).values()) == {"same"}


def test_keys_of_different_people_never_meet():
    keys = [origin.key for path in FILES for origin in real(path).origins()]
    assert len(keys) == len(set(keys)) == 718


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_references_that_lead_nowhere_are_reported(path):
    lost = [one for line in real(path).lines for one in line.warnings if one.code == "reference-nowhere"]
    assert [dict(one.values)["value"] for one in lost] == ([NOWHERE[path.stem]] if path.stem in NOWHERE else [])
    assert all(one.path.endswith(".requester.reference") for one in lost)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_totals_of_phq_9(path):
    assert [one.total for one in real(path).scores] == PHQ_9.get(path.stem, [])
    assert {one.instrument for one in real(path).scores} <= {"phq-9"}


def test_a_brand_component_code_stays_an_unknown_medicine():
    diazepam = [
        one for one in named("synthea-ernie-rosenbaum").medication_requests if one.concept.text == "Diazepam [Valium]"
    ]
    assert len(diazepam) == 2
    for one in diazepam:
        assert one.medicine.ingredients == ()
        assert one.medicine.name == "Diazepam [Valium]"
        assert [coding.code for coding in one.concept.codings] == ["563026"]
        assert (one.state, one.end) == ("stopped", None)


def test_orders_become_known_medicines_by_code():
    carbamazepine = next(
        one for one in named("synthea-brain-erdman").medication_requests if "Carbamazepine" in one.concept.text
    )
    assert [one.name for one in carbamazepine.medicine.ingredients] == ["carbamazepine"]
    assert (carbamazepine.dose, carbamazepine.timing) == (None, None)
    assert carbamazepine.requester.display


def test_a_completed_order_with_bounds_ends_there():
    clonidine = named("cms136-cb044844").medication_requests[0]
    assert clonidine.state == "stopped"
    assert clonidine.start.text == "2025-01-02T00:00:00.000Z"
    assert clonidine.end.text == "2025-07-30T23:59:59.000Z"
    assert [one.name for one in clonidine.medicine.ingredients] == ["clonidine"]


def test_dispenses_carry_days_of_supply():
    found = named("cms128-b371fd28").dispenses
    assert [one.days_supply for one in found] == [10, 10]
    assert all(one.status == "completed" for one in found)
    assert {one.medicine.name for one in found} == {"desipramine"}


def test_a_person_as_synthea_sends_it():
    person = named("synthea-brain-erdman").patient
    assert person.deceased
    assert person.identifiers[0].kind == "RI"
    assert {one.kind for one in person.identifiers} >= {"RI", "MR", "SS"}
    assert person.languages[0].concept.text == "English"
    assert person.sex_at_birth == person.gender
    assert person.telecoms[0].system == "phone"


def test_narrative_never_stands_in_a_mapped_field():
    found = named("synthea-brain-erdman")
    assert "<div" in found.patient.origin.raw
    stripped = [line for line in repr(found).split("raw=") if "<div" in line.split("', labels")[-1]]
    assert stripped == []


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert isinstance(read(FILES[0].read_bytes()), Received)


def test_reading_needs_no_django():
    code = (
        "import sys, plait.coordination.interchange.reading as r;"
        "print([m for m in sys.modules if m.split('.')[0] in {'django', 'psycopg', 'procrastinate'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
