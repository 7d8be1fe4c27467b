"""What a file of ours may do: what any import may, and no more. And what becomes of one that was tampered with."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from plait.clinical.medication.regimen import state
from plait.coordination.door import Denied
from plait.coordination.interchange.writing.json_text import json_text
from plait.coordination.people import open_chart
from plait.foundation.facts import Stamp
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.medication import actions as medication_actions
from plait.records.medication import queries as medication
from plait.records.medication.models import MedicationRequest
from plait.records.people.models import PatientRelation
from plait.records.people.queries import care_team
from plait.records.problems.models import PregnancyStatus
from plait.records.tasks.models import Task
from plait.records.therapy.models import TherapySession
from tests.integration.assessment.measure_series import facts, view
from tests.integration.conftest import NOW, Practice, build_practice
from tests.integration.interchange.conftest import differences, row_counts
from tests.integration.interchange.two_practices import empty_practice, exported, for_a_while, imported
from tests.integration.interchange.whole_person import build

Document = dict[str, Any]


@pytest.fixture
def whole(db: None) -> bytes:
    """The export of the whole person, whose practice is gone."""
    with for_a_while():
        return exported(build(build_practice(NOW)))


def opened(bundle: bytes) -> Document:
    """The file to change: its numbers stay as they are written, or everything would be a new version."""
    return json.loads(bundle, parse_float=Decimal)


def closed(document: Document) -> bytes:
    return json_text(document).encode()


def resource(document: Document, kind: str) -> Document:
    return next(e["resource"] for e in document["entry"] if kind_of(e["resource"]) == kind)


def kind_of(one: Document) -> str:
    told = [e for e in one.get("extension", []) if e["url"] == "urn:plait:fhir:thread"]
    return told[0]["extension"][0]["valueCode"] if told else ""


def column(one: Document, name: str, line: int = 1) -> Document:
    told = next(e for e in one["extension"] if e["url"] == "urn:plait:fhir:thread")
    return next(part for part in told["extension"][line]["extension"] if part["url"] == name)


def set_column(kind: str, name: str, line: int = 1, **value: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        part = column(resource(document, kind), name, line)
        part.clear()
        part.update({"url": name, **value})

    return change


def drop_column(kind: str, name: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        told = next(e for e in resource(document, kind)["extension"] if e["url"] == "urn:plait:fhir:thread")
        told["extension"][1]["extension"].remove(column(resource(document, kind), name))

    return change


def twice(document: Document) -> None:
    one = resource(document, "Condition")
    one["extension"] += [e for e in one["extension"] if e["url"] == "urn:plait:fhir:thread"]


# What is done to the file -> the kind of resource that is kept as received for it, and a word of the reason.
TAMPERED = {
    "a state that no screen knows": (set_column("PregnancyStatus", "state", valueString="maybe"), "state"),
    "an action that no order knows": (set_column("MedicationRequest", "action", valueString="vanish"), "action"),
    "no dose": (set_column("MedicationRequest", "dose_value", valueDecimal=-5), "dose"),
    "a unit that is none": (set_column("MedicationRequest", "dose_unit", valueString="handful"), "dose"),
    "a rhythm that is none": (set_column("MedicationRequest", "timing", valueString='{"kind": "daily"}'), "timing"),
    "deep JSON": (set_column("MedicationRequest", "timing", valueString="[" * 50_000), "timing"),
    "a mark of an error about a later line": (
        set_column("MedicationRequest", "corrects_id", line=3, valueInteger=4),
        "corrects",
    ),
    "silence about harm": (drop_column("QuestionnaireResponse", "risk"), "risk"),
    "another total": (set_column("QuestionnaireResponse", "total", valueDecimal=2), "total"),
    "an instrument that is none": (set_column("QuestionnaireResponse", "instrument", valueString="x"), "instrument"),
    "a session of no course": (drop_column("TherapySession", "course_id"), "course"),
    "a session of somebody's course": (
        set_column("TherapySession", "course_id", valueUri="urn:uuid:00000000-0000-7000-8000-000000000000"),
        "not here",
    ),
    "a text that is too long": (set_column("Condition", "text", valueString="x" * 600), "text"),
    "a number for a text": (set_column("Condition", "text", valueInteger=3), "text"),
    "a control character": (set_column("Condition", "text", valueString="a\u0000b"), ""),
    "a column that there is not": (set_column("Condition", "text", valueString="x"), None),
    "a day that is none": (set_column("LifeEvent", "on", valueString="once upon"), "on"),
    "a moment without offset": (set_column("Encounter", "effective_at", valueInstant="2026-01-01T10:00:00"), ""),
    "a moment beyond any life": (set_column("Encounter", "effective_at", valueInstant="0999-01-01T10:00:00Z"), ""),
    "no moment": (drop_column("Encounter", "effective_at"), "effective_at"),
    "one thing twice": (twice, "twice"),
    "another's bytes": (set_column("DocumentReference", "title", valueString=""), None),
}
TAKEN = {"a column that there is not", "a control character", "another's bytes"}


@pytest.mark.parametrize("how", [name for name in TAMPERED if name not in TAKEN])
def test_a_line_that_could_not_have_been_recorded_is_kept_as_received(whole: bytes, how: str):
    change, word = TAMPERED[how]
    document = opened(whole)
    change(document)
    report = imported(closed(document), empty_practice())
    told = [line for line in report.lines if line.detail and line.detail.code in {"own-broken", "control-character"}]
    assert len(told) >= 1, "it was taken in"
    assert all(line.happened == "kept" and line.path.startswith("$.entry[") for line in told)
    assert word in str(told[0].detail)


def test_a_file_that_cannot_be_read_at_all_is_refused(whole: bytes):
    document = opened(whole)
    TAMPERED["a control character"][0](document)
    practice = empty_practice()
    before = row_counts()
    with pytest.raises(AssertionError, match="character"):
        imported(closed(document), practice)
    assert differences(before, row_counts()) == {}


def test_an_order_waits_whatever_it_was(whole: bytes):
    document = opened(whole)
    for line in range(1, 5):
        set_column("MedicationRequest", "confirmed", line, valueBoolean=True)(document)
    report = imported(closed(document), empty_practice())
    assert report.waiting >= 1
    assert not MedicationRequest.objects.filter(patient_id=report.patient_id, confirmed=True).exists()
    (history,) = medication.orders(report.patient_id)
    assert state(history, at=NOW).status == "on-hold"


def test_nobody_gets_access_by_a_file(whole: bytes):
    practice = empty_practice()
    report = imported(whole, practice)
    assert [(m.name, m.basis) for m in care_team(report.patient_id)] == [("Dr. A. Reyes", "import")]
    assert list(PatientRelation.objects.values_list("scope", flat=True)) == [[]]
    for name in ("ortiz", "both", "far", "admin"):
        with pytest.raises(Denied):
            open_chart.read(report.patient_id, actor=practice.staff[name], at=NOW.plus(seconds=90))


def test_no_task_of_another_practice_is_work_here(whole: bytes):
    imported(whole, empty_practice())
    assert set(Task.objects.values_list("cause_kind", flat=True)) <= {"import-run", "questionnaire-response"}


def test_a_score_says_that_it_was_imported(whole: bytes):
    imported(whole, empty_practice())
    assert list(QuestionnaireResponse.objects.values_list("mode", "total")) == [("import", 9)]
    assert view() == facts() != {}


def test_the_same_file_again_changes_nothing(whole: bytes):
    practice = empty_practice()
    imported(whole, practice)
    before = row_counts()
    report = imported(whole, practice, later=120)
    assert {line.happened for line in report.lines} <= {"here"}
    assert differences(before, row_counts()) == {}


def grown(whole: bytes) -> bytes:
    """The same person some weeks later: the session has another line."""
    document = opened(whole)
    session = resource(document, "TherapySession")
    told = next(e for e in session["extension"] if e["url"] == "urn:plait:fhir:thread")
    told["extension"].append(deepcopy(told["extension"][1]))
    column(session, "focus", 2)["valueString"] = "sleep and work"
    session["reasonCode"] = [{"text": "sleep and work"}]
    return closed(document)


def test_what_grew_at_its_source_grows_here(whole: bytes):
    practice = empty_practice()
    imported(whole, practice)
    before = row_counts()
    imported(grown(whole), practice, later=120)
    assert differences(before, row_counts()) == {"therapy_therapysession": 1, "inbox_receivedresource": 1}
    assert set(TherapySession.objects.values_list("sequence", "focus")) == {(1, "sleep"), (2, "sleep and work")}


def test_what_somebody_changed_here_is_left_alone(whole: bytes):
    practice = empty_practice()
    report = imported(whole, practice)
    (history,) = medication.orders(report.patient_id)
    stamp = Stamp(practice.staff["reyes"], NOW.plus(seconds=100))
    last = history[-1]
    medication_actions.append_line(
        stamp,
        order_id=last.order_id,
        action="resume",
        effective_at=NOW,
        medicine=last.medicine,
        dose=last.dose,
        timing=last.timing,
    )
    document = opened(whole)
    column(resource(document, "MedicationRequest"), "indication", 4)["valueString"] = "something else"
    again = imported(closed(document), practice, later=120)
    fates = {line.resource_type: line.happened for line in again.lines if line.happened != "here"}
    assert fates == {"MedicationRequest": "left-alone"}


def test_a_person_is_not_recognised_as_one_and_recorded_as_another(whole: bytes, practice: Practice):
    document = opened(whole)
    patient = next(e["resource"] for e in document["entry"] if e["resource"]["resourceType"] == "Patient")
    patient["name"][0] = {"use": "official", "family": "Else", "given": ["Somebody"]}
    patient["birthDate"] = "1970-01-01"
    report = imported(closed(document), practice)
    from plait.records.people.queries import patient as known

    found = known(report.patient_id)
    assert (found.name, str(found.birth_date)) == ("Somebody Else", "1970-01-01")
    assert not PregnancyStatus.objects.filter(patient_id=practice.people["mara"]).exists()
