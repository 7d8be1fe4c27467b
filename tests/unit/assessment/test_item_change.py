"""Which answers rose: the largest move first, what was left out on one side never as zero, other versions never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plait.clinical.assessment.item_change import item_change
from plait.knowledge.loader import release
from tests.unit.assessment.responses import response

PHQ9 = release().instruments["phq-9"]


def filled(day: int, answers: dict[str, int], version: str = "1"):
    return replace(response(day, 9, version=version), answers=answers)


def test_the_largest_move_stands_first_and_of_equal_ones_the_earlier_question():
    before = filled(0, {str(n): 1 for n in range(1, 10)})
    now = filled(14, {**{str(n): 1 for n in range(1, 10)}, "3": 3, "2": 2, "7": 2, "5": 0})
    moved = item_change(PHQ9, before, now)
    rose = [(one.number, one.before, one.now, one.points) for one in moved.rose]
    assert rose == [(3, 1, 3, 2), (2, 1, 2, 1), (7, 1, 2, 1)]
    assert [(one.number, one.points) for one in moved.fell] == [(5, -1)]
    assert moved.same == 5


@pytest.mark.hazard("H-027")
def test_an_answer_left_out_is_listed_and_never_a_fall_to_zero():
    moved = item_change(PHQ9, filled(0, {"1": 2, "4": 3}), filled(14, {"1": 2}))
    assert (moved.rose, moved.fell, moved.left_out) == ((), (), ("4",))


def test_another_version_and_a_total_without_answers_are_not_laid_side_by_side():
    assert not item_change(PHQ9, filled(0, {"1": 2}, version="2"), filled(14, {"1": 3})).comparable
    assert not item_change(PHQ9, filled(0, {}), filled(14, {"1": 3})).comparable


def test_what_is_not_scored_neither_rises_nor_falls():
    adherence = release().instruments["adherence"]
    moved = item_change(adherence, filled(0, {"missed": 1, "reason": 1}), filled(7, {"missed": 3, "reason": 4}))
    assert [one.item for one in moved.rose] == ["missed"]
