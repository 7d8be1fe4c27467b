"""Courses of therapy and their sessions: how far each has come, and what the team may know."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.therapy.course import CourseHistory, Session
from plait.coordination.people.timeline_words import day_words
from plait.coordination.therapy import read_therapy
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.people.chart_context import chart_context
from plait.web.words import attendance_words, format_words, modality_words, place_words, rhythm_words, time_of


@require_safe
def therapy(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The therapy page of a chart."""
    actor = request.actor  # type: ignore[attr-defined]
    read = read_therapy.read(patient_id, actor=actor, at=now())
    context = {
        **chart_context(request, read.header, "therapy"),
        "page_title": gettext("Therapy"),
        "courses": [course_view(history, actor.zone) for history in read.courses],
        "treats_here": actor.acting_role == "therapist" and read.header.emergency is None,
    }
    return render(request, "therapy/therapy.html", context)


def course_page(request: HttpRequest, course_id: UUID, form: DecisionForm, title: str) -> dict[str, Any]:
    """What the page of a form about one course needs."""
    actor = request.actor  # type: ignore[attr-defined]
    header, history = read_therapy.course_of(course_id, actor=actor, at=now())
    return {
        **chart_context(request, header, "therapy"),
        "page_title": title,
        "form": form,
        "course": course_view(history, actor.zone),
    }


def course_view(history: CourseHistory, zone: str) -> dict[str, Any]:
    """A course in words, with its sessions."""
    course, done = history.course, history.progress
    parts = [
        format_words(course.format),
        rhythm_words(course.rhythm_days),
        course.target_problem,
        course.therapist,
        gettext("since %(day)s") % {"day": day_words(course.started_on)},
    ]
    return {
        "id": course.course_id,
        "name": modality_words(course.modality),
        "number": done.attended,
        "planned": done.planned,
        "quiet": " · ".join(part for part in parts if part),
        "missed": done.late_cancellations + done.no_shows,
        "ended": day_words(course.ended_on) if course.ended_on else "",
        "end_reason": course.end_reason,
        "sessions": [_session(session, zone) for session in history.sessions],
    }


def _session(session: Session, zone: str) -> dict[str, Any]:
    length = gettext("%(minutes)s min") % {"minutes": session.minutes} if session.minutes else ""
    return {
        "id": session.session_id,
        "when": time_of(session.held_at, zone),
        "attendance": attendance_words(session.attendance),
        "attended": session.attendance == "attended",
        "quiet": ", ".join(part for part in (length, place_words(session.place), session.therapist) if part),
        "focus": session.focus,
        "homework": session.homework,
        "team_line": session.team_line,
    }
