"""Scores as they are drawn: the history of the chart's timeline, narrowed to what belongs beside them."""

from __future__ import annotations

from dataclasses import replace

from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.coordination.assessment.measures import Gathered
from plait.coordination.people.drawn_history import drawn_history
from plait.coordination.people.timeline import Period, Timeline, build
from plait.coordination.people.timeline_types import History
from plait.foundation.actor import Actor
from plait.knowledge.loader import release


def history_of(found: Gathered) -> History:
    """Scores, medicines and therapy; no visits and no life events."""
    therapy = (found.courses, found.sessions)
    return drawn_history(found.known, therapy=therapy, encounters=(), life_events=(), episodes=found.episodes)


def scores_alone(found: Gathered) -> History:
    """The scores without anything beside them."""
    return replace(history_of(found), orders=(), statements=(), courses=(), sessions=())


def one_instrument(found: Gathered, instrument: str, responses: tuple[Response, ...]) -> History:
    """One instrument, with everything that was done meanwhile."""
    return replace(history_of(found), responses=responses, main_instrument=instrument)


def drawn(history: History, period: Period, *, actor: Actor, at: Instant) -> Timeline:
    """What is drawn of a period."""
    return build(history, period=period, now=at, zone=actor.zone, release=release())
