"""A rule over single items says yes, no, or that what was left out could decide it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plait.clinical.assessment.criteria import holds, is_met
from plait.clinical.assessment.instrument import Condition, Criterion

from .instruments import PLACE

TWO_OF_THREE = Condition(("a", "b", "c"), at_least=2, count=2)
BOTH = Criterion("both", {}, "verified", PLACE, every=(Condition(("a",)), Condition(("b",), at_least=2)))
ONE_OF = Criterion("one-of", {}, "verified", PLACE, either=(Condition(("a",)), Condition(("b",), at_least=2)))


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"a": 2, "b": 2, "c": 0}, True),
        ({"a": 2, "b": 3}, True),  # c cannot change it
        ({"a": 2, "b": 1, "c": 1}, False),
        ({"a": 1, "b": 1}, False),  # c alone would not make two
        ({"a": 2, "b": 1}, None),
        ({"a": 2}, None),
        ({"a": 0}, None),
        ({}, None),
    ],
)
def test_a_count_is_open_only_while_what_is_left_out_could_decide(answers: dict, *, verdict: bool | None) -> None:
    assert holds(TWO_OF_THREE, answers) is verdict


@pytest.mark.parametrize(
    ("answers", "not_asked", "verdict"),
    [
        ({"a": 2, "b": 1}, {"c"}, False),  # never to be asked is not left out
        ({"a": 2}, {"c"}, None),
        ({"a": 2, "b": 2}, {"c"}, True),
        ({}, {"a", "b", "c"}, False),
    ],
)
def test_what_was_not_to_be_asked_is_not_reached(answers: dict, not_asked: set, *, verdict: bool | None) -> None:
    assert holds(TWO_OF_THREE, answers, not_asked) is verdict


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"a": 1, "b": 2}, True),
        ({"a": 0}, False),  # the first that fails settles it
        ({"b": 1}, False),
        ({"a": 1}, None),
        ({"b": 2}, None),
        ({}, None),
    ],
)
def test_every_part_must_hold(answers: dict, *, verdict: bool | None) -> None:
    assert is_met(BOTH, answers, None) is verdict


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"a": 1}, True),
        ({"b": 2}, True),
        ({"a": 0, "b": 1}, False),
        ({"a": 0}, None),
        ({"b": 0}, None),
        ({}, None),
    ],
)
def test_one_part_is_enough(answers: dict, *, verdict: bool | None) -> None:
    assert is_met(ONE_OF, answers, None) is verdict


@pytest.mark.parametrize(
    ("total", "verdict"), [(None, None), (Decimal(9), False), (Decimal(10), True), (Decimal(11), True)]
)
def test_a_total_is_asked_for_besides(total: Decimal | None, *, verdict: bool | None) -> None:
    with_total = Criterion("ten", {}, "verified", PLACE, total_at_least=10)
    assert is_met(with_total, {}, total) is verdict
    assert is_met(replace(with_total, every=(Condition(("a",)),)), {"a": 0}, total) is False
