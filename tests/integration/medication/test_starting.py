"""A prescriber starts a medicine: what is shown, what is asked, what is refused, and that it is done once."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from plait.records.medication import queries
from tests.integration.medication.conftest import (
    BUPROPION,
    LAMOTRIGINE,
    NEW,
    SERTRALINE,
    TABLET,
    XL,
    day,
    said,
    taking,
    text,
)

FORM = f"form:{TABLET}"


def only_order(desk):
    orders = queries.orders(desk.patient)
    assert len(orders) == 1
    return orders[0]


def test_a_medicine_is_found_by_brand_and_chosen(reyes):
    page = reyes.client.get(reverse("medication:start", args=[reyes.patient]), {"q": "zoloft"})
    assert f"?medicine={SERTRALINE}" in page.content.decode()
    lines = reyes.client.get(reverse("medication:search"), {"q": "zoloft"}, HTTP_HX_REQUEST="true")
    assert f"?medicine={SERTRALINE}" in lines.content.decode()
    assert "<html" not in lines.content.decode()


def test_nothing_is_found_and_the_way_forward_is_said(reyes):
    page = reyes.client.get(reverse("medication:start", args=[reyes.patient]), {"q": "qqqq"})
    assert "No medicine of that name" in text(page)


@pytest.mark.hazard("H-014")
def test_no_dose_is_filled_in_for_the_prescriber(reyes):
    page = reyes.start_page(SERTRALINE).content.decode()
    (field,) = re.findall(r'<input[^>]*name="dose"[^>]*>', page)
    assert "value=" not in field


def test_what_sources_say_about_the_dose_carries_its_mark(reyes):
    page = text(reyes.start_page(SERTRALINE))
    assert "Begin depression treatment at 50 mg a day." in page
    assert "Not yet checked against a source" in page or "Two sources agree" in page


def test_start_with_preview_then_it_is_on_the_list(reyes):
    reyes.start_page(LAMOTRIGINE)
    fields = {**taking("25"), **NEW, "product": FORM, "indication": "mood swings", "reason_text": "asked for it"}
    shown = text(reyes.look(**fields))
    assert "not taken" in shown
    assert "25 mg every morning" in shown
    assert queries.orders(reyes.patient) == ()
    assert reyes.confirm(**fields).status_code == 302
    (line,) = only_order(reyes)
    assert (line.action, str(line.dose), line.route, line.medicine.form) == ("start", "25 mg", "oral", TABLET)
    assert (line.reason_code, line.reason_text, line.indication) == ("new-problem", "asked for it", "mood swings")
    assert line.prescriber == "Dr. A. Reyes"
    page = reyes.page()
    assert "Lamotrigine" in page
    assert "New problem: asked for it" in page


def test_nothing_is_committed_that_was_not_shown(reyes):
    reyes.start_page(LAMOTRIGINE)
    refused = reyes.confirm(**taking("25"), **NEW, product=FORM)
    assert refused.status_code == 422
    assert "Look at what will change, then confirm it." in text(refused)
    assert queries.orders(reyes.patient) == ()


def test_a_dose_typed_after_the_preview_is_shown_before_it_is_done(reyes):
    reyes.start_page(LAMOTRIGINE)
    reyes.look(**taking("25"), **NEW, product=FORM)
    refused = reyes.confirm(**taking("250"), **NEW, product=FORM)
    assert "You changed something after the preview" in text(refused)
    assert "250 mg every morning" in text(refused)
    assert queries.orders(reyes.patient) == ()
    assert reyes.confirm(**taking("250"), **NEW, product=FORM).status_code == 302


@pytest.mark.hazard("H-026")
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0", "A dose is more than zero."),
        ("-5", "A dose is more than zero."),
        ("12,5", "Write the decimal with a point: 12.5"),
        ("a lot", "is not a number"),
        ("1e9", "beyond any dose"),
        ("NaN", "A dose is more than zero."),
        ("", "Say how much each time."),
        ("0.00001", "at most 4 decimal places"),
    ],
)
def test_what_is_not_a_dose_is_refused_and_stays_as_typed(reyes, typed, why):
    reyes.start_page(LAMOTRIGINE)
    page = reyes.look(**taking(typed), **NEW, product=FORM, reason_text="as she asked")
    assert page.status_code == 422
    assert why in said(page)
    content = page.content.decode()
    assert "There is a problem" in content
    assert f'value="{typed}"' in content or typed == ""
    assert "as she asked" in content
    assert queries.orders(reyes.patient) == ()


@pytest.mark.hazard("H-025")
def test_a_high_dose_is_a_finding_and_never_refused(reyes):
    reyes.start_page(SERTRALINE)
    shown = text(reyes.look(**taking("400"), **NEW, product=FORM))
    assert "more than the largest daily dose" in shown
    assert "Serious" in shown
    assert reyes.confirm(**taking("400"), **NEW, product=FORM).status_code == 302
    assert str(only_order(reyes)[0].dose) == "400 mg"


@pytest.mark.hazard("H-018")
def test_what_could_not_be_checked_is_said(reyes):
    reyes.start_page(SERTRALINE)
    shown = text(reyes.look(**taking("50"), **NEW, product=FORM))
    assert "Not checked" in shown
    assert "Interactions between medicines" in shown


def test_an_exact_duplicate_is_refused_and_what_was_typed_stays(reyes, chart):
    chart.start(SERTRALINE, "50", days=-30)
    reyes.start_page(SERTRALINE)
    page = reyes.look(**taking("50"), **NEW, product=FORM, reason_text="again")
    assert "The same medicine, form, dose and timing is already ordered." in text(page)
    assert 'value="commit"' not in page.content.decode()
    assert reyes.confirm(**taking("50"), **NEW, product=FORM, reason_text="again").status_code == 422
    assert len(queries.orders(reyes.patient)) == 1


def test_the_same_ingredient_is_a_question_with_both_totals(reyes, chart):
    chart.start(BUPROPION, "150", days=-30, form=XL)
    reyes.start_page(BUPROPION)
    fields = {**taking("75", when=("afternoon",)), **NEW, "product": FORM}
    page = reyes.look(**fields)
    assert "Replace, or part of one regimen?" in text(page)
    assert "Part of one regimen, all are taken: 225 mg a day" in text(page)
    assert "Replace, the new order ends the others: 75 mg a day" in text(page)
    assert 'value="commit"' not in page.content.decode()
    refused = reyes.confirm(**fields)
    assert refused.status_code == 422
    assert len(queries.orders(reyes.patient)) == 1


def test_part_of_one_regimen_stands_beside_the_other_with_one_total(reyes, chart):
    chart.start(BUPROPION, "150", days=-30, form=XL)
    reyes.start_page(BUPROPION)
    reyes.do(**taking("75", when=("afternoon",)), **NEW, product=FORM, beside="part-of-regimen")
    assert chart.total("bupropion") == "225 mg"
    assert len(chart.read().regimens) == 1
    assert "225 mg a day" in reyes.page()


def test_replace_ends_the_other_order_and_leaves_one_active(reyes, chart):
    old = chart.start(BUPROPION, "150", days=-30, form=XL)
    reyes.start_page(BUPROPION)
    reyes.do(**taking("75", when=("afternoon",)), **NEW, product=FORM, beside="replace")
    assert [line.action for line in queries.order(old)] == ["start", "stop"]
    assert queries.order(old)[-1].reason_code == "replaced"
    assert chart.total("bupropion") == "75 mg"
    assert [len(r.orders) for r in chart.read().regimens] == [1]


def test_an_order_that_is_planned_is_replaced_at_its_own_start(reyes, chart):
    planned = chart.start(BUPROPION, "150", days=20, form=XL)
    reyes.start_page(BUPROPION)
    reyes.do(**taking("75", when=("afternoon",)), **NEW, product=FORM, beside="replace")
    assert chart.total("bupropion", days=21) == "75 mg"
    start, stop = queries.order(planned)
    assert stop.effective_at == start.effective_at


def test_a_start_in_the_future_counts_only_from_then(reyes, chart):
    reyes.start_page(LAMOTRIGINE)
    shown = reyes.look(**taking("25"), **NEW, product=FORM, effective_at=day(14))
    assert "Planned: from" in text(shown)
    reyes.do(**taking("25"), **NEW, product=FORM, effective_at=day(14))
    assert chart.total("lamotrigine") == "none"
    assert chart.total("lamotrigine", days=15) == "25 mg"
    assert "Planned" in reyes.page()


def test_a_late_entry_is_true_from_the_day_it_was_true(reyes):
    reyes.start_page(LAMOTRIGINE)
    assert "A late entry: since" in text(reyes.look(**taking("25"), **NEW, product=FORM, effective_at=day(-20)))
    reyes.do(**taking("25"), **NEW, product=FORM, effective_at=day(-20))
    (line,) = only_order(reyes)
    assert line.effective_at.day("America/New_York").isoformat() == day(-20)
    assert line.recorded_at > line.effective_at


@pytest.mark.parametrize(("when", "why"), [(1000, "more than two years ahead"), (-15000, "before the person was born")])
def test_a_day_that_cannot_be_meant_is_refused(reyes, when, why):
    reyes.start_page(LAMOTRIGINE)
    assert why in text(reyes.look(**taking("25"), **NEW, product=FORM, effective_at=day(when)))
    assert queries.orders(reyes.patient) == ()


@pytest.mark.hazard("H-028")
def test_a_form_must_be_chosen_where_one_differs_from_another(reyes):
    reyes.start_page(BUPROPION)
    page = reyes.look(**taking("150"), **NEW, product="")
    assert page.status_code == 422
    assert "Choose the form" in said(page)


def test_no_reason_no_order(reyes):
    reyes.start_page(LAMOTRIGINE)
    reyes.look(**taking("25"), product=FORM, **NEW)
    page = reyes.confirm(**taking("25"), product=FORM, reason_code="")
    assert page.status_code == 422
    assert "Say why: choose a reason." in said(page)
    page = reyes.confirm(**taking("25"), product=FORM, reason_code="other")
    assert "Say why in your own words." in said(page)
    assert queries.orders(reyes.patient) == ()


def test_sent_twice_it_is_one_order(reyes):
    reyes.start_page(LAMOTRIGINE)
    fields = {**taking("25"), **NEW, "product": FORM}
    reyes.look(**fields)
    sent = dict(reyes.hidden)
    assert reyes.confirm(**fields).status_code == 302
    reyes.hidden = dict(sent)
    assert reyes.confirm(**fields).status_code == 302
    assert len(only_order(reyes)) == 1


def test_a_form_sent_again_with_other_content_is_another_step_and_asks_again(reyes):
    reyes.start_page(LAMOTRIGINE)
    reyes.look(**taking("25"), **NEW, product=FORM)
    sent = dict(reyes.hidden)
    reyes.confirm(**taking("25"), **NEW, product=FORM)
    reyes.hidden = dict(sent)
    again = reyes.confirm(**taking("50"), **NEW, product=FORM)
    assert again.status_code == 422
    assert "This form was already sent" in text(again)
    assert reyes.hidden["once"] != sent["once"]
    assert len(queries.orders(reyes.patient)) == 1


def test_while_typing_htmx_gets_the_preview_alone_and_nothing_is_scolded(reyes):
    reyes.start_page(LAMOTRIGINE)
    data = {**reyes.hidden, "product": FORM, "dose": "", "unit": "mg", "effective_at": day()}
    waits = reyes.client.post(reyes.path, data, HTTP_HX_REQUEST="true")
    assert waits.status_code == 200
    assert "<html" not in waits.content.decode()
    assert "What will change shows here" in text(waits)
    assert 'class="error"' not in waits.content.decode()
    shown = reyes.client.post(reyes.path, {**data, **taking("25")}, HTTP_HX_REQUEST="true")
    assert "Start lamotrigine 25 mg every morning" in text(shown)


def test_every_rhythm_is_ordered_as_it_is_said(reyes):
    rhythms = [
        (taking("10", kind="as-needed", when=(), count="2"), "10 mg as needed, at most 2 a day"),
        (taking("10", kind="interval-days", when=(), every="3"), "10 mg every 3 days"),
        (taking("10", kind="interval-weeks", when=(), every="2"), "10 mg every 2 weeks"),
        (taking("10", kind="once", when=()), "10 mg once"),
        (taking("10", when=("morning", "bedtime")), "10 mg in the morning and at bedtime"),
        (taking("10", when=(), count="3"), "10 mg 3 times a day"),
    ]
    reyes.start_page(LAMOTRIGINE)
    for fields, words in rhythms:
        assert f"Start lamotrigine {words}" in text(reyes.look(**fields, **NEW, product=FORM))


def test_an_interval_needs_its_distance(reyes):
    reyes.start_page(LAMOTRIGINE)
    page = reyes.look(**taking("10", kind="interval-weeks", when=()), **NEW, product=FORM)
    assert "Say how many days or weeks." in said(page)


def test_a_product_says_form_and_strength(reyes):
    reyes.start_page("312941")
    reyes.do(**taking("50"), **NEW, product="keep")
    (line,) = only_order(reyes)
    assert (line.medicine.product, line.medicine.strength, line.medicine.form) == ("312941", "50 mg", TABLET)


def test_an_unknown_code_goes_back_to_the_search(reyes):
    assert "This medicine is not in the list" in text(reyes.start_page("999999999"))


def test_the_release_that_advised_is_kept(reyes):
    from plait.knowledge.loader import release
    from plait.records.medication.models import MedicationRequest

    reyes.start_page(LAMOTRIGINE)
    reyes.do(**taking("25"), **NEW, product=FORM)
    assert MedicationRequest.objects.get(patient_id=reyes.patient).release == release().version


@pytest.mark.hazard("H-020")
def test_a_therapist_gets_the_answer_of_a_person_who_does_not_exist(ortiz):
    hers = ortiz.client.get(reverse("medication:start", args=[ortiz.patient]))
    nobodys = ortiz.client.get(reverse("medication:start", args=[uuid4()]))
    assert (hers.status_code, nobodys.status_code) == (404, 404)
    assert hers.content == nobodys.content
    posted = ortiz.client.post(reverse("medication:start", args=[ortiz.patient]), {"medicine_code": LAMOTRIGINE})
    assert posted.status_code == 404
    assert posted.content == nobodys.content
