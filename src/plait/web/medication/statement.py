"""A reported medicine is no longer taken, or never was: a treating clinician says so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.medication import report_medication
from plait.coordination.medication.report_medication import End
from plait.foundation.clock import now
from plait.web.medication.deciding import decide_unseen, page
from plait.web.medication.order_form import KeyedForm
from plait.web.medication.standing import back_to
from plait.web.medication.words import dose_words, kind_words, name_of
from plait.web.people.chart_context import chart_context


class EndForm(KeyedForm):
    """Why it is no longer taken, as told."""

    reason_text = forms.CharField(
        label=_("Why, as told"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ErrorForm(KeyedForm):
    """How the wrong entry came about."""

    reason_text = forms.CharField(
        label=_("How did this entry come about?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """The person no longer takes it."""
    return _close(request, statement_id, in_error=False)


@require_http_methods(["GET", "HEAD", "POST"])
def error(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """It never was true."""
    return _close(request, statement_id, in_error=True)


def _close(request: HttpRequest, statement_id: UUID, *, in_error: bool) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    kind = ErrorForm if in_error else EndForm
    form = kind.opened(request)
    if request.method == "POST" and form.is_valid():
        command = End(statement_id, form.cleaned_data["reason_text"].strip(), in_error=in_error)
        done = decide_unseen(request, form, lambda once: report_medication.end(command, actor=actor, at=at, once=once))
        if done is not None:
            words = gettext("The entry is marked as an error.") if in_error else gettext("Noted: no longer taken.")
            messages.success(request, words)
            return redirect("medication:list", done)
    head, statement = report_medication.read(statement_id, actor=actor, at=at)
    name = name_of(statement.medicine)
    context: dict[str, Any] = {
        **chart_context(request, head, "medication"),
        "page_title": gettext("Entered in error") if in_error else gettext("No longer taken"),
        "name": name,
        "dose": dose_words(statement.dose, statement.timing),
        "kind": kind_words(statement.kind),
        "in_error": in_error,
        "back": back_to(head.patient_id) + "#reported",
    }
    return page(request, "medication/statement.html", form, context)
