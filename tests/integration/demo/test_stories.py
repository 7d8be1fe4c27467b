"""The demo practice as it stands: every chart opens for its care team, and each story shows what it is told for."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from plait.clinical.medication.regimen import state, steps, upcoming
from plait.coordination import situation
from plait.coordination.consequences.harm_waiting import waiting
from plait.coordination.demo import seed
from plait.coordination.demo.event import events_of
from plait.coordination.demo.story import ZONE, Calendar
from plait.coordination.door import Denied
from plait.coordination.people import open_chart, open_contact
from plait.coordination.tasks import work_on_tasks
from plait.records.people.models import Patient
from plait.records.problems import queries as problems
from plait.records.safety.models import Flag
from plait.records.tasks.models import Task
from plait.records.therapy import queries as therapy
from plait.records.visits import queries as visits
from tests.integration.demo.conftest import NOW, TOLD, DemoPractice

PERIODS = ("3", "12", "36", "all")


def _order(demo: DemoPractice, story: str, name: str) -> tuple[Any, ...]:
    """The last order of a medicine."""
    known = situation.gather(demo.people[story])
    return next(lines for lines in reversed(known.orders) if lines[0].medicine.name == name)


def _doses(lines: tuple[Any, ...]) -> list[Decimal]:
    return [step.dose.value for step in steps(lines) if step.dose is not None]


def test_seeding_says_what_there_is_and_is_done_once(demo: DemoPractice) -> None:
    """Sixty-one people, a small staff, every event told; a second time nothing is written."""
    events = sum(len(events_of(story, Calendar(NOW.day(ZONE)))) for story in TOLD.values())
    people, staff, told = (int(word) for word in demo.said.split() if word.isdigit())
    assert (people, staff) == (61, 12)
    assert told > events
    assert "nothing was written" in seed.run(NOW)
    assert Patient.objects.count() == 61


def test_every_chart_opens_for_its_care_team_in_every_period(demo: DemoPractice) -> None:
    """Clinicians see the chart with its timeline; the coordinator sees how to reach the person."""
    for number, (story, patient) in enumerate(demo.people.items()):
        clinicians = [actor for actor in demo.team(story) if actor.clinical]
        assert clinicians, story
        asked = [(clinicians[0], period) for period in PERIODS]
        asked += [(actor, PERIODS[number % 4]) for actor in clinicians[1:]]
        for actor, period in asked:
            chart = open_chart.read(patient, actor=actor, at=NOW, period=period)
            assert chart.header.patient_id == patient
            assert chart.timeline.events or story == "12-never-reached"
        contact = open_contact.read(patient, actor=demo.acting("cole"), at=NOW)
        assert contact.patient.phones


def test_nobody_else_opens_a_chart(demo: DemoPractice) -> None:
    """Not the other clinicians, not a former one, not the coordinator, not the manager; not even in the other role."""
    for story, patient in demo.people.items():
        team = {(actor.id, actor.acting_role) for actor in demo.team(story)}
        for actor in demo.staff.values():
            if (actor.id, actor.acting_role) not in team or not actor.clinical:
                with pytest.raises(Denied):
                    open_chart.read(patient, actor=actor, at=NOW)


def test_the_taper_never_rises_but_for_one_step_back(demo: DemoPractice) -> None:
    """Down over months, one step back, and the rest planned ahead of today."""
    lines = _order(demo, "10-taper", "venlafaxine")
    doses = _doses(lines)
    rises = [(one, other) for one, other in pairwise(doses) if other > one]
    assert rises == [(Decimal(75), Decimal("112.5"))]
    assert doses[0] == Decimal(225)
    assert state(lines, at=NOW).dose.value == Decimal(75)  # type: ignore[union-attr]
    assert [step.status for step in upcoming(lines, at=NOW)] == ["active", "stopped"]
    chart = open_chart.read(demo.people["10-taper"], actor=demo.acting("haddad", "prescriber"), at=NOW)
    ahead = [segment for lane in chart.timeline.lanes for segment in lane.segments if segment.start > NOW]
    assert ahead


def test_too_low_for_too_long(demo: DemoPractice) -> None:
    """Never raised this time, well at four times as much before, and the score did not move."""
    known = situation.gather(demo.people["02-too-low-for-too-long"])
    before, now = known.orders
    assert max(_doses(before)) == 100
    assert _doses(now) == [Decimal(25)]
    totals = [r.total for r in known.responses if r.taken_at > now[0].effective_at]
    assert max(totals) - min(totals) <= 2


def test_therapy_alone_reached_remission(demo: DemoPractice) -> None:
    """No medicine ever, and the last score below the line."""
    chart = open_chart.read(demo.people["03-therapy-alone"], actor=demo.acting("ortiz"), at=NOW)
    assert not chart.orders
    assert not chart.timeline.lanes
    assert chart.scores[0].change is not None
    assert chart.scores[0].change.status == "remission"


def test_lithium_was_held_and_resumed(demo: DemoPractice) -> None:
    """A hold of six days, and three years of steps that name a level."""
    lines = _order(demo, "04-lithium", "lithium")
    assert [line.action for line in lines if line.action in {"hold", "resume"}] == ["hold", "resume"]
    held = next(step for step in steps(lines) if step.on_hold)
    assert 5 <= (held.end.utc - held.start.utc).days <= 8  # type: ignore[union-attr]
    statements = situation.gather(demo.people["04-lithium"]).statements
    assert [(s.medicine.name, s.status) for s in statements] == [("ibuprofen", "stopped")]


def test_clozapine_began_again_after_a_gap(demo: DemoPractice) -> None:
    """The end of the first order was written down days later; the second begins at the bottom."""
    known = situation.gather(demo.people["05-clozapine"])
    first, again = (lines for lines in known.orders if lines[0].medicine.name == "clozapine")
    assert first[-1].action == "stop"
    assert (first[-1].recorded_at.utc - first[-1].effective_at.utc).days >= 4
    assert _doses(again)[0] == Decimal("12.5")
    assert _doses(again)[0] < _doses(first)[-1]
    assert next(s for s in known.statements if s.medicine.name == "risperidone").dose is None


def test_a_pregnancy_with_its_medicine(demo: DemoPractice) -> None:
    """The last answer is the one on the head of the chart; the wrong dose is an error and never was taken."""
    chart = open_chart.read(demo.people["06-perinatal"], actor=demo.acting("okafor"), at=NOW)
    assert chart.header.pregnancy is not None
    assert (chart.header.pregnancy.state, chart.header.pregnancy.breastfeeding) == ("postpartum", True)
    lines = _order(demo, "06-perinatal", "sertraline")
    assert [line.dose.value for line in lines if line.entered_in_error_at] == [200]
    assert max(_doses(lines)) == 150


def test_parts_of_one_regimen(demo: DemoPractice) -> None:
    """A small dose beside the extended release, for methylphenidate and for quetiapine."""
    for story, name in (("07-adhd", "methylphenidate"), ("11-bipolar-switch", "quetiapine")):
        orders = [o for o in situation.gather(demo.people[story]).orders if o[0].medicine.name == name]
        assert len({lines[0].medicine.form for lines in orders}) == 2
        assert {lines[0].timing.kind for lines in orders} == {"daily", "as-needed"}
    held = [step for step in steps(_order_of_form(demo, "07-adhd", "extended")) if step.on_hold]
    assert len(held) == 1


def _order_of_form(demo: DemoPractice, story: str, form: str) -> tuple[Any, ...]:
    return next(o for o in situation.gather(demo.people[story]).orders if form in o[0].medicine.form)


def test_a_couple_in_therapy(demo: DemoPractice) -> None:
    """One course for two, a medicine for one; a change that was written down late."""
    patient = demo.people["08-couple"]
    assert [(c.format, c.therapist) for c in therapy.courses(patient)] == [("couple", "Min-jun Park, LMFT")]
    raised = _order(demo, "08-couple", "bupropion")[-1]
    assert (raised.recorded_at.utc - raised.effective_at.utc).days >= 8


def test_risk_stands_on_the_chart_of_the_one_who_answered(demo: DemoPractice) -> None:
    """The latest answer about harm is above zero for one person only; both parents stand beside her."""
    risk = {}
    for story, patient in demo.people.items():
        clinician = next(actor for actor in demo.team(story) if actor.clinical)
        risk[story] = open_chart.read(patient, actor=clinician, at=NOW, period="3").header.risk
    assert [story for story, found in risk.items() if found is not None] == ["09-adolescent"]
    contact = open_contact.read(demo.people["09-adolescent"], actor=demo.acting("cole"), at=NOW)
    assert [one.kind for one in contact.relations] == ["guardian", "guardian"]
    assert contact.age == 15


def test_a_switch_changed_medicine_and_diagnosis_on_one_day(demo: DemoPractice) -> None:
    """Stopped, started and called by another name, the day her therapist called."""
    patient = demo.people["11-bipolar-switch"]
    stopped = _order(demo, "11-bipolar-switch", "escitalopram")[-1]
    began = _order_of_form(demo, "11-bipolar-switch", "24-hour extended")[0]
    assert stopped.action == "stop"
    assert stopped.effective_at.day(ZONE) == began.effective_at.day(ZONE)
    active = [c.concept.text for c in problems.conditions(patient) if c.clinical_status == "active"]
    assert active == ["Bipolar II disorder"]
    lines = [s for s in therapy.sessions(patient) if "called Dr. Reyes" in s.team_line]
    assert [s.held_at.day(ZONE) for s in lines] == [stopped.effective_at.day(ZONE)]


def test_the_one_who_was_never_reached(demo: DemoPractice) -> None:
    """Nothing clinical is known; three attempts are closed with a note and one call is due."""
    patient = demo.people["12-never-reached"]
    known = situation.gather(patient)
    assert (known.orders, known.statements, known.responses, known.conditions) == ((), (), (), ())
    assert known.allergies.state == "not-asked"
    assert not visits.encounters(patient)
    assert Task.objects.filter(patient=patient, status="completed").count() == 3
    mine = [task for task in work_on_tasks.read(actor=demo.acting("cole"), at=NOW) if task.patient_id == patient]
    assert [task.due_at is not None and task.due_at > NOW for task in mine] == [True]


def test_every_sign_of_harm_of_the_stories_was_looked_after(demo: DemoPractice) -> None:
    """Whoever asked took it by name; only one of these days is still open, and none has waited too long."""
    found = waiting(NOW, Flag.objects.values_list("patient_id", flat=True))
    assert found
    assert [one.line.name for one in found if one.reading.waiting or one.reading.late] == []
