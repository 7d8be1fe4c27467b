"""A session that never took place as recorded is marked as an error; it stays in the record."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.therapy import mark_session_entered_in_error as decision
from plait.coordination.therapy import read_therapy
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.people.chart_context import chart_context


class ErrorForm(DecisionForm):
    """How it came about."""

    reason = forms.CharField(label=_("What was wrong"), max_length=300)


@require_http_methods(["GET", "HEAD", "POST"])
def session_error(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = ErrorForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        command = decision.Command(session_id, form.cleaned_data["reason"])
        patient = form.attempt(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if patient is not None:
            messages.success(request, gettext("The session is marked as an error."))
            return redirect("therapy:list", patient)
    header = read_therapy.head_of_session(session_id, actor=actor, at=at)
    context = {**chart_context(request, header, "therapy"), "page_title": gettext("Entered in error"), "form": form}
    return render(request, "therapy/session_error.html", context, status=422 if form.errors else 200)
