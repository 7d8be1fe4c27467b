"""How far a score has come, with the edges of every rule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plait.clinical.assessment.change import change
from plait.clinical.assessment.instrument import ChangeRule

from .instruments import PLACE, RULES

NOTHING = ChangeRule()


def between(baseline: int | None, latest: int | None, rules: ChangeRule = RULES):
    as_decimal = [None if total is None else Decimal(total) for total in (baseline, latest)]
    return change(rules, baseline=as_decimal[0], latest=as_decimal[1])


@pytest.mark.parametrize(
    ("baseline", "latest", "direction", "verdicts", "status"),
    [
        (20, 20, "same", (False, False, False), "no-reliable-change"),
        (20, 16, "better", (False, False, False), "no-reliable-change"),
        (20, 15, "better", (False, False, True), "reliable-improvement"),
        (20, 11, "better", (False, False, True), "reliable-improvement"),
        (20, 10, "better", (False, True, True), "response"),
        (20, 5, "better", (False, True, True), "response"),
        (20, 4, "better", (True, True, True), "remission"),
        (15, 8, "better", (False, False, True), "reliable-improvement"),
        (10, 14, "worse", (False, False, False), "no-reliable-change"),
        (10, 15, "worse", (False, False, True), "reliable-worsening"),
        (5, 4, "better", (True, False, False), "remission"),
        (4, 3, "better", (None, False, False), "no-reliable-change"),
        (0, 0, "same", (None, None, False), "no-reliable-change"),
        (0, 5, "worse", (None, None, True), "reliable-worsening"),
    ],
)
def test_rules_and_their_edges(baseline: int, latest: int, direction: str, verdicts: tuple, status: str) -> None:
    found = between(baseline, latest)
    assert found.direction == direction
    assert tuple(verdict.met for verdict in found.verdicts) == verdicts  # remission, response, reliable
    assert found.status == status


def test_the_numbers() -> None:
    found = between(21, 14)
    assert (found.difference, found.percent) == (Decimal(-7), Decimal("33.3"))
    assert between(10, 15).percent == Decimal("-50.0")
    assert between(0, 5).percent is None


def test_each_verdict_brings_its_number_mark_and_place() -> None:
    verdict = between(20, 10).verdict("response")
    assert (verdict.number, verdict.mark, verdict.citation) == (Decimal(50), "corroborated", PLACE)


@pytest.mark.parametrize("mark", ["quoted", "partial", "unverified"])
def test_a_rule_that_is_not_checked_gives_no_status(mark: str) -> None:
    rules = replace(RULES, marks=dict.fromkeys(("remission", "response", "reliable"), mark))
    found = between(20, 2, rules)
    assert [verdict.met for verdict in found.verdicts] == [None, None, None]
    assert (found.status, found.direction) == (None, "better")
    assert {verdict.mark for verdict in found.verdicts} == {mark}


def test_an_instrument_without_rules_has_a_direction_only() -> None:
    found = between(20, 2, NOTHING)
    assert (found.status, found.direction) == (None, "better")
    assert {verdict.mark for verdict in found.verdicts} == {""}


@pytest.mark.parametrize(("baseline", "latest"), [(None, None), (None, 10), (10, None)])
def test_without_both_totals_there_is_no_change(baseline: int | None, latest: int | None) -> None:
    found = between(baseline, latest)
    assert (found.difference, found.percent, found.direction) == (None, None, None)
    assert [found.verdict("response").met, found.verdict("reliable").met] == [None, None]


def test_remission_needs_no_baseline() -> None:
    assert between(None, 4).status == "remission"
    assert between(None, 5).verdict("remission").met is False
