"""Whatever is answered: nothing crashes, no sign of danger is lost, nothing is hidden, nothing depends on chance."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.clinical.intake.decision_aid import (
    CERTAINTY,
    WEIGHTS,
    Aid,
    AnswerRefused,
    checked,
    comparison,
    first_open,
    on_path,
    ordered,
    path,
    red_flags,
    signs,
    summary,
    talk_instead,
)
from plait.clinical.moment import Instant
from tests.unit.intake.aids import shipped

AT = Instant(datetime(2026, 11, 24, 12, tzinfo=UTC))


def codes_of(aid: Aid, page_id: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Answers to a page, lawful and not."""
    page = aid.page(page_id)
    assert page is not None
    nonsense = st.text(max_size=3)
    if page.kind == "instrument":
        items = aid.instruments[page.instrument].items
        full = st.tuples(*(st.sampled_from([*(str(o.value) for o in item.options), ""]) for item in items))
        return full | st.lists(nonsense, max_size=12).map(tuple)
    pairs = [f"{value.id}:{weight}" for value in aid.values for weight in WEIGHTS]
    sure = [f"{check.id}:{answer}" for check in aid.certainty for answer in CERTAINTY]
    known = {"values": pairs, "certainty": sure}.get(page.kind, [choice.code for choice in page.choices])
    one = st.sampled_from(known) if known else nonsense
    return st.lists(one | nonsense if page.kind != "one" else one, max_size=4).map(tuple)


def answers() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    aid = shipped()
    known = {page.id: codes_of(aid, page.id) for page in aid.pages}
    return st.fixed_dictionaries({}, optional=known)


def weights() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from([one.id for one in shipped().values]), st.sampled_from(WEIGHTS))


def taken_or_refused(aid: Aid, page: str, codes: tuple[str, ...]) -> set[str]:
    """The codes that the page takes, or the reason for which it refuses them."""
    try:
        return set(checked(aid, page, codes))
    except AnswerRefused as refused:
        return {refused.why}


@settings(max_examples=60, deadline=None)
@given(answers())
def test_nothing_that_is_answered_crashes_it(given_answers):
    aid = shipped()

    pages = path(aid, given_answers)

    assert pages[-1].kind == "sheet"
    assert first_open(aid, given_answers) in pages
    assert comparison(aid, given_answers).options
    assert comparison(aid, given_answers).reasons
    assert on_path(aid, given_answers).keys() <= {page.id for page in pages}
    for language in ("en", "es"):
        assert all(summary(aid, given_answers, language))
    talk_instead(aid, given_answers)
    for page, codes in given_answers.items():
        assert taken_or_refused(aid, page, codes) <= {*codes, *aid.refusals}


@pytest.mark.hazard("H-145")
@settings(max_examples=60, deadline=None)
@given(answers(), answers())
def test_a_sign_of_danger_never_disappears_by_answering_more(some, more):
    aid = shipped()
    before = {one.flag.id for one in red_flags(aid, some)}

    after = {one.flag.id for one in red_flags(aid, more | some)}

    assert before <= after
    assert bool(signs(aid, some, AT)) == bool(before)


@settings(max_examples=60, deadline=None)
@given(answers())
def test_waiting_is_never_offered_while_a_sign_of_danger_is_up(given_answers):
    aid = shipped()
    shown = comparison(aid, given_answers)

    if red_flags(aid, given_answers):
        assert shown.flagged
        assert "wait" not in {one.option.arm for one in shown.options}
        assert aid.no_wait in shown.reasons
        assert "wait" not in {
            choice.code for page in path(aid, given_answers) if page.id == "lean" for choice in page.choices
        }


@settings(max_examples=60, deadline=None)
@given(answers(), weights())
def test_ordering_is_all_options_once_and_says_exactly_what_moved_each(given_answers, values):
    aid = shipped()
    shown = comparison(aid, given_answers)

    placed = ordered(aid, shown, values)

    assert sorted(one.option.id for one in placed) == sorted(one.option.id for one in shown.options)
    for one in placed:
        expected = {
            (value, weight)
            for value, weight in values.items()
            if weight in {"a-lot", "a-little"} and one.option.fits[value].direction != "neither"
        }
        assert {(reason.value.id, reason.weight) for reason in one.reasons} == expected


@settings(max_examples=60, deadline=None)
@given(
    answers(), weights(), st.sampled_from([one.id for one in shipped().values]), st.sampled_from(["dont-know", "not"])
)
def test_what_is_not_known_moves_nothing(given_answers, values, unknown, weight):
    aid = shipped()
    shown = comparison(aid, given_answers)
    without = {value: heavy for value, heavy in values.items() if value != unknown}

    assert ordered(aid, shown, without) == ordered(aid, shown, without | {unknown: weight})


@settings(max_examples=60, deadline=None)
@given(answers(), weights(), st.randoms(use_true_random=False))
def test_the_same_answers_give_the_same_in_whatever_order_they_came(given_answers, values, chance):
    aid = shipped()
    mixed = list(given_answers.items())
    chance.shuffle(mixed)
    other = dict(mixed)

    assert path(aid, given_answers) == path(aid, other)
    assert red_flags(aid, given_answers) == red_flags(aid, other)
    shown = comparison(aid, given_answers)
    assert shown == comparison(aid, other)
    assert ordered(aid, shown, values) == ordered(aid, shown, dict(reversed(values.items())))
    assert summary(aid, given_answers, "es") == summary(aid, other, "es")
