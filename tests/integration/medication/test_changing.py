"""A prescriber changes, holds, resumes and stops an order: shown before, one line each, news told to the later."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from plait.clinical.medication.dose_change import Terms
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.foundation.clock import now
from plait.records.medication import queries
from tests.integration.medication.conftest import LAMOTRIGINE, SERTRALINE, day, once, said, taking, text

WHY = {"reason_code": "partial-response"}


@pytest.fixture
def order(chart):
    """Sertraline 100 mg every morning, for sixty days."""
    return chart.start(SERTRALINE, "100", days=-60)


def test_the_page_begins_with_the_order_as_it_is(reyes, order):
    page = reyes.step_page("change", order)
    assert "100 mg every morning" in text(page)
    assert 'value="100"' in page.content.decode()


def test_raise_with_before_and_after_and_both_totals(reyes, order, chart):
    reyes.step_page("change", order)
    shown = text(reyes.look(**taking("150"), **WHY, product="keep"))
    assert "before: 100 mg every morning" in shown
    assert "after: 150 mg every morning" in shown
    assert "before: 100 mg a day" in shown
    assert "after: 150 mg a day" in shown
    reyes.do(**taking("150"), **WHY, product="keep", reason_text="sleep still broken")
    assert reyes.lines(order) == [("start", "100 mg"), ("change", "150 mg")]
    assert chart.total("sertraline") == "150 mg"
    assert "Partial response: sleep still broken" in reyes.page()


def test_what_is_changed_is_written_whole(reyes, order):
    """Form, route and aim are part of the order: they are stored as they were shown."""
    reyes.step_page("change", order)
    fields = {"product": "312938", "route": "oral", "indication": "panic disorder", "target_symptom": "panic"}
    assert "panic disorder" in text(reyes.look(**taking("100"), **WHY, **fields))
    reyes.do(**taking("100"), **WHY, **fields)
    line = queries.order(order)[-1]
    assert (line.medicine.product, line.indication, line.target_symptom) == ("312938", "panic disorder", "panic")


def test_a_change_that_changes_nothing_is_refused(reyes, order):
    reyes.step_page("change", order)
    page = reyes.look(**taking("100"), **WHY, product="keep", route="oral")
    assert "This is what the order already says." in text(page)
    assert 'value="commit"' not in page.content.decode()


@pytest.mark.hazard("H-035")
def test_a_planned_change_takes_effect_by_itself_and_is_said(reyes, order, chart):
    reyes.step_page("change", order)
    reyes.do(**taking("150"), **WHY, product="keep", effective_at=day(14))
    assert chart.total("sertraline") == "100 mg"
    assert chart.total("sertraline", days=15) == "150 mg"
    assert "150 mg every morning" in reyes.page()


@pytest.mark.hazard("H-035")
def test_what_is_planned_later_is_shown_and_stays(reyes, order, chart):
    chart.step(order, "change", days=30, dose="50")
    reyes.step_page("change", order)
    shown = text(reyes.look(**taking("150"), **WHY, product="keep"))
    assert "Planned after that, and stays" in shown
    assert "50 mg every morning" in shown
    reyes.do(**taking("150"), **WHY, product="keep")
    assert chart.total("sertraline") == "150 mg"
    assert chart.total("sertraline", days=31) == "50 mg"


@pytest.mark.hazard("H-015")
def test_a_late_change_undoes_nothing_that_came_after(reyes, order, chart):
    chart.step(order, "change", days=-10, dose="150")
    reyes.step_page("change", order)
    reyes.do(**taking("125"), **WHY, product="keep", effective_at=day(-20))
    assert chart.total("sertraline", days=-15) == "125 mg"
    assert chart.total("sertraline") == "150 mg"


def test_a_step_for_the_day_of_the_start_follows_the_start(reyes, order, chart):
    """The day is typed, the start has an hour: the step is true from the start on, not before it."""
    reyes.step_page("change", order)
    reyes.do(**taking("50"), **WHY, product="keep", effective_at=day(-60))
    start, change = queries.order(order)
    assert change.effective_at == start.effective_at
    assert chart.total("sertraline") == "50 mg"


def test_before_the_start_there_is_nothing_to_change(reyes, order):
    reyes.step_page("change", order)
    page = reyes.look(**taking("150"), **WHY, product="keep", effective_at=day(-61))
    assert "The order had not yet started then." in text(page)


def test_hold_leaves_the_total_and_resume_brings_it_back(reyes, order, chart):
    assert "on hold (100 mg every morning)" in text(reyes.step_page("hold", order))
    reyes.do(reason_code="side-effect", reason_text="tremor")
    assert chart.total("sertraline") == "None"
    assert "On hold" in reyes.page()
    assert "after: 100 mg every morning" in text(reyes.step_page("resume", order))
    reyes.do(reason_code="reason-over")
    assert chart.total("sertraline") == "100 mg"
    assert [line.action for line in queries.order(order)] == ["start", "hold", "resume"]


def test_the_preview_of_a_stop_is_there_at_once(reyes, order, chart):
    page = text(reyes.step_page("stop", order))
    assert "after: stopped" in page
    assert "Stop sertraline" in page
    reyes.do(reason_code="well")
    assert chart.total("sertraline") == "none"
    assert "1 stopped order" in reyes.page()


def test_a_stopped_order_takes_no_step_and_says_so(reyes, order, chart):
    chart.step(order, "stop", days=-1)
    for step in ("change", "hold", "resume", "stop"):
        page = reyes.step_page(step, order)
        assert page.status_code == 200
        assert "This order is stopped." in text(page)


def test_a_planned_stop_ends_it_then_and_an_earlier_stop_sooner(reyes, order, chart):
    reyes.step_page("stop", order)
    reyes.do(reason_code="well", effective_at=day(30))
    assert chart.total("sertraline") == "100 mg"
    assert chart.total("sertraline", days=31) == "none"
    reyes.step_page("stop", order)
    reyes.do(reason_code="well", effective_at=day(10))
    assert chart.total("sertraline", days=11) == "none"


def test_an_order_on_hold_is_resumed_before_it_is_changed(reyes, order, chart):
    chart.step(order, "hold", days=-1)
    reyes.step_page("change", order)
    assert "on hold then: resume it first" in text(reyes.look(**taking("150"), **WHY, product="keep"))


def test_a_planned_order_is_taken_back_on_the_day_it_begins(reyes, chart):
    planned = chart.start(LAMOTRIGINE, "25", days=10)
    page = reyes.step_page("stop", planned)
    assert f'value="{day(10)}"' in page.content.decode()
    reyes.do(reason_code="other", reason_text="decided against it", effective_at=day(10))
    assert chart.total("lamotrigine", days=11) == "none"


@pytest.mark.hazard("H-016")
def test_two_tabs_the_later_is_told_what_changed_and_keeps_what_was_typed(reyes, order, chart):
    reyes.step_page("change", order)
    fields = {**taking("200"), **WHY, "product": "keep", "reason_text": "as we said"}
    reyes.look(**fields)
    chart.step(order, "change", dose="175")
    told = reyes.confirm(**fields)
    assert told.status_code == 422
    page = text(told)
    assert "This changed since you looked: Dr. A. Reyes changed sertraline to 175 mg every morning" in page
    assert "before: 175 mg every morning" in page
    assert "as we said" in page
    assert 'value="200"' in told.content.decode()
    assert reyes.confirm(**fields).status_code == 302
    assert reyes.lines(order)[-2:] == [("change", "175 mg"), ("change", "200 mg")]


@pytest.mark.hazard("H-016")
def test_an_allergy_recorded_meanwhile_is_news_too(reyes, order, chart):
    from plait.clinical.coding import RXNORM
    from plait.foundation.facts import Stamp
    from plait.records.problems import actions

    reyes.step_page("change", order)
    reyes.look(**taking("150"), **WHY, product="keep")
    actions.record_allergy(
        Stamp(chart.actor, now()), patient_id=chart.mara, effective_at=now(), kind="allergy", substance="sertraline",
        ingredient=SERTRALINE, codings=[[RXNORM, SERTRALINE, "sertraline"]],
    )  # fmt: skip
    told = reyes.confirm(**taking("150"), **WHY, product="keep")
    assert "The chart changed since you looked." in text(told)
    assert "Contraindicated" in text(told)
    assert reyes.lines(order) == [("start", "100 mg")]


@pytest.mark.hazard("H-011")
def test_a_double_click_writes_one_line(reyes, order):
    reyes.step_page("change", order)
    fields = {**taking("150"), **WHY, "product": "keep"}
    reyes.look(**fields)
    sent = dict(reyes.hidden)
    for _click in range(2):
        reyes.hidden = dict(sent)
        assert reyes.confirm(**fields).status_code == 302
    assert reyes.lines(order) == [("start", "100 mg"), ("change", "150 mg")]


@pytest.mark.hazard("H-020")
@pytest.mark.parametrize("step", ["change", "hold", "resume", "stop"])
def test_a_therapist_gets_the_answer_of_an_order_that_does_not_exist(ortiz, order, step):
    nowhere = uuid4()
    hers = ortiz.client.get(reverse(f"medication:{step}", args=[order]))
    nobodys = ortiz.client.get(reverse(f"medication:{step}", args=[nowhere]))
    assert (hers.status_code, nobodys.status_code) == (404, 404)
    assert hers.content == nobodys.content
    posted = ortiz.client.post(reverse(f"medication:{step}", args=[order]), {"step": "commit"})
    assert (posted.status_code, posted.content) == (404, nobodys.content)
    assert len(queries.order(order)) == 1


def test_the_therapist_sees_the_list_without_a_way_to_order(ortiz, order):
    page = ortiz.client.get(reverse("medication:list", args=[ortiz.patient])).content.decode()
    assert "100 mg every morning" in page
    assert "/orders/" not in page
    assert reverse("medication:start", args=[ortiz.patient]) not in page
    assert reverse("medication:report", args=[ortiz.patient]) in page


def test_what_was_typed_is_said_wrong_beside_its_field(reyes, order):
    reyes.step_page("change", order)
    page = reyes.confirm(
        **taking("-1"), reason_code="", reason_text="kept words", product="keep", effective_at="tomorrow"
    )
    assert page.status_code == 422
    wrong = said(page)
    for sentence in ("A dose is more than zero.", "Say why: choose a reason.", "Use a date like 2026-03-31."):
        assert sentence in wrong
    assert "kept words" in page.content.decode()
    assert "<title>Error: " in page.content.decode()


def test_half_of_a_dose_every_second_day_is_a_mean(reyes, order):
    reyes.step_page("change", order)
    fields = taking("100", kind="interval-days", when=(), every="2")
    assert "50 mg a day on average" in text(reyes.look(**fields, **WHY, product="keep"))
    reyes.do(**fields, **WHY, product="keep")
    assert queries.order(order)[-1].timing == Timing("interval-days", every=2)


@pytest.mark.parametrize("days", [0, -5, 5])
@pytest.mark.parametrize("steps", [["change"], ["hold"], ["hold", "resume"], ["stop"], ["change", "hold"]])
def test_what_the_preview_promised_is_what_stands_afterwards(chart, order, steps, days):
    from plait.coordination.consequences.medication import Shown
    from plait.coordination.medication import change_order, read_medication

    for action in steps:
        at = now()
        effective = at.plus(days=days) if days else at
        terms = Terms.of(queries.order(order)[0])
        terms = replace(terms, dose=Dose.parse("125", "mg")) if action == "change" else None
        command = change_order.Command(order, action, effective, "person-prefers", "", terms)
        seen = change_order.preview(command, actor=chart.actor, at=at)
        done = change_order.commit(command, actor=chart.actor, at=at, shown=Shown(seen.seal, at), once=once())
        assert isinstance(done, change_order.Changed), done
        read = read_medication.read(chart.mara, actor=chart.actor, at=effective)
        assert read.totals == seen.totals_after
        stands = next(o for o in read.orders if o.order_id == order)
        assert (stands.now.status, stands.now.dose) == (seen.after.status, seen.after.dose)
        assert [o.since for o in stands.coming] == [o.since for o in seen.later]
