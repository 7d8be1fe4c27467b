"""What both clinicians read: the scores, the trend of one instrument, the glance before a visit; and who may not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose
from plait.coordination.assessment import read_glance, read_trend
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.knowledge.formulary import formulary
from plait.records.assessment import actions as assessment
from plait.records.medication import actions as medication
from plait.records.problems import actions as problems
from tests.integration.conftest import Practice
from tests.integration.long_history import write
from tests.signed_in import sign_in

MOST_QUERIES = 15
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
ZONE = "America/New_York"
ONES = {str(number): 1 for number in range(1, 9)} | {"9": 0}


@pytest.fixture(autouse=True)
def static(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def told(practice: Practice) -> Practice:
    """Mara: an episode of 100 days, a step of 40 days on sertraline; PHQ-9 four times, once with item 4 left out."""
    mara, at = practice.people["mara"], now()
    stamp = Stamp(practice.staff["reyes"], at)
    begun = at.plus(days=-100)
    episode = problems.start_episode(stamp, patient_id=mara, effective_at=begun, title="Depression")
    problems.start_step(stamp, patient_id=mara, episode_id=episode, effective_at=at.plus(days=-40), title="Sertraline")
    medication.start(
        stamp,
        patient_id=mara,
        medicine=formulary().medicine("312941"),
        dose=Dose.parse("50", "mg"),
        timing=Timing("daily"),
        effective_at=at.plus(days=-40),
        prescriber_id=practice.staff["reyes"].practitioner_id,
        prescriber_name="Dr. A. Reyes",
    )
    left_out = {item: value for item, value in ONES.items() if item != "4"}
    for days, answers in ((98, {**ONES, "1": 3, "2": 3, "3": 3}), (41, ONES), (20, left_out), (2, {**ONES, "3": 3})):
        total = sum(answers.values()) if len(answers) == 9 else None
        fill_in(practice, at.plus(days=-days), answers, total)
    return practice


def fill_in(practice: Practice, at: Instant, answers: dict[str, int], total: int | None, **more: Any) -> None:
    assessment.submit(
        Stamp(practice.staff["ortiz"], at),
        patient_id=more.pop("patient_id", practice.people["mara"]),
        taken_at=at,
        instrument=more.pop("instrument", "phq-9"),
        version="2026.1",
        answers=answers,
        total=None if total is None else Decimal(total),
        complete=total is not None,
        **more,
    )


def page(practice: Practice, name: str, *args: str, who: str = "reyes", **headers: str):
    client = sign_in(Client(), practice.staff[who].id)
    return client.get(reverse(f"assessment:{name}", args=[practice.people["mara"], *args]), headers=headers)


def test_the_trend_says_both_baselines_and_what_rose_and_which_answer_is_missing(told: Practice):
    actor = replace(told.staff["ortiz"], zone=ZONE)
    read = read_trend.read(told.people["mara"], "phq-9", actor=actor, at=now())
    series = read.measure.series
    assert (series.since_episode.change.difference, series.since_step.change.difference) == (-4, 2)
    assert [(one.number, one.points) for one in read.measure.since_last.rose] == [(3, 2)]
    assert len(read.timeline.panels[0].points) == 3
    assert [one.why for one in read.timeline.panels[0].untotalled] == ["item 4 left out"]
    assert [lane.name for lane in read.timeline.lanes] == ["Sertraline"]
    html = page(told, "trend", "phq-9", who="ortiz").content.decode()
    for words in ("no total: item 4 left out", "start of this step", "Sertraline started", "compared with"):
        assert words in html


@pytest.mark.hazard("H-027")
def test_a_form_without_a_total_is_no_zero_anywhere(told: Practice):
    at = now()
    fill_in(told, at.plus(days=-1), {"1": 1}, None)
    for name, args in (("list", ()), ("trend", ("phq-9",)), ("glance", ())):
        html = page(told, name, *args).content.decode()
        assert "no total: items 2, 3, 4, 5, 6, 7, 8, 9 left out" in html, name
        assert "<b>0</b> of 27" not in html
        assert ">0 of 27" not in html


def test_the_glance_is_one_panel_for_both_with_what_is_missing_and_homework(told: Practice):
    fill_in(told, now().plus(days=-60), {}, 12, instrument="gad-7")
    for who in ("reyes", "ortiz"):
        html = page(told, "glance", who=who).content.decode()
        for words in ("Rose", "1 → 3", "no GAD-7 for 8 weeks", "why, and who says so"):
            assert words in html, (who, words)


def test_adherence_and_side_effects_stand_in_the_glance_in_their_own_words(told: Practice):
    at = now()
    for days, missed, stomach in ((14, 0, 0), (2, 3, 2)):
        fill_in(told, at.plus(days=-days), {"missed": missed, "reason": 1}, missed, instrument="adherence")
        fill_in(told, at.plus(days=-days), {"stomach": stomach, "sleep": 0}, None, instrument="side-effects-ssri-snri")
    glance = read_glance.read(told.people["mara"], actor=replace(told.staff["reyes"], zone=ZONE), at=at).glance
    assert [one.series.name for one in glance.measures] == ["phq-9"]
    html = page(told, "glance").content.decode()
    for words in ("I forgot", "0 before", "upset stomach Quite a bit", "(more than before)"):
        assert words in html, words


def test_the_panel_alone_is_given_to_the_line_of_the_day(told: Practice):
    client = sign_in(Client(), told.staff["ortiz"].id)
    address = reverse("assessment:glance", args=[told.people["mara"]])
    alone = client.get(address, {"panel": "alone"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in alone
    assert "1 → 3" in alone
    assert "<html" in client.get(address, {"panel": "alone"}).content.decode()


def test_the_chart_says_in_one_line_what_rose(told: Practice):
    html = sign_in(Client(), told.staff["ortiz"].id).get(reverse("people:chart", args=[told.people["mara"]]))
    assert "Before the visit: PHQ-9 10; +2 since" in html.content.decode()


@pytest.mark.parametrize(("name", "args"), [("list", ()), ("trend", ("phq-9",)), ("glance", ())])
def test_nobody_outside_the_team_reads_them_and_nobody_learns_that_they_are_there(told: Practice, name, args):
    for who in ("far", "cole", "admin"):
        client = sign_in(Client(), told.staff[who].id)
        refused = [
            client.get(reverse(f"assessment:{name}", args=[one, *args])) for one in (told.people["mara"], uuid4())
        ]
        assert [one.status_code for one in refused] == [404, 404]
        bodies = [one.content.decode() for one in refused]
        assert "PHQ" not in bodies[0]
    assert page(told, "trend", "no-such-scale").status_code == 404
    assert page(told, "trend", "gad-7").status_code == 200


@pytest.mark.parametrize(("name", "args"), [("list", ()), ("trend", ("phq-9",)), ("glance", ())])
def test_each_takes_at_most_fifteen_queries_however_long_the_history(practice: Practice, name, args):
    write(practice.people["mara"], now())
    page(practice, name, *args)
    client = sign_in(Client(), practice.staff["reyes"].id)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(reverse(f"assessment:{name}", args=[practice.people["mara"], *args]))
    asked = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(NOT_QUERIES)]
    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(sql[:150] for sql in asked)
