"""The first page of the morning: a clinician's day, or a site's for the coordinator; any other day by its date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.coordination.visits import read_day, read_site_day
from plait.foundation.clock import now
from plait.web.accounts.login_session import DRAFTS
from plait.web.parameters import page_of
from plait.web.safety.harm_lines import harm_context
from plait.web.visits.clinician_day import clinician_day
from plait.web.visits.site_day import site_day
from plait.web.visits.words import long_day

FURTHEST = timedelta(days=3660)


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The day of the role acted in."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    here = at.day(actor.zone)
    day, page = day_of(request, here), page_of(request)
    if actor.acting_role == "coordinator":
        who = clinician_of(request)
        read = read_site_day.read(actor=actor, at=at, day=day, practitioner_id=who, page=page)
        context = {**site_day(request, read, at, who), **_pages(page, more=read.more, day=day, who=who)}
        template = "visits/site_day.html"
    else:
        told = read_day.read(actor=actor, at=at, day=day, page=page, drafts=has_drafts(request))
        context = {**clinician_day(request, told, at), **_pages(page, more=told.more, day=day, who=None)}
        template = "visits/day.html"
    context |= {
        "page_title": gettext("Today") if day == here else long_day(day),
        "long_day": long_day(day),
        "is_today": day == here,
        "before_today": day < here,
        "day": day,
        "days": [
            {"label": gettext("Day before"), "href": address(day - timedelta(days=1)), "current": False},
            {"label": gettext("Today"), "href": reverse("visits:today"), "current": day == here},
            {"label": gettext("Day after"), "href": address(day + timedelta(days=1)), "current": False},
        ],
    }
    harm = read.harm if actor.acting_role == "coordinator" else told.harm
    context |= harm_context(harm, at, actor.zone)
    return render(request, template, context)


def day_of(request: HttpRequest, here: date) -> date:
    """The day asked for; today where it is none, or further off than any calendar of a practice."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return here
    return asked if abs(asked - here) <= FURTHEST else here


def clinician_of(request: HttpRequest) -> UUID | None:
    """The clinician asked for."""
    try:
        return UUID(request.GET.get("who", ""))
    except ValueError:
        return None


def address(day: date, who: UUID | None = None, page: int = 1) -> str:
    """The page of a day."""
    asked = {"day": day.isoformat(), **({"who": str(who)} if who else {}), **({"page": str(page)} if page > 1 else {})}
    return f"{reverse('visits:today')}?{urlencode(asked)}"


def has_drafts(request: HttpRequest) -> bool:
    """Whether the login session knows of any draft; without one nothing is asked."""
    return bool(request.session.get(DRAFTS))


def _pages(page: int, *, more: bool, day: date, who: UUID | None) -> dict[str, Any]:
    return {
        "earlier": address(day, who, page - 1) if page > 1 else "",
        "later": address(day, who, page + 1) if more else "",
    }
