"""The two named baselines, and what may be compared with what."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.assessment.baseline import comparable, since_episode, since_step
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response

from .instruments import scale
from .responses import START, response

SCALE = scale(highest=30)


def episode(*responses: Response, instrument: Instrument | None = SCALE):
    return since_episode(instrument, responses, title="care", began=START)


def step(*responses: Response, instrument: Instrument | None = SCALE):
    return since_step(instrument, responses, title="sertraline", began=START)


def told(found) -> tuple:
    first = found.response.total if found.response else None
    return first, found.change.difference if found.change else None, found.why


def test_the_episode_counts_from_its_first_total() -> None:
    found = episode(response(-30, 25), response(0, None), response(3, 20), response(30, 8))
    assert told(found) == (Decimal(20), Decimal(-12), "")
    assert (found.name, found.title, found.since) == ("episode", "care", START)
    assert found.change is not None
    assert found.change.verdict("response").speaks_of == (START.plus(days=3), START.plus(days=30))


@pytest.mark.parametrize(
    ("before", "after", "baseline"),
    [
        ([(-3, 20)], [(3, 18)], 20),  # the change was decided on it
        ([(-14, 20)], [(3, 18)], 20),
        ([(-15, 20)], [(3, 18)], 18),  # too old
        ([(-10, 22), (-3, 20)], [(3, 18)], 20),  # the last before
        ([(0, 20)], [(3, 18)], 20),
        ([], [(14, 18)], 18),
        ([], [(15, 18)], None),  # in the middle of a treatment is no baseline
        ([(-15, 20)], [(15, 18)], None),
    ],
)
def test_the_step_counts_from_the_total_at_its_start(before: list, after: list, baseline: int | None) -> None:
    found = step(*(response(day, total) for day, total in [*before, *after, (42, 10)]))
    assert (found.response.total if found.response else None) == baseline
    assert found.why == ("" if baseline is not None else "no-baseline")
    assert (found.change is None) is (baseline is None)


@pytest.mark.parametrize(
    ("responses", "why"),
    [
        ([], "no-total"),
        ([(0, None)], "no-total"),
        ([(0, 20)], "nothing-since"),
        ([(-30, 20)], "no-baseline"),
    ],
)
def test_it_is_said_what_is_missing(responses: list, why: str) -> None:
    found = step(*(response(day, total) for day, total in responses))
    assert (found.change, found.why) == (None, why)


def test_an_unknown_instrument_is_not_judged() -> None:
    found = step(response(0, 20), response(30, 10), instrument=None)
    assert told(found) == (Decimal(20), None, "unknown-instrument")


@pytest.mark.hazard("H-126")
def test_versions_are_not_compared_with_each_other() -> None:
    mixed = (response(0, 20, version="0"), response(30, 10))
    assert told(step(*mixed)) == (None, None, "other-version")
    assert told(episode(*mixed)) == (Decimal(10), None, "nothing-since")


def test_a_version_that_is_declared_equal_is_compared() -> None:
    equal = scale(highest=30, equal_versions=("0",))
    found = step(response(0, 20, version="0"), response(30, 10), instrument=equal)
    assert told(found) == (Decimal(20), Decimal(-10), "")


def test_the_present_rules_do_not_judge_an_old_version() -> None:
    old = (response(0, 20, version="0"), response(30, 10, version="0"))
    assert told(step(*old)) == (Decimal(20), None, "other-version")
    assert told(step(*old, instrument=scale(highest=30, equal_versions=("0",)))) == (Decimal(20), Decimal(-10), "")


def test_comparable_is_what_the_latest_total_may_be_compared_with() -> None:
    first, other, last = response(0, 20), response(3, 18, version="0"), response(9, 12)
    assert comparable(SCALE, (last, other, first)) == (first, last)
    assert comparable(SCALE, (other, first)) == (other,)
    assert comparable(SCALE, ()) == ()
