"""Each person of a caseload stands in exactly one group, and only checked rules give a name to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plait.clinical.assessment.standing import DAY_SECONDS, GROUPS, OF_STATUS, Taken, standing
from tests.unit.assessment.instruments import RULES, SCALE

NOW = 1_790_000_000
UNCHECKED = replace(SCALE, change=replace(RULES, marks={}))


def took(*totals: tuple[int, int | None], version: str = "1") -> list[Taken]:
    """(days ago, total), earliest first."""
    return [
        Taken(version, NOW - days * DAY_SECONDS, None if total is None else Decimal(total)) for days, total in totals
    ]


@pytest.mark.parametrize(
    ("totals", "group"),
    [
        ([], "never"),
        ([(10, None)], "no-total"),
        ([(10, 8)], "once"),
        ([(60, 9), (10, 4)], "remission"),
        ([(60, 9), (10, 8)], "no-change"),
        ([(60, 2), (10, 9)], "worse"),
        ([(200, 9), (123, 4)], "not-lately"),
        ([(60, 9), (10, 4), (2, None)], "remission"),
    ],
)
def test_a_group_is_read_from_the_first_and_the_last_total(totals, group):
    assert standing(SCALE, took(*totals), since=None, at=NOW).group == group


def test_without_a_checked_rule_only_the_direction_is_told():
    assert standing(UNCHECKED, took((60, 9), (10, 4)), since=None, at=NOW).group == "some-better"
    assert standing(UNCHECKED, took((60, 4), (10, 9)), since=None, at=NOW).group == "not-better"
    higher = replace(UNCHECKED, id="higher", better="higher")
    assert standing(higher, took((60, 4), (10, 9)), since=None, at=NOW).group == "some-better"
    neither = replace(UNCHECKED, id="neither", better="none")
    assert standing(neither, took((60, 4), (10, 9)), since=None, at=NOW).group == "not-judged"


def test_the_baseline_is_the_first_total_of_the_episode_of_the_same_version():
    totals = took((300, 3), (90, 9), (10, 4))
    assert standing(SCALE, totals, since=NOW - 100 * DAY_SECONDS, at=NOW).difference == -5
    assert standing(SCALE, totals, since=None, at=NOW).difference == 1
    other = [*took((90, 9), version="0"), *took((10, 4))]
    assert standing(SCALE, other, since=None, at=NOW).group == "once"


@pytest.mark.hazard("H-027")
def test_a_form_without_a_total_moves_the_day_it_was_asked_and_no_number():
    found = standing(SCALE, took((60, 9), (10, 4), (2, None)), since=None, at=NOW)
    assert (found.last.total, found.difference, found.last_asked) == (4, -5, NOW - 2 * DAY_SECONDS)


def test_every_status_has_its_group():
    from typing import get_args

    from plait.clinical.assessment.change import Status

    assert set(OF_STATUS) == set(get_args(Status))
    assert set(OF_STATUS.values()) <= set(GROUPS)
