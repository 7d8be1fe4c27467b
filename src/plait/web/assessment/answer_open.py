"""The first page of a link: a button, and before it the birth date. It spends nothing, and tells nothing yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.clinical.assessment.asking import asked as items_asked
from plait.clinical.refusal import Refused
from plait.coordination.assessment import answer as decision
from plait.coordination.assessment.answer import Questions
from plait.foundation.clock import now
from plait.web.assessment.answer_entry import ENTRY, page
from plait.web.link_entry import BirthDateForm

SECONDS_A_QUESTION = 12


@ENTRY.guarded
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; begin when it is pressed."""
    at = now()
    asked = decision.opened(token, at=at)
    language = _language(request, asked)
    if not asked.heard:
        return page(request, "assessment/answer_unheard.html", language, {})
    with translation.override(language):
        form = BirthDateForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and (not asked.asks_birth_date or form.is_valid()):
            begun = decision.begin(token, form.born if asked.asks_birth_date else None, language, at=at)
            if not isinstance(begun, Refused):
                return ENTRY.let_in(redirect("assessment:answer-page", token, 1), request, begun.link_id)
            form.add_error("month", gettext(begun.message))
    number = sum(len(items_asked(one, {})) for one in asked.instruments)
    others = set.intersection(*(set(one.languages) for one in asked.instruments)) - {language}
    context = {
        "form": form if asked.asks_birth_date else None,
        "count": number,
        "minutes": max(1, round(number * SECONDS_A_QUESTION / 60)),
        "other_language": next(iter(sorted(others)), ""),
        "tablet": asked.channel == "tablet",
    }
    return page(request, "assessment/answer_open.html", language, context, status=422 if form.errors else 200)


def _language(request: HttpRequest, asked: Questions) -> str:
    """The language that was chosen here, else the one of the request."""
    wanted = request.POST.get("in") or request.GET.get("in") or asked.language
    return wanted if all(wanted in one.languages for one in asked.instruments) else asked.language
