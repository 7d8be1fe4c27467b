"""What is known of a person, as the timeline draws it: on the screen and on paper the same."""

from __future__ import annotations

from plait.clinical.moment import PartialDate
from plait.clinical.problems.life_event import LifeEvent
from plait.clinical.therapy.course import Course, Session
from plait.clinical.visits.encounter import Encounter
from plait.coordination.people.timeline import History, Planned
from plait.coordination.people.timeline import Statement as DrawnStatement
from plait.coordination.people.timeline_words import gettext
from plait.coordination.situation import Known
from plait.records.medication.queries import Statement
from plait.records.problems.queries import Episode
from plait.records.safety.marks import FlagMark

MAIN_INSTRUMENT = "phq-9"


def drawn_history(
    known: Known,
    *,
    therapy: tuple[tuple[Course, ...], tuple[Session, ...]],
    encounters: tuple[Encounter, ...],
    life_events: tuple[LifeEvent, ...],
    episodes: tuple[Episode, ...],
    planned: tuple[Planned, ...] = (),
    zone: str = "",
) -> History:
    """All that is drawn; signs of harm among the events where ``zone`` says on whose calendar.

    The baseline counts from the episode of care that goes on.
    """
    current = next((episode for episode in reversed(episodes) if episode.ended_at is None), None)
    courses, sessions = therapy
    return History(
        orders=known.orders,
        statements=tuple(_drawn(statement) for statement in known.statements),
        courses=courses,
        sessions=sessions,
        responses=known.responses,
        encounters=encounters,
        life_events=(*life_events, *(_flag(mark, zone) for mark in known.flags if zone)),
        planned=planned,
        called=known.patient.called,
        main_instrument=MAIN_INSTRUMENT if any(r.instrument == MAIN_INSTRUMENT for r in known.responses) else "",
        episode_started_at=current.started_at if current else None,
    )


def _flag(mark: FlagMark, zone: str) -> LifeEvent:
    """A sign of harm as an event: that there was one, and in what; never what was answered."""
    day = mark.sign.said_at.day(zone)
    words = gettext("Sign of harm, %(instrument)s") % {"instrument": mark.sign.instrument.upper()}
    front_door = mark.sign.source == "front-door"
    other = gettext("Sign of harm, from the public page") if front_door else gettext("Sign of harm, flagged by hand")
    text = words if mark.sign.instrument else other
    return LifeEvent(mark.flag_id, text, PartialDate(day.year, day.month, day.day))


def _drawn(statement: Statement) -> DrawnStatement:
    """One reported medicine, with its end where it is no longer taken."""
    return DrawnStatement(
        statement_id=statement.thread,
        medicine=statement.medicine,
        noted_at=statement.effective_at,
        dose=statement.dose,
        timing=statement.timing,
        started=statement.started,
        kind=statement.kind,
        informant=statement.informant,
        dose_text=statement.dose_text,
        indication=statement.indication,
        stopped_at=statement.effective_at if statement.status == "stopped" else None,
        reason_text=statement.reason_text,
    )
