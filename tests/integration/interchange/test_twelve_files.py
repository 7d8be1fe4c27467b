"""The twelve real files come in with every resource accounted for; a second time they change nothing."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from plait.coordination.people import open_chart
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import FILES, Bring, differences, fates, named, row_counts

# Per file: taken in by type, and how many are kept as received.
EXPECTED = {
    "cms128-b371fd28": ({"Patient": 1, "Condition": 2, "Encounter": 1, "MedicationDispense": 2}, 0),
    "cms128-ee6d52b0": ({"Patient": 1, "Condition": 1, "Encounter": 1, "MedicationDispense": 2}, 1),
    "cms136-cb044844": ({"Patient": 1, "Encounter": 4, "MedicationRequest": 1}, 1),
    "cms137-fe1e8e8e": ({"Patient": 1, "Condition": 1, "Encounter": 1}, 3),
    "cms159-283ac6f1": ({"Patient": 1, "Condition": 3, "Encounter": 1, "Observation": 2}, 0),
    "cms159-2c7de2e3": ({"Patient": 1, "Condition": 1, "Encounter": 1, "Observation": 2}, 2),
    "cms159-879bf9f1": ({"Patient": 1, "Condition": 3, "Encounter": 1, "Observation": 2}, 0),
    "cms2-82134291": (
        {"Patient": 1, "Practitioner": 1, "Encounter": 1, "MedicationRequest": 1, "Observation": 1},
        3,
    ),
    "synthea-brain-erdman": (
        {"Patient": 1, "Practitioner": 1, "Encounter": 19, "Observation": 88, "Condition": 6, "MedicationRequest": 4}
        | {"CarePlan": 1},
        56,
    ),
    "synthea-eddy-fadel": (
        {"Patient": 1, "Practitioner": 1, "Encounter": 14, "Observation": 53, "Condition": 4, "MedicationRequest": 2},
        47,
    ),
    "synthea-ernie-rosenbaum": (
        {"Patient": 1, "Practitioner": 2, "Encounter": 22, "Observation": 81, "Condition": 7, "MedicationRequest": 9}
        | {"CarePlan": 1},
        67,
    ),
    "synthea-oralia-stark": (
        {"Patient": 1, "Practitioner": 1, "Encounter": 14, "Observation": 82, "Condition": 5, "MedicationRequest": 7}
        | {"CarePlan": 2, "Goal": 5},
        59,
    ),
}
TABLES = {
    "Encounter": "visits_encounter",
    "Condition": "problems_condition",
    "MedicationDispense": "medication_medicationdispense",
    "Practitioner": "people_practitioner",
    "CarePlan": "careplan_careplan",
    "Goal": "careplan_goal",
}


@pytest.mark.hazard("H-024")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_resource_of_a_file_is_accounted_for(bring: Bring, path):
    before = row_counts()
    report, entries = bring(path.read_bytes()), json.loads(path.read_bytes())["entry"]
    taken, kept = EXPECTED[path.stem]
    more = differences(before, row_counts())
    assert report.status == "done"
    assert [line.resource_type for line in report.lines] == [one["resource"]["resourceType"] for one in entries]
    assert sum(report.counts().values()) == len(entries) == sum(taken.values()) + kept
    assert Counter(line.resource_type for line in report.lines if line.happened == "new") == taken
    assert fates(report) == Counter(new=sum(taken.values()), kept=kept) - Counter()
    assert more["inbox_receivedresource"] == len(entries)
    for kind, table in TABLES.items():
        assert more.get(table, 0) == taken.get(kind, 0), kind
    scores, results = more.get("assessment_questionnaireresponse", 0), more.get("monitoring_observation", 0)
    assert scores + results == taken.get("Observation", 0)
    assert (more["people_patient"], more["people_patientdetails"], more["people_careteammember"]) == (1, 1, 1)


def test_all_twelve_twice_change_nothing(bring: Bring):
    people = {bring(path.read_bytes(), later=number).patient_id for number, path in enumerate(FILES)}
    before = row_counts()
    again = [bring(path.read_bytes(), later=60 + number) for number, path in enumerate(FILES)]
    assert differences(before, row_counts()) == {}
    assert sum((fates(report) for report in again), Counter()) == Counter(here=718)
    assert {report.patient_id for report in again} == people
    assert all(not report.new_person and not report.lines_to_look_at() for report in again)


@pytest.mark.hazard("H-023")
def test_a_number_that_several_people_share_merges_only_those_who_agree(bring: Bring):
    """Four of the files carry one medical record number; two of them the same person, by name and birth date."""
    sharing = ["cms128-b371fd28", "cms128-ee6d52b0", "cms136-cb044844", "cms137-fe1e8e8e"]
    reports = {name: bring(named(name), later=number) for number, name in enumerate(sharing)}
    first, same, *others = reports.values()
    assert same.patient_id == first.patient_id
    assert not same.new_person
    assert len({report.patient_id for report in reports.values()}) == 3
    for report in others:
        assert report.new_person
        assert [note.code for note in report.notes] == ["identifier-elsewhere"]


def test_two_references_that_lead_nowhere_are_reported(bring: Bring):
    found = {
        name: [dict(one.values) for line in bring(named(name)).lines for one in line.warnings if "nowhere" in one.code]
        for name in ("cms136-cb044844", "cms2-82134291")
    }
    assert found == {
        "cms136-cb044844": [{"value": "Practitioner/example"}],
        "cms2-82134291": [{"value": "Practitioner/123456"}],
    }


@pytest.mark.parametrize("path", [path for path in FILES if "synthea" in path.stem], ids=lambda path: path.stem)
def test_the_timeline_of_the_person_builds(bring: Bring, practice: Practice, path):
    report = bring(path.read_bytes())
    for period in ("3", "12", "36", "all"):
        chart = open_chart.read(report.patient_id, actor=practice.staff["reyes"], at=NOW.plus(seconds=5), period=period)
        assert [member.basis for member in chart.header.team] == ["import"]
        assert len(chart.waiting) == report.waiting
        assert chart.orders == ()
    assert chart.timeline.lanes
    assert all(lane.standing == "unconfirmed" for lane in chart.timeline.lanes)


def test_totals_of_phq_9_stand_with_their_band_and_without_answers(bring: Bring, practice: Practice):
    report = bring(named("cms159-283ac6f1"))
    chart = open_chart.read(report.patient_id, actor=practice.staff["reyes"], at=NOW.plus(seconds=5))
    (series,) = chart.scores
    assert series.name == "phq-9"
    from plait.records.assessment import queries

    found = queries.responses(report.patient_id)
    assert [(int(one.total), dict(one.answers), one.source) for one in found] == [(10, {}, "import"), (3, {}, "import")]
