"""The therapy strand: a line for each course, its sessions by attendance and place, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from plait.clinical.moment import Instant, LocalDate
from plait.clinical.therapy.course import Course, Session, progress
from plait.coordination.people.timeline_ledger import Ledger
from plait.coordination.people.timeline_types import CourseLane, Event, Frame, History, SessionMark
from plait.coordination.people.timeline_words import day_words, first_upper, gettext, ngettext, said

A_WEEK = 7


def modality_words(modality: str) -> str:
    """The name of a modality; one that is not known stands as it was written."""
    return {
        "cbt": gettext("CBT"),
        "behavioural-activation": gettext("Behavioural activation"),
        "dbt": gettext("DBT"),
        "psychodynamic": gettext("Psychodynamic therapy"),
        "trauma-focused": gettext("Trauma-focused CBT"),
        "emdr": gettext("EMDR"),
        "erp": gettext("Exposure and response prevention"),
        "act": gettext("ACT"),
        "ipt": gettext("IPT"),
        "cbt-i": gettext("CBT for insomnia"),
        "problem-solving": gettext("Problem solving"),
        "motivational-interviewing": gettext("Motivational interviewing"),
        "couples": gettext("Couple therapy"),
        "family": gettext("Family therapy"),
        "supportive": gettext("Supportive therapy"),
    }.get(modality) or first_upper(said(modality))


def rhythm_words(days: int) -> str:
    """How often sessions are meant to be."""
    if days % A_WEEK:
        return ngettext("every day", "every %(n)s days", days) % {"n": days}
    return ngettext("weekly", "every %(n)s weeks", days // A_WEEK) % {"n": days // A_WEEK}


def course_lanes(history: History, ledger: Ledger) -> tuple[tuple[CourseLane, ...], tuple[str, ...]]:
    """The courses that touch the frame, by start, and the names of those outside it."""
    lanes: list[CourseLane] = []
    outside: list[str] = []
    frame = ledger.frame
    known = {course.course_id for course in history.courses}
    for course in sorted(history.courses, key=lambda course: (course.started_on, str(course.course_id))):
        sessions = sorted((s for s in history.sessions if s.course_id == course.course_id), key=lambda s: s.held_at)
        start, end = _span(course, sessions, frame)
        if frame.covers(start, end):
            lanes.append(_lane(course, sessions, history, ledger))
        else:
            outside.append(modality_words(course.modality))
    loose = sorted((s for s in history.sessions if s.course_id not in known), key=lambda s: s.held_at)
    shown = [session for session in loose if frame.covers(session.held_at)]
    if shown:
        marks = tuple(_mark(session, "", ledger) for session in shown)
        name = gettext("Sessions without a course")
        lanes.append(CourseLane(name, "", shown[0].held_at, shown[-1].held_at, None, marks))
    return tuple(lanes), tuple(dict.fromkeys(outside))


def _span(course: Course, sessions: list[Session], frame: Frame) -> tuple[Instant, Instant]:
    """From the day a course was agreed, or its first session, to its end or today."""
    start = LocalDate(course.started_on, frame.zone).start()
    end = LocalDate(course.ended_on, frame.zone).end() if course.ended_on else max(frame.now, start)
    held = [session.held_at for session in sessions]
    return min([start, *held]), max([end, *held])


def _lane(course: Course, sessions: list[Session], history: History, ledger: Ledger) -> CourseLane:
    """One course inside the frame."""
    frame = ledger.frame
    name = modality_words(course.modality)
    start, end = _span(course, sessions, frame)
    began = LocalDate(course.started_on, frame.zone).start()
    event = _tell_start(course, name, began, ledger) if frame.covers(began) else None
    marks = tuple(
        _mark(session, counted, ledger, name)
        for session, counted in _counted(sessions, course)
        if frame.covers(session.held_at)
    )
    ended = _tell_end(course, name, ledger) if course.ended_on else None
    rhythm = f", {rhythm_words(course.rhythm_days)}" if course.rhythm_days and not course.ended_on else ""
    return CourseLane(
        name=name + rhythm,
        detail=_detail(course, sessions),
        start=max(start, frame.start),
        end=min(end, frame.end),
        event=event,
        marks=marks,
        ahead=tuple(_ahead(course, sessions, history, ledger)),
        ended=ended,
    )


def _detail(course: Course, sessions: list[Session]) -> str:
    """How far it has come: "6 of 12, J. Ortiz", with since when it is over."""
    done = progress(course, tuple(sessions))
    count = (
        gettext("%(done)s of %(planned)s sessions") % {"done": done.attended, "planned": done.planned}
        if done.planned
        else ngettext("%(done)s session", "%(done)s sessions", done.attended) % {"done": done.attended}
    )
    parts = [count, said(course.therapist)]
    if course.ended_on:
        parts.append(gettext("until %(date)s") % {"date": day_words(course.ended_on)})
    return ", ".join(part for part in parts if part)


def _counted(sessions: list[Session], course: Course) -> Iterator[tuple[Session, str]]:
    """Each session with which one of the course it was; only attended ones count."""
    count = 0
    for session in sessions:
        if session.attendance != "attended":
            yield session, ""
            continue
        count += 1
        pattern = gettext("session %(n)s of %(planned)s") if course.planned_sessions else gettext("session %(n)s")
        yield session, pattern % {"n": count, "planned": course.planned_sessions}


def _mark(session: Session, counted: str, ledger: Ledger, name: str = "") -> SessionMark:
    """A session as it was recorded."""
    place = {
        "in-person": gettext("in person"),
        "video": gettext("by video"),
        "phone": gettext("by phone"),
    }.get(session.place, said(session.place))
    name = name or gettext("Session")
    if session.attendance == "attended":
        minutes = gettext("%(n)s minutes") % {"n": session.minutes} if session.minutes else ""
        what = ", ".join(part for part in (name, counted, place, minutes) if part)
    else:
        missed = {"late-cancellation": gettext("late cancellation"), "no-show": gettext("not attended")}
        what = ", ".join((name, missed.get(session.attendance, said(session.attendance)), place))
    told = (
        said(session.focus),
        gettext("between sessions: %(homework)s") % {"homework": said(session.homework)} if session.homework else "",
        gettext("for the team: %(line)s") % {"line": said(session.team_line)} if session.team_line else "",
    )
    event = ledger.tell(
        "therapy",
        session.attendance,
        session.session_id,
        session.held_at,
        what,
        why=first_upper("; ".join(part for part in told if part)),
        who=said(session.therapist),
    )
    return SessionMark(event, session.attendance, session.place)


def _tell_start(course: Course, name: str, at: Instant, ledger: Ledger) -> Event:
    """A course was agreed."""
    what = gettext("%(course)s agreed") % {"course": name}
    if course.planned_sessions:
        what = gettext("%(course)s agreed, %(n)s sessions") % {"course": name, "n": course.planned_sessions}
    why = gettext("for %(aim)s") % {"aim": said(course.target_problem)} if course.target_problem else ""
    return ledger.tell(
        "therapy",
        "course",
        course.course_id,
        at,
        what,
        why=first_upper(why),
        who=said(course.therapist),
        brief=(name, gettext("agreed")),
    )


def _tell_end(course: Course, name: str, ledger: Ledger) -> Event | None:
    """A course ended."""
    if course.ended_on is None:
        return None
    at = LocalDate(course.ended_on, ledger.frame.zone).start()
    if not ledger.frame.covers(at):
        return None
    what = gettext("%(course)s ended") % {"course": name}
    why = first_upper(said(course.end_reason)) or gettext("No reason was written")
    return ledger.tell("therapy", "course-end", course.course_id, at, what, why=why, who=said(course.therapist))


def _ahead(course: Course, sessions: list[Session], history: History, ledger: Ledger) -> Iterator[Event]:
    """Booked sessions; where none is booked, the day that the agreed rhythm gives, told as such."""
    frame = ledger.frame
    name = modality_words(course.modality)
    booked = [p for p in history.planned if p.course_id == course.course_id and p.at > frame.now]
    for planned in sorted(booked, key=lambda item: item.at):
        if frame.covers(planned.at):
            what = gettext("Planned: %(what)s") % {"what": said(planned.text) or name}
            yield ledger.tell(
                "therapy",
                "booked",
                planned.appointment_id,
                planned.at,
                what,
                who=said(planned.practitioner),
                brief=(first_upper(said(planned.text)) or name, ""),
            )
    held = sum(session.attendance == "attended" for session in sessions)
    over = course.planned_sessions is not None and held >= course.planned_sessions
    if booked or over or course.ended_on or not course.rhythm_days or not sessions:
        return
    expected = LocalDate(sessions[-1].held_at.day(frame.zone) + timedelta(days=course.rhythm_days), frame.zone).start()
    if expected > frame.now and frame.covers(expected):
        what = gettext("%(course)s expected about then; nothing is booked here") % {"course": name}
        why = first_upper(rhythm_words(course.rhythm_days))
        yield ledger.tell(
            "therapy",
            "expected",
            course.course_id,
            expected,
            what,
            why=why,
            who=said(course.therapist),
            date=gettext("about %(date)s") % {"date": day_words(expected.day(frame.zone))},
            brief=(name, gettext("expected")),
        )
