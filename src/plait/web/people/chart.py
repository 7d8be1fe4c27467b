"""The chart: what is the plan now, in words, and everything that happened on one timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from plait.clinical.medication.regimen import OrderState
from plait.clinical.medication.words import dose_in_words, total_in_words
from plait.clinical.quantity import plain
from plait.clinical.therapy.course import CourseHistory
from plait.coordination.assessment.series import Series
from plait.coordination.people import open_chart
from plait.coordination.people.open_chart import Chart
from plait.coordination.people.timeline_types import PERIODS, Period
from plait.foundation.clock import now
from plait.web.assessment.glance import glance_view
from plait.web.assessment.meaning import status_words
from plait.web.components.timeline import present
from plait.web.people.chart_context import chart_context
from plait.web.visits.words import next_visit_words
from plait.web.words import day_of, modality_words, rhythm_words, short_name

YEAR: Period = "12"
MOST_CONDITIONS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on a card: what it is, and what is quietly said about it."""

    big: str
    quiet: str
    href_id: str = ""
    note: str = ""


@require_safe
def chart(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The first page of a chart."""
    at = now()
    asked = request.GET.get("period", YEAR)
    period: Period = asked if asked in PERIODS else YEAR  # type: ignore[assignment]
    actor = request.actor  # type: ignore[attr-defined]
    read = open_chart.read(patient_id, actor=actor, at=at, period=period)
    context = {
        **chart_context(request, read.header, "summary"),
        "timeline": present(read.timeline),
        **_medication(read, actor.zone),
        "courses": [_course(course) for course in read.courses],
        "glance": glance_view(read.glance, patient_id, actor, at),
        "scores": [line for series in read.scores if (line := _score(series, actor.zone))],
        "conditions": [condition.concept.text for condition in read.conditions][:MOST_CONDITIONS],
        "more_conditions": max(0, len(read.conditions) - MOST_CONDITIONS),
        "imported": read.imported,
        "last_contact": day_of(read.last_contact, actor.zone) if read.last_contact else "",
        **_next_visit(read, actor.zone),
        "orders_here": actor.acting_role == "prescriber",
        "treats_here": actor.acting_role == "therapist" and read.header.emergency is None,
    }
    return render(request, "people/chart.html", context)


def _next_visit(read: Chart, zone: str) -> dict[str, Any]:
    one = read.next_visit
    if one is None:
        return {"next_visit": ""}
    return {
        "next_visit": next_visit_words(one.starts_at, one.practitioner, zone),
        "next_visit_id": one.appointment_id,
    }


def _medication(read: Chart, zone: str) -> dict[str, Any]:
    several = {i.rxcui for order in read.orders for i in order.medicine.ingredients if _orders_of(read, i.rxcui) > 1}
    return {
        "medicines": [_order(order, zone) for order in read.orders],
        "totals": [
            f"{total.ingredient.name}: {total_in_words(total, gettext)}"
            for total in read.totals
            if total.ingredient.rxcui in several
        ],
        "waiting": len(read.waiting),
        "reported": [f"{s.medicine.name} {dose_in_words(s.dose, s.timing, gettext)}" for s in read.statements],
    }


def _orders_of(read: Chart, rxcui: str) -> int:
    return sum(any(i.rxcui == rxcui for i in order.medicine.ingredients) for order in read.orders)


def _order(order: OrderState, zone: str) -> Line:
    name = order.medicine.name[:1].upper() + order.medicine.name[1:]
    words = f"{name} {dose_in_words(order.dose, order.timing, gettext)}"
    since = gettext("since %(day)s") % {"day": day_of(order.since, zone)}
    held = gettext("on hold %(since)s") % {"since": since} if order.status == "on-hold" else since
    parts = [held, order.medicine.form, order.terms.indication]
    return Line(words, " · ".join(part for part in parts if part), str(order.order_id))


def _course(running: CourseHistory) -> Line:
    course, done = running.course, running.progress
    words = {"course": modality_words(course.modality), "number": done.attended, "planned": done.planned}
    if not done.planned:
        big = gettext("%(course)s, %(number)s sessions") % words
    elif done.attended <= done.planned:
        big = gettext("%(course)s, session %(number)s of %(planned)s") % words
    else:
        big = gettext("%(course)s, %(number)s sessions, %(planned)s were planned") % words
    missed = gettext("%(number)s missed") % {"number": done.no_shows + done.late_cancellations}
    parts = [
        rhythm_words(course.rhythm_days),
        course.target_problem,
        course.therapist,
        missed if done.no_shows + done.late_cancellations else "",
    ]
    last = running.last
    note = last.team_line if last is not None else ""
    return Line(big, " · ".join(part for part in parts if part), str(course.course_id), note)


def _score(series: Series, zone: str) -> Line | None:
    totals = [r for r in series.responses if r.total is not None]
    if not totals:
        return None
    last = totals[-1]
    words = {"name": short_name(series.name), "total": plain(last.total), "day": day_of(last.taken_at, zone)}  # type: ignore[arg-type]
    if series.change is None or series.baseline is None or series.baseline.total is None:
        return Line(gettext("%(name)s %(total)s") % words, gettext("%(day)s, the first so far") % words)
    words |= {"first": plain(series.baseline.total), "start": day_of(series.baseline.taken_at, zone)}
    big = gettext("%(name)s %(total)s, from %(first)s") % words
    return Line(big, gettext("%(day)s, first on %(start)s") % words, note=change_words(series))


def change_words(series: Series) -> str:
    """What the change since the baseline means, where a checked rule says so; else by how many points."""
    meaning = series.change
    if meaning is None:
        return ""
    status = status_words(meaning)
    if status or meaning.difference is None:
        return status
    points = int(abs(meaning.difference))
    if meaning.difference < 0:
        return ngettext("%(points)s point lower", "%(points)s points lower", points) % {"points": points}
    if meaning.difference > 0:
        return ngettext("%(points)s point higher", "%(points)s points higher", points) % {"points": points}
    return gettext("unchanged")
