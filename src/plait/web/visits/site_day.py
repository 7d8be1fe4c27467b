"""A site's day in words, for the coordinator: who is there, who is late, who has not come. Nothing clinical."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plait.clinical.moment import Instant
from plait.coordination.visits.read_site_day import LATE_SECONDS, Arrival, Booked, SiteDay
from plait.web.visits.attendance import AttendanceForm
from plait.web.visits.beside import import_lines, task_lines
from plait.web.visits.words import clock_of, short_day, status_words, told_reason, what_words


def site_day(request: HttpRequest, read: SiteDay, at: Instant, who: UUID | None) -> dict[str, Any]:
    """The context of the page."""
    actor = request.actor  # type: ignore[attr-defined]
    today = at.day(actor.zone)
    lines = [_line(request, one, at) for one in read.booked]
    return {
        "groups": [_group(list(own), read, who) for _who, own in groupby(lines, key=lambda line: line["with_id"])],
        "clinicians": [
            {"label": f"{name} ({number})", "id": one, "current": one == who} for one, name, number in read.clinicians
        ],
        "summary": _summary(read, today_is=read.day == today),
        "late": [_missing(one, at) for one in read.late],
        "tasks": task_lines(read.tasks, at, actor.zone, route="people:contact"),
        "alone": [_arrival(one, actor.zone, at) for one in read.without_clinician],
        "new": [_arrival(one, actor.zone, at) for one in read.registered],
        "imports": import_lines(read.imports),
    }


def _group(own: list[dict[str, Any]], read: SiteDay, who: UUID | None) -> dict[str, Any]:
    """The visits of one clinician, with the way to their day alone."""
    with_id = own[0]["with_id"]
    href = f"{reverse('visits:today')}?day={read.day.isoformat()}&who={with_id}" if with_id and who is None else ""
    return {"name": own[0]["with"], "lines": own, "href": href}


def _summary(read: SiteDay, *, today_is: bool) -> str:
    """The day in counts: how many visits, how many are there, how many should have come."""
    count = read.tallies
    whole = sum(number for status, number in count.items() if status != "cancelled")
    parts = [ngettext("%(n)s visit", "%(n)s visits", whole) % {"n": whole}]
    if count.get("arrived"):
        parts.append(gettext("%(n)s here") % {"n": count["arrived"]})
    if today_is and read.late:
        parts.append(gettext("%(n)s not here yet") % {"n": len(read.late)})
    if count.get("noshow"):
        parts.append(gettext("%(n)s did not come") % {"n": count["noshow"]})
    if count.get("cancelled"):
        parts.append(gettext("%(n)s called off") % {"n": count["cancelled"]})
    return ", ".join(parts)


def _line(request: HttpRequest, one: Booked, at: Instant) -> dict[str, Any]:
    """One visit with what may be noted of it by a tap."""
    booked, person = one.appointment, one.person
    day = booked.starts_at.day(booked.zone)
    today = at.day(booked.zone)
    begun, on_the_day = booked.starts_at <= at, day <= today
    late = one.appointment.starts_at.plus(seconds=LATE_SECONDS) < at and booked.status == "booked" and day == today
    arrived = f"{booked.changed_at.local(booked.zone):%H:%M}"
    return {
        "id": booked.appointment_id,
        "with": booked.practitioner or gettext("Nobody yet"),
        "with_id": booked.practitioner_id,
        "clock": clock_of(booked),
        "minutes": booked.minutes,
        "name": person.name if person else "",
        "preferred": person.preferred_name if person else "",
        "pronouns": person.pronouns if person else "",
        "phone": person.phone if person else "",
        "contact_href": reverse("people:contact", args=[booked.patient_id]),
        "visit_href": reverse("visits:appointment", args=[booked.appointment_id]),
        "what": what_words(booked),
        "text": booked.text,
        "status": "" if booked.status == "booked" else status_words(booked.status),
        "arrived": arrived if booked.status == "arrived" else "",
        "why": told_reason(booked.cancel_reason) if booked.cancel_reason else "",
        "over": booked.status in {"fulfilled", "noshow", "cancelled"},
        "late": late,
        "not_on_team": not one.treated and booked.standing,
        "form": AttendanceForm.of(request, booked),
        "may_arrive": booked.status in {"booked", "noshow"} and on_the_day,
        "may_miss": booked.status == "booked" and begun,
        "may_undo": booked.status in {"arrived", "noshow", "cancelled"},
        "mark_href": reverse("visits:mark", args=[booked.appointment_id]),
    }


def _missing(one: Booked, at: Instant) -> dict[str, Any]:
    """Somebody who should be there by now."""
    booked = one.appointment
    minutes = int((at.utc - booked.starts_at.utc).total_seconds() // 60)
    return {
        "name": one.person.name if one.person else "",
        "quiet": f"{clock_of(booked)}, {booked.practitioner}",
        "late": ngettext("%(n)s minute late", "%(n)s minutes late", minutes) % {"n": minutes},
        "href": reverse("visits:appointment", args=[booked.appointment_id]),
    }


def _arrival(one: Arrival, zone: str, at: Instant) -> dict[str, str]:
    """Somebody new, or whom nobody treats."""
    day = short_day(one.registered_at.day(zone), at.day(zone))
    return {
        "name": one.person.name,
        "quiet": gettext("registered %(day)s") % {"day": day},
        "href": reverse("people:contact", args=[one.person.patient_id]),
    }
