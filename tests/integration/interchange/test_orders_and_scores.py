"""What came in with an import: orders that wait, scores that count, answers about harm that are loud."""

from __future__ import annotations

from plait.clinical.medication.daily_total import daily_totals
from plait.clinical.safety.check import check
from plait.coordination import situation
from plait.coordination.people import open_chart
from plait.coordination.tasks import work_on_tasks
from plait.knowledge.loader import release
from plait.records.medication import queries as medication
from plait.records.visits import queries as visits
from tests.integration.assessment.measure_series import facts, view
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import Bring, fates, named, reasons
from tests.unit.interchange.bundles import SUBJECT, bundle, concept, loinc, observation, order

SERTRALINE_ALLERGY = {
    "resourceType": "AllergyIntolerance",
    "id": "a1",
    "patient": SUBJECT,
    "code": concept("36437", "sertraline"),
}
DOSE = {
    "dosageInstruction": [
        {
            "doseAndRate": [{"doseQuantity": {"value": 50, "code": "mg"}}],
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        }
    ]
}


def test_unconfirmed_orders_leave_totals_alone_but_checks_see_them(bring: Bring):
    report = bring(bundle(order(**DOSE), SERTRALINE_ALLERGY))
    later = NOW.plus(seconds=9)
    known = situation.gather(report.patient_id)
    active = situation.active_orders(known, later)
    assert [(str(one.dose), one.confirmed) for one in active] == [("50 mg", False)]
    assert all(total.counted == () and total.regular is None for total in daily_totals(active))
    seen = situation.situation(known, as_of=later)
    assert [one.status for one in seen.medications] == ["unconfirmed"]
    found = check(seen, release())
    assert [one.kind for one in found.findings if one.kind == "allergy"] == ["allergy"]
    assert "possibly takes" in next(one.what for one in found.findings if one.kind == "allergy")


def test_an_end_that_is_not_stated_is_not_drawn_until_today(bring: Bring):
    from plait.clinical.medication.regimen import steps

    report = bring(named("synthea-oralia-stark"))
    ended = [lines for lines in medication.orders(report.patient_id) if lines[-1].action == "stop"]
    assert len(ended) == 6
    for lines in ended:
        (step,) = steps(lines)
        assert (step.end.utc - step.start.utc).days == 1
        assert "not stated" in lines[-1].reason_text


def test_a_draft_is_no_order(bring: Bring):
    report = bring(bundle(order(status="draft")))
    assert medication.orders(report.patient_id) == ()
    assert fates(report) == {"new": 1, "kept": 1}
    assert reasons(report) == {"draft-order"}


def test_the_prescriber_is_asked_to_reconcile_once(bring: Bring, practice: Practice):
    report = bring(bundle(order(), order(id="m2", status="stopped")))
    assert report.waiting == 1
    tasks = work_on_tasks.read(actor=practice.staff["reyes"], at=NOW.plus(seconds=9))
    assert [(task.kind, task.patient_id) for task in tasks] == [("reconcile-medication", report.patient_id)]
    bring(bundle(order(), order(id="m2", status="stopped")), later=60)
    assert len(work_on_tasks.read(actor=practice.staff["reyes"], at=NOW.plus(seconds=99))) == 1


def test_where_a_therapist_imports_the_coordinator_is_asked_for_a_prescriber(bring: Bring, practice: Practice):
    bring(bundle(order()), by="ortiz")
    tasks = work_on_tasks.read(actor=practice.staff["cole"], at=NOW.plus(seconds=9))
    assert [task.kind for task in tasks] == ["find-prescriber"]


def test_a_single_answer_about_harm_is_loud_on_the_chart(bring: Bring, practice: Practice):
    item = next(item for item in release().instruments["phq-9"].items if item.risk_from is not None)
    report = bring(bundle(observation(item.code, valueInteger=2)))
    chart = open_chart.read(report.patient_id, actor=practice.staff["reyes"], at=NOW.plus(seconds=9))
    assert chart.header.risk.items == ((item.id, 2),)
    assert "risk-answer" in reasons(report)


def test_a_total_beside_its_form_is_not_taken_twice(bring: Bring, practice: Practice):
    phq = release().instruments["phq-9"]
    form = {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "status": "completed",
        "subject": SUBJECT,
        "authored": "2026-03-01T09:00:00Z",
        "item": [{"linkId": f"/{item.code}", "answer": [{"valueInteger": 1}]} for item in phq.items if item.scored],
    }
    total = observation(phq.total_code, valueInteger=9, derivedFrom=[{"reference": "QuestionnaireResponse/q1"}])
    report = bring(bundle(form, total))
    chart = open_chart.read(report.patient_id, actor=practice.staff["reyes"], at=NOW.plus(seconds=9))
    (series,) = chart.scores
    assert [(int(one.total), len(one.answers)) for one in series.responses] == [(9, 9)]
    assert "total-of-form" in reasons(report)
    assert view() == facts() != {}
    assert chart.header.risk is not None


def test_numbers_and_words_that_no_column_holds_are_kept_in_words(bring: Bring):
    from plait.records.monitoring import queries

    long = {"value": 12345678901234567890, "unit": "x" * 90}
    report = bring(
        bundle(
            observation("1-8", id="o1", valueQuantity=long),
            observation("2-6", id="o2", valueQuantity={"value": 5, "comparator": "<", "unit": "mg/L"}),
            {**observation("3-4", id="o3", valueString="z" * 5000), "code": loinc("3-4", "w" * 1900)},
            observation("4-2", id="o4", valueQuantity={"value": 0.000000001, "unit": "g"}),
        )
    )
    found = {one.code: (one.value, one.value_text[:6]) for one in queries.observations(report.patient_id)}
    assert found["2-6"] == (None, "<5 mg/")
    assert found["1-8"][0] is None
    assert found["4-2"][0] is None
    assert found["3-4"] == (None, "zzzzzz")


def test_visits_keep_their_kind_and_their_clinician(bring: Bring):
    report = bring(named("synthea-ernie-rosenbaum"))
    found = visits.encounters(report.patient_id)
    assert len(found) == 22
    assert sum(one.kind == "emergency" for one in found) == 3
    assert {one.text for one in found if not one.practitioner} == {"Death Certification"}


def test_a_medication_visit_is_one_only_where_it_is_coded_so(bring: Bring):
    def visit(code: str) -> dict:
        return {
            "resourceType": "Encounter",
            "id": f"e{code}",
            "status": "finished",
            "class": {"code": "AMB"},
            "subject": SUBJECT,
            "type": [concept(code, "medication check", "http://www.ama-assn.org/go/cpt")],
            "period": {"start": "2026-03-01T09:00:00Z"},
        }

    report = bring(bundle(visit("90863"), visit("90791"), visit("99213")))
    assert {one.kind for one in visits.encounters(report.patient_id)} == {"medication-visit", "evaluation", "other"}
