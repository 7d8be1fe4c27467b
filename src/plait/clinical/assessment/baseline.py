"""What the latest total is compared with: the start of the episode, and the start of the present treatment step.

Both are named, because they answer two questions: how far has the person come, and does this treatment do something.
Compared is only what is comparable: totals of one instrument in the same version, or in a version that the instrument
declares equal. An old answer is never scored anew; where versions differ, there is no comparison and it is said why.

The episode's baseline is the first total since the episode began. The step's baseline is the last total of the two
weeks up to its start, else the first of the two weeks after it: a change of treatment is decided on a score that was
taken just before, and a score of the sixth week is no baseline. Source of the two weeks: plait
(docs/explanation/measurement.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from plait.clinical.assessment.change import Change, change
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant

BaselineName = Literal["episode", "step"]
WhyNone = Literal["", "unknown-instrument", "no-total", "no-baseline", "other-version", "nothing-since"]
NEAR_DAYS = 14


@dataclass(frozen=True, slots=True)
class Baseline:
    """One of the two named baselines, with the way from it to the latest total.

    ``why``: what is missing where there is no ``change``. ``since``: when the episode or the step began.
    """

    name: BaselineName
    title: str
    since: Instant
    response: Response | None = None
    latest: Response | None = None
    change: Change | None = None
    why: WhyNone = ""


def with_totals(responses: Iterable[Response]) -> tuple[Response, ...]:
    """The responses of one instrument that have a total, earliest first."""
    found = (response for response in responses if response.total is not None)
    return tuple(sorted(found, key=lambda response: response.taken_at))


def comparable(instrument: Instrument | None, responses: Iterable[Response]) -> tuple[Response, ...]:
    """The totals that the latest total may be compared with, itself included, earliest first."""
    totals = with_totals(responses)
    if not totals:
        return ()
    latest = totals[-1]
    equal = {latest.version}
    if instrument is not None and instrument.judges(latest.version):
        equal |= {instrument.version, *instrument.equal_versions}
    return tuple(one for one in totals if one.version in equal)


def since_episode(
    instrument: Instrument | None, responses: Iterable[Response], *, title: str, began: Instant
) -> Baseline:
    """The way from the first total of the episode of care."""
    return _told("episode", instrument, tuple(responses), (title, began), lambda like: _first_since(like, began))


def since_step(instrument: Instrument | None, responses: Iterable[Response], *, title: str, began: Instant) -> Baseline:
    """The way from the total at the start of the present treatment step."""
    return _told("step", instrument, tuple(responses), (title, began), lambda like: _nearest(like, began))


def between(instrument: Instrument, baseline: Response, latest: Response) -> Change:
    """What the instrument's rules say of the way between two responses of a version that they may judge."""
    return change(
        instrument.change,
        baseline=baseline.total,
        latest=latest.total,
        better=instrument.better,
        baseline_at=baseline.taken_at,
        latest_at=latest.taken_at,
    )


def _told(
    name: BaselineName,
    instrument: Instrument | None,
    responses: tuple[Response, ...],
    start: tuple[str, Instant],
    choose: Callable[[tuple[Response, ...]], Response | None],
) -> Baseline:
    title, began = start
    totals, like = with_totals(responses), comparable(instrument, responses)
    if not totals:
        return Baseline(name, title, began, why="no-total")
    latest, found = totals[-1], choose(like)
    if found is None:
        other = choose(totals) is not None
        return Baseline(name, title, began, latest=latest, why="other-version" if other else "no-baseline")
    if found is latest:
        return Baseline(name, title, began, found, latest, why="nothing-since")
    if instrument is None:
        return Baseline(name, title, began, found, latest, why="unknown-instrument")
    if not instrument.judges(latest.version):
        return Baseline(name, title, began, found, latest, why="other-version")
    return Baseline(name, title, began, found, latest, between(instrument, found, latest))


def _first_since(totals: tuple[Response, ...], began: Instant) -> Response | None:
    return next((one for one in totals if one.taken_at >= began), None)


def _nearest(totals: tuple[Response, ...], began: Instant) -> Response | None:
    before = [one for one in totals if began.plus(days=-NEAR_DAYS) <= one.taken_at <= began]
    if before:
        return before[-1]
    return next((one for one in totals if began < one.taken_at <= began.plus(days=NEAR_DAYS)), None)
