"""The coordinators' list of who asked for contact, in the order in which the practice said that it answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from plait.clinical.moment import Instant
from plait.coordination.intake import read_contact_requests
from plait.coordination.intake.read_contact_requests import Line
from plait.foundation.clock import now
from plait.web.contact.words import closed_words, language_words, seeks_words, tried_words
from plait.web.words import day_of


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The list."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    found = read_contact_requests.read(actor=actor, at=at)
    context = {
        "page_title": gettext("Who asked for contact"),
        "waiting": [line_of(one, at, actor.zone, found.pressing) for one in found.waiting],
        "answered": [line_of(one, at, actor.zone, frozenset()) for one in found.answered],
        "more": found.more,
    }
    return render(request, "contact/requests.html", context)


def line_of(one: Line, at: Instant, zone: str, pressing: frozenset[UUID]) -> dict[str, Any]:
    """A request in a line."""
    tries = ngettext("%(n)s try", "%(n)s tries", one.tries) % {"n": one.tries} if one.tries else gettext("no try yet")
    how = tried_words(one.last) if one.last else ""
    state = closed_words(one.closed) if one.closed else gettext("registered") if one.patient_id else ""
    return {
        "href": reverse("contact:request", args=[one.request_id]),
        "name": one.name,
        "about": one.about_name,
        "seeks": gettext("not sure") if one.seeks == "not-sure" else seeks_words(one.seeks),
        "language": language_words(one.language) if one.language != "en" else "",
        "asked": day_of(one.asked_at, zone),
        "due": day_of(one.answer_by, zone),
        "late": one.open and one.answer_by < at,
        "tries": f"{tries}, {how}" if how else tries,
        "state": state,
        "sheet": one.has_aid,
        "pressing": one.request_id in pressing,
    }
