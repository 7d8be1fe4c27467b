"""The small forms beside a request: one button each, done once, and a no that is said on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from plait.clinical.language import gettext_noop as _
from plait.clinical.refusal import Refused
from plait.foundation.idempotency import Once
from plait.web.forms import DecisionForm

Outcome = TypeVar("Outcome")
LOOK_AGAIN = Refused("key", _("Go back to the page, and press the button there."))


def send_button(request: HttpRequest, commit: Callable[[Once], Outcome | Refused]) -> Outcome | Refused:
    """What a decision answers to a button."""
    form = DecisionForm(request, request.POST)
    return form.send(commit) if form.is_valid() else LOOK_AGAIN


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Say why not."""
    context = {"page_title": gettext("This was not done"), "why": gettext(refused.message)}
    return render(request, "assessment/request_refused.html", context, status=422)
