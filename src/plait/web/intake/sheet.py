"""The sheet to bring along: to read, to print, to download, to hand over, or to forget. It is made anew each time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from plait.web.intake import carriage, flagged
from plait.web.intake.carriage import TooMuch
from plait.web.intake.steps import about, furthest
from plait.web.intake.told import told
from plait.web.intake.within import SEE_OTHER, Visit, within_aid
from plait.web.site.frame import frame
from plait.web.site.languages import in_language


@require_safe
@within_aid
def sheet(visit: Visit) -> HttpResponse:
    """The sheet on screen; printed, it is one or two pages."""
    early = _too_early(visit)
    if early is not None:
        return early
    every = visit.steps
    context: dict[str, Any] = {
        "page_title": gettext("Your sheet"),
        "place": about(every, len(every)),
        "back": visit.href(len(every) - 1),
        "download": visit.href("sheet/download"),
        "hand_over": visit.href("sheet/hand-over"),
        "forget": visit.href("forget"),
        **_content(visit),
    }
    return visit.page("intake/sheet.html", context)


@require_safe
@within_aid
def download(visit: Visit) -> HttpResponse:
    """The sheet as one small file that needs nothing else; its name tells nothing."""
    early = _too_early(visit)
    if early is not None:
        return early
    response = HttpResponse(render_to_string("intake/sheet_file.html", {**frame(visit.request), **_content(visit)}))
    response["Content-Disposition"] = 'attachment; filename="my-notes.html"'
    return response


@require_POST
@within_aid
def hand_over(visit: Visit) -> HttpResponse:
    """To the form that asks for contact, which shows what would be handed over before anything is sent."""
    early = _too_early(visit)
    if early is not None:
        return early
    response = HttpResponseRedirect(in_language("/contact?with=aid", visit.language), status=SEE_OTHER)
    try:
        carriage.carry_to_contact(visit.request, response, visit.carried)
    except TooMuch:
        return visit.go("sheet")
    return response


@require_POST
@within_aid
def forget(visit: Visit) -> HttpResponse:
    """Forget all answers, and say so."""
    response = visit.go("?forgotten")
    carriage.forget(response)
    return response


def _too_early(visit: Visit) -> HttpResponse | None:
    """Where the sheet is not reached yet, or a sign of danger comes first."""
    if visit.fresh:
        return visit.go("?again")
    every = visit.steps
    last = furthest(visit.aid, visit.carried.answers, every)
    if every[last - 1].screen != "sheet":
        return visit.go(last)
    return flagged.page(visit, "sheet") if visit.unseen else None


def _content(visit: Visit) -> dict[str, Any]:
    return {
        "aid": visit.aid,
        "sheet": told(visit),
        "title": visit.say(visit.aid.title),
        "made": visit.at.day(settings.TIME_ZONE),
        "no_diagnosis": visit.say(visit.aid.no_diagnosis),
    }
