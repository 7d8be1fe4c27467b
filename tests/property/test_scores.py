"""Laws of every instrument in the release: in range, monotone, harm always seen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.clinical.assessment.change import change
from plait.clinical.assessment.criteria import holds
from plait.clinical.assessment.instrument import LEVELS, Instrument, Item
from plait.clinical.assessment.scoring import Scored, score
from plait.clinical.refusal import Refused
from plait.knowledge.loader import release

INSTRUMENTS = tuple(release().instruments.values())


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Instrument, dict[str, int]]:
    """An instrument, with any rule for missing items, and any answers to it."""
    instrument = draw(st.sampled_from(INSTRUMENTS))
    instrument = replace(instrument, most_missing=draw(st.integers(0, 3)))
    answers = {}
    for item in instrument.items:
        if draw(st.integers(0, 9)):
            answers[item.id] = draw(values(item))
    return instrument, answers


def values(item: Item, least: int | None = None) -> st.SearchStrategy[int]:
    """Any answer to an item, from one on if need be."""
    least = item.lowest if least is None else least
    if item.answer == "option":
        return st.sampled_from([option.value for option in item.options if option.value >= least])
    return st.integers(least, item.highest)


def scored(instrument: Instrument, answers: dict[str, int]) -> Scored:
    found = score(instrument, answers)
    assert isinstance(found, Scored)
    return found


@settings(max_examples=200, deadline=None)
@given(sheets())
def test_a_total_is_whole_and_in_range_and_has_a_band(sheet: tuple) -> None:
    instrument, answers = sheet
    found = scored(instrument, answers)
    if found.total is not None:
        assert instrument.lowest <= found.total <= instrument.highest
        assert found.total == found.total.to_integral_value()
        assert not instrument.bands or (found.band or found.unchecked_band) is not None
    assert found.complete is (not found.missing)
    if all(item.only_if is None for item in instrument.items) and not instrument.alternatives:
        assert found.complete is all(item.id in answers for item in instrument.items if item.required)
    assert found.band is None or found.band.checked


@pytest.mark.hazard("H-005")
@settings(max_examples=200, deadline=None)
@given(sheets())
def test_harm_is_seen_or_its_item_is_listed_as_unanswered(sheet: tuple) -> None:
    instrument, answers = sheet
    found = scored(instrument, answers)
    for item in instrument.items:
        if item.risk_from is None:
            continue
        assert ((item.id, answers.get(item.id)) in found.risk) is (answers.get(item.id, -1) >= item.risk_from)
        asked = item.only_if is None or holds(item.only_if, answers) is not False
        assert (item.id in found.risk_unanswered) is (item.id not in answers and asked)
        if item.id in found.risk_unanswered and item.scored:
            assert found.total is None


@settings(max_examples=200, deadline=None)
@given(sheets(), st.data())
def test_a_worse_answer_never_lowers_the_total(sheet: tuple, data: st.DataObject) -> None:
    instrument, answers = sheet
    raised = {item.id: data.draw(values(item, answers[item.id])) for item in instrument.items if item.id in answers}
    before, after = scored(instrument, answers), scored(instrument, raised)
    if all(item.only_if is None for item in instrument.items):  # else a "yes" asks what was not asked before
        assert (before.total is None) is (after.total is None)
    assert before.total is None or after.total is None or after.total >= before.total
    assert {item for item, _ in after.risk} >= {item for item, _ in before.risk}
    if before.level is not None:
        assert after.level is not None
        assert LEVELS.index(after.level) >= LEVELS.index(before.level)


@settings(max_examples=200, deadline=None)
@given(sheets(), st.integers(-100, 100))
def test_an_answer_that_is_not_offered_is_refused(sheet: tuple, value: int) -> None:
    instrument, answers = sheet
    item = instrument.items[0]
    found = score(instrument, answers | {item.id: value})
    assert isinstance(found, Refused) is not item.offers(value)


totals = st.integers(0, 27).map(Decimal)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(INSTRUMENTS), totals, totals, totals)
def test_a_better_score_never_loses_a_status(
    instrument: Instrument, baseline: Decimal, one: Decimal, other: Decimal
) -> None:
    better, worse = sorted((one, other))
    for rule in ("remission", "response"):
        worse_met = change(instrument.change, baseline=baseline, latest=worse).verdict(rule).met
        better_met = change(instrument.change, baseline=baseline, latest=better).verdict(rule).met
        assert not (worse_met and better_met is False)
