"""A clinician's day in words: each visit in a line or two, the next one first to the eye."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plait.clinical.moment import Instant
from plait.clinical.visits.appointment import THERAPY, Appointment
from plait.coordination.people.chart_header import Risk
from plait.coordination.visits.read_day import Booked, Day, Line, PatientLine, Unplanned
from plait.web.visits.beside import import_lines, task_lines
from plait.web.visits.news_words import Reader, missing_words, news_bits
from plait.web.visits.words import (
    clock_of,
    long_day,
    service_words,
    short_day,
    span_of,
    status_words,
    told_reason,
    what_words,
)
from plait.web.words import modality_words, short_name

LONGEST_HOMEWORK = 90


def clinician_day(request: HttpRequest, read: Day, at: Instant) -> dict[str, Any]:
    """The context of the page."""
    actor = request.actor  # type: ignore[attr-defined]
    reader = Reader(actor.name, at.day(actor.zone), actor.zone, therapist=actor.acting_role == "therapist")
    today = read.day == reader.today
    ahead = [line for line in read.lines if line.appointment.standing and line.appointment.ends_at > at]
    following = ahead[0].appointment.appointment_id if today and ahead else None
    lines = [_line(line, reader, at, following=line.appointment.appointment_id == following) for line in read.lines]
    return {
        "lines": lines,
        "summary": _summary(read, ahead if today else None),
        "clock": f"{at.local(actor.zone):%H:%M}",
        "all_over": today and bool(lines) and not ahead,
        "next_ahead": _next_ahead(read, reader),
        "left_open": [_left_open(one, reader) for one in reversed(read.left_open)],
        "unplanned": [_unplanned(one, reader) for one in read.unplanned],
        "unplanned_more": read.unplanned_count - len(read.unplanned),
        "unplanned_count": read.unplanned_count,
        "tasks": task_lines(read.tasks, at, actor.zone, route="people:chart"),
        "drafts": len(read.drafts),
        "imports": import_lines(read.imports),
    }


def _summary(read: Day, ahead: list[Line] | None) -> str:
    """How many visits there are, and how many of them are still ahead."""
    whole = [line for line in read.lines if line.appointment.status != "cancelled"]
    if not whole:
        return ""
    count = ngettext("%(n)s visit", "%(n)s visits", len(whole)) % {"n": len(whole)}
    if ahead is None:
        return count
    return gettext("%(count)s, %(left)s to come") % {"count": count, "left": len(ahead)}


def _line(line: Line, reader: Reader, at: Instant, *, following: bool) -> dict[str, Any]:
    """One visit. ``over``: nothing is left to do about it, so it is told in one line."""
    booked, person = line.appointment, line.person
    common = {
        "clock": clock_of(booked),
        "minutes": booked.minutes,
        "what": what_words(booked),
        "following": following,
        "over": booked.status in {"fulfilled", "noshow", "cancelled"},
        "cancelled": booked.status == "cancelled",
        "status": "" if booked.status == "booked" else status_words(booked.status),
        "here": booked.status == "arrived" and booked.ends_at > at,
        "unrecorded": booked.standing and booked.ends_at <= at,
        "why": told_reason(booked.cancel_reason) if booked.cancel_reason else "",
        "text": booked.text,
        "now": booked.standing and booked.starts_at <= at < booked.ends_at,
    }
    if person is None:
        return {**common, "busy": True, "id": booked.appointment_id}
    return {
        **common,
        "id": booked.appointment_id,
        "visit_href": reverse("visits:appointment", args=[booked.appointment_id]),
        "chart_href": reverse("people:chart", args=[person.patient_id]),
        **_who(person, line.age),
        "risk": _risk(line.risk, reader) if line.risk else None,
        "risk_href": reverse("assessment:list", args=[person.patient_id]) + "#risk",
        "glance_href": reverse("assessment:glance", args=[person.patient_id]),
        "since": _since(line, reader),
        "bits": news_bits(line.news, reader),
        "homework": _homework(line, reader),
        "missing": [missing_words(one, reader.today, reader.zone) for one in line.missing],
        **_record(booked, line, at),
    }


def _who(person: PatientLine, age: int | None) -> dict[str, Any]:
    """What the person is called, and what helps to address them."""
    parts = [person.pronouns, str(age) if age is not None else ""]
    return {
        "name": person.preferred_name or person.name,
        "legal": person.name if person.preferred_name else "",
        "quiet": ", ".join(part for part in parts if part),
    }


def _risk(risk: Risk, reader: Reader) -> dict[str, str]:
    """The answer that speaks of harm, loud."""
    values = ", ".join(str(value) for _item, value in risk.items)
    day = short_day(risk.taken_at.day(reader.zone), reader.today)
    words = {"values": values, "instrument": short_name(risk.instrument), "day": day}
    return {
        "text": gettext("Self-harm answered %(values)s, %(instrument)s, %(day)s") % words,
        "tone": "loud" if risk.loud else "caution",
    }


def _since(line: Line, reader: Reader) -> str:
    """Since when the news are told."""
    if line.last_met is None:
        return gettext("First visit with you")
    day = short_day(line.last_met.day(reader.zone), reader.today)
    return (gettext("Since %(day)s") if line.news else gettext("Nothing new since %(day)s")) % {"day": day}


def _homework(line: Line, reader: Reader) -> str:
    """What the person was to do until this session, for who gave it."""
    last = line.last_session
    if last is None or not last.homework or not reader.therapist:
        return ""
    return last.homework if len(last.homework) <= LONGEST_HOMEWORK else f"{last.homework[:LONGEST_HOMEWORK].rstrip()}…"


def _record(booked: Appointment, line: Line, at: Instant) -> dict[str, Any]:
    """Where one tap leads to record it; nowhere before it begins, or once it is recorded."""
    may = booked.standing or (booked.status == "noshow" and booked.service in THERAPY)
    if not may or booked.starts_at > at.plus(seconds=30 * 60):
        return {"record_href": ""}
    if booked.service not in THERAPY:
        href = reverse("visits:record", args=[booked.appointment_id])
        return {"record_href": href, "record_words": gettext("Record visit")}
    if len(line.courses) == 1:
        href = reverse("therapy:session", args=[line.courses[0].course_id]) + f"?appointment={booked.appointment_id}"
        return {"record_href": href, "record_words": gettext("Record session")}
    return {
        "record_href": reverse("visits:appointment", args=[booked.appointment_id]),
        "record_words": gettext("Record session"),
        "courses": [modality_words(course.modality) for course in line.courses],
    }


def _next_ahead(read: Day, reader: Reader) -> dict[str, str]:
    """The next day with a visit, where this one has none."""
    if read.next_ahead is None:
        return {}
    day = read.next_ahead.day(reader.zone)
    return {"day": long_day(day), "href": f"{reverse('visits:today')}?day={day.isoformat()}"}


def _left_open(one: Booked, reader: Reader) -> dict[str, str]:
    """An earlier visit of which nobody said how it ended."""
    booked, person = one.appointment, one.person
    day = short_day(booked.starts_at.day(reader.zone), reader.today)
    return {
        **(_who(person, None) if person else {}),
        "quiet": f"{day}, {span_of(booked)}, {service_words(booked.service)}",
        "href": reverse("visits:appointment", args=[booked.appointment_id]),
    }


def _unplanned(one: Unplanned, reader: Reader) -> dict[str, str]:
    """Somebody without a visit ahead."""
    if one.last_met is None:
        quiet = gettext("never met, yours since %(day)s") % {
            "day": short_day(one.joined.day(reader.zone), reader.today)
        }
    else:
        quiet = gettext("last met %(day)s") % {"day": short_day(one.last_met.day(reader.zone), reader.today)}
    return {
        **_who(one.person, None),
        "quiet": quiet,
        "href": reverse("people:chart", args=[one.person.patient_id]),
        "book_href": reverse("visits:book", args=[one.person.patient_id]),
    }
