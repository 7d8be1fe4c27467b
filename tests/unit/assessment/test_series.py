"""Scores over time: which baseline is named, and that a verdict on the present treatment needs its step."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from plait.coordination.assessment.series import Present, present_episode, present_step, series_of
from plait.knowledge.loader import release
from plait.records.problems.queries import Episode, Step

from .responses import START, ZONE, response

NOW = release().instruments["phq-9"].version
EPISODE = Episode(UUID(int=1), "Depression", START.plus(days=-60), None)
STEP = Step(UUID(int=2), "Sertraline", START, None)
PRESENT = Present(at=START.plus(days=56), zone=ZONE, step=STEP, treatments=frozenset({"SSRI"}))


def phq(day: int, total: int | None, version: str = NOW):
    return response(day, total, version=version, instrument="phq-9")


def test_the_episode_and_the_step_are_two_baselines():
    (found,) = series_of((phq(-50, 24), phq(-2, 18), phq(56, 9)), (EPISODE,), PRESENT)
    assert found.baseline.total == found.since_episode.response.total == 24
    assert (found.change.status, found.latest.total) == ("response", 9)
    assert (found.since_step.response.total, found.since_step.change.percent) == (18, Decimal("50.0"))
    assert (found.on_track.track, found.on_track.week) == ("on", 8)


def test_where_only_totals_are_shown_nothing_is_said_about_the_treatment():
    (found,) = series_of((phq(-50, 24), phq(56, 9)), (EPISODE,))
    assert (found.since_step, found.on_track) == (None, None)
    assert found.change.status == "response"


def test_without_a_step_it_is_said_that_there_is_none():
    (found,) = series_of((phq(-50, 24), phq(56, 9)), (EPISODE,), Present(at=PRESENT.at, zone=ZONE))
    assert (found.since_step, found.on_track.why) == (None, "no-step")


@pytest.mark.hazard("H-126")
def test_an_old_version_is_never_compared_with_the_present_one():
    (found,) = series_of((phq(-50, 24, "2019.1"), phq(3, 20), phq(56, 9)), (EPISODE,), PRESENT)
    assert (found.baseline.total, found.change.difference) == (20, -11)
    assert [one.total for one in found.responses] == [24, 20, 9]
    (only_old,) = series_of((phq(-50, 24, "2019.1"), phq(3, 20, "2019.1")), (EPISODE,), PRESENT)
    assert (only_old.baseline.total, only_old.change) == (24, None)


def test_an_instrument_that_is_not_known_has_no_verdict():
    told = (response(0, 20, instrument="elsewhere"), response(56, 9, instrument="elsewhere"))
    (found,) = series_of(told, (EPISODE,), PRESENT)
    assert (found.instrument, found.change, found.on_track.why) == (None, None, "no-expectation")


def test_the_present_episode_and_step_are_those_that_go_on():
    ended = Episode(UUID(int=3), "", START.plus(days=5), START.plus(days=9))
    assert present_episode((EPISODE, ended)) is EPISODE
    assert present_episode((ended,)) is None
    over = Step(UUID(int=4), "", START.plus(days=-40), START)
    assert present_step((over, STEP)) is STEP
    assert present_step((over,)) is None
