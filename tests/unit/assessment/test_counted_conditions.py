"""A criterion that asks for a number of conditions, each with a value of its own (the shaded boxes of a screen)."""

from __future__ import annotations

import pytest

from plait.clinical.assessment.criteria import is_met
from plait.clinical.assessment.instrument import Condition, Criterion
from plait.clinical.citation import Citation

TWO_OF_THREE = Criterion(
    code="shaded",
    text={"en": "two in the shaded boxes"},
    mark="verified",
    citation=Citation("paper", ""),
    either=(Condition(("a",), 2), Condition(("b",), 3), Condition(("c",), 3)),
    either_count=2,
)


@pytest.mark.parametrize(
    ("answers", "met"),
    [
        ({"a": 2, "b": 3, "c": 0}, True),
        ({"a": 1, "b": 3, "c": 2}, False),
        ({"a": 2, "b": 2}, None),  # what was left out could make it two
        ({"a": 1, "b": 2}, False),  # nothing left out could
        ({"a": 2, "b": 3}, True),
        ({}, None),
    ],
)
def test_as_many_conditions_as_are_asked_for(answers: dict[str, int], met: bool | None) -> None:  # noqa: FBT001 - a verdict is true, false or open
    assert is_met(TWO_OF_THREE, answers, None) is met
