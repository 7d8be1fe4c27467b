"""Traps that other systems fell into with medicines, taken from their bug trackers; each stays closed here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.coordination.medication.order_page import Order
from plait.foundation.clock import now
from plait.records.medication import queries
from tests.integration.medication.conftest import LAMOTRIGINE, NEW, SERTRALINE, TABLET, ZONE, taking, text

FORM = f"form:{TABLET}"


@pytest.mark.hazard("H-002")
def test_renewing_leaves_one_active_order(reyes, chart):
    """OpenMRS: a renewal left two active orders. Here the same again is refused, a new dose replaces or joins."""
    chart.start(SERTRALINE, "50", days=-30)
    reyes.start_page(SERTRALINE)
    reyes.confirm(**taking("50"), **NEW, product=FORM)
    assert [len(r.orders) for r in chart.read().regimens] == [1]
    reyes.start_page(SERTRALINE)
    reyes.do(**taking("100"), **NEW, product=FORM, beside="replace")
    assert [len(r.orders) for r in chart.read().regimens] == [1]


def test_a_dose_change_is_an_event_in_one_order_not_a_stop_and_a_new_start(reyes, chart):
    """care #6340."""
    order = chart.start(SERTRALINE, "50", days=-30)
    reyes.step_page("change", order)
    reyes.do(**taking("100"), reason_code="partial-response", product="keep")
    assert [line.action for line in queries.order(order)] == ["start", "change"]
    assert len(queries.orders(reyes.patient)) == 1


def test_what_should_get_better_survives_every_step_and_is_shown_wherever_the_order_is(reyes, chart):
    """care #7672: titration targets got lost on printouts."""
    reyes.start_page(LAMOTRIGINE)
    reyes.do(**taking("25"), **NEW, product=FORM, indication="bipolar II", target_symptom="mood swings")
    order = queries.orders(reyes.patient)[0][0].order_id
    reyes.step_page("hold", order)
    reyes.do(reason_code="illness")
    reyes.step_page("resume", order)
    reyes.do(reason_code="reason-over")
    for page in (reyes.page(), text(reyes.step_page("change", order)), text(reyes.step_page("stop", order))):
        assert "mood swings" in page
        assert "bipolar II" in page


@pytest.mark.hazard("H-003")
@pytest.mark.parametrize("dose_text", ["", "as directed"])
def test_a_dose_that_is_not_stated_never_prints_as_empty_brackets(reyes, chart, dose_text):
    """Ottehr #3107."""
    from plait.foundation.facts import Stamp
    from plait.knowledge.formulary import formulary
    from plait.records.medication import actions

    actions.start(
        Stamp(chart.actor, now()), patient_id=chart.mara, medicine=formulary().medicine(SERTRALINE), dose=None,
        timing=None, effective_at=now().plus(days=-5), prescriber_id=None, prescriber_name="", dose_text=dose_text,
    )  # fmt: skip
    for path in (reverse("medication:list", args=[chart.mara]), reverse("people:chart", args=[chart.mara])):
        page = text(reyes.client.get(path))
        assert "dose not stated" in page
        for nothing in ("()", "[]", "None", "( )", "null"):
            assert nothing not in page


@pytest.mark.hazard("H-004")
@pytest.mark.parametrize("hour", [0, 4, 5, 23])
def test_a_day_does_not_slip_around_midnight(hour):
    """Ottehr #2837: what is typed as 3 March is 3 March where the practice is, whatever the hour on the server."""
    order = Order(None, None, None, (), (), (), ())  # type: ignore[arg-type]
    at = Instant(datetime(2026, 3, 10, hour, 30, tzinfo=UTC))
    for offset in range(-3, 4):
        asked = at.day(ZONE) + timedelta(days=offset)
        assert order.from_day(asked, ZONE, at=at).day(ZONE) == asked


@pytest.mark.hazard("H-004")
def test_a_day_does_not_slip_when_the_clocks_change():
    """8 March 2026 has 23 hours in New York, 1 November 25."""
    order = Order(None, None, None, (), (), (), ())  # type: ignore[arg-type]
    at = Instant(datetime(2026, 6, 1, tzinfo=UTC))
    for month, number in ((3, 8), (11, 1)):
        asked = datetime(2026, month, number, tzinfo=ZoneInfo(ZONE)).date()
        moment = order.from_day(asked, ZONE, at=at)
        assert moment.local(ZONE).isoformat()[:16] == f"{asked}T00:00"


def test_the_same_medicine_is_never_listed_twice_without_a_word(reyes, chart):
    """Ottehr #364."""
    chart.start(SERTRALINE, "50", days=-30)
    reyes.start_page(SERTRALINE)
    assert "This ingredient is ordered already" in text(reyes.look(**taking("100"), **NEW, product=FORM))
    reyes.do(**taking("100"), **NEW, product=FORM, beside="part-of-regimen")
    page = reyes.page()
    assert "150 mg a day" in page
    assert len(chart.read().regimens) == 1


def test_the_order_and_the_medication_list_are_one_thing(reyes, chart):
    """OpenEMR #2917: no second list that could say otherwise."""
    order = chart.start(SERTRALINE, "50", days=-30)
    reyes.step_page("change", order)
    reyes.do(**taking("75"), reason_code="partial-response", product="keep")
    for path in (reverse("medication:list", args=[chart.mara]), reverse("people:chart", args=[chart.mara])):
        assert "75 mg every morning" in text(reyes.client.get(path))


def test_an_order_is_never_edited(reyes, chart):
    """Every row that was there stays as it was."""
    from plait.records.medication.models import MedicationRequest

    order = chart.start(SERTRALINE, "50", days=-30)
    before = list(MedicationRequest.objects.filter(thread=order).values())
    chart.step(order, "change", dose="75")
    chart.step(order, "hold")
    chart.step(order, "stop")
    assert list(MedicationRequest.objects.filter(pk=order).values()) == before
