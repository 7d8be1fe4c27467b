"""An allergy that never was one: marked as an error, with how it came about."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.problems import record_allergy
from plait.coordination.problems.record_allergy import Error
from plait.foundation.clock import now
from plait.web.medication.deciding import decide_unseen, page
from plait.web.medication.order_form import KeyedForm
from plait.web.people.chart_context import allergy_words, chart_context


class ErrorForm(KeyedForm):
    """How the wrong entry came about."""

    reason_text = forms.CharField(
        label=_("How did this entry come about?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def allergy_error(request: HttpRequest, allergy_id: UUID) -> HttpResponse:
    """Say how it came about, and confirm."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = ErrorForm.opened(request)
    if request.method == "POST" and form.is_valid():
        command = Error(allergy_id, form.cleaned_data["reason_text"])
        done = decide_unseen(
            request, form, lambda once: record_allergy.mark_entered_in_error(command, actor=actor, at=at, once=once)
        )
        if done is not None:
            messages.success(request, gettext("The entry is marked as an error."))
            return redirect("problems:list", done)
    head, standing = record_allergy.read(allergy_id, actor=actor, at=at)
    context = {
        **chart_context(request, head, "problems"),
        "page_title": gettext("Entered in error"),
        "words": allergy_words(standing),
    }
    return page(request, "problems/allergy_error.html", form, context)
