"""How far a score has come, with the edges of every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from plait.clinical.assessment.change import change
from plait.clinical.assessment.instrument import ChangeRule
from plait.clinical.moment import Instant

from .instruments import PLACE, RULES

NOTHING = ChangeRule()


ALL = ChangeRule(
    remission_at=12,
    response_percent=50,
    partial_percent=25,
    worse_points=4,
    marks=dict.fromkeys(("remission", "response", "partial", "worse"), "verified"),
    citations=dict.fromkeys(("remission", "response", "partial", "worse"), PLACE),
)


def between(baseline: int | None, latest: int | None, rules: ChangeRule = RULES, better: str = "lower"):
    as_decimal = [None if total is None else Decimal(total) for total in (baseline, latest)]
    return change(rules, baseline=as_decimal[0], latest=as_decimal[1], better=better)


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


@pytest.mark.parametrize(
    ("baseline", "latest", "outcome"),
    [
        (40, 12, "remission"),  # at the line
        (40, 13, "response"),
        (40, 20, "response"),
        (40, 21, "partial"),
        (40, 30, "partial"),
        (40, 31, "minimal"),
        (40, 40, "minimal"),
        (40, 43, "minimal"),  # the rule about worse says no
        (40, 44, "worse"),
        (12, 12, "minimal"),  # at the line before: it cannot be reached
        (12, 6, "response"),
    ],
)
def test_outcomes_and_their_edges(baseline: int, latest: int, outcome: str) -> None:
    found = between(baseline, latest, ALL)
    assert (found.outcome, found.status) == (outcome, outcome)
    assert found.verdict("remission").at_line


@pytest.mark.parametrize(
    ("unchecked", "latest", "outcome"),
    [
        ("partial", 30, None),  # partial or minimal: nobody can say
        ("partial", 20, "response"),
        ("response", 30, None),  # it might be a response
        ("remission", 10, "response"),
        ("worse", 41, None),  # it rose, and nothing says how much is worse
        ("worse", 40, "minimal"),
    ],
)
def test_a_rule_that_is_not_checked_settles_nothing(unchecked: str, latest: int, outcome: str | None) -> None:
    rules = replace(ALL, marks={**ALL.marks, unchecked: "partial"})
    assert between(40, latest, rules).outcome == outcome


@pytest.mark.parametrize(
    ("baseline", "latest", "direction", "percent", "verdicts"),
    [
        (10, 15, "better", "50.0", (True, True, True)),
        (10, 14, "better", "40.0", (False, False, False)),
        (10, 5, "worse", "-50.0", (False, False, True)),
        (15, 15, "same", "0.0", (None, False, False)),
    ],
)
def test_where_higher_is_better_everything_turns(
    baseline: int, latest: int, direction: str, percent: str, verdicts: tuple
) -> None:
    rules = replace(RULES, remission_below=None, remission_at=15)
    found = between(baseline, latest, rules, "higher")
    assert (found.direction, found.percent) == (direction, Decimal(percent))
    assert tuple(verdict.met for verdict in found.verdicts) == verdicts
    assert (found.status == "reliable-worsening") is (direction == "worse")


def test_where_neither_way_is_better_nothing_is_judged() -> None:
    found = between(10, 2, RULES, "none")
    assert (found.difference, found.direction, found.percent, found.status) == (Decimal(-8), None, None, None)
    assert [verdict.met for verdict in found.verdicts] == [None, None, None]


def test_each_verdict_names_the_days_it_speaks_of() -> None:
    first, last = (Instant(datetime(2026, month, 1, tzinfo=UTC)) for month in (3, 5))
    found = change(RULES, baseline=Decimal(20), latest=Decimal(4), baseline_at=first, latest_at=last)
    assert found.verdict("remission").speaks_of == (last,)
    assert found.verdict("response").speaks_of == (first, last)
    assert found.verdict("partial").mark == ""
