"""Answers about harm that came from elsewhere: fresh ones are loud and make somebody act once, older ones wait."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from plait.clinical.moment import Instant
from plait.coordination.interchange import reconcile, reconcile_page
from plait.coordination.interchange.reconcile import Choice, Command
from plait.coordination.people import open_chart
from plait.coordination.tasks import work_on_tasks
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.knowledge.loader import release
from plait.records.people import actions as people
from plait.records.people import queries as people_queries
from plait.records.tasks.models import Task
from tests.integration.conftest import NOW, Practice
from tests.integration.interchange.conftest import Bring
from tests.unit.interchange.bundles import bundle, observation

ITEM = next(item for item in release().instruments["phq-9"].items if item.risk_from is not None)


def answered(value: int, when: str, **more: Any) -> dict[str, Any]:
    return bundle(observation(ITEM.code, valueInteger=value, effectiveDateTime=when, **more))


def back(days: int, seconds: int = 0) -> str:
    return NOW.plus(days=-days, seconds=-seconds).iso()


def chart_of(practice: Practice, report, later: int = 9):
    return open_chart.read(report.patient_id, actor=practice.staff["reyes"], at=NOW.plus(seconds=later))


def tasks(kind: str = "") -> list[tuple[str, str, str]]:
    rows = Task.objects.filter(kind__startswith=kind).order_by("created_at", "pk")
    return [(row.kind, row.priority, row.status) for row in rows]


@pytest.mark.hazard("H-050")
@pytest.mark.parametrize("when", [back(1), back(14), "2026-11-10", back(-2)], ids=["new", "edge", "day", "future"])
def test_a_fresh_answer_is_loud_and_makes_one_urgent_task(bring: Bring, practice: Practice, when: str):
    report = bring(answered(2, when))
    header = chart_of(practice, report).header
    assert (header.risk.items, header.risk.loud, header.risk.imported) == (((ITEM.id, 2),), True, True)
    assert tasks("ask") == [("ask-about-risk-answer-prescriber", "urgent", "requested")]
    mine = work_on_tasks.read(actor=practice.staff["reyes"], at=NOW.plus(seconds=9))
    assert [task.patient_id for task in mine] == [report.patient_id]
    assert "Answered 2 to the self-harm question, PHQ-9" in mine[0].detail
    bring(answered(2, when), later=60)
    assert len(tasks("ask")) == 1, "the same file twice makes no second task"
    assert chart_of(practice, report).imported.answers == frozenset()


@pytest.mark.hazard("H-050")
@pytest.mark.parametrize("when", [back(14, 1), back(400), "2026-03", "2026-11"], ids=["edge", "old", "month", "now"])
def test_an_older_answer_or_one_without_a_day_waits_to_be_looked_at(bring: Bring, practice: Practice, when: str):
    report = bring(answered(1, when))
    chart = chart_of(practice, report)
    assert not chart.header.risk.loud, "it stands on the chart, and says that it is an earlier one"
    assert len(chart.imported.answers) == 1
    assert tasks() == [("reconcile-imported", "routine", "requested")]
    bring(answered(1, when), later=60)
    assert len(tasks()) == 1
    assert str(chart.header.risk.taken_on or "") == (when if len(when) == len("2026-03") else "")


def decide(practice: Practice, report, later: int, **more: Any):
    actor, at = practice.staff["reyes"], NOW.plus(seconds=later)
    (line,) = reconcile_page.read(report.patient_id, actor=actor, at=at).answers
    choice = Choice("response", line.entry.thread, seen=line.seen, **more)
    command = Command(report.patient_id, (choice,))
    return reconcile.commit(command, actor=actor, at=at.plus(seconds=1), once=Once(uuid4(), "x"))


def test_an_older_answer_is_looked_at_with_words_and_its_task_closes(bring: Bring, practice: Practice):
    report = bring(answered(3, "2026-03"))
    refused = decide(practice, report, 20, decision="discussed").refused
    assert [one.reason for one in refused.values()] == ["no-reason"]
    refused = decide(practice, report, 30, decision="accept").refused
    assert [one.reason for one in refused.values()] == ["choice"]
    done = decide(practice, report, 40, decision="discussed", reason="spoke about it today, no plan")
    assert (done.refused, done.left) == ({}, 0)
    assert tasks() == [("reconcile-imported", "routine", "completed")]
    assert chart_of(practice, report, 60).header.risk.items == ((ITEM.id, 3),), "the answer stays as it was given"


def test_a_corrected_answer_is_asked_about_anew_and_a_withdrawn_one_not(bring: Bring, practice: Practice):
    def version(value: int, minute: int) -> dict[str, Any]:
        meta = {"lastUpdated": f"2026-11-24T10:{minute:02d}:00Z"}
        return answered(value, back(3), meta=meta)

    report = bring(version(1, 0))
    bring(version(2, 1), later=60)
    assert [status for _, _, status in tasks("ask")] == ["cancelled", "requested"]
    bring(version(0, 2), later=120)
    assert [status for _, _, status in tasks("ask")] == ["cancelled", "cancelled"]
    assert chart_of(practice, report, 130).header.risk is None
    bring(version(1, 3), later=180)
    assert [status for _, _, status in tasks("ask")] == ["cancelled", "cancelled", "requested"]


def test_everybody_who_treats_is_told_each_once(bring: Bring, practice: Practice):
    report = bring(answered(0, back(2)))
    for name in ("ortiz", "both"):
        people.join_care_team(
            Stamp(practice.staff["reyes"], NOW),
            patient_id=report.patient_id,
            practitioner_id=practice.staff[name].practitioner_id,
            role=practice.staff[name].acting_role,
            starts_at=NOW,
        )
    bring(answered(1, back(1), id="o2"), later=60)
    assert sorted(kind for kind, _, _ in tasks()) == [
        "ask-about-risk-answer-prescriber",
        "ask-about-risk-answer-therapist",
    ]
    for name in ("reyes", "both", "ortiz"):
        assert len(work_on_tasks.read(actor=practice.staff[name], at=NOW.plus(seconds=99))) == 1, name


def test_where_nobody_treats_the_coordinators_find_somebody(bring: Bring, practice: Practice):
    report = bring(answered(0, back(2)))
    (member,) = people_queries.care_team(report.patient_id)
    people.leave_care_team(Stamp(practice.staff["cole"], NOW.plus(seconds=10)), member.thread, NOW.plus(seconds=10))
    from plait.coordination.consequences import risk_answers
    from plait.coordination.door import Visit
    from plait.records.assessment import actions as assessment

    later = NOW.plus(seconds=60)
    visit = Visit("interchange.import", Stamp(practice.staff["cole"], later), report.patient_id)
    row = {
        "origin_key": "x",
        "effective_at": NOW.plus(days=-1).utc,
        "instrument": "phq-9",
        "version": "1",
        "answers": {ITEM.id: 1},
        "risk": [[ITEM.id, 1]],
        "mode": "import",
    }
    assessment.receive_responses(visit.stamp, report.patient_id, [row], {})
    risk_answers.heed(visit, report.patient_id)
    kinds = {row.kind: (row.owner_role, row.priority, row.patient_id) for row in Task.objects.all()}
    assert kinds == {
        "find-clinician": ("coordinator", "urgent", report.patient_id),
        "risk-answer-of-nobody": ("safety-lead", "urgent", None),
    }


def test_an_old_answer_never_hides_a_fresh_one():
    from plait.clinical.assessment.response import Response
    from plait.coordination.people.chart_header import active_risk

    def response(name: str, taken: int, received: int | None) -> Response:
        day = Instant(datetime(2026, 11, taken, tzinfo=UTC))
        came = Instant(datetime(2026, 11, received, tzinfo=UTC)) if received else None
        source = "import" if received else "plait"
        more = {"total": None, "band": None, "complete": False, "source": source, "received_at": came}
        return Response(uuid4(), name, "1", day, {}, risk=(("9", 1),), **more)

    risk = active_risk((response("phq-9", 1, None), response("phq-a", 5, 24)), "UTC")
    assert (risk.instrument, risk.loud) == ("phq-9", True)
