"""The chart page: in few queries however long the history, with what must not be overlooked at its head."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.assessment import actions as assessment
from plait.records.problems import actions as problems
from tests.integration.long_history import write
from tests.signed_in import sign_in

MOST_QUERIES = 15
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture(autouse=True)
def static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.mark.parametrize("period", ["3", "12", "36", "all"])
def test_the_chart_takes_at_most_fifteen_queries(practice, period):
    write(practice.people["mara"], now())
    client = sign_in(Client(), practice.staff["reyes"].id)
    address = reverse("people:chart", args=[practice.people["mara"]])
    with CaptureQueriesContext(
        connection,
    ) as caught:
        response = client.get(address, {"period": period})
    asked = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(NOT_QUERIES)]
    assert response.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(sql[:150] for sql in asked)


def chart(practice, who="reyes"):
    client = sign_in(Client(), practice.staff[who].id)
    return client.get(reverse("people:chart", args=[practice.people["mara"]])).content.decode()


@pytest.mark.hazard("H-005")
def test_an_answer_about_harm_stands_at_the_head_until_a_newer_answer(practice):
    mara, at = practice.people["mara"], now()
    common = {"patient_id": mara, "instrument": "phq-9", "version": "1", "total": 9, "band": "", "complete": True}
    assessment.submit(
        Stamp(practice.staff["reyes"], at),
        taken_at=at.plus(days=-3),
        answers={"9": 1},
        risk=[["9", 1]],
        **common,
    )
    assert "self-harm" in chart(practice)
    assessment.submit(
        Stamp(practice.staff["reyes"], at), taken_at=at.plus(days=-2), answers={"1": 1}, risk=[], **common
    )
    assert "answered 1 to the self-harm question" in chart(practice), "a form without the item takes no mark away"


def test_the_head_says_what_is_not_known(practice):
    page = chart(practice)
    assert "not asked yet" in page
    problems.record_allergy(
        Stamp(practice.staff["reyes"], now()), patient_id=practice.people["mara"], effective_at=now(), kind="none-known"
    )
    assert "none known" in chart(practice)


@pytest.mark.hazard("H-021")
def test_what_was_written_by_people_is_never_markup(practice):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    mara, stamp = practice.people["mara"], Stamp(practice.staff["reyes"], now())
    problems.record_allergy(stamp, patient_id=mara, effective_at=now(), substance=hostile, reaction=hostile)
    problems.record_life_event(stamp, patient_id=mara, effective_at=now(), text=hostile, on="2026-05")
    page = chart(practice)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page
