"""The sweep: every worked case of every instrument, through the real scoring."""

from __future__ import annotations

import pytest

from plait.clinical.assessment.scoring import Scored, score
from plait.knowledge.loader import release

CASES = [(instrument, case) for instrument in release().instruments.values() for case in instrument.cases]


@pytest.mark.parametrize(("instrument", "case"), CASES, ids=[f"{i.id}: {c.name}" for i, c in CASES])
def test_worked_case(instrument, case):
    answers = {
        item.id: answer for item, answer in zip(instrument.items, case.answers, strict=True) if answer is not None
    }
    scored = score(instrument, answers)
    assert isinstance(scored, Scored)
    band = scored.band or scored.unchecked_band
    assert scored.total == case.total
    assert (band.code if band else None) == case.band
    assert tuple(item for item, _ in scored.risk) == case.risk
    assert tuple(one.code for one in scored.criteria) == case.criteria
    assert scored.level == case.level
    assert {name: scored.subscales[name] for name in case.subscales} == case.subscales


@pytest.mark.hazard("H-027")
def test_every_instrument_is_proved_at_each_edge_of_each_band():
    for instrument in release().instruments.values():
        totals = {case.total for case in instrument.cases}
        for band in instrument.bands:
            assert {band.low, band.high} <= totals, instrument.id


@pytest.mark.hazard("H-027")
def test_every_item_says_whether_it_can_speak_of_harm():
    for instrument in release().instruments.values():
        for item in instrument.items:
            assert (item.harm == "none") is (not item.risk), (instrument.id, item.id)
