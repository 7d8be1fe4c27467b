"""Laws of every instrument in the release: in range, never clamped, monotone, harm always heard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.clinical.assessment.baseline import since_episode
from plait.clinical.assessment.change import change
from plait.clinical.assessment.instrument import Instrument, Item
from plait.clinical.assessment.response import Response
from plait.clinical.assessment.scoring import Scored, score, score_total
from plait.clinical.refusal import Refused
from plait.knowledge.loader import release
from tests.unit.assessment.responses import START, response

INSTRUMENTS = tuple(release().instruments.values())
WITH_TOTAL = tuple(one for one in INSTRUMENTS if one.has_total)
ADDED_UP = tuple(one for one in INSTRUMENTS if one.scoring in {"sum", "domains"})
FEW = settings(max_examples=120, deadline=None)


def values_of(item: Item) -> st.SearchStrategy[int]:
    """Any answer that an item offers."""
    if item.answer == "option":
        return st.sampled_from([option.value for option in item.options])
    return st.integers(item.lowest, item.highest)


@st.composite
def sheets(draw: st.DrawFn, among: tuple[Instrument, ...] = INSTRUMENTS) -> tuple[Instrument, dict[str, int]]:
    """An instrument, with any rule for missing items, and any answers to it, whether asked for or not."""
    instrument = draw(st.sampled_from(among))
    if instrument.scoring == "sum":
        instrument = replace(instrument, most_missing=draw(st.integers(0, 3)))
    full = draw(st.booleans())
    answers = {item.id: draw(values_of(item)) for item in instrument.items if full or draw(st.integers(0, 9))}
    return instrument, answers


def scored(instrument: Instrument, answers: dict[str, int]) -> Scored:
    found = score(instrument, answers)
    assert isinstance(found, Scored)
    return found


def whole_and_in_range(instrument: Instrument, answers: dict[str, int]) -> None:
    found = scored(instrument, answers)
    if found.total is not None:
        assert instrument.lowest <= found.total <= instrument.highest
        assert found.total == found.total.to_integral_value()
        assert (found.band or found.unchecked_band) is not None or not instrument.bands
    assert instrument.has_total or found.total is None
    assert found.complete is (found.missing == ())
    assert found.band is None or found.band.checked
    assert not set(found.missing) & set(answers)


@FEW
@given(sheets())
def test_a_total_is_whole_and_in_range_and_has_a_band(sheet: tuple) -> None:
    whole_and_in_range(*sheet)


@pytest.mark.wide
@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.id)
def test_each_instrument_by_itself_is_in_range_and_monotone(instrument: Instrument) -> None:
    @settings(max_examples=150, deadline=None)
    @given(sheets((instrument,)), st.data())
    def law(sheet: tuple, data: st.DataObject) -> None:
        whole_and_in_range(*sheet)
        if instrument in ADDED_UP:
            never_lower(*sheet, data)

    law()


@pytest.mark.parametrize("instrument", WITH_TOTAL, ids=lambda one: one.id)
def test_the_lowest_and_the_highest_answers_reach_both_ends(instrument: Instrument) -> None:
    for end in ("lowest", "highest"):
        found = scored(instrument, {item.id: getattr(item, end) for item in instrument.items})
        assert found.total == getattr(instrument, end)


@pytest.mark.hazard("H-005")
@FEW
@given(sheets())
def test_harm_is_heard_or_its_item_is_listed_unless_it_was_not_to_be_asked(sheet: tuple) -> None:
    instrument, answers = sheet
    found = scored(instrument, answers)
    for item in instrument.items:
        if item.risk_from is None:
            continue
        assert ((item.id, answers.get(item.id)) in found.risk) is (answers.get(item.id, -1) >= item.risk_from)
        assert item.id not in answers or item.id not in found.risk_unanswered
        if item.id not in answers and item.only_if is None:
            assert item.id in found.risk_unanswered
            assert found.total is None or not item.scored
    assert (found.level is not None) is (bool(found.risk) or any(one.level for one in found.criteria))


def never_lower(instrument: Instrument, answers: dict[str, int], data: st.DataObject) -> None:
    raised = {
        item.id: data.draw(values_of(item).filter(lambda value, low=answers[item.id]: value >= low))
        for item in instrument.items
        if item.id in answers
    }
    before, after = scored(instrument, answers), scored(instrument, raised)
    if before.total is not None and after.total is not None:
        assert after.total >= before.total
    assert len(after.risk) >= len(before.risk)
    if not any(item.only_if for item in instrument.items):
        assert (before.total is None) is (after.total is None)


@FEW
@given(sheets(ADDED_UP), st.data())
def test_a_higher_answer_never_lowers_the_total(sheet: tuple, data: st.DataObject) -> None:
    never_lower(*sheet, data)


@pytest.mark.hazard("H-027")
@FEW
@given(sheets(), st.data())
def test_an_answer_that_is_not_offered_is_refused_and_never_clamped(sheet: tuple, data: st.DataObject) -> None:
    instrument, answers = sheet
    item = data.draw(st.sampled_from(instrument.items))
    value = data.draw(st.integers(-2000, 2000))
    found = score(instrument, answers | {item.id: value})
    offered = value in {option.value for option in item.options} or (
        item.answer != "option" and item.lowest <= value <= item.highest
    )
    assert isinstance(found, Refused) is not offered
    if isinstance(found, Refused):
        assert found.field == item.id


@FEW
@given(st.sampled_from(WITH_TOTAL), st.integers(-60, 160))
def test_a_typed_total_is_taken_as_it_is_or_refused(instrument: Instrument, total: int) -> None:
    found = score_total(instrument, total)
    assert isinstance(found, Scored) is (instrument.lowest <= total <= instrument.highest)
    assert isinstance(found, Refused) or found.total == total


@FEW
@given(sheets(WITH_TOTAL), st.data())
def test_a_typed_total_is_not_refused_for_the_answers_that_made_it(sheet: tuple, data: st.DataObject) -> None:
    instrument, answers = sheet
    total = scored(instrument, answers).total
    typed = {name: value for name, value in answers.items() if data.draw(st.booleans())}
    prorated = not scored(replace(instrument, most_missing=0), answers).total
    if total is not None and not prorated:
        assert isinstance(score_total(instrument, int(total), typed), Scored)


@pytest.mark.hazard("H-027")
@FEW
@given(sheets(tuple(one for one in INSTRUMENTS if one.criteria)), st.data())
def test_a_missing_answer_never_turns_a_criterion_to_not_met(sheet: tuple, data: st.DataObject) -> None:
    instrument, answers = sheet
    full = {item.id: answers.get(item.id, item.lowest) for item in instrument.items}
    left_out = data.draw(st.sets(st.sampled_from(sorted(full))))
    fewer = scored(instrument, {name: value for name, value in full.items() if name not in left_out})
    possible = {one.code for one in (*fewer.criteria, *fewer.open_criteria)}
    if any(item.id in left_out and item.only_if for item in instrument.items):
        return  # it may not have been asked, and then its answer would not be there
    assert {one.code for one in scored(instrument, full).criteria} <= possible


totals = st.integers(0, 80).map(Decimal)


@FEW
@given(st.sampled_from(INSTRUMENTS), totals, totals, totals)
def test_a_better_score_never_loses_a_status(
    instrument: Instrument, baseline: Decimal, one: Decimal, other: Decimal
) -> None:
    better, worse = sorted((one, other), reverse=instrument.better == "higher")
    for rule in ("remission", "response", "partial"):
        worse_met, better_met = (
            change(instrument.change, baseline=baseline, latest=total, better=instrument.better).verdict(rule).met
            for total in (worse, better)
        )
        assert not (worse_met and better_met is False)


@pytest.mark.hazard("H-014")
@FEW
@given(st.sampled_from(INSTRUMENTS), totals, totals)
def test_what_is_not_checked_gives_no_status(instrument: Instrument, baseline: Decimal, latest: Decimal) -> None:
    rules = replace(instrument.change, marks=dict.fromkeys(instrument.change.marks, "partial"))
    found = change(rules, baseline=baseline, latest=latest, better=instrument.better)
    assert (found.status, found.outcome) == (None, None)


@pytest.mark.hazard("H-126")
@FEW
@given(st.sampled_from(WITH_TOTAL), st.lists(st.tuples(totals, st.booleans()), min_size=1, max_size=6))
def test_an_old_response_keeps_its_score_and_is_not_compared_with_a_new_version(
    instrument: Instrument, told: list[tuple[Decimal, bool]]
) -> None:
    old, new = replace(instrument, version="0"), replace(instrument, version="1")
    kept: tuple[Response, ...] = tuple(
        response(day, int(total), version="1" if is_new else "0", instrument=instrument.id)
        for day, (total, is_new) in enumerate(told)
    )
    found = since_episode(new, kept, title="", began=START)
    if found.response is not None and found.change is not None:
        assert found.response.version == found.latest.version == "1"
        assert (found.change.baseline, found.change.latest) == (found.response.total, found.latest.total)
    if kept[-1].version == "0":
        assert found.change is None
    assert [one.total for one in kept] == [total for total, _ in told]
    assert not new.judges(old.version)
    declared = replace(new, equal_versions=("0",))
    assert (since_episode(declared, kept, title="", began=START).change is None) is (len(kept) == 1)
