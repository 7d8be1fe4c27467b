"""What is read for many people at once is what is read for each of them alone."""

from __future__ import annotations

import pytest

from plait.coordination.people.chart_header import active_risk
from plait.foundation.facts import Stamp
from plait.records.assessment import actions as assessment
from plait.records.assessment import caseload as many_responses
from plait.records.assessment import queries as responses
from plait.records.medication import caseload as many_orders
from plait.records.medication import queries as orders
from plait.records.therapy import caseload as many_courses
from plait.records.therapy import queries as courses
from tests.integration.conftest import NOW
from tests.integration.visits.conftest import ZONE
from tests.integration.visits.story import between_visits


def test_medicines_therapy_and_scores_of_many_are_those_of_each(practice):
    people = [practice.people[name] for name in ("mara", "theo", "ines")]
    for patient in people[:2]:
        between_visits(practice, patient, NOW)
    told, therapies, scores = (
        many_orders.orders_of(people),
        many_courses.therapies_of(people),
        many_responses.responses_of(people),
    )
    for patient in people[:2]:
        assert told[patient] == orders.orders(patient)
        assert therapies[patient].courses == courses.courses(patient)
        assert therapies[patient].sessions == courses.sessions(patient)
        assert len(therapies[patient].sessions) == 3
        assert scores[patient] == responses.responses(patient)
    assert [key for found in (told, therapies, scores) for key in found if key == people[2]] == []


@pytest.mark.parametrize(("days", "loud"), [(10, True), (30, False)])
def test_an_imported_answer_about_harm_is_as_loud_in_the_list_as_on_the_chart(practice, days, loud):
    mara, came = practice.people["mara"], NOW.plus(days=-3)
    assessment.submit(
        Stamp(practice.staff["reyes"], came),
        patient_id=mara,
        taken_at=came.plus(days=-days),
        instrument="phq-9",
        version="2026.1",
        answers={"9": 2},
        total=12,
        risk=[["9", 2]],
        mode="import",
        origin_key="elsewhere/1",
    )
    (one,) = many_responses.responses_of([mara])[mara]
    assert (one,) == responses.responses(mara)
    assert active_risk((one,), ZONE).loud is loud
