"""Lines that never were true, orders that wait for reconciliation, and what is only reported."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from plait.foundation.clock import now
from plait.records.medication import queries
from tests.integration.medication.conftest import BUPROPION, NEW, SERTRALINE, XL, said, taking, text


def error_page(desk, line):
    return desk.open(reverse("medication:error", args=[line.order_id, line.revision_id]))


def test_a_line_in_error_is_not_counted_and_stays_readable_with_who_and_why(reyes, chart):
    order = chart.start(SERTRALINE, "100", days=-60)
    chart.step(order, "change", days=-10, dose="150")
    shown = text(error_page(reyes, queries.order(order)[1]))
    assert "before: 150 mg every morning" in shown
    assert "after: 100 mg every morning" in shown
    done = reyes.confirm(reason_text="meant for another person")
    assert done.status_code == 302
    assert chart.total("sertraline") == "100 mg"
    page = reyes.client.get(reverse("medication:list", args=[reyes.patient])).content.decode()
    assert "<del>" in page
    assert "Marked as an error by Dr. A. Reyes" in page
    assert "meant for another person" in page
    assert "150 mg every morning" in page


def test_with_its_start_the_whole_order_goes(reyes, chart):
    order = chart.start(SERTRALINE, "100", days=-60)
    shown = text(error_page(reyes, queries.order(order)[0]))
    assert "the whole order goes with it" in shown
    assert "after: not taken" in shown
    reyes.confirm(reason_text="wrong chart")
    assert chart.read().regimens == ()
    assert "1 order entered in error" in reyes.page()


def test_what_a_wrong_start_replaced_stays_stopped_and_that_is_said(reyes, chart):
    old = chart.start(BUPROPION, "150", days=-30, form=XL)
    new = chart.start(BUPROPION, "300", form=XL, beside="replace")
    shown = text(error_page(reyes, queries.order(new)[0]))
    assert "Bupropion was replaced by it and stays stopped." in shown
    reyes.confirm(reason_text="wrong chart")
    assert [line.action for line in queries.order(old)] == ["start", "stop"]


def test_an_error_needs_words_and_is_marked_once(reyes, chart):
    order = chart.start(SERTRALINE, "100", days=-60)
    line = queries.order(order)[0]
    error_page(reyes, line)
    assert "fill this in" in said(reyes.confirm(reason_text=""))
    reyes.confirm(reason_text="wrong chart")
    again = error_page(reyes, line)
    assert "This entry is already marked as an error." in text(again)
    assert 'value="commit"' not in again.content.decode()


def test_a_line_of_another_order_is_not_marked_through_this_one(reyes, chart):
    one, other = chart.start(SERTRALINE, "100", days=-60), chart.start(BUPROPION, "150", days=-60, form=XL)
    page = reyes.open(reverse("medication:error", args=[one, queries.order(other)[0].revision_id]))
    assert "There is no such entry." in text(page)
    reyes.confirm(reason_text="x")
    assert all(line.entered_in_error_at is None for line in queries.order(other))


def test_a_therapist_marks_no_line(ortiz, chart):
    order = chart.start(SERTRALINE, "100", days=-60)
    line = queries.order(order)[0]
    hers = ortiz.client.get(reverse("medication:error", args=[order, line.revision_id]))
    nobodys = ortiz.client.get(reverse("medication:error", args=[uuid4(), uuid4()]))
    assert hers.status_code == 404
    assert hers.content == nobodys.content


@pytest.mark.hazard("H-013")
def test_an_import_leaves_the_total_alone_and_is_possibly_taken_for_every_check(reyes, chart):
    chart.start(SERTRALINE, "150", days=-60)
    chart.import_order(SERTRALINE, "100")
    assert chart.total("sertraline") == "150 mg"
    page = reyes.page()
    assert "1 imported order waits for reconciliation" in page
    assert "Left out: 100 mg every morning (not confirmed)" in page
    order = queries.orders(reyes.patient)[-1][0].order_id
    reyes.step_page("change", order)
    shown = text(reyes.look(**taking("200"), reason_code="partial-response", product="keep"))
    assert "sertraline may be taken twice." in shown
    assert "not confirmed, possibly taken" in shown
    assert "if what is not confirmed is taken" in shown


def test_an_import_is_confirmed_as_it_stands(reyes, chart):
    order = chart.import_order(SERTRALINE, "100")
    page = reyes.step_page("change", order)
    assert '<option value="confirmed-import" selected>' in page.content.decode()
    reyes.do(**taking("100"), reason_code="confirmed-import", product="keep")
    assert chart.total("sertraline") == "100 mg"
    assert "waits for reconciliation" not in reyes.page()
    assert queries.order(order)[-1].confirmed


def test_an_import_that_is_held_still_waits(reyes, chart):
    """A step that confirms nothing leaves the order unconfirmed, in the preview as in the record."""
    order = chart.import_order(SERTRALINE, "100")
    reyes.step_page("hold", order)
    reyes.do(reason_code="illness")
    reyes.step_page("resume", order)
    assert "after: 100 mg a day" not in text(reyes.look(reason_code="reason-over"))
    reyes.do(reason_code="reason-over")
    assert not queries.order(order)[-1].confirmed
    assert chart.total("sertraline") == "None"


def test_an_import_that_is_not_taken_is_stopped(reyes, chart):
    order = chart.import_order(SERTRALINE, "100")
    reyes.step_page("stop", order)
    reyes.do(reason_code="not-taken")
    assert "waits for reconciliation" not in reyes.page()


def test_words_that_came_instead_of_a_dose_are_shown_as_they_came(reyes, chart):
    from plait.foundation.facts import Stamp
    from plait.knowledge.formulary import formulary
    from plait.records.medication import actions

    order = actions.start(
        Stamp(chart.actor, now()), patient_id=chart.mara, medicine=formulary().medicine(SERTRALINE), dose=None,
        timing=None, effective_at=now().plus(days=-5), prescriber_id=None, prescriber_name="", confirmed=False,
        dose_text="1 tablet daily",
    )  # fmt: skip
    assert "dose not stated; it came as “1 tablet daily”" in reyes.page()
    page = reyes.step_page("change", order).content.decode()
    assert 'name="dose" value' not in page


def report(desk, **fields):
    path = reverse("medication:report", args=[desk.patient])
    desk.open(path + "?medicine=6711")
    return desk.confirm(**{"source": "over-the-counter", **fields})


def test_a_therapist_reports_what_the_person_takes_and_every_check_sees_it(ortiz, reyes, chart):
    assert "Where does it come from" in text(
        ortiz.open(reverse("medication:report", args=[ortiz.patient]) + "?medicine=6711")
    )
    done = report(ortiz, **taking("3", when=("bedtime",)), started="spring 2025", informant="Mara", indication="sleep")
    assert done.status_code == 302
    page = ortiz.page()
    assert "Melatonin 3 mg at bedtime" in page
    for words in ("Over the counter", "since spring 2025", "told by Mara", "noted by J. Ortiz", "for sleep"):
        assert words in page
    chart.start(SERTRALINE, "50", days=-1)
    reyes.start_page("6711")
    shown = text(reyes.look(**taking("5", when=("bedtime",)), **NEW, product="form:oral tablet"))
    assert "melatonin" in shown


def test_what_is_not_known_about_a_report_is_not_stated(ortiz):
    assert report(ortiz, unit="mg").status_code == 302
    assert "Melatonin dose not stated" in ortiz.page()


def test_a_report_of_something_in_no_list_is_kept_by_its_name(ortiz):
    path = reverse("medication:report", args=[ortiz.patient])
    page = ortiz.open(path + "?name=Grandmother’s tea")
    assert "no safety check can compare it" in text(page)
    assert ortiz.confirm(source="herbal").status_code == 302
    assert "Grandmother’s tea" in ortiz.page()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"source": ""}, "Where does it come from?: choose one"),
        ({"started": "long ago"}, "Write 2019, 2019-05"),
        ({"started": "2999"}, "This is in the future."),
        ({"dose": "zero", "unit": "mg"}, "is not a number"),
    ],
)
def test_what_is_wrong_in_a_report_is_said_and_kept(ortiz, fields, why):
    page = report(ortiz, **{"informant": "her sister", **fields})
    assert page.status_code == 422
    assert why in said(page)
    assert "her sister" in page.content.decode()
    assert queries.statements(ortiz.patient) == ()


def test_a_report_sent_twice_is_one_entry(ortiz):
    report(ortiz)
    ortiz.confirm(source="over-the-counter")
    assert len(queries.statements(ortiz.patient)) == 1


def test_a_report_is_no_longer_taken_or_never_was(ortiz):
    report(ortiz)
    (statement,) = queries.statements(ortiz.patient)
    ortiz.open(reverse("medication:statement-end", args=[statement.thread]))
    assert ortiz.confirm(reason_text="did not help").status_code == 302
    page = ortiz.page()
    assert "1 no longer taken" in page
    assert "did not help" in page
    ortiz.open(reverse("medication:statement-error", args=[statement.thread]))
    assert ortiz.confirm(reason_text="").status_code == 422
    assert ortiz.confirm(reason_text="never took it").status_code == 302
    assert queries.statements(ortiz.patient) == ()
    gone = ortiz.client.get(reverse("medication:statement-end", args=[statement.thread]))
    assert gone.status_code == 404


def test_a_report_of_an_ordered_ingredient_says_so_at_once(ortiz, chart):
    chart.start("6711", "3", days=-10)
    report(ortiz)
    assert "melatonin" in ortiz.page()
