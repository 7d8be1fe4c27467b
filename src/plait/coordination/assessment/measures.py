"""What the scores of a person say, instrument by instrument, and the glance at them before a visit.

Nothing is judged here that ``series`` does not judge. What is old (not filled in for half a year) is left out of the
glance. Pure, so that the chart, the page of scores, the trend and the glance say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.baseline import comparable
from plait.clinical.assessment.item_change import ItemChange, item_change
from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Course, Session
from plait.clinical.visits.before_visit import IN_USE_DAYS, Missing, missing
from plait.clinical.visits.since import Known as Glanced
from plait.clinical.visits.since import Noted
from plait.coordination import situation
from plait.coordination.assessment.series import (
    Present,
    Series,
    present_episode,
    present_step,
    series_of,
    treatments_of,
)
from plait.foundation.actor import Actor
from plait.records.problems.queries import Episode, Step

ADHERENCE = "adherence"
SERVICE = {"therapist": "session"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One instrument in use, with its moves item by item.

    ``before`` is the total just before the latest that may be compared with it; ``later`` was filled in after the
    latest total and has none.
    """

    series: Series
    before: Response | None = None
    since_last: ItemChange | None = None
    since_start: ItemChange | None = None
    later: Response | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """What is seen before a visit. ``homework``: the last session that took place, where it gave some."""

    measures: tuple[Measure, ...]
    adherence: tuple[Response, Response | None] | None  # the last, and the one before it
    side_effects: tuple[tuple[Series, Response, Response | None], ...]
    missing: tuple[Missing, ...]
    homework: Session | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of one person, as far as the meaning of scores turns on it."""

    known: situation.Known
    courses: tuple[Course, ...]
    sessions: tuple[Session, ...]
    episodes: tuple[Episode, ...]
    present: Present

    @classmethod
    def of(
        cls,
        known: situation.Known,
        therapy: tuple[tuple[Course, ...], tuple[Session, ...]],
        care: tuple[tuple[Episode, ...], Mapping[UUID, tuple[Step, ...]]],
        *,
        at: Instant,
        zone: str,
    ) -> Gathered:
        """From what was read: the present step is the one that goes on in the present episode of care."""
        (courses, sessions), (episodes, steps) = therapy, care
        episode = present_episode(episodes)
        step = present_step(steps.get(episode.episode_id, ())) if episode is not None else None
        given = treatments_of((o for o in situation.active_orders(known, at) if o.confirmed), courses)
        return cls(known, courses, sessions, episodes, Present(at, zone, step, given))

    @property
    def series(self) -> tuple[Series, ...]:
        """Every instrument with its meaning."""
        return series_of(self.known.responses, self.episodes, self.present)


def glance_of(found: Gathered, actor: Actor) -> Glance:
    """The glance from what is known."""
    known, at = found.known, found.present.at
    lately = at.plus(days=-IN_USE_DAYS)
    in_use = [one for one in found.series if one.responses[-1].taken_at >= lately]
    asked = () if known.allergies.state == "not-asked" else (Noted("", at),)
    told = Glanced(orders=known.orders, courses=found.courses, responses=known.responses, allergies=asked)
    attended = [session for session in found.sessions if session.attendance == "attended"]
    return Glance(
        measures=tuple(measure_of(one) for one in in_use if one.name != ADHERENCE and not _side_effects(one)),
        adherence=next((_last_two(one) for one in in_use if one.name == ADHERENCE), None),
        side_effects=tuple((one, *_last_two(one)) for one in in_use if _side_effects(one)),
        missing=missing(
            told, service=SERVICE.get(actor.acting_role, "follow-up"), acting_role=actor.acting_role, at=at
        ),
        homework=attended[-1] if attended and attended[-1].homework else None,
    )


def measure_of(series: Series) -> Measure:
    """An instrument with what moved since the last time and since the start of the episode."""
    like = comparable(series.instrument, series.responses)
    latest = like[-1] if like else None
    before = like[-2] if len(like) > 1 else None
    last = series.responses[-1]
    instrument = series.instrument
    first = series.baseline
    return Measure(
        series,
        before,
        item_change(instrument, before, latest) if instrument and before and latest else None,
        item_change(instrument, first, latest) if instrument and first and latest and first is not latest else None,
        last if last.total is None and instrument is not None and instrument.has_total else None,
    )


def _side_effects(series: Series) -> bool:
    return series.instrument is not None and bool(series.instrument.medicine_classes)


def _last_two(series: Series) -> tuple[Response, Response | None]:
    return series.responses[-1], series.responses[-2] if len(series.responses) > 1 else None
