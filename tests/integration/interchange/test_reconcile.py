"""Going through what was imported: side by side, one decision a line, each stored on its own, nothing overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from plait.clinical.medication.daily_total import daily_totals
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.coordination import situation
from plait.coordination.door import Denied
from plait.coordination.interchange import reconcile, reconcile_page
from plait.coordination.interchange.reconcile import Choice, Command, Outcome
from plait.coordination.interchange.reconcile_page import Line, Page
from plait.coordination.tasks import work_on_tasks
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.knowledge.formulary import formulary
from plait.records.medication import actions as medication
from plait.records.medication import queries as medicines
from plait.records.problems import actions as problems
from plait.records.problems import imported
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import Bring
from tests.integration.interchange.test_orders_and_scores import DOSE, SERTRALINE_ALLERGY
from tests.unit.interchange.bundles import SUBJECT, bundle, concept, order

SNOMED = "http://snomed.info/sct"
DEPRESSION = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": SUBJECT,
    "code": concept("35489007", "Depressive disorder", SNOMED),
    "clinicalStatus": {"coding": [{"code": "active"}]},
}
NONE_KNOWN = {
    "resourceType": "AllergyIntolerance",
    "id": "a9",
    "patient": SUBJECT,
    "code": concept("716186003", "No known allergy", SNOMED),
}


class Chart:
    """One imported person, and somebody who goes through what came in."""

    def __init__(self, practice: Practice, patient: UUID) -> None:
        self.practice, self.patient, self.clock = practice, patient, 100

    def page(self, by: str = "reyes", **more: Any) -> Page:
        return reconcile_page.read(self.patient, actor=self.practice.staff[by], at=self.now(), **more)

    def now(self):
        self.clock += 1
        return NOW.plus(seconds=self.clock)

    def line(self, kind: str, name: str = "", **more: Any) -> Line:
        return next(one for one in self.page(**more).lines if one.entry.kind == kind and name in one.entry.told.name)

    def decide(self, *choices: Choice, by: str = "reyes", once: Once | None = None) -> Outcome:
        command = Command(self.patient, choices)
        return reconcile.commit(
            command, actor=self.practice.staff[by], at=self.now(), once=once or Once(uuid4(), str(len(choices)))
        )

    def orders_here(self, dose: str = "50", days: int = -60) -> UUID:
        """An order of sertraline that was started here."""
        at = NOW.plus(days=days)
        return medication.start(
            Stamp(self.practice.staff["reyes"], at),
            patient_id=self.patient,
            medicine=formulary().medicine("312941"),
            dose=Dose.parse(dose, "mg"),
            timing=Timing("daily"),
            effective_at=at,
            prescriber_id=None,
            prescriber_name="Dr. A. Reyes",
        )

    def allergy_here(self, **fields: Any) -> UUID:
        stamp = Stamp(self.practice.staff["reyes"], NOW.plus(days=-60))
        return problems.record_allergy(stamp, patient_id=self.patient, effective_at=NOW.plus(days=-60), **fields)

    def standing_order(self, order_id: UUID):
        known = situation.gather(self.patient)
        return next((o for o in situation.active_orders(known, self.now()) if o.order_id == order_id), None)

    def tasks(self, by: str = "reyes") -> list[str]:
        return [task.kind for task in work_on_tasks.read(actor=self.practice.staff[by], at=self.now())]


def choice(line: Line, decision: str, **more: Any) -> Choice:
    return Choice(line.entry.kind, line.entry.thread, decision, line.seen, **more)  # type: ignore[arg-type]


@pytest.fixture
def imported_chart(bring: Bring, practice: Practice):
    """Bring a file in and open the page about it."""

    def bring_in(*resources: dict[str, Any]) -> Chart:
        report = bring(bundle(*resources))
        return Chart(practice, report.patient_id)

    return bring_in


def test_an_order_is_taken_over_as_it_stands_and_its_history_says_so(imported_chart):
    chart = imported_chart(order(**DOSE))
    line = chart.line("order")
    assert line.source.file_name == "a file.json"
    done = chart.decide(choice(line, "accept"))
    assert (done.refused, done.left) == ({}, 0)
    (lines,) = medicines.orders(chart.patient)
    assert [(one.action, one.confirmed, one.reason_code) for one in lines] == [
        ("start", False, ""),
        ("change", True, "confirmed-import"),
    ]
    totals = daily_totals([chart.standing_order(lines[0].order_id)])
    assert str(totals[0].regular) == "50 mg"
    (decided,) = chart.page().decided
    assert (decided.name, decided.decision.decision, decided.decision.decided_by) == (
        "sertraline",
        "accept",
        "Dr. A. Reyes",
    )


@pytest.mark.hazard("H-051")
def test_an_order_without_a_dose_is_never_taken_over_here(imported_chart):
    chart = imported_chart(order(dosageInstruction=[{"text": "Take 50 mg once daily"}]))
    done = chart.decide(choice(chart.line("order"), "accept", reason="it is fine"))
    assert [one.reason for one in done.refused.values()] == ["no-dose"]
    assert not medicines.orders(chart.patient)[0][-1].confirmed
    assert done.left == 1


@pytest.mark.hazard("H-051")
def test_the_same_ingredient_here_is_shown_beside_and_asks_why_both(imported_chart):
    chart = imported_chart(order(**DOSE))
    here = chart.orders_here("100")
    line = chart.line("order")
    (beside,) = line.besides
    assert beside.entry.thread == here
    assert beside.differs == {"dose", "since"}
    refused = chart.decide(choice(line, "accept")).refused
    assert [one.reason for one in refused.values()] == ["same-ingredient"]
    refused = chart.decide(choice(line, "same-as", same_as=here)).refused
    assert [one.reason for one in refused.values()] == ["doses"], "a difference is answered with words"
    done = chart.decide(choice(line, "same-as", same_as=here, reason="raised here in October"))
    assert done.left == 0
    assert chart.standing_order(line.entry.thread) is None
    assert chart.standing_order(here) is not None
    last = medicines.order(line.entry.thread)[-1]
    assert (last.action, last.reason_code, last.effective_at) == ("stop", "same-as-here", NOW.plus(days=-60))
    assert last.confirmed, "it waits no more"


def test_two_imported_orders_of_one_medicine_cannot_swallow_each_other(imported_chart):
    chart = imported_chart(order(**DOSE), order(id="m2", **DOSE))
    one, other = chart.page().medicines
    done = chart.decide(
        choice(one, "same-as", same_as=other.entry.thread), choice(other, "same-as", same_as=one.entry.thread)
    )
    assert done.done == (one.entry.thread,)
    assert list(done.refused) == [other.entry.thread]
    assert chart.standing_order(other.entry.thread) is not None


def test_two_alike_taken_over_together_are_asked_about(imported_chart):
    chart = imported_chart(order(**DOSE), order(id="m2", **DOSE))
    one, other = chart.page().medicines
    done = chart.decide(choice(one, "accept"), choice(other, "accept", reason="both"))
    assert done.done == (one.entry.thread,)
    assert [refused.reason for refused in done.refused.values()] == ["exact-duplicate"]


def test_no_longer_taken_needs_words_and_ends_on_the_day_that_was_said(imported_chart):
    chart = imported_chart(order(**DOSE))
    line = chart.line("order")
    refused = chart.decide(choice(line, "not-current")).refused
    assert [one.reason for one in refused.values()] == ["no-reason"]
    early = chart.decide(choice(line, "not-current", reason="stopped", since=date(2026, 1, 1))).refused
    assert [(one.reason, one.field) for one in early.values()] == [("before-start", "since")]
    assert chart.decide(choice(line, "not-current", reason="stopped", since=date(2026, 6, 1))).left == 0
    last = medicines.order(line.entry.thread)[-1]
    assert (last.action, last.effective_at.day("UTC")) == ("stop", date(2026, 6, 1))


def test_what_never_was_true_goes_and_stays_readable(imported_chart):
    chart = imported_chart(order(**DOSE), DEPRESSION, SERTRALINE_ALLERGY)
    done = chart.decide(*(choice(line, "not-true", reason="another person's") for line in chart.page().lines))
    assert (len(done.done), done.left) == (3, 0)
    known = situation.gather(chart.patient)
    assert known.conditions == ()
    assert known.allergies.known == ()
    assert medicines.orders(chart.patient)[0][0].entered_in_error_at is not None
    assert imported.conditions(chart.patient)[0].in_error
    assert len(chart.page().decided) == 3


def test_each_decision_is_stored_on_its_own_and_the_task_closes_with_the_last(imported_chart):
    chart = imported_chart(order(**DOSE), DEPRESSION, SERTRALINE_ALLERGY)
    assert sorted(chart.tasks()) == ["reconcile-imported", "reconcile-medication"]
    allergy, problem = chart.line("allergy"), chart.line("condition")
    done = chart.decide(choice(allergy, "not-current"), choice(problem, "accept"))
    assert done.done == (problem.entry.thread,)
    assert [one.reason for one in done.refused.values()] == ["no-reason"]
    assert imported.conditions(chart.patient)[0].verification_status == "confirmed"
    assert sorted(chart.tasks()) == ["reconcile-imported", "reconcile-medication"]
    chart.decide(choice(chart.line("allergy"), "accept"))
    assert chart.tasks() == ["reconcile-medication"]
    chart.decide(choice(chart.line("order"), "accept", reason="tolerated for years"))
    assert chart.tasks() == []
    assert chart.page().lines == ()


@pytest.mark.hazard("H-051")
def test_the_same_allergy_keeps_the_code_that_checks_need(imported_chart):
    chart = imported_chart(SERTRALINE_ALLERGY)
    here = chart.allergy_here(substance="Sertraline", reaction="rash")
    line = chart.line("allergy")
    assert [one.entry.thread for one in line.besides] == [here]
    assert chart.decide(choice(line, "same-as", same_as=here)).refused == {}
    ((thread, allergy),) = situation.gather(chart.patient).allergies.known
    assert (thread, allergy.ingredient, allergy.reaction) == (here, "36437", "rash")


@pytest.mark.hazard("H-051")
def test_no_known_allergies_against_a_known_one_is_a_contradiction(imported_chart):
    chart = imported_chart(NONE_KNOWN)
    chart.allergy_here(substance="penicillin")
    line = chart.line("allergy")
    assert line.contradicts
    refused = chart.decide(choice(line, "accept", reason="the file says so")).refused
    assert [one.reason for one in refused.values()] == ["contradiction"]
    assert situation.gather(chart.patient).allergies.state == "known"
    assert chart.decide(choice(line, "not-true", reason="they had not asked")).left == 0


def test_an_imported_allergy_that_is_true_ends_that_none_is_known(imported_chart):
    chart = imported_chart(SERTRALINE_ALLERGY)
    chart.allergy_here(kind="none-known")
    assert situation.gather(chart.patient).allergies.state == "known", "it counts from the first second"
    assert chart.line("allergy").contradicts
    assert chart.decide(choice(chart.line("allergy"), "accept")).refused == {}
    assert not situation.gather(chart.patient).allergies.none_known


def test_somebody_who_decides_about_what_a_colleague_decided_is_told(imported_chart, practice: Practice):
    chart = imported_chart(SERTRALINE_ALLERGY, DEPRESSION)
    mine = chart.line("allergy")
    chart.decide(choice(mine, "accept"))
    late = chart.decide(choice(mine, "not-true", reason="no"), choice(chart.line("condition"), "accept"))
    (refused,) = late.refused.values()
    assert refused.message == "Dr. A. Reyes decided about this meanwhile. Look at it again."
    assert len(late.done) == 1, "the other decision of the page is stored"
    assert situation.gather(chart.patient).allergies.state == "known"


def test_a_medicine_is_not_taken_over_on_findings_that_nobody_saw(imported_chart):
    chart = imported_chart(order(**DOSE))
    line = chart.line("order")
    chart.allergy_here(substance="sertraline", ingredient="36437")
    (refused,) = chart.decide(choice(line, "accept")).refused.values()
    assert refused.reason == "changed"
    again = chart.line("order")
    assert any(finding.kind == "allergy" for finding in again.look.new)
    assert [one.reason for one in chart.decide(choice(again, "accept")).refused.values()] == ["findings"]
    assert chart.decide(choice(again, "accept", reason="tolerated since")).left == 0


def test_a_later_decision_stands_beside_the_first(imported_chart):
    chart = imported_chart(SERTRALINE_ALLERGY)
    line = chart.line("allergy")
    chart.decide(choice(line, "not-true", reason="a mix-up"))
    assert situation.gather(chart.patient).allergies.state == "not-asked"
    again = chart.line("allergy", again=line.entry.thread)
    assert again.last.reason == "a mix-up"
    assert chart.decide(choice(again, "accept", reason="it was hers")).refused == {}
    assert situation.gather(chart.patient).allergies.state == "known"
    from plait.records.inbox import reconciliation_queries

    assert [one.decision for one in reconciliation_queries.decisions(chart.patient)] == ["accept", "not-true"]


def test_a_new_version_of_a_decided_line_waits_again(imported_chart, bring: Bring):
    chart = imported_chart(SERTRALINE_ALLERGY)
    chart.decide(choice(chart.line("allergy"), "accept"))
    assert chart.page().lines == ()
    grave = {**SERTRALINE_ALLERGY, "reaction": [{"manifestation": [{"text": "anaphylaxis"}], "severity": "severe"}]}
    bring(bundle(SERTRALINE_ALLERGY), later=300)
    assert chart.page().lines == (), "the same again asks for nothing"
    bring(bundle(grave), later=400)
    chart.clock = 500
    (line,) = chart.page().lines
    assert line.entry.told.severity == "severe"
    assert line.last.decision == "accept"


def test_the_same_form_twice_is_decided_once(imported_chart):
    chart = imported_chart(SERTRALINE_ALLERGY)
    line, once = chart.line("allergy"), Once(uuid4(), "x")
    first = chart.decide(choice(line, "accept"), once=once)
    assert chart.decide(choice(line, "accept"), once=once) == first
    assert len(chart.page().decided) == 1


def test_a_therapist_sees_medicines_and_decides_about_the_rest(imported_chart, practice: Practice):
    from plait.records.people import actions as people

    chart = imported_chart(order(**DOSE), SERTRALINE_ALLERGY)
    people.join_care_team(
        Stamp(practice.staff["reyes"], NOW),
        patient_id=chart.patient,
        practitioner_id=practice.staff["ortiz"].practitioner_id,
        role="therapist",
        starts_at=NOW,
    )
    page = chart.page("ortiz")
    assert len(page.medicines) == 1
    assert not page.may_decide_medicines
    with pytest.raises(Denied):
        chart.decide(choice(page.medicines[0], "accept"), by="ortiz")
    disguised = Choice("allergy", page.medicines[0].entry.thread, "not-true", page.medicines[0].seen, reason="x")
    assert [one.reason for one in chart.decide(disguised, by="ortiz").refused.values()] == ["no-such-line"]
    assert chart.decide(choice(page.allergies[0], "accept"), by="ortiz").left == 1
    for name in ("far", "cole", "admin", "both"):
        with pytest.raises(Denied):
            chart.page(name)


STATEMENT = {
    "resourceType": "MedicationStatement",
    "id": "s1",
    "status": "active",
    "subject": SUBJECT,
    "medicationCodeableConcept": concept("312941", "sertraline 50 MG Oral Tablet"),
    "effectiveDateTime": "2026-02",
}


def test_what_the_person_is_said_to_take_waits_beside_the_orders(imported_chart):
    chart = imported_chart(STATEMENT)
    here = chart.orders_here()
    assert chart.tasks() == ["reconcile-medication"]
    line = chart.line("statement")
    assert [one.entry.thread for one in line.besides] == [here]
    assert [one.reason for one in chart.decide(choice(line, "accept")).refused.values()] == ["same-ingredient"]
    done = chart.decide(choice(chart.line("statement"), "same-as", same_as=here, reason="the list of the pharmacy"))
    assert (done.refused, done.left, chart.tasks()) == ({}, 0, [])
    (statement,) = medicines.statements(chart.patient)
    assert statement.status == "stopped"
    assert chart.standing_order(here) is not None


def test_an_order_that_is_on_hold_is_taken_over_as_held(imported_chart):
    chart = imported_chart(order(status="on-hold", **DOSE))
    assert chart.decide(choice(chart.line("order"), "accept")).refused == {}
    (lines,) = medicines.orders(chart.patient)
    assert (lines[-1].action, lines[-1].confirmed) == ("hold", True)
    assert chart.standing_order(lines[0].order_id).status == "on-hold"


def test_the_task_closes_also_when_the_last_medicine_is_confirmed_on_its_own_page(imported_chart, practice: Practice):
    from plait.clinical.medication.dose_change import Terms
    from plait.coordination.consequences.medication import Shown
    from plait.coordination.medication import change_order

    chart = imported_chart(order(dosageInstruction=[{"text": "as before"}]))
    (lines,) = medicines.orders(chart.patient)
    terms = Terms(lines[0].medicine, Dose.parse("50", "mg"), Timing("daily"))
    at, actor = chart.now(), practice.staff["reyes"]
    command = change_order.Command(lines[0].order_id, "change", at, "confirmed-import", terms=terms)
    preview = change_order.preview(command, actor=actor, at=at)
    shown, once = Shown(preview.seal, at), Once(uuid4(), "x")
    assert isinstance(change_order.commit(command, actor=actor, at=at, shown=shown, once=once), change_order.Changed)
    assert chart.tasks() == []
