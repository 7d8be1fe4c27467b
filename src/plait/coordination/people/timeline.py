"""Medication and therapy on one time axis: everything that happened, and the reason behind every change.

``build`` is pure: it reads no clock and no database, and the same history gives the same timeline. What it needs comes
in as ``History``, frozen clinical types that record queries return; what it gives is ``Timeline``, which the renderers
in web/components/timeline draw and tell.
"""

from __future__ import annotations

from plait.clinical.moment import Instant, LocalDate
from plait.clinical.release import Release
from plait.coordination.people.timeline_frame import frame_for
from plait.coordination.people.timeline_ledger import Ledger
from plait.coordination.people.timeline_medication import medication_lanes
from plait.coordination.people.timeline_scores import panels_of
from plait.coordination.people.timeline_therapy import course_lanes
from plait.coordination.people.timeline_types import (
    CourseLane,
    Event,
    Exchange,
    History,
    Lane,
    Panel,
    Period,
    Planned,
    Statement,
    Timeline,
)
from plait.coordination.people.timeline_words import first_upper, gettext, one_language, partial_words, said

__all__ = ["Exchange", "History", "Period", "Planned", "Statement", "Timeline", "build"]


def build(history: History, *, period: Period, now: Instant, zone: str, release: Release) -> Timeline:
    """The timeline of a period, as of ``now``, on the calendar of an IANA zone."""
    with one_language():
        return _build(history, Ledger(frame_for(history, period=period, now=now, zone=zone)), release)


def _build(history: History, ledger: Ledger, release: Release) -> Timeline:
    """The strands one after the other; each tells its events to the ledger."""
    lanes, other_medicines = medication_lanes(history, ledger, release)
    courses, other_courses = course_lanes(history, ledger)
    panels, other_scores = panels_of(history, ledger, release)
    visits = (*_visits(history, ledger), *_booked(history, ledger))
    exchanges = tuple(_exchanges(history, ledger))
    life_events = tuple(_life_events(history, ledger))
    quiet = {
        "medication": _quiet_medication(lanes, other_medicines),
        "therapy": _quiet_therapy(courses, other_courses),
        "person": _quiet_scores(panels, other_scores),
    }
    return Timeline(
        frame=ledger.frame,
        lanes=lanes,
        courses=courses,
        panels=panels,
        visits=visits,
        life_events=life_events,
        exchanges=exchanges,
        events=ledger.newest_first(),
        called=said(history.called),
        summary=_summary(lanes, courses, panels),
        quiet={strand: words for strand, words in quiet.items() if words},
    )


def visit_words(kind: str) -> str:
    """The kind of a visit."""
    return {
        "medication-visit": gettext("Medication visit"),
        "evaluation": gettext("Evaluation"),
        "emergency": gettext("Emergency visit"),
    }.get(kind, gettext("Visit"))


def _visits(history: History, ledger: Ledger) -> list[Event]:
    """Visits that took place inside the frame."""
    return [
        ledger.tell(
            "contact",
            f"visit-{encounter.kind}" if encounter.kind == "emergency" else "visit",
            encounter.encounter_id,
            encounter.started_at,
            visit_words(encounter.kind),
            why=first_upper(said(encounter.text)),
            who=said(encounter.practitioner),
        )
        for encounter in sorted(history.encounters, key=lambda item: (item.started_at, str(item.encounter_id)))
        if ledger.frame.covers(encounter.started_at) and encounter.status not in {"entered-in-error", "cancelled"}
    ]


def _booked(history: History, ledger: Ledger) -> list[Event]:
    """Appointments ahead that belong to no course of therapy."""
    frame = ledger.frame
    ahead = [item for item in history.planned if item.course_id is None and item.at > frame.now]
    return [
        ledger.tell(
            "contact",
            "booked",
            item.appointment_id,
            item.at,
            gettext("Planned: %(what)s") % {"what": said(item.text) or gettext("visit")},
            who=said(item.practitioner),
            brief=(first_upper(said(item.text)) or gettext("Visit"), ""),
        )
        for item in sorted(ahead, key=lambda item: (item.at, str(item.appointment_id)))
        if frame.covers(item.at)
    ]


def _exchanges(history: History, ledger: Ledger) -> list[Event]:
    """When the clinicians spoke with each other."""
    return [
        ledger.tell(
            "contact",
            "exchange",
            exchange.exchange_id,
            exchange.at,
            gettext("Clinicians talked"),
            why=first_upper(said(exchange.text)),
            who=said(exchange.author),
        )
        for exchange in sorted(history.exchanges, key=lambda item: (item.at, str(item.exchange_id)))
        if ledger.frame.covers(exchange.at)
    ]


def _life_events(history: History, ledger: Ledger) -> list[Event]:
    """What happened in this life, as exactly dated as known: a partial date is a span."""
    frame = ledger.frame
    told = []
    for event in sorted(history.life_events, key=lambda item: (item.on.earliest(), str(item.event_id))):
        start = LocalDate(event.on.earliest(), frame.zone).start()
        end = LocalDate(event.on.latest(), frame.zone).end()
        if frame.covers(start, end):
            until = end if event.on.day is None else None
            words = first_upper(said(event.text))
            date = partial_words(event.on)
            told.append(ledger.tell("person", "life", event.event_id, start, words, date=date, until=until))
    return told


def _quiet_medication(lanes: tuple[Lane, ...], outside: tuple[str, ...]) -> str:
    """What is said where no medicine is drawn, or where more are known than are drawn."""
    if outside:
        return gettext("Outside this period: %(names)s.") % {"names": ", ".join(outside)}
    return "" if lanes else gettext("No medicine is on record yet. What is started or imported will stand here.")


def _quiet_therapy(lanes: tuple[CourseLane, ...], outside: tuple[str, ...]) -> str:
    """What is said where no course is drawn, or where more are known than are drawn."""
    if outside:
        return gettext("Outside this period: %(names)s.") % {"names": ", ".join(outside)}
    return "" if lanes else gettext("No course of therapy is on record yet. Its sessions will stand here.")


def _quiet_scores(panels: tuple[Panel, ...], outside: tuple[str, ...]) -> str:
    """What is said where no score is drawn, or where more are known than are drawn."""
    if outside:
        return gettext("Outside this period: %(names)s.") % {"names": ", ".join(outside)}
    return "" if panels else gettext("No score is on record yet. A PHQ-9 or GAD-7 that is filled in will stand here.")


def _summary(lanes: tuple[Lane, ...], courses: tuple[CourseLane, ...], panels: tuple[Panel, ...]) -> str:
    """The drawing in one sentence a strand, for who cannot see it."""
    parts = [f"{lane.name}: {lane.detail}" for lane in lanes if lane.current]
    parts += [f"{course.name}: {course.detail}" for course in courses]
    parts += [f"{panel.name}: {panel.detail}" for panel in panels]
    return ". ".join(parts) + "." if parts else ""
