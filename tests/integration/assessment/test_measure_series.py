"""The view of what people filled in is what the facts say: after each way in which answers come, and made anew."""

from __future__ import annotations

import pytest

from plait.foundation.facts import Stamp
from plait.records.assessment import actions, caseload, series
from plait.records.assessment.models import MeasureSeries
from plait.records.people.models import MergedRecord
from tests.integration.assessment.measure_series import facts, last, last_of, view

FIELDS = {"instrument": "phq-9", "version": "1", "answers": {}, "total": 12}


@pytest.fixture
def answered(practice):
    """Two people with answers: one completed later, one without a total, one that never was theirs."""
    mara, ines = practice.people["mara"], practice.people["ines"]
    stamp = Stamp(practice.staff["reyes"], practice.at)
    for days, total in ((-30, 17), (-14, None), (-2, 9)):
        actions.submit(stamp, patient_id=mara, taken_at=practice.at.plus(days=days), **{**FIELDS, "total": total})
    begun = actions.submit(stamp, patient_id=mara, taken_at=practice.at, **{**FIELDS, "instrument": "gad-7"})
    actions.complete(stamp, begun, taken_at=practice.at.plus(seconds=3600), total=4)
    wrong = actions.submit(stamp, patient_id=ines, taken_at=practice.at, **FIELDS)
    actions.submit(stamp, patient_id=ines, taken_at=practice.at, **{**FIELDS, "instrument": "gad-7"})
    actions.mark_entered_in_error(stamp, wrong, "somebody else answered")
    return practice


def test_it_follows_every_answer_completion_and_error(answered):
    assert view() == facts()
    assert last() == last_of(facts())
    mara, ines = answered.people["mara"], answered.people["ines"]
    assert [total for _version, _at, total in view()[mara]["phq-9"]] == ["17.00", None, "9.00"]
    assert [total for _version, _at, total in view()[mara]["gad-7"]] == ["4.00"]
    assert set(view()[ines]) == {"gad-7"}


def test_one_whose_only_answer_was_an_error_has_none(practice):
    stamp, ines = Stamp(practice.staff["reyes"], practice.at), practice.people["ines"]
    actions.mark_entered_in_error(
        stamp, actions.submit(stamp, patient_id=ines, taken_at=practice.at, **FIELDS), "somebody else answered"
    )
    assert caseload.filled_in_by([ines], "phq-9") == caseload.last_filled_by([ines]).get(ines, {}) == {}


def test_made_anew_it_is_what_it_was(answered):
    before = view()
    MeasureSeries.objects.all().delete()
    series.rebuild()
    assert view() == before != {}


def test_the_caseload_reads_it_as_the_responses_say(answered):
    ids = [answered.people["mara"], answered.people["ines"]]
    told = {
        one: [(r.version, int(r.taken_at.utc.timestamp()), _text(r.total)) for r in own if r.instrument == "phq-9"]
        for one, own in caseload.responses_of(ids).items()
    }
    assert caseload.filled_in_by(ids, "phq-9") == {one: own for one, own in told.items() if own} != {}


def test_of_a_person_with_two_records_the_later_counts(answered):
    mara, ines = answered.people["mara"], answered.people["ines"]
    MergedRecord.objects.create(patient_id=ines, person_id=mara)
    apart = last()
    read = caseload.last_filled_by([mara])[mara]
    assert set(read) == set(apart[mara]) | set(apart[ines])
    assert [read["gad-7"].at, read["gad-7"].total] == max(apart[mara]["gad-7"], apart[ines]["gad-7"])[:2]


def _text(total):
    return None if total is None else str(total)
